"""From the customer's HTTP answer to what the phone shows."""

from dataclasses import dataclass

from emulator.alphabet import cut, encoding_of, units_of
from emulator.exchange import Reply

CON, END = b"CON ", b"END "


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone shows after a hop.

    `open`: the session goes on. `problem`: why the carrier ended it ("" when it did not): see PROBLEMS. `units` of
    `limit`: the length before cutting, in `encoding`. `flags`: "too_long", "not_gsm": shown, but on the edge.
    """

    text: str = ""
    open: bool = False
    problem: str = ""
    encoding: str = "gsm7"
    units: int = 0
    limit: int = 0
    flags: tuple[str, ...] = ()


NETWORK_ERROR = {
    "fr": "Problème de connexion ou code IHM non valide.",
    "en": "Connection problem or invalid MMI code.",
}
EXPIRED = {"fr": "Session expirée.", "en": "Session timed out."}

# What ends a session, and what the phone then says.
PROBLEMS = {
    "unknown_code": NETWORK_ERROR,
    "no_answer": NETWORK_ERROR,
    "bad_status": NETWORK_ERROR,
    "not_con_end": NETWORK_ERROR,
    "not_gsm": {"fr": "Message non affichable.", "en": "Message cannot be shown."},
    "inactive": EXPIRED,
    "too_old": EXPIRED,
    "left": {"fr": "Session terminée.", "en": "Session ended."},
}


def screen_of(reply: Reply, limit: int, strict: bool) -> Screen:
    """Return the screen for an answer: 200 and `CON ` or `END `, or the session is over."""
    if reply.status == 0:
        return Screen(problem="no_answer")
    if reply.status != 200:
        return Screen(problem="bad_status")
    if not reply.body.startswith((CON, END)):
        return Screen(problem="not_con_end")
    text = reply.body[len(CON) :].decode("utf-8", "replace")
    return _fitted(text, reply.body.startswith(CON), limit, strict)


def _fitted(text: str, goes_on: bool, limit: int, strict: bool) -> Screen:
    encoding = encoding_of(text)
    if encoding != "gsm7" and strict:
        return Screen(problem="not_gsm", encoding=encoding)
    room = limit if encoding == "gsm7" else ucs2_room(limit)
    units = sum(units_of(char, encoding) for char in text)
    flags = (("not_gsm",) if encoding != "gsm7" else ()) + (("too_long",) if units > room else ())
    return Screen(cut(text, room), goes_on, "", encoding, units, room, flags)


def ucs2_room(septets: int) -> int:
    """Return how many UCS-2 units fit where this many septets do: 70 for 160, 80 for 182."""
    octets = -(-septets * 7 // 8)
    return octets // 2
