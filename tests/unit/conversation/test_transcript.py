"""The table of africastalking.md §8.1, and every way a peer lost an answer that held a star."""

import pytest

from jamakan.conversation.transcript import Relation, inputs, relation

TABLE = [
    # seen, text, relation, new inputs
    (None, "", Relation.START, ()),
    (None, "1", Relation.DIAL_THROUGH, ("1",)),
    (None, "1*2*Awa", Relation.DIAL_THROUGH, ("1", "2", "Awa")),
    (None, "1**2", Relation.DIAL_THROUGH, ("1", "", "2")),
    ("", "", Relation.REPEAT, ()),
    ("", "1", Relation.NEXT, ("1",)),
    ("", "oui*mais", Relation.NEXT, ("oui*mais",)),
    ("1", "1*2", Relation.NEXT, ("2",)),
    ("1", "1*", Relation.NEXT, ("",)),
    ("1", "1*oui*mais", Relation.NEXT, ("oui*mais",)),
    ("1*oui*mais", "1*oui*mais*2", Relation.NEXT, ("2",)),
    ("1*2", "1*2", Relation.REPEAT, ()),
    ("1*2", "1", Relation.STALE, ()),
    ("1*2", "", Relation.STALE, ()),
    ("1*2", "1*3", Relation.CONFLICT, ()),
    ("1", "12", Relation.CONFLICT, ()),
]


@pytest.mark.parametrize(("seen", "text", "expected", "new"), TABLE)
def test_a_request_is_placed_by_the_text_already_seen(
    seen: str | None, text: str, expected: Relation, new: tuple[str, ...]
) -> None:
    assert relation(seen, text) is expected
    assert inputs(seen, text) == new
