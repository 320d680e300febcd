"""The table of ways through a flow, and the diagrams drawn from it."""

import xml.etree.ElementTree as ET

from flows.catalog import load_library
from flows.draw import mermaid, svg
from flows.loader import parse_flow
from flows.transitions import transitions

TINY = parse_flow(
    """
flow: tiny
title: Petit
languages: [fr]
steps:
  - name: which
    kind: select_one
    label: "Quelle \\"session\\" <1> ; & ?"
    choices_from: activities
    choices: [{name: none, label: Aucune, next: bye}, {name: menu, label: Menu, goto: main}]
    flag_next: {full: wait}
    empty: bye
    next: done
  - {name: wait, kind: text, label: Attendre ?, relevant: "${which} != ''"}
  - {name: done, kind: note, label: Merci., ends: completed}
  - {name: bye, kind: note, label: Au revoir., ends: breakoff}
""",
    "tiny.yaml",
)


def test_every_way_is_a_row() -> None:
    assert [(row.step, row.condition, row.target) for row in transitions(TINY)] == [
        ("[start]", "", "which"),
        ("which", "[full]", "wait"),
        ("which", "Aucune", "bye"),
        ("which", "Menu", "flow main"),
        ("which", "no choice left", "bye"),
        ("which", "", "done"),
        ("wait", "not (${which} != '')", "done"),
        ("wait", "", "done"),
        ("done", "", "[end] completed"),
        ("bye", "", "[end] breakoff"),
    ]


def test_where_every_choice_leads_somewhere_nothing_is_left_to_the_order_of_the_file() -> None:
    registration = load_library().flow("registration")
    assert [row.target for row in transitions(registration) if row.step == "privacy"] == ["consent", "refused"]


def test_mermaid() -> None:
    assert (
        mermaid(TINY)
        == """\
stateDiagram-v2
    state "which — Quelle #34;session#34; #60;1#62; #59; #38; ?" as s1
    state "wait — Attendre ?" as s2
    state "done — Merci." as s3
    state "bye — Au revoir." as s4
    state "flow main" as s5
    [*] --> s1
    s1 --> s2 : #91;full#93;
    s1 --> s4 : Aucune
    s1 --> s5 : Menu
    s1 --> s4 : no choice left
    s1 --> s3
    s2 --> s3 : not (#36;#123;which#125; !#61; '')
    s2 --> s3
    s3 --> [*] : completed
    s4 --> [*] : breakoff
"""
    )


def test_svg_is_well_formed_and_names_every_step_and_condition() -> None:
    drawn = svg(TINY)
    said = [text.text for text in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - ours
    assert {"which", "wait", "done", "bye", "Aucune → bye", "Menu → flow main", "→ breakoff"} <= set(said)


def test_the_library_is_drawn_in_both_languages() -> None:
    library = load_library()
    for name in library.names:
        for language in ("fr", "en"):
            ET.fromstring(svg(library.flow(name), language))  # noqa: S314 - ours
            assert mermaid(library.flow(name), language).startswith("stateDiagram-v2\n")
