"""The words of a broadcast: placeholders replaced once, each language its own text."""

from datetime import UTC, datetime

import pytest

from jamakan.broadcasts import texts
from jamakan.programme.activities import Activity
from jamakan.programme.audience import Audience
from jamakan.programme.plan import Plan

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SERVICE = {"org": "COCEM", "tel": "+223 20 00 00 00", "hours": "8h-17h"}
KAYES = Activity(
    slug="kayes-2026-11-26",
    region="kayes",
    place="Maison {name} des jeunes",
    starts_at=datetime(2026, 11, 26, 9, tzinfo=UTC),
    ends_at=datetime(2026, 11, 27, 16, tzinfo=UTC),
    precision="day",
    seats=60,
    seats_taken=0,
    waitlisted=0,
    target=60,
    reached=None,
    note="",
)


def plan(audience: dict[str, object] | None = None, activity: str = KAYES.slug, **words: str) -> Plan:
    return Plan(
        kind="reminder",
        texts=words,
        audience=Audience.from_json(audience or {"activity": KAYES.slug}),
        activity=activity,
        starts_at=NOON,
        expires_at=KAYES.starts_at,
    )


def say(said: Plan, language: str = "fr", **own: str) -> str:
    words = texts.prepared(said, KAYES if said.activity else None, SERVICE)
    return words.say(words.language(language), own)


def test_an_activity_and_the_service_fill_their_placeholders_in_the_readers_language() -> None:
    said = plan(fr="{org} : {activity}, {date}, {time}.", en="{org}: {activity}, {date}, {time}.")
    assert say(said) == "COCEM : Kayes, 26–27 nov. 2026, 09:00."
    assert say(said, "en") == "COCEM: Kayes, 26–27 Nov 2026, 09:00."
    assert say(said, "bm") == say(said, "")


def test_a_value_with_braces_is_not_filled_again() -> None:
    assert say(plan(fr="{place} {name}"), name="{tel}") == "Maison {name} des jeunes {tel}"


def test_an_empty_value_takes_its_space_along() -> None:
    assert say(plan(fr="Bonjour {name}, à demain."), name="") == "Bonjour, à demain."


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (plan(en="Hello"), "no text in French"),
        (plan(fr="  "), "no text in French"),
        (plan(fr="Bonjour", bm="I ni ce"), "bm: nobody can choose this language; there are fr, en"),
        (
            plan(fr="Salut {nom}"),
            "fr: the text has a placeholder {nom} that nothing fills; known: {activity} {date} {place} {time} {name}",
        ),
        (plan({"everybody": True}, "", fr="{code}"), "placeholder {code}"),
        (plan({"everybody": True}, "", fr="{date}"), "placeholder {date}"),
        (
            plan({"spreadsheet": {"lines": 1, "columns": ["prenom"]}}, "", fr="{name}"),
            "known: {prenom} {org} {tel} {hours}",
        ),
        (plan(fr="x" * 1225), "the text takes 9 SMS, 8 at most"),
    ],
)
def test_what_cannot_be_said_is_told(said: Plan, problem: str) -> None:
    found = list(texts.problems(said, ("fr", "en")))
    assert any(problem in one for one in found), found


def test_columns_are_named_as_people_write_them() -> None:
    said = plan(
        {"spreadsheet": {"lines": 1, "columns": ["lieu_de_vote", "prenom"]}}, "", fr="{Prénom} : {lieu_de_vote}"
    )
    assert not list(texts.problems(said, ("fr",)))
    assert texts.key("Lieu de vote ") == "lieu_de_vote"
    assert say(said, prenom="Awa", lieu_de_vote="École 3") == "Awa : École 3"


@pytest.mark.parametrize(
    ("people", "french", "english"),
    [
        ([], "", ""),
        (["Awa"], "Awa", "Awa"),
        (["Awa", "Awa"], "Awa", "Awa"),
        (["Awa", "Sira"], "Awa et Sira", "Awa and Sira"),
        (["Awa", "Sira", "Oumou"], "Awa, Sira et Oumou", "Awa, Sira and Oumou"),
        (["A" * 30, "B" * 28, "C"], f"{'A' * 30}, {'B' * 28} et 1 autre", f"{'A' * 30}, {'B' * 28} and 1 other"),
        (["A" * 40, "B" * 40, "C" * 40], f"{'A' * 40} et 2 autres", f"{'A' * 40} and 2 others"),
        (["A" * 61], "", ""),
    ],
)
def test_people_who_share_a_phone_are_named_together(people: list[str], french: str, english: str) -> None:
    assert texts.joined(people, "fr") == french
    assert texts.joined(people, "en") == english
