"""The exports' pages: asked for, watched, taken by those who may, and noted."""

from collections.abc import Callable

import pytest

from jamakan import exports
from jamakan.core import Core
from jamakan.exports import building
from jamakan.programme.activities import Activity
from jamakan.state import queues
from jamakan.store.exports import records
from tests.support.console import Staff, register, trail_holds
from tests.support.files import found

People = Callable[[str], Staff]
ORDER = {"kind": "people", "format": "csv", "activity": "", "version": "", "since": "", "until": ""}


def ask(person: Staff, status: int = 303, **more: str) -> int:
    """Send the form; the number of the export."""
    person.opens("/exports")
    answer = person.sends("/exports", status, **ORDER | more)
    return int(answer.location.rsplit("/", 1)[1]) if status == 303 else 0


def test_a_file_is_asked_for_watched_and_taken(staff: People, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "=HYPERLINK(1)")
    oumou = staff("operator")
    number = ask(oumou, activity=kayes.slug)
    oumou.opens(f"/exports/{number}")
    oumou.sees("En attente de son tour.", 'hx-trigger="every 2s"')
    assert queues.look(core.redis).queues["long"].waiting == 1
    oumou.opens(f"/exports/{number}/file", 404)
    exports.build(core)
    part = oumou.opens(f"/exports/{number}/progress")
    assert "hx-trigger" not in part  # nothing more to ask for
    assert "<html" not in part
    oumou.sees("Prêt : 2 lignes", "Télécharger")
    answer = oumou.client.get(f"/exports/{number}/file")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{_name(core, number)}"'
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "+223 7• •• •• 00" in answer.text
    assert "Awa" not in answer.text
    assert [entry.action for entry in oumou.deeds()[:2]] == ["export.taken", "export.asked"]
    assert trail_holds(core)


def _name(core: Core, number: int) -> str:
    return f"jamakan-people-{found(core, number).asked_at:%Y-%m-%d}-{number}.csv"


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("operator", 403), ("approver", 303)])
def test_whole_numbers_are_for_those_who_may(staff: People, core: Core, role: str, status: int) -> None:
    person = staff(role)
    person.opens("/settings")
    answer = person.sends("/exports", status, **ORDER | {"identified": "yes"})
    with core.db.read() as connection:
        assert len(records.latest(connection, 10)) == (status == 303)
    if status == 303:
        number = int(answer.location.rsplit("/", 1)[1])
        exports.build(core)
        assert person.deeds()[0].action == "export.asked_whole"
        oumou = staff("operator")
        oumou.opens(f"/exports/{number}")
        oumou.sees("Votre rôle ne permet pas de prendre un fichier avec des numéros entiers.")
        oumou.opens(f"/exports/{number}/file", 403)
        assert person.client.get(f"/exports/{number}/file").status_code == 200
        assert person.deeds()[0].action == "export.taken_whole"


def test_a_viewer_exports_nothing(staff: People, core: Core) -> None:
    viewer = staff("viewer")
    viewer.opens("/exports", 403)
    assert (viewer.deeds()[0].action, viewer.deeds()[0].details["page"]) == ("refused", "console.exports.index")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"kind": "money"}, "Choisissez dans la liste."),
        ({"kind": "answers"}, "Choisissez une enquête."),
        ({"format": "pdf"}, "Choisissez dans la liste."),
        ({"activity": "atlantis"}, "Choisissez dans la liste."),
        ({"since": "hier"}, "Il faut une date JJ/MM/AAAA."),
        ({"until": "9999-12-31"}, "Il faut une date JJ/MM/AAAA."),
        ({"since": "2026-12-02", "until": "2026-12-01"}, "Le dernier jour est avant le premier."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    staff: People, core: Core, typed: dict[str, str], words: str
) -> None:
    oumou = staff("operator")
    ask(oumou, 422, **typed)
    oumou.sees(words)
    with core.db.read() as connection:
        assert records.latest(connection, 10) == []


def test_a_file_is_removed_by_who_asked_or_an_administrator(staff: People, core: Core) -> None:
    alou, oumou, ramata = staff("approver"), staff("operator"), staff("administrator")
    numbers = [ask(alou), ask(alou, format="xlsx")]
    exports.build(core)
    oumou.opens(f"/exports/{numbers[0]}")
    assert "Effacer maintenant" not in oumou.html
    oumou.sends(f"/exports/{numbers[0]}/remove", 403)
    for person, number in zip((alou, ramata), numbers, strict=True):
        person.sends(f"/exports/{number}/remove")
        assert found(core, number).state == "expired"
    assert alou.opens(f"/exports/{numbers[0]}/file", 404)


def test_two_clicks_are_one_file(staff: People, core: Core) -> None:
    oumou, alou = staff("operator"), staff("approver")
    first = ask(oumou)
    assert ask(oumou) == first
    assert len({first, ask(oumou, format="xlsx"), ask(alou), ask(alou, identified="yes")}) == 4
    exports.build(core)
    assert ask(oumou) > first


def test_a_fault_of_ours_fails_the_file_and_says_so(
    staff: People, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "SLICE", "many")
    oumou = staff("operator")
    number = ask(oumou)
    exports.build(core)
    oumou.opens(f"/exports/{number}")
    oumou.sees("Une erreur de notre côté : elle est au journal technique.")


def test_a_failed_file_says_why(staff: People, core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "MOST_ROWS", -1)
    oumou = staff("operator")
    number = ask(oumou, format="xlsx")
    exports.build(core)
    oumou.opens(f"/exports/{number}")
    oumou.sees("Il y a plus de lignes qu’une feuille Excel n’en tient")


def test_links_from_elsewhere_fill_the_form(staff: People, core: Core, kayes: Activity) -> None:
    page = staff("operator").opens(f"/exports?kind=attendance&activity={kayes.slug}")
    assert 'value="attendance" checked' in page
    assert f'<option value="{kayes.slug}" selected' in page
