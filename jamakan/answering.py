"""Staff answer one person by SMS: what it would cost, whether it may be sent, and sending it once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flows.text.folding import fold, losses
from flows.text.gsm7 import measure, outside
from jamakan.channels.routes import routes
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.state import wake
from jamakan.store import staff_answers
from jamakan.store.staff import trail
from jamakan.store.staff_answers import Line, Written

MOST_PARTS = 4  # of an answer; a longer one is a call
ONE_PART, OF_MANY = 160, 153  # letters in an SMS alone, and in one of several
EMPTY, TOO_LONG, STOPPED, NOBODY = "empty", "too_long", "stopped", "nobody"


class AnswerRefused(ValueError):
    """An answer that cannot be sent. `reason`: empty, too_long, stopped (messages), nobody (has this line)."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"this answer cannot be sent: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reply:
    """What one of the staff writes to a line. `about`, as in the trail: message:12, case:3, answer:88.

    `token` comes from the form: the same one is the same answer, however often it arrives.
    """

    contact_id: int
    text: str
    by: int
    token: str
    about: str

    @property
    def dedupe(self) -> str:
        return f"answer:{self.by}:{self.token}"


@dataclass(frozen=True, slots=True)
class Length:
    """An answer measured as it leaves: SMS, letters left in the last one, millionths of XOF.

    `replaced`: letters for which others stand; `lost`: characters for which `?` leaves.
    """

    parts: int
    left: int
    micros: int
    replaced: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def too_long(self) -> bool:
        return self.parts > MOST_PARTS


def length(core: Core, text: str, channel: str, network: str = "") -> Length:
    """What this text costs on a channel, to a network that we may know."""
    size = measure(fold(text))
    known = routes(core.settings)
    route = known.get(channel) or next(iter(known.values()))
    micros = size.parts * in_force(core).prices(route.name).of(network)
    room = ONE_PART if size.parts <= 1 else size.parts * OF_MANY
    lost = losses(text)
    replaced = tuple(letter for letter in outside(text) if letter not in lost)
    return Length(size.parts, room - size.units, micros, replaced, lost)


def check(line: Line | None, text: str) -> Line:
    """The line, when this text may be sent to it. Raises AnswerRefused."""
    if line is None:
        raise AnswerRefused(NOBODY)
    if line.opted_out:
        raise AnswerRefused(STOPPED)
    if not text.strip():
        raise AnswerRefused(EMPTY)
    if measure(fold(text)).parts > MOST_PARTS:
        raise AnswerRefused(TOO_LONG)
    return line


def answer(core: Core, reply: Reply) -> Written:
    """Send it, once for ever; the trail says who. Raises AnswerRefused."""
    now, vault = datetime.now(UTC), core.settings.vault
    with core.db.begin() as connection:
        if (before := staff_answers.written(connection, reply.dedupe)) is not None:
            return Written(before, fresh=False)
        line = check(staff_answers.line(connection, reply.contact_id), reply.text)
        done = staff_answers.write(
            connection, vault, line, reply.text, dedupe=reply.dedupe, about=reply.about, by=reply.by, at=now
        )
        if done.fresh:
            trail.append(connection, vault, now, reply.by, "answer.sent", reply.about, message=done.message_id)
    wake.soon(core.redis, wake.SEND_QUEUE)
    return done
