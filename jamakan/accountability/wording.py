"""The words prepared for those who asked: "you said, this changes", and "this is not possible for now".

French after the drafts `loop` and `loop.not` of the domain notes, section 8, without their closing question: no
dialogue waits for an answer to a broadcast. `{org}` and `{tel}` are filled when it leaves.
"""

from collections.abc import Mapping
from datetime import date

from babel.dates import format_date

from jamakan.programme import commitments as life
from jamakan.programme.activities import LOCALES
from jamakan.store.accountability.commitments import Commitment

DATED, UNDATED = "dated", "undated"
TEXTS: Mapping[str, Mapping[str, str]] = {
    DATED: {
        "fr": "{{org}} : vous avez dit : {asked}. Ce qui change : {action}, avant le {date}. Merci.",
        "en": "{{org}}: you said: {asked}. What changes: {action}, by {date}. Thank you.",
    },
    UNDATED: {
        "fr": "{{org}} : vous avez dit : {asked}. Ce qui change : {action}. Merci.",
        "en": "{{org}}: you said: {asked}. What changes: {action}. Thank you.",
    },
    life.LATE: {
        "fr": "{{org}} : vous avez dit : {asked}. Promis avant le {date} : {action}. Ce n'est pas encore fait. "
        "Question ? {{tel}}",
        "en": "{{org}}: you said: {asked}. Promised by {date}: {action}. It is not done yet. Questions? {{tel}}",
    },
    life.KEPT: {
        "fr": "{{org}} : vous avez dit : {asked}. C'est fait : {action}. Merci.",
        "en": "{{org}}: you said: {asked}. It is done: {action}. Thank you.",
    },
    life.DROPPED: {
        "fr": "{{org}} : vous avez demandé {asked}. Ce n'est pas possible pour le moment : {reason}. "
        "Question ? {{tel}}",
        "en": "{{org}}: you asked for {asked}. It is not possible for now: {reason}. Questions? {{tel}}",
    },
}


def texts(commitment: Commitment, reason: str) -> dict[str, str]:
    """The text of a broadcast about a commitment as it stands, in French, and in English where all was said in it."""
    about = commitment.about
    said = {"fr": (about.asked_fr, about.wording_fr)}
    if about.asked_en and about.wording_en:
        said["en"] = (about.asked_en, about.wording_en)
    return {
        language: TEXTS[_which(commitment)][language].format(
            asked=_bare(asked), action=_bare(action), date=_day(about.due_on, language), reason=_bare(reason)
        )
        for language, (asked, action) in said.items()
    }


def _which(commitment: Commitment) -> str:
    if commitment.state != life.OPEN:
        return commitment.state
    return DATED if commitment.about.due_on else UNDATED


def _day(day: date | None, language: str) -> str:
    return format_date(day, "d MMM y", locale=LOCALES[language]) if day else ""


def _bare(words: str) -> str:
    """Words that go on in a sentence: without a last stop, nor braces, which broadcasts fill."""
    return words.replace("{", "(").replace("}", ")").rstrip(" .")


def of_campaign(asked: str, action: str) -> dict[str, str]:
    """The text of a broadcast that ends a campaign, in French: staff add the other languages."""
    return {"fr": TEXTS[UNDATED]["fr"].format(asked=_bare(asked), action=_bare(action))}
