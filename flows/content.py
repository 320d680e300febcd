"""The words where a dialogue stands: a mistake, the question, its choices. Not yet cut into pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.dialogue import RESUME
from flows.effects import BREAKOFF, COMPLETED, FAILED
from flows.limits import TEXT_MAX
from flows.offers import Offer
from flows.placeholders import fill
from flows.progress import progress
from flows.steps import LISTS, Kind, Step, Text, words
from flows.text.folding import fold
from flows.texts import say, texts
from flows.walk import Walk

CLOSING: Mapping[str, str] = {COMPLETED: "thanks", BREAKOFF: "bye", FAILED: "failed"}
RESUME_OFFERS = tuple(
    Offer(str(key), name, texts()[f"resume.{name}"])
    for key, name in enumerate(("continue", "restart", "quit"), start=1)
)
KEPT_UNTIL = "kept_until"  # the value of the world that says how long an unfinished dialogue is kept
_CONTINUE = "1"
_FORMAT_HINTS = {Kind.SELECT_MULTIPLE: "hint.select_multiple", Kind.DATE: "hint.date"}


@dataclass(frozen=True, slots=True)
class Content:
    """notice: what was wrong with the last answer. lines: what is chosen from. hint: how to answer, where it fits."""

    notice: str
    asked: str
    lines: tuple[str, ...] = ()
    hint: str = ""

    @property
    def head(self) -> str:
        return "\n".join(filter(None, (self.notice, self.asked)))


def content(walk: Walk) -> Content:
    step = walk.step
    if walk.mode == RESUME:
        return _resume(walk)
    if step is None:
        return Content("", _say(walk, CLOSING.get(walk.outcome, "failed")))
    asked = "\n".join(filter(None, (_written(walk, step.label), _written(walk, step.hint))))
    if step.ends:
        return Content("", asked)
    hint = _FORMAT_HINTS.get(step.kind)
    return Content(_notice(walk, step), asked, _lines(walk, step), say(hint, walk.sheet.language) if hint else "")


def placeholder(walk: Walk, name: str) -> str:
    """What `{name}` says: of a chosen option, of the service, of an input or an answer (the words of its choice)."""
    language = walk.sheet.language
    if name in walk.values:
        return words(walk.values[name], language)
    if name in walk.world.values:
        return walk.world.values[name]
    value = walk.sheet.facts.get(name, "")
    if value and name in walk.flow and walk.flow.step(name).kind in LISTS:
        return _words_of(walk.flow.step(name), value, language)
    return value


def _words_of(step: Step, value: str, language: str) -> str:
    """The labels of the choices in an answer."""
    labels = {choice.name: words(choice.label, language) for choice in step.choices}
    return ", ".join(labels.get(one, one) for one in step.named(value))


def _resume(walk: Walk) -> Content:
    number, total = progress(walk)
    title = words(walk.flow.title, walk.sheet.language)
    asked = _say(walk, "resume", {"title": title, "n": str(number), "total": str(total)})
    notice = _say(walk, walk.notice) if walk.notice else ""
    return Content(notice, asked, _offer_lines(walk, RESUME_OFFERS))


def _lines(walk: Walk, step: Step) -> tuple[str, ...]:
    language = walk.sheet.language
    if step.kind is Kind.NOTE:
        return (f"{_CONTINUE} {say('nav.continue', language)}",)
    lines = _offer_lines(walk, walk.offers())
    if not step.leave_key:
        return lines
    if step.default:
        value = _words_of(step, step.default, language)
        return (*lines, say("nav.keep", language, {"key": step.leave_key, "value": value}))
    return (*lines, say("nav.skip", language, {"key": step.leave_key}))


def _offer_lines(walk: Walk, offers: tuple[Offer, ...]) -> tuple[str, ...]:
    """Labels are folded apart: a guillemet that opens one must not swallow the space after the number."""
    language = walk.sheet.language
    return tuple(f"{offer.key} {fold(_written(walk, offer.label), language)}" for offer in offers)


def _notice(walk: Walk, step: Step) -> str:
    if not walk.notice:
        return ""
    if walk.notice == "required" and step.required_message:
        return _written(walk, step.required_message)
    if walk.notice == "invalid.constraint" and step.constraint_message:
        return _written(walk, step.constraint_message)
    most = TEXT_MAX if step.maximum is None else step.maximum
    kept_until = walk.world.values.get(KEPT_UNTIL, "")
    return _say(walk, walk.notice, {"min": str(step.minimum), "max": str(most), "date": kept_until})


def _written(walk: Walk, text: Text) -> str:
    return fill(words(text, walk.sheet.language), lambda name: placeholder(walk, name)) if text else ""


def _say(walk: Walk, key: str, values: Mapping[str, str] | None = None) -> str:
    given = values or {}
    template = words(texts()[key], walk.sheet.language)
    return fill(template, lambda name: given.get(name) or placeholder(walk, name))
