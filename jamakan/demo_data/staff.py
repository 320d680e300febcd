"""What staff do in the year: remind, see to cases, note what institutions promise and what became of it."""

from datetime import UTC, datetime, timedelta
from functools import partial

from jamakan.accountability import campaigns, commitments
from jamakan.broadcasts import decisions
from jamakan.demo_data import words as words_of
from jamakan.demo_data.ledger import Held
from jamakan.demo_data.plans import Plans
from jamakan.demo_data.scene import Scene
from jamakan.inbox import cases
from jamakan.programme import broadcasts as broadcast_life
from jamakan.programme import cases as case_life
from jamakan.programme import commitments as promise_life
from jamakan.programme.regions import region_name
from jamakan.reminders import remind as remind_of
from jamakan.store.accountability import campaigns as campaign_list
from jamakan.store.accountability import commitments as kept
from jamakan.store.accountability.campaigns import About as Campaign
from jamakan.store.accountability.commitments import About
from jamakan.store.inbox import cases as case_list

AUTHOR, APPROVER = "Coordination", "Direction"
REMINDER = {
    "fr": "Rappel : session de {activity} le {date} a {time}, {place}. Vous venez ? Dites-le en appelant.",
    "en": "Reminder: session of {activity} on {date} at {time}, {place}. Will you come? Call to say so.",
}
PROMISES = (
    ("Mairie", "Réparer le forage du quartier", "La mairie répare le forage", 30, promise_life.KEEP),
    ("Mairie", "Afficher le budget de la commune", "La mairie affiche son budget au marché", 45, promise_life.KEEP),
    ("Centre de santé", "Avoir une sage-femme la nuit", "Une sage-femme est là la nuit", 60, ""),
    ("Académie", "Refaire la toiture de l’école", "L’académie refait la toiture", 90, promise_life.DROP),
)
EVIDENCE = {promise_life.KEEP: "Vu sur place par le comité.", promise_life.DROP: "Budget refusé par la tutelle."}
SAYS_HOW_IT_ENDED = 0.6
REASON = "Cette demande ne relève pas d’une institution de la région."


def remind(scene: Scene, held: Held) -> None:
    """Write to everybody with a seat; a second person agrees where the house wants one."""
    broadcast = remind_of(scene.core, held.slug, REMINDER, by=AUTHOR).broadcast
    if broadcast.state == broadcast_life.WAITING:
        decisions.approve(scene.core, broadcast.id, by=APPROVER)


def note_promises(scene: Scene, held: Held) -> None:
    """After a workshop, what its region's institutions committed themselves to; what became of older promises."""
    today = datetime.now(UTC).date()
    for institution, asked, wording, days, fate in PROMISES:
        about = About(
            institution=f"{institution} de {region_name(held.region)}",
            asked_fr=asked,
            wording_fr=wording,
            made_on=today,
            due_on=today + timedelta(days=days),
            region=held.region,
            activity=held.slug,
        )
        number = commitments.make(scene.core, about, (), scene.staff, today)
        scene.ledger.promised[number] = fate


def campaign(scene: Scene, held: Held) -> None:
    """Three months on: what was asked at a workshop and what came of it is told on the radio; then it is closed."""
    today = datetime.now(UTC).date()
    about = Campaign(
        f"Après la session de {region_name(held.region)}", held.starts_at.date(), today, held.region, held.slug
    )
    number = campaigns.make(scene.core, about, scene.staff)
    campaigns.say(scene.core, _campaign(scene, number), "radio", today, scene.staff)
    campaigns.close(scene.core, _campaign(scene, number), scene.staff, today)
    scene.ledger.closed.append(number)


def _campaign(scene: Scene, number: int) -> campaign_list.Campaign:
    with scene.core.db.read() as connection:
        found = campaign_list.one(connection, number)
    if found is None:
        raise LookupError(f"campaign {number}")
    return found


def settle_promises(scene: Scene) -> None:
    """What was kept or dropped is written down when its day has come."""
    today = datetime.now(UTC).date()
    for number, fate in scene.ledger.promised.items():
        with scene.core.db.read() as connection:
            found = kept.one(connection, number)
        if (
            fate
            and found
            and found.state in promise_life.GOING_ON
            and found.about.due_on
            and found.about.due_on <= today
        ):
            commitments.move(scene.core, found, fate, scene.staff, EVIDENCE[fate], today)
            scene.ledger.settled[number] = fate


def see_to_cases(scene: Scene, to_come: Plans) -> None:
    """Read what is new; pass on, settle or refuse what was read. Whoever asked says later how it ended for them."""
    settle_promises(scene)
    with scene.core.db.read() as connection:
        waiting = case_list.page(connection, scene.core.settings.vault, case_list.Which(), None)
    for case in waiting:
        event, words = _next(scene, case.state)
        if event:
            institution = f"Mairie de {region_name(case.about.region)}" if event == case_life.TRANSMIT else ""
            cases.move(scene.core, case, event, scene.staff, words, institution, tell=True)
            scene.ledger.moved[case.id] = case_life.after(case.state, event) or case.state
        if event == case_life.SATISFY and scene.chance.random() < SAYS_HOW_IT_ENDED:
            to_come.at(datetime.now(UTC) + timedelta(days=1), partial(words_of.judge, scene, case.phone, case.id))


def _next(scene: Scene, state: str) -> tuple[str, str]:
    """The step a case takes this time, and the reason written for it."""
    if state == case_life.RECEIVED:
        return case_life.TAKE_NOTE, ""
    if state == case_life.READ:
        return (case_life.REJECT, REASON) if scene.chance.random() < 0.15 else (case_life.TRANSMIT, "")
    if state == case_life.TRANSMITTED and scene.chance.random() < 0.6:
        return case_life.SATISFY, ""
    return "", ""
