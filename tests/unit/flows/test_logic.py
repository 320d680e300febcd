"""Relevance, calculates, filters, defaults, loops: what a form author expects from ODK, over a phone."""

from flows.effects import Answered
from flows.world import SMS
from tests.support.phone import Phone


def _flow(steps: str) -> str:
    return f"flow: f\ntitle: Enquête\nlanguages: [fr]\nsteps:\n{steps}"


PREGNANCY = _flow("""
  - name: sex
    kind: select_one
    label: Sexe ?
    choices: [{name: f, label: Femme}, {name: m, label: Homme}]
  - {name: age, kind: integer, label: Âge ?, relevant: "${sex} = 'f'"}
  - {name: clinic, kind: text, label: Quel centre de santé ?, relevant: "${age} >= 15"}
  - {name: village, kind: text, label: Quel village ?}
""")


def test_an_irrelevant_question_is_not_asked() -> None:
    moussa = Phone.of(PREGNANCY)
    moussa.dials()
    moussa.types("2")
    moussa.sees("Quel village ?")


def test_answers_that_going_back_made_irrelevant_are_dropped_at_the_end() -> None:
    awa = Phone.of(PREGNANCY)
    awa.dials()
    awa.types("1", "30", "Centre")
    awa.sees("Quel village ?")
    awa.types("0", "0", "00")
    awa.types("2")
    awa.sees("Quel village ?")
    assert awa.answers == {"sex": "m", "age": "30", "clinic": "Centre"}, "until the end they are only set aside"
    awa.types("Kati")
    assert awa.answers == {"sex": "m", "village": "Kati"}


def test_an_answer_that_a_jump_made_irrelevant_is_dropped_at_the_end() -> None:
    awa = Phone.of(
        _flow("""
  - name: hub
    kind: menu
    label: Quoi ?
    choices: [{name: s, label: Sexe, next: sex}, {name: e, label: Fin, next: bye}]
  - name: sex
    kind: select_one
    label: Sexe ?
    choices: [{name: f, label: Femme}, {name: m, label: Homme, next: hub}]
  - {name: clinic, kind: text, label: Quel centre ?, relevant: "${sex} = 'f'", next: hub}
  - {name: bye, kind: note, label: Merci., ends: completed}
""")
    )
    awa.dials()
    awa.types("1", "1", "Centre", "1", "2", "2")
    assert awa.answers == {"sex": "m"}


def test_an_answer_set_aside_is_not_seen_by_later_questions() -> None:
    awa = Phone.of(PREGNANCY)
    awa.dials()
    awa.types("1", "30", "Centre", "0", "0", "00", "1")
    awa.sees("Age ?")
    awa.types("12")
    awa.sees("Quel village ?")  # the clinic asked only from 15 on
    awa.types("Kati")
    assert awa.answers == {"sex": "f", "age": "12", "village": "Kati"}


def test_going_back_and_forth_again_keeps_everything() -> None:
    awa = Phone.of(PREGNANCY)
    awa.dials()
    awa.types("1", "30", "Centre")
    before = awa.dialogue
    awa.types("0", "0", "30", "Centre")
    assert awa.dialogue == before


def test_calculates_follow_the_answers_they_name() -> None:
    awa = Phone.of(
        _flow("""
  - {name: men, kind: integer, label: Hommes ?}
  - {name: women, kind: integer, label: Femmes ?}
  - {name: doubled, kind: calculate, calculation: "${total} * 2"}
  - {name: total, kind: calculate, calculation: "${men} + ${women}"}
  - {name: sure, kind: text, label: "{total} en tout, le double {doubled} ?"}
""")
    )
    awa.dials()
    awa.types("3", "4")
    awa.sees("7 en tout, le double 14 ?")
    assert awa.answers == {"men": "3", "women": "4", "total": "7", "doubled": "14"}
    awa.types("0")
    assert "total" not in awa.dialogue.answers, "what it needs is set aside"
    awa.types("5")
    awa.sees("8 en tout, le double 16 ?")
    assert awa.answers["doubled"] == "16"


def test_a_calculate_is_told_once_a_turn_and_only_when_it_changes() -> None:
    awa = Phone.of(
        _flow("""
  - {name: a, kind: integer, label: A ?}
  - {name: big, kind: calculate, calculation: "if(${a} > 10, 'yes', 'no')"}
  - {name: b, kind: integer, label: B ?}
  - {name: c, kind: integer, label: C ?}
""")
    )
    awa.dials()
    awa.types("11", "2")
    told = [effect for effect in awa.effects if isinstance(effect, Answered) and effect.step == "big"]
    assert [effect.value for effect in told] == ["no", "yes"]


