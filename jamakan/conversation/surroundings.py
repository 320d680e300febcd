"""What a dialogue is told: the world of this turn, and facts about the person."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.steps import words
from flows.world import Option, Surface, World
from jamakan.conversation import knowledge
from jamakan.conversation.programme import OpenActivity, OpenVote, Programme
from jamakan.conversation.promises import regions
from jamakan.profile import Profile, Seat
from jamakan.programme.case_words import followed
from jamakan.programme.regions import REGIONS, region_name

SEATED = frozenset({"registered", "confirmed"})
FIRST_REGIONS = ("kayes", "mopti", "gao", "sikasso", "segou", "bamako")  # of the programme, as in a registration
REGION_OPTIONS = tuple(
    Option(name=slug, label={"fr": region_name(slug)})
    for slug in (*FIRST_REGIONS, *(slug for slug in REGIONS if slug not in FIRST_REGIONS))
)
CONFIRM_SECONDS = 2 * 86_400  # before an activity: from then on, who calls is asked whether they come


def world(
    programme: Programme, profile: Profile, values: Mapping[str, str], surface: Surface, at: float, zone: ZoneInfo
) -> World:
    """The engine's world for one turn."""
    vote, seats = _vote(profile, programme)
    lists = {
        "activities": tuple(activity.option for activity in programme.activities),
        "surveys": tuple(survey.option for survey in programme.offered),
        "themes": tuple(Option(name=name, label=label) for name, label in programme.themes.items()),
        "regions": REGION_OPTIONS,
        "cases": tuple(map(followed, profile.cases)),
        "proposals": vote.options if vote else (),
        "commitments": tuple(promise.option for promise in programme.promises),
        "commitment_regions": regions(programme.promises, profile.region),
        "voters": tuple(Option(name=seat.code, label={"fr": seat.code}) for seat in seats),
    }
    return World(now=datetime.fromtimestamp(at, zone), values=values, lists=lists, surface=surface)


def inputs(profile: Profile, programme: Programme, language: str, at: float) -> dict[str, str]:
    """What flows may declare under `inputs`: facts about the person, as text. `at`: seconds since 1970."""
    seat, activity = _next_seat(profile, programme)
    waiting, waiting_for = _unconfirmed(profile, programme, at)
    return {
        "stopped": "yes" if profile.opted_out else "",
        "unagreed": "yes" if profile.people and not profile.agreed else "",
        "known": "yes" if profile.people else "",
        "shared": "yes" if profile.people > 1 else "",
        "member": "yes" if profile.member else "",
        "surveys": "yes" if programme.offered else "",
        "commitments": "yes" if programme.promises else "",
        "cases": "yes" if profile.cases else "",
        "region": profile.region,
        "region_label": region_name(profile.region),
        **_of_vote(profile, programme, language),
        **knowledge.inputs(profile, programme, language, at),
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


def _vote(profile: Profile, programme: Programme) -> tuple[OpenVote | None, tuple[Seat, ...]]:
    """The open vote that people of this line may take part in, with their seats."""
    for vote in programme.votes:
        seats = tuple(seat for seat in profile.seats if seat.activity == vote.activity and seat.state in SEATED)
        if seats:
            return vote, seats
    return None, ()


def _of_vote(profile: Profile, programme: Programme, language: str) -> dict[str, str]:
    vote, seats = _vote(profile, programme)
    if vote is None:
        return {}
    return {
        "vote": str(vote.number),
        "vote_activity": words(vote.name, language),
        "vote_most": str(vote.most),
        "vote_until": words(vote.until, language),
        "vote_shared": "yes" if len(seats) > 1 else "",
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
