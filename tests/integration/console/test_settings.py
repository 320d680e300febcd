"""The rooms of the settings: what staff change holds at once, is told in the trail, and is refused in words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ConnectionError as Away
from sqlalchemy import select

from jamakan import publishing as surveys_of
from jamakan import sending, survey_words
from jamakan.broadcasts import preview
from jamakan.channels.outcomes import Sent
from jamakan.core import Core
from jamakan.flow_files import read_flow_file
from jamakan.followups import publishing
from jamakan.house_rules import changing
from jamakan.house_rules.reading import in_force
from jamakan.programme.activities import Activity
from jamakan.programme.audience import Audience
from jamakan.programme.plan import REMINDER as KIND
from jamakan.programme.plan import Plan
from jamakan.state import keys
from jamakan.store import channel_states, spending, surveys
from jamakan.store.models import Message
from jamakan.store.spending import Cost
from tests.support.bulk import with_settings
from tests.support.carrier import AT, Carriers
from tests.support.console import Staff, register, trail_holds
from tests.support.rows import column

People = Callable[[str], Staff]
ROOMS = ("rules", "prices", "words", "channels", "follow-ups", "retention")
RULES: dict[str, Any] = {
    "send_from": "08:00",
    "send_until": "20:00",
    "dates": "",
    "unasked_a_day": "3",
    "replies_a_day": "60",
    "broadcast_per_second": "0",
    "monthly_cap": "",
    "budget_warning": "80",
    "approval_over": "500",
    "fallback_channel": "",
}
PRICES = {"sms_price": "8", "africastalking__61002": ""}
REMINDER = """\
veille:
  before_activity: 1 day
  text:
    fr: "Rappel : {activity}, {date}."
"""

SURVEY = """\
flow: {name}
title: {{fr: "{name}", en: "{name}"}}
languages: [fr, en]
steps:
  - name: far
    kind: integer
    label: {{fr: "Combien de minutes ?", en: How many minutes?}}
