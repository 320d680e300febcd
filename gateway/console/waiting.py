"""What needs a person now: a line each, with the page where it is dealt with."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for

from gateway.console.current import may
from gateway.console.formats import fcfa, number
from gateway.console.settings.channels import NAMES
from gateway.console.words import gettext, ngettext
from jamakan.balances import SMS, Known
from jamakan.prices import MICROS
from jamakan.staff.roles import May
from jamakan.store.accountability.attention import Owed
from jamakan.store.attention import MANY, Attention


@dataclass(frozen=True, slots=True)
class Line:
    """A figure (or none), what it is of, and where it is dealt with."""

    url: str
    figure: str
    words: str


def lines(found: Attention, owed: Owed, low: dict[str, Known]) -> list[Line]:
    """The lines, what cannot wait first."""
    first = (*_channels(found), *_balances(low), *_people(found))
    return [*first, *_promises(owed), *_decisions(found), *_troubles(found)]


def _channels(found: Attention) -> Iterator[Line]:
    for channel, stopped in found.stopped.items():
        words = gettext("Le canal %(channel)s est arrêté : %(reason)s")
        yield Line(_channels_page(), "", words % {"channel": _named(channel), "reason": stopped.reason})


def _balances(low: dict[str, Known]) -> Iterator[Line]:
    for channel, one in low.items():
        left = f"{number(one.micros / MICROS)} SMS" if one.currency == SMS else fcfa(one.micros)
        words = gettext("Il ne reste que %(left)s sur le compte %(channel)s : rechargez-le")
        yield Line(_channels_page(), "", words % {"left": left, "channel": _named(channel)})


def _people(found: Attention) -> Iterator[Line]:
    if found.messages:
        words = ngettext("message attend une réponse", "messages attendent une réponse", found.messages)
        if found.mine:
            words += gettext(", dont %(mine)s pour vous") % {"mine": number(found.mine)}
        yield Line(url_for("console.inbox.listing.index"), number(found.messages), words)
    if found.cases:
        words = ngettext("dossier attend une réponse", "dossiers attendent une réponse", found.cases)
        yield Line(url_for("console.inbox.cases.index"), number(found.cases), words)
    if found.late_cases:
        words = ngettext(
            "dossier n’a pas eu sa réponse à la date promise",
            "dossiers n’ont pas eu leur réponse à la date promise",
            found.late_cases,
        )
        yield Line(url_for("console.inbox.cases.index", list="late"), _many(found.late_cases), words)
    if found.unread_cases:
        words = ngettext(
            "dossier n’a encore été lu par personne", "dossiers n’ont encore été lus par personne", found.unread_cases
        )
        yield Line(url_for("console.inbox.cases.index"), _many(found.unread_cases), words)
    if found.sensitive and may(May.SENSITIVE):
        words = ngettext(
            "personne attend l’appel d’une personne de confiance",
            "personnes attendent l’appel d’une personne de confiance",
            found.sensitive,
        )
        yield Line(url_for("console.inbox.trusted.index"), _many(found.sensitive), words)


def _promises(owed: Owed) -> Iterator[Line]:
    commitments = "console.accountability.commitments.index"
    if owed.late:
        words = ngettext("engagement est en retard", "engagements sont en retard", owed.late)
        yield Line(url_for(commitments, list="late"), number(owed.late), words)
    if owed.due:
        words = ngettext("engagement arrive à échéance", "engagements arrivent à échéance", owed.due)
        yield Line(url_for(commitments), number(owed.due), words)
    if owed.rounds:
        words = ngettext(
            "carte de notation attend sa manche suivante",
            "cartes de notation attendent leur manche suivante",
            owed.rounds,
        )
        yield Line(url_for("console.accountability.cards.index"), number(owed.rounds), words)
    if owed.campaigns:
        words = ngettext(
            "campagne est finie sans retour aux gens", "campagnes sont finies sans retour aux gens", owed.campaigns
        )
        yield Line(url_for("console.accountability.campaigns.index", list="open"), number(owed.campaigns), words)


def _decisions(found: Attention) -> Iterator[Line]:
    if found.approvals:
        words = ngettext("rappel attend une approbation", "rappels attendent une approbation", found.approvals)
        yield Line(url_for("console.reminders.index", stage="waiting"), number(found.approvals), words)
    if found.uncertain:
        words = ngettext(
            "message dont on ignore s’il est parti : à vous de décider",
            "messages dont on ignore s’ils sont partis : à vous de décider",
            found.uncertain,
        )
        yield Line(url_for("console.inbox.deciding.index"), _many(found.uncertain), words)


def _troubles(found: Attention) -> Iterator[Line]:
    if found.stuck:
        words = ngettext("envoi sans réponse de l’opérateur", "envois sans réponse de l’opérateur", found.stuck)
        yield Line(url_for("console.inbox.deciding.index"), _many(found.stuck), words)
    if found.quarantined:
        words = ngettext(
            "réponse reçue n’a pas pu être lue : gardée, à examiner",
            "réponses reçues n’ont pas pu être lues : gardées, à examiner",
            found.quarantined,
        )
        yield Line(url_for("console.inbox.deciding.unreadable"), _many(found.quarantined), words)


def _many(count: int) -> str:
    return gettext("%(n)s ou plus") % {"n": number(count)} if count == MANY else number(count)


def _named(channel: str) -> str:
    return NAMES.get(channel, channel)


def _channels_page() -> str:
    return url_for("console.settings.channels.index")
