"""YAML to Flow: every mistake is found, and said where it is."""

import pytest

from flows.loader import FlowError, load_flow, parse_flow

HEAD = "flow: f\ntitle: T\nlanguages: [fr]\ninputs: [given]\nsteps:\n"  # steps begin on line 6


def _problems(source: str) -> list[str]:
    with pytest.raises(FlowError) as refused:
        parse_flow(source, "f.yaml")
    return str(refused.value).split("\n")


def test_all_problems_of_a_file_come_in_one_pass() -> None:
    assert _problems("""\
flow: two words
title: {fr: Un}
languages: [fr, en]
colour: red
steps:
  - name: age
    kind: number
    label: {fr: Âge ?, en: Age?}
  - name: sex
    kind: select_one
    label: {fr: Sexe ?, en: Sex?}
    relevant: ${age} > (18
    next: nowhere
    choices:
      - {name: f, label: {fr: Femme, en: Woman}}
      - {name: f, label: {fr: Homme}}
  - name: sex
    kind: note
    label: {fr: Merci, en: Thanks}
""") == [
        "f.yaml:1: flow: 'two words' is not a name: letters, digits, _ - . and no space, 64 at most, a letter first",
        "f.yaml:2: title: the words in 'en' are missing",
        "f.yaml:4: flow: unknown field 'colour': use flow, title, languages, inputs, pass, steps",
        (
            "f.yaml:7: step age, kind: 'number' is not a kind: use one of select_one, select_multiple, text, integer,"
            " decimal, date, note, menu, calculate"
        ),
        "f.yaml:9: step sex: next: there is no step 'nowhere'",
        "f.yaml:9: step sex, choices: two choices are named 'f'",
        "f.yaml:12: step sex, relevant: expression: expected ) or an operator, found the end (character 13)",
        "f.yaml:16: step sex, choices, f, label: the words in 'en' are missing",
        "f.yaml:17: step sex, name: another step has this name",
    ]


def test_a_step_that_cannot_be_read_to_the_end_is_judged_by_the_rest() -> None:
    """A name given twice, a lost question, a lost way and a lost value, each in a step with a fault of its own."""
    assert _problems("""\
flow: f
title: T
languages: [fr]
steps:
  - {name: a, kind: texte, label: "A {who}", next: nulle}
  - {name: a, kind: text, label: A, relevant: "${nobody} = 1", required: perhaps}
  - {name: b, kind: select_one, label: B, default: z, choices: [{name: x}, {name: x, label: X, key: "98"}]}
  - {kind: text, label: C, constraint: . > (, relevant: "${d} = 1"}
  - {name: d, kind: integer, min: few, default: douze, label: {bm: D}}
  - {name: a}
""") == [
        "f.yaml:5: step a: label, fr: there is no question or value {who}",
        "f.yaml:5: step a: next: there is no step 'nulle'",
        (
            "f.yaml:5: step a, kind: 'texte' is not a kind: use one of select_one, select_multiple, text,"
            " integer, decimal, date, note, menu, calculate"
        ),
        "f.yaml:6: step a: relevant: there is no question or input 'nobody'",
        "f.yaml:6: step a, name: another step has this name",
        "f.yaml:6: step a, required: 'perhaps' is neither yes nor no",
        "f.yaml:7: step b: choice x: the key 98 is reserved for moving about",
        "f.yaml:7: step b, choices: two choices are named 'x'",
        "f.yaml:7: step b, choices, x: 'label' is missing",
        "f.yaml:7: step b, default: there is no choice 'z'",
        "f.yaml:8: step 4: 'name' is missing",
        "f.yaml:8: step 4: relevant: 'd' is asked later",
        (
            "f.yaml:8: step 4, constraint: expression: expected a question, a text, a number or a function,"
            " found the end (character 6)"
        ),
        "f.yaml:9: step d, label: language 'bm' is not among those of the flow",
        "f.yaml:9: step d, label: the words in 'fr' are missing",
        "f.yaml:9: step d, min: 'few' is not a number of at most 15 digits",
        "f.yaml:10: step a: 'kind' is missing",
        "f.yaml:10: step a, name: another step has this name",
    ]


