"""What a dialogue is told about the world: open activities, the organisation, the person's own seats."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flows.world import Option, Surface, World
from jamakan.profile import Profile, Seat


@dataclass(frozen=True, slots=True)
class Listed:
    """An activity as dialogues list it, with its words in each language. `until`: seconds since 1970."""

    slug: str
    name: dict[str, str]
    label: dict[str, str]
    date: dict[str, str]
    place: dict[str, str]
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


class Programme:
    """The open activities, parsed again only when their projection changed."""

    def __init__(self) -> None:
        self._raw: bytes | None = b""
        self._listed: tuple[Listed, ...] = ()

    def read(self, raw: bytes | None, now: float) -> tuple[Listed, ...]:
        """The activities still open at `now`."""
        if raw != self._raw:
            self._listed = tuple(Listed(**row) for row in json.loads(raw or b"[]"))
            self._raw = raw
        return tuple(activity for activity in self._listed if activity.until > now)


def encode_programme(listed: list[Listed]) -> bytes:
    """The projection's bytes, as `Programme.read` takes them."""
    rows: list[dict[str, Any]] = [{name: getattr(activity, name) for name in Listed.__slots__} for activity in listed]
    return json.dumps(rows, ensure_ascii=False).encode()


def world(listed: tuple[Listed, ...], values: dict[str, str], surface: Surface, at: float, zone: ZoneInfo) -> World:
    """The engine's world for one turn."""
    return World(
        now=datetime.fromtimestamp(at, zone),
        values=values,
        lists={"activities": tuple(activity.option for activity in listed)},
        surface=surface,
    )


def inputs(profile: Profile, listed: tuple[Listed, ...], language: str) -> dict[str, str]:
    """What flows may declare under `inputs`: facts about the person, as text."""
    seat, activity = _next_seat(profile, listed)
    return {
        "stopped": "yes" if profile.opted_out else "",
        "registered": "yes" if seat else "",
        "waitlisted": "yes" if seat and seat.state == "waitlisted" else "",
        "activity": seat.activity if seat else "",
        "activity_label": activity.name.get(language, "") if activity else "",
        "activity_date": activity.date.get(language, "") if activity else "",
    }


def _next_seat(profile: Profile, listed: tuple[Listed, ...]) -> tuple[Seat | None, Listed | None]:
    by_slug = {activity.slug: activity for activity in listed}
    coming = [seat for seat in profile.seats if seat.activity in by_slug]
    if not coming:
        return None, None
    seat = min(coming, key=lambda seat: by_slug[seat.activity].until)
    return seat, by_slug[seat.activity]
