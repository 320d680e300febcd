"""The open activities and surveys, as Redis holds them for dialogues: a projection of SQL."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TypeVar

from flows.text.matching import normal
from flows.world import Option

Words = dict[str, str]  # language → words


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
    """A published survey one can answer. `keyword` starts it by SMS; `version` is what new dialogues run on."""

    flow: str
    version: str
    keyword: str
    title: Words

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
class Programme:
    """What is open now, and the surveys that are not."""

    activities: tuple[OpenActivity, ...] = field(default=())
    surveys: tuple[OpenSurvey, ...] = field(default=())
    resting: tuple[RestingSurvey, ...] = field(default=())

    def at(self, now: float) -> "Programme":
        """Without the activities that have begun."""
        return replace(self, activities=tuple(activity for activity in self.activities if activity.until > now))

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
    )
