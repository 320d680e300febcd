"""What a dialogue is told: the world of this turn, and facts about the person."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.world import Surface, World
from jamakan.conversation.programme import OpenActivity, Programme
from jamakan.profile import Profile, Seat

CONFIRM_SECONDS = 2 * 86_400  # before an activity: from then on, who calls is asked whether they come


def world(programme: Programme, values: Mapping[str, str], surface: Surface, at: float, zone: ZoneInfo) -> World:
    """The engine's world for one turn."""
    lists = {
        "activities": tuple(activity.option for activity in programme.activities),
        "surveys": tuple(survey.option for survey in programme.surveys),
    }
    return World(now=datetime.fromtimestamp(at, zone), values=values, lists=lists, surface=surface)


def inputs(profile: Profile, programme: Programme, language: str, at: float) -> dict[str, str]:
    """What flows may declare under `inputs`: facts about the person, as text. `at`: seconds since 1970."""
    seat, activity = _next_seat(profile, programme)
    waiting, waiting_for = _unconfirmed(profile, programme, at)
    return {
        "stopped": "yes" if profile.opted_out else "",
        "surveys": "yes" if programme.surveys else "",
        "registered": "yes" if seat else "",
        "waitlisted": "yes" if seat and seat.state == "waitlisted" else "",
        "seat_code": seat.code if seat else "",
        "unconfirmed": waiting.code if waiting else "",
        "unconfirmed_label": waiting_for.name.get(language, "") if waiting_for else "",
        "unconfirmed_date": waiting_for.date.get(language, "") if waiting_for else "",
        "attended": _attended(profile, at),
        "activity_label": activity.name.get(language, "") if activity else "",
        "activity_date": activity.date.get(language, "") if activity else "",
    }


def _attended(profile: Profile, at: float) -> str:
    """The activity this person was last at, or "": what an opinion given now is about."""
    begun = [seat for seat in profile.seats if seat.starts_at <= at and seat.state != "waitlisted"]
    return max(begun, key=lambda seat: seat.starts_at).activity if begun else ""


def _next_seat(profile: Profile, programme: Programme) -> tuple[Seat | None, OpenActivity | None]:
    by_slug = {activity.slug: activity for activity in programme.activities}
    coming = [seat for seat in profile.seats if seat.activity in by_slug]
    if not coming:
        return None, None
    seat = min(coming, key=lambda seat: by_slug[seat.activity].until)
    return seat, by_slug[seat.activity]


def _unconfirmed(profile: Profile, programme: Programme, at: float) -> tuple[Seat | None, OpenActivity | None]:
    """The seat to ask about, with its activity."""
    seat = profile.unconfirmed(at)
    activity = next((one for one in programme.activities if seat and one.slug == seat.activity), None)
    if seat is None or activity is None or seat.starts_at - at > CONFIRM_SECONDS:
        return None, None
    return seat, activity
