"""The list of people with its filters, one person's page, one line's page."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import UTC, datetime

from babel import Locale
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from gateway.console import facts
from gateway.console.current import core, may, visitor
from gateway.console.gate import needs
from gateway.console.people.finding import line_or_404, person_or_404
from gateway.console.words import gettext, language, mark
from jamakan.people.story import END, MOST, Moment, Place, place, story
from jamakan.programme import activities as wording
from jamakan.programme.regions import REGIONS, region_name
from jamakan.staff.roles import May
from jamakan.store.activities import all_activities
from jamakan.store.people import listing, reading
from jamakan.store.people.listing import PAGE, Filter, Listed
from jamakan.store.people.reading import Line
from jamakan.store.staff import accounts, trail

pages = Blueprint("showing", __name__)

TRAIL = 20
SEX = {"female": mark("Femme"), "male": mark("Homme")}  # of one person; a column's heading says "Femmes"


@pages.get("")
@needs(May.VIEW)
def index() -> ResponseReturnValue:
    """People, the latest known first."""
    options = filters()
    wanted = Filter(**{name: request.args.get(name, "") for name in options})
    before = request.args.get("before", type=int)
    with core().db.read() as connection:
        people = listing.page(connection, core().settings.vault, wanted, before, PAGE + 1)
    chosen = {name: value for name, value in asdict(wanted).items() if value}
    return render_template(
        "people/index.html",
        people=people[:PAGE],
        more=people[PAGE - 1].id if len(people) > PAGE else None,
        options=options,
        chosen=chosen,
        paged=before is not None,
        sex=sex,
    )


@pages.get("/<int:participant>")
@needs(May.NAMES)
def person(participant: int) -> ResponseReturnValue:
    """Who they are, and all that happened."""
    return person_page(person_or_404(participant))


@pages.post("/<int:participant>/number")
@needs(May.NUMBERS)
def number(participant: int) -> ResponseReturnValue:
    """The whole number. Who looked is noted."""
    found = person_or_404(participant)
    _note_reading(f"participant:{participant}")
    return person_page(found, whole=True)


@pages.get("/lines/<int:contact>")
@needs(May.NAMES)
def line(contact: int) -> ResponseReturnValue:
    """A number and all that happened on it. With one person on it, the page is theirs."""
    found = line_or_404(contact)
    if len(found.people) == 1 and "before" not in request.args:
        return redirect(url_for(".person", participant=found.people[0].id), 303)
    return _line_page(found)


@pages.post("/lines/<int:contact>/number")
@needs(May.NUMBERS)
def line_number(contact: int) -> ResponseReturnValue:
    """The whole number. Who looked is noted."""
    found = line_or_404(contact)
    _note_reading(f"contact:{contact}")
    return _line_page(found, whole=True)


def person_page(found: Listed, *, whole: bool = False) -> str:
    """The page of a person."""
    with core().db.read() as connection:
        lines = reading.lines_of(connection, found.id)
        others = listing.on_line(connection, core().settings.vault, found.contact_id)
        told = trail.of_subject(connection, f"participant:{found.id}", TRAIL) if may(May.AUDIT) else []
        names = accounts.names(connection, core().settings.vault, {entry.account_id for entry in told})
    moments, more = _story(lines, found.id)
    return render_template(
        "people/person.html",
        person=found,
        whole=whole,
        others=[one for one in others if one.id != found.id],
        moments=moments,
        more=more,
        told=told,
        names=names,
        sex=sex,
        said=said,
        language_name=language_name,
    )


def _line_page(found: Line, *, whole: bool = False) -> str:
    moments, more = _story([found.contact_id], None)
    return render_template(
        "people/line.html", line=found, whole=whole, moments=moments, more=more, language_name=language_name
    )


def _story(lines: Collection[int], participant: int | None) -> tuple[list[Moment], str]:
    """A page of what happened, and from where the next one goes on."""
    before = _place(request.args.get("before", ""))
    found = story(core(), lines, language(), participant_id=participant, before=before, most=MOST + 1)
    return found[:MOST], _written(place(found[MOST - 1])) if len(found) > MOST else ""


def _written(where: Place) -> str:
    return f"{where.at.timestamp()!r}~{where.kind}~{where.id}"


def _place(written: str) -> Place:
    """The place an address tells; the end when it tells none."""
    seconds, _, rest = written.partition("~")
    kind, _, number = rest.partition("~")
    try:
        return Place(datetime.fromtimestamp(float(seconds), UTC), kind, int(number or 0))
    except (OverflowError, ValueError, OSError):
        return END


def _note_reading(subject: str) -> None:
    now, vault = datetime.now(UTC), core().settings.vault
    with core().db.begin() as connection:
        trail.append(connection, vault, now, visitor().account.id, "number.read", subject)


def filters() -> dict[str, tuple[str, dict[str, str]]]:
    """What lists can be narrowed by: field → its label and its values with their words."""
    with core().db.read() as connection:
        activities = all_activities(connection)
    named = {one.slug: f"{region_name(one.region)}, {wording.dates(one, language())}" for one in reversed(activities)}
    return {
        "sex": (gettext("Sexe"), {value: sex(value) for value in SEX}),
        "age": (gettext("Âge"), facts.values("age")),
        "region": (gettext("Région"), {slug: region.name for slug, region in REGIONS.items()}),
        "group": (gettext("Groupe"), facts.values("group")),
        "displacement": (gettext("Situation"), facts.values("displacement")),
        "pvh": (gettext("Se dit personne vivant avec un handicap"), yes_no()),
        "disability": (gettext("Beaucoup de difficultés à une activité (six questions)"), yes_no()),
        "language": (gettext("Langue"), {code: language_name(code) for code in core().settings.languages}),
        "activity": (gettext("Activité"), named),
    }


def yes_no() -> dict[str, str]:
    """What a question may be answered with."""
    return {"yes": gettext("Oui"), "no": gettext("Non")}


def said(value: str) -> str:
    """Such an answer, or that there was none."""
    return yes_no().get(value) or gettext("Sans réponse")


def sex(value: str) -> str:
    """What one person is called."""
    return gettext(SEX[value]) if value in SEX else gettext("Sans réponse")


def language_name(code: str) -> str:
    """A language in the reader's own."""
    if not code:
        return gettext("pas encore choisie")
    found: str = Locale.parse(language()).languages.get(code, code)
    return found
