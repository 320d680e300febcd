"""The programme at a glance: figures that agree with what happened, and a way to whatever needs a person."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import update

from jamakan import balances
from jamakan.balances import Known
from jamakan.core import Core
from jamakan.house_rules.reading import in_force
from jamakan.programme import broadcasts as life
from jamakan.programme.activities import Activity
from jamakan.store import channel_states
from jamakan.store.models import Message, Quarantined
from jamakan.store.outbox import Claim
from tests.support import outbox
from tests.support.console import Staff, register
from tests.support.letters import writes
from tests.support.stories import Phone

People = Callable[[str], Staff]
AWA = Phone("+22370000000")


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


def test_what_waits_for_a_person_leads_to_where_it_is_dealt_with(staff: People, core: Core) -> None:
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        row = {"digest": "d", "entry": b"", "reason": "unreadable", "at": now}
        connection.execute(Quarantined.__table__.insert(), row)
        channel_states.stop(connection, "africastalking", "no credit", now, None)
    outbox.broadcast(core.db, state=life.WAITING)
    first, _ = writes(core, AWA, "Le forage est en panne", "Qui peut venir ?")
    oumou = staff("operator")
    oumou.sends(f"/inbox/messages/{first}/hold", holder=1, version=0)
    page = oumou.opens("/")
    oumou.sees(
        "réponse reçue n’a pas pu être lue",
        "Le canal Africa’s Talking est arrêté : no credit",
        '<a href="/reminders?stage=waiting"><strong>1</strong> rappel attend une approbation</a>',
        '<a href="/inbox"><strong>2</strong> messages attendent une réponse, dont 1 pour vous</a>',
    )
    assert "Rien pour l’instant." not in page
    oumou.opens("/inbox/unreadable")
    oumou.sees("unreadable", "Signalez-les")
    case = {"kind": "question", "title": "Forage", "theme": "", "region": "", "institution": ""}
    oumou.sends(f"/inbox/messages/{first}/case", version=1, **case)
    oumou.opens("/")
    oumou.sees(
        '<a href="/inbox/cases"><strong>1</strong> dossier attend une réponse</a>', "<strong>1</strong> message"
    )


def test_sms_of_the_day_what_they_cost_and_those_of_unknown_fate(staff: People, core: Core) -> None:
    outbox.queue(core.db, AWA, ("reply", "Bonjour"), ("reply", "Au revoir"), at=datetime.now(UTC))
    writes(core, AWA, "Merci", at=datetime.now(UTC))
    for _ in range(2):
        assert isinstance(outbox.single(core.db, now=datetime.now(UTC)), Claim)
    with core.db.begin() as connection:
        connection.execute(update(Message).where(Message.direction == "out").values(state="uncertain"))
    viewer = staff("viewer")
    viewer.opens("/")
    viewer.sees(
        '<a href="/inbox/uncertain"><strong>2</strong> messages dont on ignore s’ils sont partis',
        "<dt>envoyés aujourd’hui</dt><dd>2</dd>",
        "<dt>reçus aujourd’hui</dt><dd>1</dd>",
        "<dd>16 FCFA</dd>",
    )


def test_an_account_that_runs_out_is_told(staff: People, core: Core) -> None:
    rules = in_force(core)
    price = rules.prices("africastalking").part
    now = datetime.now(UTC).timestamp()
    assert balances.low({"africastalking": Known(price * 500, "XOF", now)}, rules) == {}
    assert balances.low({"africastalking": Known(5, "KES", now)}, rules) == {}
    assert balances.low({"orange": Known(499_000_000, "SMS", now)}, rules)
    said = f'{{"micros": {price * 100}, "currency": "XOF", "at": {now}}}'
    core.redis.hset("jmk:balances", mapping={"africastalking": said, "orange": said})
    viewer = staff("viewer")
    viewer.opens("/")
    viewer.sees("Il ne reste que 800 FCFA sur le compte Africa’s Talking")
    assert "compte Orange" not in viewer.html
