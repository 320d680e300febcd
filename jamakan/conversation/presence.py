"""Somebody in the room sends or dials the code of the day. Who has a seat there is known here; SQL decides."""

import re
from collections.abc import Sequence

from jamakan.conversation.play import Play
from jamakan.conversation.programme import DayCode, Programme
from jamakan.conversation.surroundings import SEATED
from jamakan.profile import Seat

FLOW = "presence"
CODE = re.compile(r"\d{4}")  # dialled as a suffix, or sent alone: no menu has such a choice


def dialled(typed: Sequence[str]) -> bool:
    """Whether a call that begins with these inputs was dialled with a code of the day after the service's own."""
    return len(typed) == 1 and CODE.fullmatch(typed[0]) is not None


def sent(play: Play, text: str, programme: Programme, at: float) -> bool:
    """Whether an SMS is a code of the day all by itself: today's, or what somebody expected today takes for it.

    A question that waits for its answer gets it, unless the code is the very one of today.
    """
    if CODE.fullmatch(text.strip()) is None:
        return False
    found = play.day_code(text.strip())
    expected = any(_seats(play, code) for code in programme.codes if code.holds(at))
    asked = play.state.dialogue is not None and play.state.surface == "sms"
    return expected and (not asked or (found is not None and found.holds(at)))


def claim(play: Play, typed: str, at: float) -> None:
    """Note that who holds this line is in the room, if the code says so; ask who, where several may be."""
    code = play.day_code(typed)
    if code is None or not code.holds(at):
        play.say("presence.unknown" if code is None else "presence.other_day", ends=True)
        return
    seats = _seats(play, code)
    if not seats:
        play.say_with("presence.no_seat", activity=code.name)
        return
    given = {"day_activity": code.activity, "day_number": str(code.day), "day_seats": str(len(seats))}
    play.begin(FLOW, given | {"day_label": code.name.get(play.language, "")})


def _seats(play: Play, code: DayCode) -> list[Seat]:
    return [seat for seat in play.profile.seats if seat.activity == code.activity and seat.state in SEATED]