@pytest.mark.parametrize("languages", ["", "languages: []\n", "languages: fr\n", "languages: [french]\n"])
def test_without_languages_only_that_is_said(languages: str) -> None:
    (problem,) = _problems(f"flow: f\ntitle: T\n{languages}steps: [{{name: q, kind: text, label: {{fr: Q}}}}]\n")
    assert "language" in problem


def test_every_anchor_is_told() -> None:
    assert len(_problems("flow: &a f\ntitle: *a\nlanguages: &b [fr]\nsteps: *b\n")) == 4


@pytest.mark.parametrize(
    ("step", "problem"),
    [
        ("{name: q, kind: text}", "step q: 'label' is missing"),
        ("{kind: text, label: Q}", "step 1: 'name' is missing"),
        ("{name: q, label: Q}", "step q: 'kind' is missing"),
        ("{name: 1q, kind: text, label: Q}", "step 1q, name: '1q' is not a name: letters"),
        ("{name: given, kind: text, label: Q}", "step given, name: an input has this name"),
        ("just words", "step 1: fields are needed here: name, kind"),
        ("{name: q, kind: text, label: [a]}", "step q, label: words are needed for each language: fr"),
        (
            "{name: q, kind: text, label: {fr: A, xx: B}}",
            "step q, label: language 'xx' is not among those of the flow",
        ),
        ("{name: q, kind: text, label: ''}", "step q, label: a word or a sentence is needed here"),
        ("{name: q, kind: text, label: Q, lable: Q}", "step q: unknown field 'lable': use name, kind"),
        ("{name: q, kind: text, label: Q, required: perhaps}", "step q, required: 'perhaps' is neither yes nor no"),
        ("{name: q, kind: integer, label: Q, min: few}", "step q, min: 'few' is not a number"),
        ("{name: q, kind: integer, label: Q, max: .inf}", "step q, max: '.inf' is not a number"),
        ("{name: q, kind: text, label: Q, min: 3}", "step q: 'min' means nothing for text"),
        (
            "{name: q, kind: text, label: Q, choices: [{name: a, label: A}]}",
            "step q: 'choices' means nothing for text",
        ),
        ("{name: q, kind: calculate}", "step q: 'calculation' is missing"),
        ("{name: q, kind: select_one, label: Q}", "step q, choices: a list needs choices"),
        ("{name: q, kind: menu, label: Q, choices: {a: b}}", "step q, choices: a list of choices is needed here"),
        ("{name: q, kind: menu, label: Q, choices: [{name: a}]}", "step q, choices, a: 'label' is missing"),
        ('{name: q, kind: menu, label: Q, choices: [{name: "a\\nb", label: A}]}', "'a b' is not a choice name"),
        (
            "{name: q, kind: select_multiple, label: Q, choices: [{name: a b, label: A}]}",
            "step q, choices: choice a b: a space separates the answers of a select_multiple",
        ),
        (
            "{name: q, kind: menu, label: Q, choices: [{name: a, label: A, key: '98'}]}",
            "step q: choice a: the key 98 is reserved for moving about",
        ),
        (
            "{name: q, kind: select_one, label: Q, choices: [{name: a, label: A, key: '0'}]}",
            "step q: choice a: the key 0 is reserved for moving about",
        ),
        (
            "{name: q, kind: menu, label: Q, choices: [{name: a, label: A, key: 5}, {name: b, label: B, key: 5}]}",
            "step q: two choices have the key 5",
        ),
        (
            "{name: q, kind: select_one, label: Q, skip: '7', choices: [{name: a, label: A, key: '7'}]}",
            "step q: choice a: its key 7 is also the one that skips",
        ),
        ("{name: q, kind: text, label: Q, skip: '99'}", "step q: skip: the key 99 is reserved for moving about"),
        (
            "{name: q, kind: integer, label: Q, skip: '9'}",
            "step q: skip: 9 is also an answer: use a key that is no number",
        ),
        (
            "{name: q, kind: select_multiple, label: Q, choices: [{name: a, label: A, next: q}]}",
            "step q, choices: several choices may be taken, so none of them can lead elsewhere",
        ),
        (
            "{name: q, kind: menu, label: Q, choices: [{name: a, label: A, next: q, goto: main}]}",
            "step q, choices: choice a: 'goto' and 'next' cannot both be followed: keep one",
        ),
        ("{name: q, kind: text, label: Q, next: q, goto: main}", "step q: 'goto' and 'next' cannot both be followed"),
        ("{name: q, kind: text, label: Q, empty: q}", "step q: 'empty' means nothing for text"),
        ("{name: q, kind: note, label: Q, ends: won}", "step q, ends: 'won' is not an outcome: use one of breakoff"),
        ("{name: q, kind: text, label: Q, ends: completed}", "step q: 'ends' means nothing for text"),
        (
            "{name: q, kind: note, label: Q, ends: completed, next: q}",
            "nothing follows a step that ends the dialogue",
        ),
        (
            "{name: q, kind: text, label: Q, relevant: '${x} = 1'}",
            "step q: relevant: there is no question or input 'x'",
        ),
        (
            "{name: q, kind: text, label: Q, relevant: '${q} = 1'}",
            "step q: relevant: it cannot depend on its own answer",
        ),
        ("{name: q, kind: text, label: Q, relevant: '${last} = 1'}", "step q: relevant: 'last' is asked later"),
        ("{name: q, kind: text, label: Q, constraint: '. > '}", "step q, constraint: expression:"),
        ("{name: q, kind: text, label: Q, constraint: '. = FALSE'}", "'FALSE' is neither ${question} nor 'text'"),
        ("{name: q, kind: text, label: Q, constraint_message: No}", "'constraint_message' without 'constraint'"),
        ("{name: q, kind: calculate, calculation: '${q} + 1'}", "step q: calculation: it cannot depend on itself"),
        (
            "{name: q, kind: date, label: Q, default: 1/2/2025}",
            "step q, default: '1/2/2025' is not how an answer of this step",
        ),
        (
            "{name: q, kind: select_one, label: Q, default: c, choices: [{name: a, label: A}]}",
            "step q, default: there is no choice 'c'",
        ),
        (
            "{name: q, kind: select_one, label: Q, does: language, choices: [{name: xx, label: A}]}",
            "step q: choice xx: not among the languages of the flow",
        ),
        (
            "{name: q, kind: menu, label: Q, choice_filter: town = 'x', choices: [{name: a, label: A}]}",
            "step q: choice_filter: 'town' is neither ${question} nor 'text'",
        ),
        (
            "{name: q, kind: select_one, label: Q, choices_from: activities, flag_next: {full: away}}",
            "step q: flag_next full: there is no step 'away'",
        ),
        (
            "{name: q, kind: select_one, label: Q, choices_from: villages}",
            "step q, choices_from: the service has no list 'villages': use activities, surveys",
        ),
        ("{name: q, kind: text, label: 'Pour {nom} ?'}", "step q: label, fr: there is no question or value {nom}"),
        ("{name: q, kind: menu, label: Q, choices: [{name: a, label: '{x}'}]}", "choice a, fr: there is no question"),
        ("{group: g, relevant: '${last} = 1', steps: [{name: q, kind: note, label: Q}]}", "'last' is asked later"),
        ("{group: g, relevant: '${q} = 1', steps: [{name: q, kind: note, label: Q}]}", "'q' is asked later"),
        ("{group: g, relevant: oui, steps: [{name: q, kind: note, label: Q}]}", "'oui' is neither ${question} nor"),
        ("{group: last, steps: [{name: q, kind: note, label: Q}]}", "group last: a step or a group beside it has"),
        ("{group: g, steps: []}", "group g, steps: a list of steps is needed here"),
        ("{group: g}", "group g: 'steps' is missing"),
        ("{group: 1g, steps: [{name: q, kind: note, label: Q}]}", "group 1g, group: '1g' is not a name"),
        (
            "{group: g, kind: text, steps: [{name: q, kind: note, label: Q}]}",
            "unknown field 'kind': use group, label",
        ),
        ("{name: q, kind: text, label: Q, name: r}", "name: written twice in the same place: keep one"),
    ],
)
def test_each_mistake_of_a_step(step: str, problem: str) -> None:
    found = _problems(f"{HEAD}  - {step}\n  - {{name: last, kind: text, label: L}}\n")
    assert any(problem in line for line in found), found
    assert all(line.startswith("f.yaml:6: ") for line in found), found


