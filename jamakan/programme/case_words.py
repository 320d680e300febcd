"""What people are told of their cases: a state in words, a day, a line of a list."""

from datetime import UTC, datetime
from functools import lru_cache

from babel.dates import format_skeleton

from flows.texts import say
from flows.world import Option
from jamakan.profile import Followed
from jamakan.programme.activities import LOCALES, ZONE

LANGUAGES = tuple(LOCALES)


def day(at: datetime, language: str) -> str:
    """A day without its year: "24 novembre"."""
    return format_skeleton("MMMMd", at.astimezone(ZONE), locale=LOCALES.get(language, LOCALES["fr"]))


def state(case: Followed, language: str) -> str:
    """Where a case stands: "transmis à la mairie"."""
    return say(f"case.state.{case.state}", language, {"institution": case.institution})


def placeholders(case: Followed, language: str) -> dict[str, str]:
    """What texts may say of it: `{number}`, `{state}`, `{day}`."""
    at = datetime.fromtimestamp(case.at, UTC)
    return {"number": str(case.number), "state": state(case, language), "day": day(at, language)}


@lru_cache(maxsize=1024)  # 0.13 ms each, and a call has many turns
def followed(case: Followed) -> Option:
    """A case as one chooses it from a list; `ended` ones are asked about."""
    said = {language: placeholders(case, language) for language in LANGUAGES}
    return Option(
        name=f"n{case.number}",
        label={language: say("case.line", language, values) for language, values in said.items()},
        flag="ended" if case.asked else "",
        values={
            name: {language: values[name] for language, values in said.items()} for name in ("number", "state", "day")
        },
    )
