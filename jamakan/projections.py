"""What Redis holds of SQL, so that a turn never waits for SQL: profiles and the open activities."""

import json
from collections.abc import Collection
from datetime import UTC, datetime, time, timedelta

from jamakan.accountability import phones
from jamakan.conversation.programme import (
    DAY_CODE,
    DayCode,
    OpenActivity,
    OpenSurvey,
    OpenTest,
    OpenVote,
    Programme,
    RestingSurvey,
    encode,
)
from jamakan.core import Core
from jamakan.house_rules.reading import merged
from jamakan.privacy.vault import Vault
from jamakan.programme import activities as wording
from jamakan.programme.activities import Activity
from jamakan.programme.case_words import day
from jamakan.programme.regions import region_name
from jamakan.state import keys
from jamakan.store import day_codes, house_rules, surveys
from jamakan.store.accountability import cards
from jamakan.store.activities import open_activities
from jamakan.store.day_codes import Code
from jamakan.store.learning import choosing
from jamakan.store.learning.choosing import Chosen
from jamakan.store.profiles import all_refs, profiles
from jamakan.store.surveys import OPEN, Survey
from jamakan.store.votes import rows as votes
from jamakan.store.votes.rows import Held

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
        codes = list(day_codes.around(connection, datetime.now(UTC)))
        published, sources = surveys.published(connection), surveys.sources(connection)
        unlisted, promises = cards.unlisted(connection), phones.promises(connection)
        tests = choosing.open_tests(connection, datetime.now(UTC))
        texts = choosing.sources(connection, datetime.now(UTC))
        held = votes.to_come(connection, datetime.now(UTC))
        themes = merged(core.settings, house_rules.values(connection)).themes
    for version, text in texts.items():
        core.redis.hsetnx(keys.FLOWS, version, text)
    open_surveys = [survey for survey in published if survey.state == OPEN]
    for survey in open_surveys:
        core.redis.hsetnx(keys.FLOWS, survey.version, sources[survey.version])
    exams = {one.flow for one in open_surveys if core.book.version(one.version).pass_mark}  # their door is TEST
    programme = Programme(
        tuple(_listed(activity, core.settings.languages) for activity in activities),
        tuple(_offered(survey, listed=survey.flow not in unlisted | exams) for survey in open_surveys),
        tuple(_resting(survey) for survey in published if survey.state != OPEN),
        votes=tuple(_held(vote, core.settings.languages) for vote in held),
        themes=themes,
        promises=promises,
        tests=tuple(_tested(chosen, activity, core.settings.languages) for chosen, activity in tests),
        codes=tuple(_shown(core.settings.vault, code, core.settings.languages) for code in codes),
    )
    core.redis.set(keys.PROGRAMME, encode(programme))


def _shown(vault: Vault, code: Code, languages: tuple[str, ...]) -> DayCode:
    midnight = datetime.combine(code.on, time(), wording.ZONE)
    return DayCode(
        mark=vault.ref(DAY_CODE, code.code),
        activity=code.slug,
        day=code.day,
        name=dict.fromkeys(languages, region_name(code.region)),
        since=midnight.timestamp(),
        until=(midnight + timedelta(days=1)).timestamp(),
    )


def _held(vote: Held, languages: tuple[str, ...]) -> OpenVote:
    return OpenVote(
        number=vote.id,
        activity=vote.slug,
        name=dict.fromkeys(languages, region_name(vote.region)),
        most=vote.terms.most,
        opens=vote.terms.opens_at.timestamp(),
        closes=vote.terms.closes_at.timestamp(),
        until={language: day(vote.terms.closes_at, language) for language in languages},
        proposals=[{"fr": one.fr, "en": one.en} for one in vote.terms.proposals],
    )


def _tested(chosen: Chosen, activity: Activity, languages: tuple[str, ...]) -> OpenTest:
    """Of several days, the last test opens on the last one's morning; of one day, at its end."""
    last = datetime.combine(activity.last_day, time(), wording.ZONE)
    return OpenTest(
        activity=activity.slug,
        name={language: wording.label(activity, language) for language in languages},
        flow=chosen.flow,
        version=chosen.version,
        opened=chosen.opened,
        begins=activity.starts_at.timestamp(),
        after=(last if activity.last_day > activity.first_day else activity.ends_at).timestamp(),
    )


def _offered(survey: Survey, *, listed: bool) -> OpenSurvey:
    return OpenSurvey(survey.flow, survey.version, survey.keyword, dict(survey.title), listed)


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
