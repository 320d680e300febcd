"""A survey staff publish: dialled from the menu, started by its SMS keyword, renewed while somebody is in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from jamakan import publishing, storing
from jamakan.core import Core
from jamakan.flow_files import read_flow_file
from jamakan.publishing import PublishError
from jamakan.store.models import Answer
from tests.support.line import Line
from tests.support.rows import column
from tests.support.surveys import SHORT


def publish(core: Core, folder: Path, source: str = SHORT, keyword: str = "EAU") -> None:
    path = folder / "water.yaml"
    path.write_text(source)
    publishing.publish(core, read_flow_file(path), keyword, datetime.now(UTC))


def answers(core: Core) -> set[str]:
    storing.drain(core)
    return set(column(core.db, select(Answer.value)))


def test_it_is_in_the_menu_and_answered_by_ussd(awa: Line, core: Core, tmp_path: Path) -> None:
    publish(core, tmp_path)
    awa.dials("1")
    awa.types("2")
    awa.sees("Votre avis sur quoi ?", "1 L'eau au village", "2 La dernière session")
    awa.types("1")
    awa.sees("D'où vient l'eau ?")
    awa.types("2", "45")
    assert awa.call_ended()
    assert answers(core) == {"pump", "45"}


def test_its_keyword_starts_it_by_sms_and_may_bring_the_answers(awa: Line, core: Core, tmp_path: Path) -> None:
    publish(core, tmp_path)
    awa.texts("Eau 2 45")
    assert awa.outbox()[-1].startswith("Merci")
    assert answers(core) == {"pump", "45"}


def test_closed_it_is_gone_from_the_menu(awa: Line, core: Core, tmp_path: Path) -> None:
    publish(core, tmp_path)
    assert publishing.close(core, "eau")
    assert not publishing.close(core, "eau")
    awa.dials("1")
    awa.types("2")
    awa.sees("satisfait(e) de la session")


def test_a_dialogue_stays_on_its_version_when_a_new_one_is_published(awa: Line, core: Core, tmp_path: Path) -> None:
    publish(core, tmp_path)
    awa.texts("EAU")
    awa.texts("1")
    publish(core, tmp_path, SHORT.replace("Combien de minutes", "Combien d'heures").replace("300", "9"))
    awa.texts("45")
    assert awa.outbox()[-1].startswith("Merci")
    awa.texts("EAU")
    awa.texts("1")
    assert awa.outbox()[-1].startswith("Combien d'heures")


def test_the_time_an_answer_took_goes_with_it_unless_nobody_was_asked(
    awa: Line, moussa: Line, core: Core, tmp_path: Path
) -> None:
    publish(core, tmp_path)
    awa.texts("EAU")
    awa.texts("1")
    moussa.texts("EAU 2 45")
    storing.drain(core)
    by_value = select(Answer.waited).order_by(Answer.value)
    assert column(core.db, by_value) == [0, 0, 1]  # 45 and pump came at once; a second at most for the well


@pytest.mark.parametrize(
    ("source", "keyword", "reason"),
    [
        (SHORT, "STOP", "meaning of its own"),
        (SHORT, "avis", "meaning of its own"),
        (SHORT, "deux mots", "one word"),
        (SHORT, "", "one word"),
        (SHORT, "1", "with a letter"),
        (SHORT.replace("max: 300", "max: 300\n    does: register"), "EAU", "library flows only"),
        (SHORT.replace("max: 300", "max: 300\n    goto: nowhere"), "EAU", "no flow 'nowhere'"),
        (SHORT.replace("flow: eau", "flow: main"), "menu", "name of a flow of the library"),
    ],
)
def test_what_cannot_be_published_says_why(
    core: Core, tmp_path: Path, source: str, keyword: str, reason: str
) -> None:
    with pytest.raises(PublishError, match=reason):
        publish(core, tmp_path, source, keyword)


def test_two_surveys_cannot_share_a_keyword(core: Core, tmp_path: Path) -> None:
    publish(core, tmp_path)
    with pytest.raises(PublishError, match="'eau' already"):
        publish(core, tmp_path, SHORT.replace("flow: eau", "flow: puits"))
