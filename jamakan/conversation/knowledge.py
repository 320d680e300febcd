"""Which knowledge test somebody of this line is to take now, without SQL: by seats, dates and the staff's switch."""

from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.steps import TEST_INPUTS, words
from flows.world import Option
from jamakan.conversation.programme import OpenTest, Programme
from jamakan.privacy.vault import Vault
from jamakan.profile import Profile, Seat
from jamakan.store import sealing

CHOOSING, RESULT = "knowledge", "knowledge_result"  # the flows before and after a test
TAKE, TAKEN = "take_test", "test_taken"  # actions: who answers was chosen; a test was taken to its end
SEAT, PHASE, ACTIVITY = TEST_INPUTS
SEATED = frozenset({"registered", "confirmed"})


@dataclass(frozen=True, slots=True)
class Due:
    """A test that the person of this seat may take now. `phase`: before or after."""

    seat: Seat
    test: OpenTest
    phase: str

    @property
    def given(self) -> dict[str, str]:
        """What the dialogue is told of it, and tells the store at the end."""
        return {SEAT: self.seat.code, PHASE: self.phase, ACTIVITY: self.test.activity}


def due(profile: Profile, programme: Programme, at: float) -> tuple[Due, ...]:
    """The tests of this line that are open and not taken yet, a seat each. `at`: seconds since 1970."""
    tests = {test.activity: (test, test.phase(at)) for test in programme.tests}
    found = []
    for seat in profile.seats:
        test, phase = tests.get(seat.activity, (None, ""))
        if test and phase and seat.state in SEATED and phase not in seat.tested.split():
            found.append(Due(seat, test, phase))
    return tuple(found)


def options(tests: Sequence[Due], vault: Vault) -> tuple[Option, ...]:
    """Who may answer: by first name where one was given, with the code where two have the same."""
    names = [first_name(one.seat, vault) for one in tests]
    times = Counter(names)
    several = len({one.test.activity for one in tests}) > 1
    return tuple(
        Option(name=one.seat.code, label=_label(one, name, several=several, alone=times[name] == 1))
        for one, name in zip(tests, names, strict=True)
    )


def inputs(profile: Profile, programme: Programme, language: str, at: float) -> dict[str, str]:
    """What the menu is told: whether a test waits, and where it belongs."""
    waiting = due(profile, programme, at)
    if not waiting:
        return {}
    return {"tests": "yes", "test_label": words(waiting[0].test.name, language), "test_phase": waiting[0].phase}


def _label(one: Due, name: str, *, several: bool, alone: bool) -> dict[str, str]:
    shown = name if name and alone else f"{name} {one.seat.code}".strip()
    return {language: f"{shown}, {said}" if several else shown for language, said in one.test.name.items()}


def first_name(seat: Seat, vault: Vault) -> str:
    """What somebody is called, where several people share the line; else ""."""
    if not seat.name:
        return ""
    name = vault.open_text(b64decode(seat.name), sealing.NAME).split()
    return name[0] if name else ""
