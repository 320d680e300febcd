"""What did not arrive: explained, decided about, and taken away as a file that runs no formula."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from gateway.console.reminders import failing
from jamakan.core import Core
from jamakan.store.models import Message
from tests.support import bulk
from tests.support.console import Staff
from tests.support.reminding import everybody, fates, office, submits
from tests.support.rows import column

People = Callable[[str], Staff]
FATES = (
    ("uncertain", "no answer from the carrier (ReadTimeout)"),
    ("failed", '=HYPERLINK("http://evil.example")'),
    ("failed", "UserDoesNotExist"),
    ("delivered", ""),
)


@pytest.fixture
def oumou(staff: People, core: Core) -> Staff:
    """An operator whose reminder went to four people, with these fates."""
    for number in range(1, len(FATES) + 1):
        bulk.registered(core, number)
    writer = staff("operator")
    submits(writer, everybody(writer))
    office(core)
    fates(core, 1, *FATES)
    return writer


def states(core: Core) -> list[str]:
    return column(core.db, select(Message.state).where(Message.broadcast_id == 1).order_by(Message.id))


def message(core: Core, place: int) -> int:
    """The number of one of its messages, from 1."""
    return int(column(core.db, select(Message.id).where(Message.broadcast_id == 1).order_by(Message.id))[place - 1])


def test_failures_are_told_in_plain_words(oumou: Staff) -> None:
    oumou.opens("/reminders/1")
    oumou.sees("/reminders/1/failures?state=uncertain", "Voir ce qui n’est pas arrivé")
    oumou.opens("/reminders/1/failures?state=failed")
    oumou.sees("Le réseau ne connaît pas ce numéro.", "Vérifiez le numéro avec la personne", "+223 7• •• •• 03")
    oumou.opens("/reminders/1/failures?state=moon")
    oumou.sees("L’opérateur n’a pas répondu")


def test_somebody_decides_about_the_uncertain_ones_once(oumou: Staff, core: Core) -> None:
    oumou.sends("/reminders/1/failures/resend", message=message(core, 1), state="uncertain")
    assert states(core)[0] == "queued"
    oumou.sends("/reminders/1/failures/resend", message=message(core, 1), state="uncertain")
    oumou.opens("/reminders/1/failures")
    oumou.sees("Rien n’a changé.", "1 message repart.")
    resent = [entry.subject for entry in oumou.deeds() if entry.action == "message.resent"]
    assert resent == [f"message:{message(core, 1)}"]
    oumou.sends("/reminders/1/failures/resend", message=message(core, 4))
    oumou.sends("/reminders/1/failures/leave", message=message(core, 2))
    assert states(core)[1:] == ["failed", "failed", "delivered"]


def test_messages_of_other_reminders_are_not_touched(oumou: Staff, core: Core) -> None:
    other = everybody(oumou)
    oumou.sends(f"/reminders/{other}/failures/resend", message=message(core, 1))
    assert states(core)[0] == "uncertain"


def test_the_file_is_masked_unless_the_role_has_numbers_and_leaves_its_line(oumou: Staff, staff: People) -> None:
    answer = oumou.sends("/reminders/1/failures/masked.csv", 200)
    assert "+22370000003" not in answer.text
    assert "'=HYPERLINK" in answer.text
    assert answer.text.count("\r\n") == 4
    oumou.sends("/reminders/1/failures/whole.csv", 403)
    assert oumou.deeds()[0].action == "refused"
    alou = staff("approver")
    assert "+22370000003" in alou.sends("/reminders/1/failures/whole.csv", 200).text
    assert (alou.deeds()[0].action, alou.deeds()[0].details) == ("broadcast.failures", {"whole": True})


def test_the_file_leaves_piece_by_piece(oumou: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    oumou.opens("/reminders/1")
    whole = oumou.sends("/reminders/1/failures/masked.csv", 200).text
    monkeypatch.setattr(failing, "PIECE", 2)
    answer = oumou.client.post("/reminders/1/failures/masked.csv", data={"csrf_token": oumou.token})
    assert answer.is_streamed
    pieces = list(answer.iter_encoded())
    assert [piece.count(b"\r\n") for piece in pieces] == [1, 2, 1]
    assert b"".join(pieces).decode() == whole


def test_rules_are_shown_with_what_they_would_send_today(oumou: Staff) -> None:
    oumou.opens("/reminders/automatic")
    oumou.sees("Ce qui partirait encore aujourd’hui")
    oumou.opens("/reminders/automatic/today")
    oumou.sees("Rien ne partirait d’ici ce soir.")
