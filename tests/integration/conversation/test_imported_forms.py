"""Spreadsheet forms, published and played to the end through the gateway: the same answers by USSD and by SMS."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from flows import engine
from flows.model import Flow
from flows.text.gsm7 import measure
from flows.world import USSD, World
from jamakan import publishing, storing
from jamakan.core import Core
from jamakan.flow_files import read_flow_file
from jamakan.store.message_list import inbox
from jamakan.store.models import Answer, Contact, Dialogue
from tests.support.forms import big, form
from tests.support.line import AWA, MOUSSA, Line
from tests.support.rows import rows

FORMS = {"civic": form("civic.md"), "eighty": big(80)}
CANDIDATES = ("2", "1", "1 2", "7", "25", "17/12/2025", "Des mots * à nous", "2,5", "76123456")


def answers_that_work(flow: Flow) -> list[str]:
    """An input for each screen that takes the dialogue on, found by trying."""
    world = World(now=datetime.now(UTC), surface=USSD)
    result = engine.start(flow, key="plan", language="fr", world=world)
    inputs: list[str] = []
    while not result.dialogue.outcome:
        text, result = next(
            (candidate, tried)
            for candidate in CANDIDATES[len(inputs) % 2 :]
            if not (tried := engine.step(flow, result.dialogue, candidate, world)).dialogue.notice
        )
        inputs.append(text)
    return inputs


def stored(core: Core, phone: str) -> dict[str, str]:
    """The outcome and the answers of this line's dialogue."""
    query = (
        select(Answer.step, Answer.value, Dialogue.outcome)
        .join(Dialogue, Dialogue.id == Answer.dialogue_id)
        .join(Contact, Contact.id == Dialogue.contact_id)
        .where(Contact.ref == core.settings.vault.ref("phone", phone), Answer.seq > Answer.withdrawn_seq)
    )
    found = rows(core.db, query)
    assert {outcome for *_, outcome in found} == {"completed"}
    clock = {"start", "today", "end"}  # filled by the server's own clock
    return {step: value for step, value, _ in found if step not in clock}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_answers_are_stored_by_ussd_and_by_sms(
    line: Callable[[str], Line], core: Core, tmp_path: Path, name: str
) -> None:
    path = tmp_path / f"{name}.md"
    path.write_text(FORMS[name])
    found = read_flow_file(path)
    publishing.publish(core, found, "FORME", datetime.now(UTC))
    inputs = answers_that_work(found.flow)

    awa, moussa = line(AWA), line(MOUSSA)
    awa.dials("1", "2", "1")
    awa.types(*inputs)
    assert awa.call_ended()
    moussa.texts("FORME")
    for text in inputs:
        moussa.texts(text)
    storing.drain(core)

    by_ussd, by_sms = stored(core, AWA), stored(core, MOUSSA)
    assert by_ussd == by_sms
    assert len(by_ussd) >= len(inputs) // 2


LONG = (
    "Depuis combien d'années votre famille habite-t-elle dans ce village, sans compter les absences pour le travail, "
    * 2
)
VILLAGE = f"""
| survey | | | | |
| | type | name | label | required |
| | integer | annees | {LONG} ? | yes |
| | select_one ville | ville | Votre ville ? | yes |
| choices | | | |
| | list_name | name | label |
| | ville | La Grande Ville | La grande ville |
| | ville | ici | Ici |
| settings | |
| | form_id | form_title |
| | village | Village |
"""


def test_a_mistake_by_sms_costs_one_part_and_asking_for_the_question_is_none(
    awa: Line, core: Core, tmp_path: Path
) -> None:
    path = tmp_path / "village.md"
    path.write_text(VILLAGE)
    publishing.publish(core, read_flow_file(path), "VILLAGE", datetime.now(UTC))
    for text in ("VILLAGE", "longtemps", "#", "12", "1"):
        awa.texts(text)
    question, mistake, again, *_ = awa.outbox()
    assert measure(question).parts == 2
    assert mistake == "Il faut un nombre entier. Exemple : 12\n# Revoir la question"
    assert again == question
    with core.db.read() as connection:
        assert [row.body for row in inbox(connection, core.settings.vault, 10)] == ["longtemps"]
    assert stored(core, AWA) == {"annees": "12", "ville": "La Grande Ville"}
