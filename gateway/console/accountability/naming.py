"""What states, moves and events of commitments, score cards and campaigns are called."""

from gateway.console.words import gettext, mark
from jamakan.programme import campaigns, commitments, score_cards

STATES = {
    commitments.OPEN: mark("en cours"),
    commitments.LATE: mark("en retard"),
    commitments.KEPT: mark("tenu"),
    commitments.DROPPED: mark("abandonné"),
}
MOVES = {
    commitments.KEEP: mark("Marquer comme tenu, avec la preuve"),
    commitments.DROP: mark("Marquer comme abandonné, avec la raison"),
    commitments.REOPEN: mark("Rouvrir, avec la raison"),
}
EVENTS = {
    commitments.MADE: mark("a noté l’engagement"),
    commitments.NOTE: mark("a noté une nouvelle"),
    commitments.CHANGED: mark("a modifié la fiche de l’engagement"),
    commitments.TOLD: mark("a préparé un message aux personnes concernées"),
    commitments.KEEP: mark("a marqué l’engagement comme tenu"),
    commitments.DROP: mark("a marqué l’engagement comme abandonné"),
    commitments.REOPEN: mark("a rouvert l’engagement"),
    commitments.EXPIRE: mark("La date est passée : l’engagement est en retard."),
}
ROUNDS = {
    score_cards.DRAFT: mark("en préparation"),
    score_cards.SCORING: mark("notes ouvertes"),
    score_cards.SCORED: mark("notes closes"),
    score_cards.PLANNED: mark("plan d’action adopté"),
}
SIDES = {score_cards.COMMUNITY: mark("Communauté"), score_cards.PROVIDERS: mark("Équipe du service")}
CAMPAIGNS = {campaigns.OPEN: mark("ouverte"), campaigns.CLOSED: mark("close")}
WAYS = {
    campaigns.BROADCAST: mark("par SMS"),
    campaigns.RADIO: mark("à la radio"),
    campaigns.MEETING: mark("en réunion"),
}
CAMPAIGN_EVENTS = {
    campaigns.MADE: mark("a ouvert la campagne"),
    campaigns.CHANGED: mark("a modifié la campagne"),
    campaigns.PREPARED: mark("a préparé le message de retour"),
    campaigns.SAID: mark("a noté que le retour a été fait de vive voix"),
    campaigns.CLOSE: mark("a clos la campagne"),
    campaigns.REOPEN: mark("a rouvert la campagne"),
}
STALE = mark("Quelqu’un a agi entre-temps. Relisez ce qui a changé, puis recommencez.")


def names(table: dict[str, str]) -> dict[str, str]:
    """All of a table in the reader's language."""
    return {word: gettext(name) for word, name in table.items()}
