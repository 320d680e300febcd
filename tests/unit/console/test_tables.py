"""Tables of words in the settings and exports name all that the core has, so that no page meets one it cannot say."""

from gateway.console.exports import asking
from gateway.console.reminders import forecasting
from gateway.console.settings import account, channels, followups, prices, retention, roles, rule_forms, words
from jamakan.conversation.keywords import AGREEMENT, WORDS, Command
from jamakan.exports.kinds import KINDS as EXPORTED
from jamakan.exports.layout import FORMATS
from jamakan.followups import forecast
from jamakan.followups.rules import KINDS
from jamakan.house_rules.model import CHANGEABLE, CHANNELS, PRICES
from jamakan.retention import PERIODS
from jamakan.staff.roles import ROLES
from jamakan.store.removing import SIGN_INS


def test_follow_ups() -> None:
    reasons = (forecast.STOPPED, forecast.WRITTEN, forecast.LATER, forecast.BEGAN, forecast.SAME_LINE)
    assert set(followups.KINDS) == set(forecasting.WHEN) == set(KINDS)
    assert {*reasons, forecast.TOO_LATE, forecast.NOT_WAITING} == set(followups.LEFT_OUT) == set(forecasting.LEFT_OUT)


def test_rules() -> None:
    assert set(rule_forms.WRONG) == {*CHANGEABLE, ""}
    assert set(PRICES) == set(CHANNELS) == set(channels.NAMES)
    assert all(code.startswith("610") for code in prices.NETWORKS)  # Mali


def test_words() -> None:
    assert set(words.COMMANDS) == {command for command, _ in (WORDS | AGREEMENT).values()} | {Command.STOP}


def test_what_is_kept() -> None:
    assert set(retention.KINDS) == {*PERIODS, SIGN_INS}


def test_exports() -> None:
    assert set(asking.KIND_NAMES) == set(asking.KIND_MEANS) == set(EXPORTED)
    assert set(asking.FORMAT_NAMES) == set(FORMATS)


def test_roles_and_rooms() -> None:
    assert set(roles.ROLE_NAMES) == set(roles.ROLE_MEANS) == set(ROLES)
    assert len({room.page for room in account.ROOMS}) == len(account.ROOMS)
