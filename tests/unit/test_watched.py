"""A reading asked for in the background: nobody waits for it, nobody is told an old one as if it were new."""

from threading import Event

from jamakan.watched import Watched

LONG, AT_ONCE = 20.0, 0.0


def test_a_reading_that_hangs_holds_nobody_up_and_is_asked_for_once() -> None:
    asked: list[int] = []
    answer = Event()

    def read() -> str:
        asked.append(1)
        answer.wait(LONG)
        return "42"

    watched = Watched(read, fresh=LONG, stale=LONG)
    assert [watched.now(AT_ONCE) for _ in range(5)] == [None] * 5
    answer.set()
    assert watched.now(LONG) == "42"
    assert watched.now(AT_ONCE) == "42"
    assert len(asked) == 1


def test_a_reading_is_renewed_once_it_is_no_longer_fresh() -> None:
    readings = iter("abc")
    watched = Watched(lambda: next(readings), fresh=AT_ONCE, stale=LONG)
    assert [watched.now(LONG) for _ in range(3)] == ["a", "b", "c"]


def test_a_reading_gone_stale_is_not_told() -> None:
    answers = iter(["old", "new"])
    hang = Event()

    def read() -> str | None:
        found = next(answers)
        if found == "new":
            hang.wait(LONG)
        return found

    watched = Watched(read, fresh=AT_ONCE, stale=AT_ONCE)
    watched.now(LONG)
    assert watched.now(AT_ONCE) is None
    hang.set()


def test_nothing_to_read_is_told_as_nothing() -> None:
    readings = iter(["up", None])
    watched = Watched(lambda: next(readings), fresh=AT_ONCE, stale=LONG)
    assert [watched.now(LONG), watched.now(LONG)] == ["up", None]
