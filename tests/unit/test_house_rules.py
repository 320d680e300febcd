"""The rules of the house: what each may be, and that nobody reads them past the one place."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from jamakan.config import Settings
from jamakan.house_rules.changing import written
from jamakan.house_rules.model import CHANGEABLE, HouseRules
from jamakan.house_rules.reading import merged

ROOT = Path(__file__).parents[2]
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
MAY_READ = {"jamakan/house_rules/reading.py", "jamakan/house_rules/changing.py"}


def settings(**more: object) -> Settings:
    return Settings.model_validate({"env": "development", "key": KEY} | more)


def test_no_module_reads_a_rule_from_the_environment() -> None:
    read = re.compile(
        rf"(?<![\"\x27])settings\.({'|'.join((*CHANGEABLE, 'hours', 'cap_micros', 'warning_micros', 'prices'))})\b"
    )
    offenders = [
        str(file.relative_to(ROOT))
        for folder in ("jamakan", "workers", "gateway")
        for file in (ROOT / folder).rglob("*.py")
        if read.search(file.read_text(encoding="utf-8"))
    ]
    assert sorted(set(offenders) - MAY_READ) == []


def test_the_environment_holds_until_staff_say_otherwise() -> None:
    house = settings(monthly_cap="50000", send_from="09:00")
    assert merged(house, ()).monthly_cap == 50_000
    rules = merged(house, (("monthly_cap", "75000"), ("no_send_days", "sun,2027-04-11")))
    assert (rules.monthly_cap, rules.cap_micros, rules.warning_micros) == (75_000, 75_000_000_000, 60_000_000_000)
    assert rules.hours.blocked == {"sun", "2027-04-11"}
    assert f"{rules.hours.opens:%H:%M}" == "09:00"
    assert merged(house, (("monthly_cap", ""),)).cap_micros is None


def test_what_is_pinned_stays() -> None:
    house = settings(monthly_cap="50000", pinned="monthly_cap")
    assert merged(house, (("monthly_cap", "1"), ("approval_over", "9"))) == merged(house, (("approval_over", "9"),))


@pytest.mark.parametrize(
    "given",
    [
        (("monthly_cap", "a lot"),),
        (("send_from", "23:00"),),  # after the end that the environment has
        (("send_until", "06:00"), ("no_send_days", "someday")),
        (("gone", "1"),),
    ],
)
def test_what_cannot_be_used_any_more_gives_way_to_the_environment(given: tuple[tuple[str, str], ...]) -> None:
    house = settings(monthly_cap="50000")
    assert merged(house, (*given, ("approval_over", "9"))) == merged(house, (("approval_over", "9"),))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"network_prices": "orange=7"}, "is no price"),
        ({"network_prices": "pigeon/61002=7"}, "a channel of ours first"),
        ({"sms_price": "inf"}, "finite"),
        ({"sms_price": "-1"}, "greater"),
        ({"keep_turns_days": "3"}, "30"),
        ({"unasked_a_day": "0"}, "1"),
        ({"pinned": "colour"}, "no such rule: colour"),
        ({"send_from": "08:00Z"}, "without a zone"),
        ({"send_until": "20:00+01:00"}, "without a zone"),
        ({"no_send_days": "mon,tue,wed,thu,fri,sat,sun"}, "every day of the week is blocked"),
    ],
)
def test_environment_and_staff_are_refused_alike(wrong: dict[str, str], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        settings(**wrong)
    if "pinned" not in wrong:
        with pytest.raises(ValidationError, match=reason):
            HouseRules.model_validate(wrong)


def test_a_part_costs_what_its_network_costs() -> None:
    prices = settings(sms_price="8.5", network_prices="africastalking/61002=7.5, orange/61002=99").prices(
        "africastalking"
    )
    assert (prices.of("61002"), prices.of("61001"), prices.of("")) == (7_500_000, 8_500_000, 8_500_000)


def test_what_is_written_is_read_as_the_same() -> None:
    rules = HouseRules.model_validate({"no_send_days": "sun", "monthly_cap": "1234567.5", "send_from": "07:30"})
    assert HouseRules.model_validate({name: written(getattr(rules, name)) for name in CHANGEABLE}) == rules