"""


@pytest.fixture
def ramata(staff: People) -> Staff:
    return staff("administrator")


def spent(core: Core) -> list[Cost]:
    """This month's rows, the total's too."""
    with core.db.read() as connection:
        month = spending.month(datetime.now(UTC), core.settings.zone)
        return list(spending.by_channel(connection, month).values())


def seen(person: Staff, room: str) -> str:
    """What the form was filled with."""
    return person.opens(f"/settings/{room}").split('name="seen" id="seen" value="')[1].split('"')[0]


def changes(person: Staff, room: str, status: int = 303, **fields: Any) -> None:
    """Fill the form of a room and send it."""
    filled = {"rules": RULES, "prices": PRICES}.get(room, {}) | {"seen": seen(person, room)} | fields
    person.sends(f"/settings/{room}", status, **filled)


@pytest.mark.parametrize("role", ["viewer", "administrator"])
@pytest.mark.parametrize("room", ROOMS)
def test_everybody_sees_the_rules_and_administrators_change_them(staff: People, role: str, room: str) -> None:
    page = staff(role).opens(f"/settings/{room}")
    assert ("Enregistrer" in page) == (role == "administrator" and room in {"rules", "prices", "retention"})


def test_a_rule_changed_holds_at_once_and_is_in_the_trail(ramata: Staff, core: Core) -> None:
    changes(ramata, "rules", send_from="09:30", monthly_cap="75 000", dates="11/04/2027", day__sun="yes")
    rules = in_force(core)
    assert (rules.hours.opens.hour, rules.monthly_cap) == (9, 75_000)
    assert rules.no_send_days == ("sun", "2027-04-11")
    told = {entry.subject: entry.details for entry in ramata.deeds() if entry.action == "rule.changed"}
    assert told["rule:monthly_cap"] == {"before": "", "after": "75000"}
    assert {"rule:send_from", "rule:monthly_cap", "rule:no_send_days"} <= set(told)
    assert trail_holds(core)
    ramata.opens("/settings/rules")
    ramata.sees("11/04/2027", 'value="75000"', "Changé le", "par Ramata Sy", "l’installation dit : rien")


def test_a_rule_set_as_the_environment_has_it_follows_the_environment_again(ramata: Staff, core: Core) -> None:
    changes(ramata, "rules", approval_over="50")
    changes(ramata, "rules", approval_over="500")
    assert in_force(with_settings(core, approval_over=900)).approval_over == 900


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"send_from": "tôt"}, "Il faut une heure. Exemple : 08:00"),
        ({"send_from": "21:00"}, "aucun message ne partirait jamais"),
        ({"dates": "un jour"}, "Ces jours n’ont pas été compris"),
        ({"dates": "31/02/2027"}, "Ces jours n’ont pas été compris"),
        ({"unasked_a_day": "0"}, "Il faut un nombre entre 1 et 100."),
        ({"monthly_cap": "beaucoup"}, "Il faut un montant en FCFA"),
        ({"monthly_cap": "-1"}, "Il faut un montant en FCFA"),
        ({"budget_warning": "0"}, "Il faut un pourcentage entre 1 et 100."),
        ({"budget_warning": "nan"}, "Il faut un pourcentage entre 1 et 100."),
        ({"approval_over": ""}, "Il faut un nombre, 0 pour tous les envois."),
        ({"fallback_channel": "pigeon"}, "Choisissez dans la liste."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_is_lost(
    ramata: Staff, core: Core, typed: dict[str, str], words: str
) -> None:
    before = in_force(core)
    changes(ramata, "rules", 422, **{"replies_a_day": "61"} | typed)
    ramata.sees(words, 'value="61"')
    assert in_force(core) == before


def test_of_two_who_change_the_rules_together_the_second_sees_what_changed(staff: People, core: Core) -> None:
    ramata = staff("administrator")
    filled = seen(ramata, "rules")
    changes(ramata, "rules", replies_a_day="50")
    ramata.sends("/settings/rules", 422, **RULES | {"seen": filled, "monthly_cap": "1"})
    ramata.sees("Quelqu’un a changé ces règles entre-temps")
    assert (in_force(core).replies_a_day, in_force(core).monthly_cap) == (50, None)


def test_what_the_installation_pins_is_shown_so_and_stays(ramata: Staff, core: Core) -> None:
    object.__setattr__(core.settings, "pinned", ("monthly_cap",))
    changes(ramata, "rules", monthly_cap="5", replies_a_day="50")
    assert (in_force(core).monthly_cap, in_force(core).replies_a_day) == (None, 50)
    ramata.opens("/settings/rules")
    ramata.sees("Fixé par l’installation.")


def test_a_price_by_network_counts_in_previews_and_in_what_is_spent(
    ramata: Staff, core: Core, kayes: Activity, carriers: Carriers
) -> None:
    register(core, kayes, "Awa Traoré")  # on Orange, 61002
    changes(ramata, "prices", sms_price="10", africastalking__61002="7,5")
    plan = Plan(KIND, {"fr": "Bonjour"}, Audience(activity=kayes.slug), starts_at=datetime.now(UTC), expires_at=None)
    assert preview.preview(core, plan).count.micros == 7_500_000
    carriers.add(Sent)
    sending.flush(core)
    assert {one.micros for one in spent(core)} == {7_500_000}
    changes(ramata, "prices", 422, sms_price="cher", africastalking__61002="7,5")
    ramata.sees("Il faut un prix en FCFA", 'value="cher"')


def test_a_cap_lowered_by_staff_holds_the_next_message_back(
    ramata: Staff, core: Core, kayes: Activity, carriers: Carriers
) -> None:
    carrier = carriers.add()
    register(core, kayes, "Awa Traoré")
    changes(ramata, "rules", monthly_cap="5")
    sending.flush(core)
    assert carrier.taken == []
    changes(ramata, "rules", monthly_cap="5000")
    sending.flush(core)
    assert len(carrier.taken) == 1


def test_a_stopped_channel_says_why_and_opens_once(ramata: Staff, core: Core) -> None:
    now = datetime.now(UTC)
    with core.db.begin() as connection:
        channel_states.stop(connection, AT, "InsufficientBalance <b>", now, now + timedelta(minutes=15))
    ramata.opens("/settings/channels")
    ramata.sees("arrêté", "InsufficientBalance <b>", "Rouvrir maintenant")
    ramata.sends(f"/settings/channels/{AT}/open")
    ramata.sends(f"/settings/channels/{AT}/open")
    assert [entry.action for entry in ramata.deeds()].count("channel.opened") == 1
    ramata.sends("/settings/channels/pigeon/open", 404)


def test_a_test_message_goes_through_the_outbox_once(ramata: Staff, core: Core, carriers: Carriers) -> None:
    carrier = carriers.add()
    ramata.sends(f"/settings/channels/{AT}/test", 422, phone__africastalking="12")
    ramata.sees("Ce n’est pas un numéro", 'value="12"')
    for _ in range(2):  # a double click
        ramata.sends(f"/settings/channels/{AT}/test", phone__africastalking="70 00 00 99", token="t1")
    sending.flush(core)
    assert carrier.phones == ["+22370000099"]
    assert [entry.action for entry in ramata.deeds()].count("channel.tried") == 1
    ramata.opens("/settings/channels")
    ramata.sees("+223 7• •• •• 99", "parti")
    assert "70000099" not in ramata.html


def test_what_was_decided_with_redis_away_stands_and_is_said(
    ramata: Staff, core: Core, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "eau.yaml").write_text(SURVEY.format(name="eau"))
    surveys_of.publish(core, read_flow_file(tmp_path / "eau.yaml"), "eau", datetime.now(UTC))
    with core.db.begin() as connection:
        channel_states.stop(connection, AT, "the carrier refuses our API key", datetime.now(UTC), None)
    ramata.opens("/settings/channels")
    with monkeypatch.context() as away:

        def gone(*_args: object, **_options: object) -> None:
            raise Away("gone")

        away.setattr(Redis, "execute_command", gone)
        away.setattr(Pipeline, "execute", gone)
        ramata.sends(f"/settings/channels/{AT}/open")
        ramata.sends(f"/settings/channels/{AT}/test", phone__africastalking="70 00 00 99", token="t1")
        ramata.opens("/settings/channels")
        ramata.sees("Le canal est rouvert", "Le message d’essai part.")
        assert survey_words.change(core, "eau", "distance", None)
        assert changing.change(core, {"replies_a_day": "61"}, None) == ["replies_a_day"]
    assert not survey_words.change(core, "eau", "distance", None)  # tried again, it is shown
    assert b"distance" in (core.redis.get(keys.PROGRAMME) or b"")


def test_languages_and_words_are_listed(ramata: Staff, core: Core) -> None:
    ramata.opens("/settings/words")
    ramata.sees("complète", "ARRET", "STOP", "Ne plus recevoir de messages")


def test_rules_are_written_tried_paused_and_taken_up_again(ramata: Staff, core: Core, kayes: Activity) -> None:
    register(core, kayes, "Awa Traoré")
    ramata.sends("/settings/follow-ups", 200, rules=REMINDER, do="try")
    ramata.sees("À blanc", "Rien n’est envoyé", "before_activity: 1 day")
    assert column(core.db, select(Message.id).where(Message.purpose == "followup")) == []
    ramata.sends("/settings/follow-ups", rules=REMINDER, do="publish")
    ramata.opens("/settings/follow-ups")
    ramata.sees("veille", "1 jour avant une activité", "suivie")
    ramata.sends("/settings/follow-ups/veille/pause")
    assert "suspendue" in ramata.opens("/settings/follow-ups")
    ramata.sends("/settings/follow-ups/veille/resume")
    ramata.sends("/settings/follow-ups/trial", 200)
    ramata.sees("À blanc")
    actions = [entry.action for entry in ramata.deeds() if entry.action.startswith("follow_up")]
    assert actions == ["follow_up.resumed", "follow_up.paused", "follow_up.published"]


def test_every_fault_of_rules_is_shown_with_its_line(ramata: Staff, core: Core) -> None:
    wrong = "a:\n  before_activity: soon\n  text:\n    en: hello {nobody}\nb:\n  text: {fr: x}\n"
    ramata.sends("/settings/follow-ups", 422, rules=wrong, do="publish")
    ramata.sees("Ces règles ne peuvent pas être suivies.", "Ligne 2", "it does not say when", "{nobody}", wrong)
    ramata.sends("/settings/follow-ups", 422, rules=REMINDER.replace("  text", "  flow: x\n  text"), do="publish")
    assert publishing.pause(core, "veille", datetime.now(UTC)) is False


def test_periods_are_changed_and_what_goes_next_is_shown(ramata: Staff, core: Core) -> None:
    changes(ramata, "retention", keep_turns_days="90", keep_reports_days="60", keep_exports_days="1")
    assert in_force(core).keep_turns_days == 90
    ramata.opens("/settings/retention")
    ramata.sees("Requêtes des dialogues terminés", "Ce qui part ensuite")
    changes(ramata, "retention", 422, keep_turns_days="3", keep_reports_days="60", keep_exports_days="1")
    ramata.sees("Il faut un nombre de jours entre 30 et 3650.")


def test_a_survey_s_word_is_changed_where_nobody_else_has_it(ramata: Staff, core: Core, tmp_path: Path) -> None:
    for name in ("eau", "sante"):
        (tmp_path / f"{name}.yaml").write_text(SURVEY.format(name=name))
        surveys_of.publish(core, read_flow_file(tmp_path / f"{name}.yaml"), name, datetime.now(UTC))
    ramata.opens("/settings/words")
    ramata.sees("EAU", "SANTE")
    for word, why in (
        ("arrêt", "Ce mot a déjà un sens pour tous"),
        ("santé", "Une autre enquête a déjà ce mot"),
        ("deux mots", "Il faut un seul mot"),
        ("", "Ce champ est vide."),
    ):
        ramata.sends("/settings/words/eau", 422, word__eau=word)
        ramata.sees(why, f'value="{word}"')
    ramata.sends("/settings/words/eau", word__eau="Forage")
    ramata.sends("/settings/words/nobody", 404, word__nobody="x1")
    with core.db.read() as connection:
        assert {one.flow: one.keyword for one in surveys.published(connection)} == {"eau": "forage", "sante": "sante"}
    assert ramata.deeds()[0].details == {"before": "eau", "after": "forage"}