def test_once_keeps_its_first_value() -> None:
    awa = Phone.of(
        _flow("""
  - {name: a, kind: integer, label: A ?}
  - {name: first, kind: calculate, calculation: "once(${a})"}
  - {name: b, kind: text, label: "Premier : {first}"}
""")
    )
    awa.dials()
    awa.types("1", "0", "2")
    awa.sees("Premier : 1")


CERCLES = _flow("""
  - name: region
    kind: select_one
    label: Région ?
    choices: [{name: kayes, label: Kayes}, {name: gao, label: Gao}, {name: kidal, label: Kidal}]
  - name: cercle
    kind: select_one
    label: Cercle ?
    choice_filter: region = ${region}
    choices:
      - {name: bafoulabe, label: Bafoulabé, columns: {region: kayes}}
      - {name: yelimane, label: Yélimané, columns: {region: kayes}}
      - {name: ansongo, label: Ansongo, columns: {region: gao}}
  - {name: who, kind: text, label: "{cercle}, {region} : votre nom ?"}
""")


def test_a_filter_keeps_the_choices_of_the_region() -> None:
    awa = Phone.of(CERCLES)
    awa.dials()
    awa.types("1")
    awa.reads("Cercle ?", "1 Bafoulabé", "2 Yélimané", "0 Retour")
    awa.types("2")
    awa.sees("Yélimané, Kayes : votre nom ?")


def test_one_choice_left_is_still_asked() -> None:
    awa = Phone.of(CERCLES)
    awa.dials()
    awa.types("gao")
    awa.reads("Cercle ?", "1 Ansongo", "0 Retour")


def test_no_choice_left_passes_the_question_and_reports_it() -> None:
    awa = Phone.of(CERCLES)
    awa.dials()
    awa.types("3")
    awa.sees("Kidal : votre nom ?")
    assert awa.reports == [("cercle", "no_choices")]


def test_the_name_of_a_choice_in_an_expression() -> None:
    awa = Phone.of(
        _flow("""
  - {name: r, kind: select_one, label: R ?, choices: [{name: k, label: Kayes}, {name: g, label: Gao}]}
  - {name: said, kind: calculate, calculation: "jr:choice-name(${r}, '${r}')"}
  - {name: sure, kind: text, label: "{said} ?"}
""")
    )
    awa.dials()
    awa.types("2")
    awa.sees("Gao ?")


def test_several_answers_feed_selected() -> None:
    awa = Phone.of(
        _flow("""
  - name: groups
    kind: select_multiple
    label: Groupes ?
    choices: [{name: women, label: Femmes}, {name: idp, label: Déplacés}, {name: pwd, label: Handicap}]
  - name: since
    kind: date
    label: Depuis quand ?
    relevant: selected(${groups}, 'idp')
    constraint: . <= today()
""")
    )
    awa.dials()
    awa.reads("Groupes ?", "1 Femmes", "2 Déplacés", "3 Handicap", "(plusieurs possibles, ex. : 1 3)")
    awa.types("3 2")
    awa.reads("Depuis quand ?", "(JJ/MM/AAAA)", "0 Retour")
    awa.types("18/11/2025")
    awa.sees("Cette réponse n'est pas possible.")
    awa.types("17/11/2025")
    assert awa.answers == {"groups": "idp pwd", "since": "2025-11-17"}


LOOP = _flow("""
  - {name: crop, kind: text, label: Une culture ?}
  - name: more
    kind: select_one
    label: Une autre ?
    choices: [{name: "yes", label: Oui, next: crop}, {name: "no", label: Non}]
  - {name: field, kind: text, label: Quelle surface ?}
""")


def test_a_loop_asks_again_until_it_is_left() -> None:
    awa = Phone.of(LOOP)
    awa.dials()
    awa.types("mil", "1", "riz", "1", "sorgho", "2", "3 ha")
    assert awa.answers == {"crop": "sorgho", "more": "no", "field": "3 ha"}


def test_going_round_a_loop_costs_no_memory() -> None:
    awa = Phone.of(LOOP)
    awa.dials()
    awa.types("mil", "1")
    once = len(str(awa.dialogue.to_json()))
    awa.types(*["riz", "1"] * 100)
    assert len(str(awa.dialogue.to_json())) == once


def test_a_flow_that_runs_away_is_stopped_and_reported() -> None:
    awa = Phone.of(
        _flow("""
  - {name: q, kind: text, label: Prêt ?}
  - {name: a, kind: calculate, calculation: "'x'", does: register}
  - {name: b, kind: calculate, calculation: "'y'", next: a}
""")
    )
    awa.dials()
    awa.types("oui")
    awa.reads("Désolé, ce questionnaire a un défaut et s'arrete ici. Vos réponses sont gardées. Aide : 20 22 33 44.")
    assert awa.ended
    assert awa.outcomes == ["failed"]
    assert awa.reports == [("a", "runaway")] or awa.reports == [("b", "runaway")]
    assert awa.done == {}
    assert awa.answers["q"] == "oui"


