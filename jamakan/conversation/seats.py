"""The people of a line who have a seat, as choices."""

from collections import Counter

from flows.world import Option
from jamakan.conversation.knowledge import first_name
from jamakan.conversation.surroundings import SEATED
from jamakan.privacy.vault import Vault
from jamakan.profile import Profile


def options(profile: Profile, vault: Vault) -> tuple[Option, ...]:
    """Who has a seat, by first name where one was given; the activity is the flag, which a flow filters by."""
    seats = [seat for seat in profile.seats if seat.state in SEATED]
    names = [first_name(seat, vault) for seat in seats]
    times = Counter(zip((seat.activity for seat in seats), names, strict=True))
    return tuple(
        Option(seat.code, {"fr": _label(name, seat.code, times[seat.activity, name])}, flag=seat.activity)
        for seat, name in zip(seats, names, strict=True)
    )


def _label(name: str, code: str, times: int) -> str:
    return name if name and times == 1 else f"{name} {code}".strip()
