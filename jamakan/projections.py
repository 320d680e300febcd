"""What Redis holds of SQL, so that a turn never waits for SQL: profiles and the open activities."""

import json
from collections.abc import Collection
from datetime import UTC, datetime

from jamakan.conversation.programme import OpenActivity, OpenSurvey, Programme, RestingSurvey, encode
from jamakan.core import Core
from jamakan.programme import activities as wording
from jamakan.programme.activities import Activity
from jamakan.state import keys
from jamakan.store import surveys
from jamakan.store.activities import open_activities
from jamakan.store.profiles import all_refs, profiles
from jamakan.store.surveys import OPEN, Survey

PROFILES_AT_ONCE = 500  # SQLite takes some thousands of parameters in a query


def project_profiles(core: Core, contacts: Collection[str]) -> None:
    """Write the profiles of these contacts. One that a turn has taken further already is left alone."""
    names = sorted(contacts)
    for first in range(0, len(names), PROFILES_AT_ONCE):
        with core.db.read() as connection:
            known = profiles(connection, names[first : first + PROFILES_AT_ONCE])
        for contact, profile in known.items():
            body = json.dumps(profile.to_json(), ensure_ascii=False, separators=(",", ":")).encode()
            core.records.project(contact, profile.rev, body)


def project_everybody(core: Core) -> int:
    """Write the profile of every contact; how many they are."""
    with core.db.read() as connection:
        refs = all_refs(connection)
    project_profiles(core, refs)
    return len(refs)


def project_programme(core: Core) -> None:
    """Write the open activities and surveys as dialogues list them. The flows come first: a survey needs its own."""
    with core.db.read() as connection:
        activities = open_activities(connection, datetime.now(UTC))
        published, sources = surveys.published(connection), surveys.sources(connection)
    open_surveys = [survey for survey in published if survey.state == OPEN]
    for survey in open_surveys:
        core.redis.hsetnx(keys.FLOWS, survey.version, sources[survey.version])
    programme = Programme(
        tuple(_listed(activity, core.settings.languages) for activity in activities),
        tuple(_offered(survey) for survey in open_surveys),
        tuple(_resting(survey) for survey in published if survey.state != OPEN),
    )
    core.redis.set(keys.PROGRAMME, encode(programme))


def _offered(survey: Survey) -> OpenSurvey:
    return OpenSurvey(survey.flow, survey.version, survey.keyword, dict(survey.title))


def _resting(survey: Survey) -> RestingSurvey:
    return RestingSurvey(survey.flow, survey.keyword, dict(survey.title), survey.state)


def _listed(activity: Activity, languages: tuple[str, ...]) -> OpenActivity:
    return OpenActivity(
        slug=activity.slug,
        name=dict.fromkeys(languages, wording.name(activity)),
        label={language: wording.label(activity, language) for language in languages},
        date={language: wording.short_dates(activity, language) for language in languages},
        place=dict.fromkeys(languages, activity.place),
        full=activity.full,
        until=activity.starts_at.timestamp(),
    )
