"""What makes a follow-up itself, for ever: its rule, what it is about, whom it speaks to."""

from datetime import datetime

PREFIX = "followup"


def key(rule: str, subject: str, addressee: str) -> str:
    """The dedupe key of a follow-up. A rule's name has no colon in it, nor has a subject."""
    return f"{PREFIX}:{rule}:{subject}:{addressee}"


def line(contact_id: int) -> str:
    """A phone line as the addressee: several people may share it."""
    return f"c{contact_id}"


def person(participant_id: int) -> str:
    """One participant as the addressee."""
    return f"p{participant_id}"


def survey(flow: str) -> str:
    """A survey as the subject: who is invited to it again is reminded of it no more."""
    return f"s-{flow}"


def year(began: datetime) -> str:
    """A year in the network as the subject, by the day it began on."""
    return f"y{began:%Y%m%d}"


def subject(dedupe_key: str) -> str:
    """What a message is about, "" when it is no follow-up. Its successors on other channels add these to the key."""
    parts = dedupe_key.split(":")
    return parts[2] if parts[0] == PREFIX and len(parts) >= 4 else ""
