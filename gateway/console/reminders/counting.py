"""How long a text is on the air, told while it is typed and again when it is saved: by the core's own measure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from flows.placeholders import names
from flows.text.folding import fold
from gateway.console.current import core
from gateway.console.gate import needs
from jamakan.broadcasts import texts
from jamakan.broadcasts.counting import InLanguage
from jamakan.programme.audience import Audience
from jamakan.programme.plan import KINDS, Plan
from jamakan.staff.roles import May
from jamakan.store.activities import find

pages = Blueprint("counting", __name__)

ALONE, JOINED = 160, 153  # septets in an SMS by itself, and in one of several
MOST = 20_000  # characters looked at: nobody types more


@dataclass(frozen=True, slots=True)
class Lengths:
    """A text in one language, filled with what is the same for everybody.

    `personal`: placeholders that each reader's own words fill, not counted. `swapped`: letters with what leaves for
    them, `lost`: those nothing stands for, `double`: those that count for two.
    """

    language: str
    text: str
    parts: int
    units: int
    personal: tuple[str, ...]
    swapped: tuple[tuple[str, str], ...]
    lost: tuple[str, ...]
    double: tuple[str, ...]

    @property
    def room(self) -> int:
        """Septets left before another SMS is needed."""
        return (ALONE if self.parts <= 1 else self.parts * JOINED) - self.units


@pages.post("/measure/<language>")
@needs(May.WRITE)
def measure(language: str) -> ResponseReturnValue:
    """The counter of one language, for the text in the form."""
    if language not in core().settings.languages:
        abort(404)
    typed, slug = request.form.get(f"text-{language}", ""), request.form.get("activity", "")
    return render_template("reminders/counter.html", length=lengths(language, typed, slug))


def lengths(language: str, typed: str, activity: str) -> Lengths:
    """What a text would take."""
    text = typed.replace("\r\n", "\n").strip()[:MOST]
    with core().db.read() as connection:
        about = find(connection, activity) if activity else None
    plan = Plan(KINDS[0], {language: text}, Audience(nobody=True), starts_at=datetime.now(UTC), expires_at=None)
    said = texts.prepared(plan, about, core().settings.values)
    filled = said.say(language, {})
    one = InLanguage(filled)
    size = one.measure
    known = said.values[language]
    return Lengths(
        language=language,
        text=filled,
        parts=size.parts,
        units=size.units,
        personal=tuple(sorted(f"{{{name}}}" for name in names(text) if texts.key(name) not in known)),
        swapped=tuple((letter, fold(letter)) for letter in one.replaced if letter in text and letter not in one.lost),
        lost=one.lost,
        double=size.costly,
    )