def test_a_hub_keeps_what_each_of_its_branches_asked() -> None:
    awa = Phone.of(
        _flow("""
  - name: hub
    kind: menu
    label: Quoi ?
    choices:
      - {name: w, label: Eau, next: water}
      - {name: s, label: École, next: school}
      - {name: e, label: Fin, next: bye}
  - {name: water, kind: text, label: L'eau ?, next: hub}
  - {name: school, kind: text, label: L'école ?, next: hub}
  - {name: bye, kind: note, label: Merci., ends: completed}
""")
    )
    awa.dials()
    awa.types("1", "un puits", "2", "loin", "3")
    assert awa.answers == {"water": "un puits", "school": "loin"}


def test_hidden_numbers_skip_the_reserved_ones() -> None:
    choices = ", ".join(f"{{name: v{number}, label: V}}" for number in range(1, 100))
    awa = Phone.of(_flow(f"  - {{name: v, kind: select_one, label: Village ?, choices: [{choices}]}}\n"))
    awa.dials()
    awa.types("97")
    assert awa.answers == {"v": "v97"}
    awa.dials()
    awa.types("101")
    assert awa.answers == {"v": "v99"}


def test_what_citizens_typed_never_becomes_a_template() -> None:
    awa = Phone.of(
        _flow("""
  - {name: name, kind: text, label: Nom ?}
  - {name: sure, kind: text, label: "{name} ?"}
""")
    )
    awa.dials()
    awa.types("{org} {0} %s")
    awa.sees("{org} {0} %s ?")


TOWNS = _flow("""
  - name: town
    kind: select_one
    label: Quelle ville ?
    default: New York
    choices:
      - {name: New York, label: La grosse pomme}
      - {name: York, label: La vieille ville}
      - {name: "New, York; encore", label: Une troisième}
  - {name: why, kind: text, label: "Pourquoi {town} ?", relevant: "${town} = 'New York'"}
  - {name: old, kind: text, label: "Et {town} ?", relevant: "selected(${town}, 'York') and ${town} != 'New York'"}
  - {name: said, kind: calculate, calculation: "jr:choice-name(${town}, '${town}')"}
  - {name: end, kind: note, label: "{said}, c'est noté."}
""")


def test_the_name_of_a_choice_may_have_spaces() -> None:
    awa = Phone.of(TOWNS)
    awa.dials()
    awa.sees("1 La grosse pomme", "9 Garder : La grosse pomme")
    awa.types("new york")
    awa.reads("Pourquoi La grosse pomme ?", "0 Retour")
    awa.types("Le travail")
    awa.sees("La grosse pomme, c'est noté.")
    assert awa.answers == {"town": "New York", "why": "Le travail", "said": "La grosse pomme"}


def test_a_name_with_spaces_is_one_choice_and_not_several() -> None:
    awa = Phone.of(TOWNS, surface=SMS)
    awa.dials()
    awa.types("3")
    awa.reads("Une troisième, c'est noté.", "1 Continuer")
    awa.types("0", "york")
    awa.reads("Et La vieille ville ?")
    awa.types("Les murs")
    assert awa.answers == {"town": "York", "old": "Les murs", "said": "La vieille ville"}


SHARED = _flow("""
  - {name: age, kind: integer, label: Âge ?}
  - group: adults
    relevant: ${age} >= 18
    steps:
      - {name: vote, kind: text, label: Votez-vous ?}
      - group: parents
        relevant: ${vote} != 'non'
        steps:
          - {name: children, kind: integer, label: Des enfants ?, relevant: "${age} < 60"}
      - {name: work, kind: text, label: Quel travail ?}
  - {name: village, kind: text, label: Quel village ?}
""")


def test_the_steps_of_a_group_share_its_condition() -> None:
    awa = Phone.of(SHARED)
    awa.dials()
    awa.types("17")
    awa.sees("Quel village ?")
    awa.types("0", "30", "non")
    awa.sees("Quel travail ?")
    awa.types("0", "0", "00", "70", "oui")
    awa.sees("Quel travail ?")


def test_a_group_that_no_longer_holds_takes_its_answers_along() -> None:
    awa = Phone.of(SHARED)
    awa.dials()
    awa.types("30", "oui", "2", "Couture")
    awa.sees("Quel village ?")
    awa.types("0", "0", "00", "00", "17", "Kati")
    assert awa.answers == {"age": "17", "village": "Kati"}