def test_calculates_in_a_circle_are_named() -> None:
    problems = _problems(
        f"{HEAD}  - {{name: a, kind: calculate, calculation: '${{b}}'}}\n"
        "  - {name: b, kind: calculate, calculation: '${a}'}\n"
    )
    assert len(problems) == 1
    assert "calculates in a circle: " in problems[0]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("", "f.yaml:0: file: the file is empty"),
        ("# only a comment\n", "f.yaml:0: file: the file is empty"),
        ("just words", "f.yaml:1: flow: fields are needed here: flow, title, languages, inputs, pass, steps"),
        ("flow: [\n", "f.yaml:2: file: not YAML: did not find expected node content"),
        ("a: 1\n\tb: 2", "f.yaml:2: file: not YAML:"),
        ("flow: \x00", "f.yaml:0: file: not YAML:"),
        ("flow: \ud800", "f.yaml:0: file: not YAML:"),
        ("flow: &a f", "f.yaml:1: file: anchors and aliases (& and *) are not used in flows: write it out"),
        ("flow: *a", "f.yaml:1: file: anchors and aliases"),
        ("flow: f\n---\nflow: g", "f.yaml:3: file: a second document begins: one file holds one flow"),
        ("[" * 41 + "]" * 41, "f.yaml:1: file: nested deeper than 40 levels"),
        ("[" * 100_000, "f.yaml:1: file: nested deeper than 40 levels"),
        ("x" * 1_000_001, "f.yaml:0: file: 1000001 characters: at most 1000000 are read"),
        ("? [a, b]\n: c", "f.yaml:1: file: a key must be one word"),
        ("steps: []", "f.yaml:1: steps: a list of steps is needed here"),
        ("flow: f", "f.yaml:1: flow: 'steps' is missing"),
    ],
)
def test_a_file_that_is_no_flow(source: str, problem: str) -> None:
    found = _problems(source)
    assert any(line.startswith(problem) for line in found), found


