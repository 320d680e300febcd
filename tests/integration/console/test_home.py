"""The programme at a glance: figures that agree with what happened."""

from collections.abc import Callable
from datetime import UTC, datetime

from jamakan.core import Core
from jamakan.programme.activities import Activity
from jamakan.store.models import Quarantined
from tests.support.console import Staff, register

People = Callable[[str], Staff]


def test_an_empty_programme_shows_the_last_one(staff: People) -> None:
    viewer = staff("viewer")
    viewer.opens("/")
    viewer.sees("Citoyenneté active, prochaine série", "Rien pour l’instant.", "288", "80 %", "Chiffres par session")


def test_women_s_share_comes_first_and_follows_the_seats(staff: People, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré", "Sira Keïta", "Fatou Diarra")
    register(core, kayes, "Moussa Koné", sex="male", first=3)
    oumou = staff("operator")
    page = oumou.opens("/")
    assert page.index("75 %") < page.index("inscrites et inscrits")
    oumou.sees("parmi les inscrits", "Jeunes")
    oumou.sends(f"/activities/{kayes.slug}/people/1/cancel", reason="asked")
    oumou.opens("/")
    oumou.sees("67 %")
    oumou.sends(f"/activities/{kayes.slug}/door/1/2", came=1)
    oumou.opens("/")
    oumou.sees("100 %", "parmi les présents")


def test_what_waits_for_a_person(staff: People, core: Core) -> None:
    row = {"digest": "d", "entry": b"", "reason": "unreadable", "at": datetime.now(UTC)}
    with core.db.begin() as connection:
        connection.execute(Quarantined.__table__.insert(), row)
    viewer = staff("viewer")
    viewer.opens("/")
    viewer.sees("réponse reçue n’a pas pu être lue")
    assert "Rien pour l’instant." not in viewer.html
