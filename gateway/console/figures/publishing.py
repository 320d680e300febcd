"""The public page from the inside: what the next edition would show, what it hides and why; publish, withdraw."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.current import core, visitor
from gateway.console.figures.showing import themes
from gateway.console.gate import needs
from gateway.console.words import gettext, language
from gateway.public.tables import sheets
from jamakan.figures import public, words
from jamakan.figures.public import CHOICES, RESULTS, Choice, Moved
from jamakan.figures.tables import SHOWN, SMALL
from jamakan.staff.roles import May
from jamakan.store.results import keeping


@needs(May.VIEW)
def show() -> ResponseReturnValue:
    """The choice of results, and the next edition of it."""
    return _page(_chosen(request.args.getlist("show")))


@needs(May.APPROVE)
def publish() -> ResponseReturnValue:
    """Publish what was looked at. A second click finds the edition there."""
    chosen = _chosen(request.form.getlist("show"))
    if not chosen:
        flash(gettext("Choisissez au moins un résultat."), "problem")
        return _page(chosen), 422
    try:
        number = public.publish(core(), chosen, request.form.get("digest", ""), visitor().account.id)
    except Moved:
        flash(gettext("Les chiffres ou les éditions ont changé depuis : relisez avant de publier."), "problem")
        return _page(chosen), 409
    flash(gettext("Édition %(number)s publiée.") % {"number": number})
    return redirect(url_for("console.figures.public"), 303)


@needs(May.APPROVE)
def withdraw(number: int) -> ResponseReturnValue:
    """Take the edition off the public page."""
    if public.withdraw(core(), number, visitor().account.id):
        flash(gettext("Édition retirée : la page publique ne montre plus rien."))
    return redirect(url_for("console.figures.public"), 303)


def _chosen(typed: list[str]) -> list[Choice]:
    """Those of our results that were ticked: "participation.sex"."""
    return [choice for choice in CHOICES if ".".join(choice) in typed]


def _page(chosen: list[Choice]) -> str:
    with core().db.read() as connection:
        editions = keeping.editions(connection)
    last = editions[-1] if editions else None
    if not chosen and last is not None and not request.values:
        chosen = [choice for choice in CHOICES if choice in _shown_in(last.shown["tables"])]
    draft = public.prepared(core(), chosen) if chosen else None
    names = draft.shown["names"] if draft else {}
    return render_template(
        "figures/public.html",
        chosen={".".join(choice) for choice in chosen},
        results=RESULTS.values(),
        draft=draft,
        hidden=_hidden,
        last=last,
        live=last if last is not None and last.state == keeping.PUBLISHED else None,
        editions=list(reversed(editions)),
        themes=themes(),
        title=lambda result: result.title[language()],
        dimension=lambda name: words.DIMENSIONS[name][language()],
        label=lambda name, value: words.label(name, value, language(), names),
        tables=sheets(draft.shown, language()) if draft else [],
    )


def _shown_in(tables: list[dict[str, str]]) -> set[Choice]:
    return {(table["result"], table["dimension"]) for table in tables}


def _hidden(standing: public.Standing) -> list[tuple[str, str, str]]:
    """What of a result is not shown: the dimension, the row, and why."""
    found = []
    for name, table in standing.tables.items():
        k = standing.result.threshold(name)
        for value, mark in table.marks.items():
            if mark != SHOWN:
                small = gettext("moins de %(k)s personnes") % {"k": k}
                other = gettext("une partie est sous %(k)s, ou un total la ferait deviner") % {"k": k}
                found.append((name, value, small if mark == SMALL else other))
    return found
