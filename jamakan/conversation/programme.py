"""The open activities and surveys, as Redis holds them for dialogues: a projection of SQL."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TypeVar

from flows.text.matching import normal
from flows.world import Option
from jamakan.conversation.promises import Promise

Words = dict[str, str]  # language → words
DAY_CODE = "day code"  # the purpose of the keyed hash of what is shown in the room


@dataclass(frozen=True, slots=True)
class OpenActivity:
    """An activity one can register for. `until`: seconds since 1970."""

    slug: str
    name: Words
    label: Words
    date: Words
    place: Words
    full: bool
    until: float

    @property
    def option(self) -> Option:
        return Option(
            name=self.slug,
            label=self.label,
            flag="full" if self.full else "",
            values={"activity": self.name, "date": self.date, "place": self.place},
        )


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A published survey one can answer. `keyword` starts it by SMS; `version` is what new dialogues run on.

    `listed`: whether menus offer it to everybody.
    """

    flow: str
    version: str
    keyword: str
    title: Words
    listed: bool = True

    @property
    def option(self) -> Option:
        return Option(name=self.flow, label=self.title, goto=self.flow)


@dataclass(frozen=True, slots=True)
class RestingSurvey:
    """A survey nobody can begin now; its keyword is answered politely. `state`: paused or closed."""

    flow: str
    keyword: str
    title: Words
    state: str


@dataclass(frozen=True, slots=True)
class OpenTest:
    """The knowledge test of an activity, one version before and after. Times: seconds since 1970.

    `opened`: before, after, closed, as staff decided; `dates`: before until it `begins`, after from `after` on.
    """

    activity: str  # slug
    name: Words
    flow: str
    version: str
    opened: str
    begins: float
    after: float

    def phase(self, at: float) -> str:
        """Which test may be taken at this time: before, after, or "" for none."""
        if self.opened != "dates":
            return "" if self.opened == "closed" else self.opened
        return "before" if at < self.begins else "after" if at >= self.after else ""


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A vote among proposals of an activity, for those who have a seat there. Times: seconds since 1970."""

    number: int
    activity: str  # slug
    name: Words
    most: int
    opens: float
    closes: float
    until: Words
    proposals: list[Words]

    @property
    def options(self) -> tuple[Option, ...]:
        """The proposals by their place."""
        return tuple(Option(name=f"p{place}", label=words) for place, words in enumerate(self.proposals, 1))


@dataclass(frozen=True, slots=True)
class DayCode:
    """The code of one day of an activity, as a keyed hash. `since`, `until`: when it holds, seconds since 1970."""

    mark: str
    activity: str  # slug
    day: int
    name: Words
    since: float
    until: float

    def holds(self, now: float) -> bool:
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Programme:
    """What is open now, and the surveys that are not. `themes`: what a case may be about, by name."""

    activities: tuple[OpenActivity, ...] = field(default=())
    surveys: tuple[OpenSurvey, ...] = field(default=())
    resting: tuple[RestingSurvey, ...] = field(default=())
    votes: tuple[OpenVote, ...] = field(default=())
    themes: Mapping[str, Words] = field(default_factory=dict)
    codes: tuple[DayCode, ...] = field(default=())
    promises: tuple[Promise, ...] = field(default=())
    tests: tuple[OpenTest, ...] = field(default=())

    @property
    def offered(self) -> tuple[OpenSurvey, ...]:
        """The open surveys that menus list."""
        return tuple(survey for survey in self.surveys if survey.listed)

    def at(self, now: float) -> "Programme":
        """Without the activities that have begun, and the votes that are not open."""
        return replace(
            self,
            activities=tuple(activity for activity in self.activities if activity.until > now),
            votes=tuple(vote for vote in self.votes if vote.opens <= now < vote.closes),
        )

    def day_code(self, mark: str, now: float) -> DayCode | None:
        """The code of the day with this mark: the one that holds now, else one of another day."""
        found = [code for code in self.codes if code.mark == mark]
        return next((code for code in found if code.holds(now)), found[0] if found else None)

    def survey(self, flow: str) -> OpenSurvey | None:
        """The open survey of this name."""
        return next((survey for survey in self.surveys if survey.flow == flow), None)

    def called(self, keyword: str) -> OpenSurvey | None:
        """The open survey this word starts."""
        return _called(self.surveys, keyword)

    def called_in_vain(self, keyword: str) -> RestingSurvey | None:
        """The survey this word would start if it were open."""
        return _called(self.resting, keyword)


Called = TypeVar("Called", OpenSurvey, RestingSurvey)


def _called(surveys: Sequence[Called], keyword: str) -> Called | None:
    wanted = normal(keyword)
    return next((survey for survey in surveys if wanted and normal(survey.keyword) == wanted), None)


def encode(programme: Programme) -> bytes:
    """The projection's bytes, as `ProgrammeReader` takes them."""
    return json.dumps(asdict(programme), ensure_ascii=False).encode()


class ProgrammeReader:
    """Decodes the projection only when its bytes changed: it is read on every turn."""

    def __init__(self) -> None:
        self._last: tuple[bytes | None, Programme] = (None, Programme())  # one name: threads swap both at once

    def read(self, raw: bytes | None, now: float) -> Programme:
        """What is open at `now`; nothing when there is no projection."""
        seen, programme = self._last
        if raw != seen:
            programme = _decoded(raw) if raw else Programme()
            self._last = (raw, programme)
        return programme.at(now)


def _decoded(raw: bytes) -> Programme:
    rows = json.loads(raw)
    return Programme(
        tuple(OpenActivity(**row) for row in rows["activities"]),
        tuple(OpenSurvey(**row) for row in rows["surveys"]),
        tuple(RestingSurvey(**row) for row in rows.get("resting", ())),
        tuple(OpenVote(**row) for row in rows.get("votes", ())),
        rows.get("themes", {}),
        tuple(DayCode(**row) for row in rows.get("codes", ())),
        tuple(Promise(**row) for row in rows.get("promises", ())),
        tuple(OpenTest(**row) for row in rows.get("tests", ())),
    )
