"""An author learns which letters of which text cost what."""

from flows.loader import parse_flow
from flows.text.costs import costs

FLOW = """
flow: cout
title: {fr: Coût}
languages: [fr]
steps:
  - name: ok
    kind: text
    label: {fr: "Déjà vu ?"}
  - name: dear
    kind: text
    label: {fr: "Êtes-vous reçu à la fête du village, la grande, celle où tout le monde vient ?"}
"""


def test_only_texts_with_costly_letters_are_listed_with_both_prices() -> None:
    (cost,) = costs(parse_flow(FLOW, "cout.yaml"))
    assert (cost.step, cost.field, cost.language, cost.letters) == ("dear", "label", "fr", ("Ê", "ç", "ê"))
    assert (cost.written.parts, cost.sent.parts) == (2, 1)
    assert str(cost).startswith("step dear, label, fr: Ê ç ê — 2 part(s) as written (78 ucs2 units), 1 as sent (78)")
