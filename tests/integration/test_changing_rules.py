"""Changing the rules of the house in SQL, where another version or another environment may have left its own."""

from jamakan.core import Core
from jamakan.house_rules import changing
from jamakan.house_rules.reading import in_force
from jamakan.store import house_rules as table
from tests.support.stories import NOON


def test_a_stored_value_that_cannot_be_used_any_more_is_in_nobodys_way(core: Core) -> None:
    with core.db.begin() as connection:
        table.put(connection, "sms_price", "a lot", None, NOON)
        table.put(connection, "gone", "1", None, NOON)
    assert changing.change(core, {"approval_over": "9"}, None) == ["approval_over"]
    assert changing.change(core, {"sms_price": "9.5"}, None) == ["sms_price"]
    rules = in_force(core)
    assert (rules.approval_over, rules.sms_price) == (9, 9.5)