def test_words_that_other_yaml_readers_take_for_values_stay_words() -> None:
    flow = parse_flow(
        HEAD + "  - {name: q, kind: menu, label: yes, choices: [{name: no, label: 1.0}, {name: on, label: ~}]}",
        "f.yaml",
    )
    assert flow.steps[0].label == {"fr": "yes"}
    assert [(choice.name, choice.label["fr"]) for choice in flow.steps[0].choices] == [("no", "1.0"), ("on", "~")]


def test_the_version_is_that_of_the_content() -> None:
    plain = parse_flow(f"{HEAD}  - {{name: q, kind: text, label: Q}}", "f.yaml")
    moved = parse_flow("# new\n" + HEAD + "  - label: 'Q'\n    kind: text\n    name: q\n", "g.yaml")
    changed = parse_flow(f"{HEAD}  - {{name: q, kind: text, label: q}}", "f.yaml")
    assert plain.version == moved.version
    assert plain.version != changed.version
    assert len(plain.version) == 32


@pytest.mark.parametrize(
    ("steps", "warning"),
    [
        (
            (
                "  - {name: a, kind: text, label: A, next: c}\n  - {name: b, kind: text, label: B}\n"
                "  - {name: c, kind: text, label: C}"
            ),
            "f.yaml:7: step b: no way leads to this step",
        ),
        (
            f"  - {{name: a, kind: text, label: {'mot ' * 40}}}",
            "f.yaml:6: step a, label: fr: 159 characters, so it is paged",
        ),
        (
            "  - {name: a, kind: text, label: Ça va \U0001f600}",
            "f.yaml:6: step a, label: fr: phones show ? for \U0001f600",
        ),
    ],
)
def test_what_is_allowed_and_rarely_wanted_is_a_warning(steps: str, warning: str) -> None:
    warnings = [str(found) for found in load_flow(HEAD + steps, "f.yaml").warnings]
    assert len(warnings) == 1
    assert warnings[0].startswith(warning)
