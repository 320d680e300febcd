"""Waves of panels: who is next is chosen in SQL, and a broadcast invites them, under the rules of every broadcast."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog

from flows.placeholders import fill
from flows.texts import texts
from jamakan.broadcasts import decisions, drafting
from jamakan.broadcasts.spreadsheet import Recipients
from jamakan.core import Core
from jamakan.programme.broadcasts import BroadcastError
from jamakan.programme.plan import Plan, Recipient
from jamakan.store import sealing, surveys
from jamakan.store.network import members, panels
from jamakan.store.network.panels import ACTIVE, PAUSED, Kept
from jamakan.store.surveys import OPEN, Survey

log = structlog.get_logger()

A_QUARTER = 3  # surveys a member is asked in 91 days, whatever the panels: more and people leave
LASTS = timedelta(days=395)  # a year, and a month in which to say yes to another one
GIVEN_UP = timedelta(days=2)  # a wave whose broadcast could not be made by then is left
CLOSED = "its survey is not open"
NOBODY = "nobody is left to ask"


def look_after(core: Core, now: datetime | None = None) -> int:
    """End memberships nobody renewed, begin the waves that are due, finish those begun; how much."""
    now = now or datetime.now(UTC)
    with core.db.begin() as connection:
        lapsed = members.lapse(connection, now - LASTS, now)
    with core.db.read() as connection:
        due = panels.due(connection, now)
    begun = sum(_begin(core, panel, now) for panel in due)
    with core.db.read() as connection:
        waiting = panels.unsent(connection, now - GIVEN_UP)
    for wave_id, panel in waiting:
        _send(core, wave_id, panel, now)
    return lapsed + begun


def _begin(core: Core, panel: Kept, now: datetime) -> bool:
    """Choose whom a wave asks. A panel whose survey is not open is paused, so that somebody looks at it."""
    survey = _survey(core, panel)
    with core.db.begin() as connection:
        if survey is None:
            panels.move(connection, panel.id, ACTIVE, PAUSED, CLOSED)
            return False
        people = panels.eligible(connection, panel, A_QUARTER, now)
        next_at = max(panel.next_at, now - timedelta(days=panel.terms.every_days)) + timedelta(
            days=panel.terms.every_days
        )
        wave_id = panels.take(connection, panel, next_at, now)
        if wave_id is None:
            return False
        panels.ask(connection, wave_id, people, now)
    log.info("panel wave begun", panel=panel.id, asked=len(people))
    return True


def _send(core: Core, wave_id: int, panel: Kept, now: datetime) -> None:
    """Write a wave's broadcast and hand it in; the same wave again finds the same broadcast."""
    survey = _survey(core, panel)
    with core.db.read() as connection:
        people = panels.asked(connection, wave_id)
    if survey is None or not people:
        return
    vault = core.settings.vault
    phones = (vault.open_text(one.phone, sealing.PHONE) for one in people)
    languages = (one.language for one in people)
    lines = tuple(Recipient(phone, language, {}) for phone, language in zip(phones, languages, strict=True))
    sheet = Recipients(lines, (), ())
    plan = Plan(
        kind="invitation",
        texts=invitation(survey, core.settings.languages),
        audience=sheet.audience,
        starts_at=now,
        expires_at=drafting.expiry(core, "", now),
        name=panel.terms.name,
        survey=panel.terms.survey,
    )
    try:
        made = drafting.create(core, plan, by=panel.author, sheet=sheet, dedupe=f"panel:{wave_id}")
        if made.state == "draft":
            decisions.submit(core, made.id, by=panel.author, here=False)
    except BroadcastError as error:
        log.error("panel wave not sent", panel=panel.id, reason=str(error))
        return
    with core.db.begin() as connection:
        panels.sent(connection, wave_id, made.id)


def invitation(survey: Survey, languages: tuple[str, ...]) -> Mapping[str, str]:
    """What a wave says, by language: the service's text with the survey's keyword in it."""
    kept = {"keyword": survey.keyword.upper()}
    written = texts()["network.ask"]
    return {
        language: fill(written[language], lambda name: kept.get(name, f"{{{name}}}"))
        for language in languages
        if language in written
    }


def _survey(core: Core, panel: Kept) -> Survey | None:
    with core.db.read() as connection:
        found = surveys.find(connection, panel.terms.survey)
    return found if found is not None and found.state == OPEN else None
