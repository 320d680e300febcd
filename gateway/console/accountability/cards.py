"""Score cards: the list, the form of a card with its first round, and the page of a card."""

from secrets import token_urlsafe

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console.accountability import naming
from gateway.console.accountability.finding import card_or_404, line, places
from gateway.console.accountability.reading import LETTERS, criteria, typed, words
from gateway.console.current import core, today, visitor
from gateway.console.forms import Form
from gateway.console.gate import needs
from gateway.console.words import gettext, language
from jamakan.accountability import Stale
from jamakan.accountability import cards as acts
from jamakan.accountability.comparing import compared
from jamakan.programme import score_cards as life
from jamakan.staff.roles import May
from jamakan.store.accountability import cards, commitments
from jamakan.store.accountability.cards import PAGE, Service
from jamakan.store.accountability.commitments import Which

pages = Blueprint("cards", __name__)

WORDS = {life.COMMUNITY: "CARTE", life.PROVIDERS: "EQUIPE"}


@pages.get("/cards")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """The list, newest first."""
    with core().db.read() as connection:
        found = cards.page(connection, request.args.get("before", type=int))
    return render_template(
        "accountability/cards.html",
        cards=found[:PAGE],
        more=len(found) > PAGE,
        rounds=naming.names(naming.ROUNDS),
    )


@pages.get("/cards/new")
@needs(May.WRITE)
def new() -> ResponseReturnValue:
    """An empty form."""
    return _form(Form({"once": token_urlsafe(12), **{f"word-{side}": word for side, word in WORDS.items()}}))


@pages.post("/cards/new")
@needs(May.WRITE)
def add() -> ResponseReturnValue:
    """A new card, or the form again."""
    form = Form(request.form)
    offered = places()
    about = Service(
        service=line(form, "service", LETTERS["service"]),
        institution=line(form, "institution", LETTERS["institution"]),
        region=form.choice("region", ["", *offered["regions"]]),
        activity=form.choice("activity", ["", *offered["activities"]]),
    )
    chosen, asked = words(form), criteria(form)
    if form.problems:
        return _form(form), 422
    number = acts.open_card(core(), about, chosen, asked, visitor().account.id, form.value("once")[:40])
    flash(gettext("La carte est créée. Relisez les critères, puis ouvrez les notes."))
    return redirect(url_for(".card", number=number), 303)


@pages.get("/cards/<int:number>")
@needs(May.VIEW)
def card(number: int) -> ResponseReturnValue:
    """A card with a round: the latest, or the one asked for, beside the round before it."""
    found, asked = card_or_404(number), request.args.get("round", type=int)
    with core().db.read() as connection:
        rounds = cards.rounds(connection, number)
        place = next((place for place, one in enumerate(rounds) if one.number == asked), 0)
        now, before = rounds[place], rounds[place + 1] if place + 1 < len(rounds) else None
        rows = compared(connection, now, before)
        plan = commitments.page(connection, Which(round=now.id), most=None)
    return render_template(
        "accountability/card.html",
        card=found,
        rounds=rounds,
        now=now,
        before=before,
        rows=rows,
        plan=plan,
        sides=naming.names(naming.SIDES),
        states=naming.names(naming.STATES),
        names=naming.names(naming.ROUNDS),
        can=life.possible(now.state),
        due=now.state == life.PLANNED and place == 0 and now.next_on is not None and now.next_on <= today(),
        least=life.HIDDEN_UNDER,
        language=language(),
        form=Form(typed(now)),
    )


@pages.post("/cards/<int:number>/again")
@needs(May.WRITE)
def again(number: int) -> ResponseReturnValue:
    """The next round, a draft."""
    try:
        acts.begin_again(core(), card_or_404(number), visitor().account.id)
    except Stale:
        flash(gettext(naming.STALE), "problem")
    else:
        flash(gettext("La manche suivante est prête : relisez les critères, puis ouvrez les notes."))
    return redirect(url_for(".card", number=number), 303)


def _form(form: Form) -> str:
    return render_template("accountability/edit_card.html", form=form, found=None, most=LETTERS, **places())
