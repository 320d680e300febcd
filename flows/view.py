"""What a dialogue shows: words, choices, pages. A function of where it stands: showing again changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.dialogue import RESUME
from flows.effects import BREAKOFF, COMPLETED, FAILED
from flows.limits import TEXT_MAX
from flows.offers import Offer
from flows.placeholders import fill
from flows.progress import progress
from flows.screens import Screen, pages, with_hints
from flows.steps import BACK, LISTS, NUMBERS, Kind, Step, Text, words
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
UNSEEN = "?"  # for a label of invisible characters only: an empty screen would end the call
_FORMAT_HINTS = {Kind.SELECT_MULTIPLE: "hint.select_multiple", Kind.DATE: "hint.date"}


@dataclass(frozen=True, slots=True)
class _Content:
    """head: what is read. lines: what is chosen from. hint: how to answer, where there is room."""

    head: str
    lines: tuple[str, ...] = ()
    hint: str = ""


def screen(walk: Walk) -> Screen:
    """The page of the dialogue; it ends when the dialogue is over and nothing of its last words is left to page."""
    content = _content(walk)
    found = _pages(walk, content)
    page = min(walk.page, len(found) - 1)
    last = page == len(found) - 1
    ends = bool(walk.outcome) and last
    hints = [content.hint] if content.hint and last else []
    if walk.world.surface.hints and not ends and (back := _back_hint(walk, page)):
        hints.append(back)
    folded = [fold(hint, walk.sheet.language) for hint in hints]
    return Screen(with_hints(found[page] or UNSEEN, folded, walk.world.surface.limit), ends)


def page_count(walk: Walk) -> int:
    return len(_pages(walk, _content(walk)))


def placeholder(walk: Walk, name: str) -> str:
    """What `{name}` says: of a chosen option, of the service, of an input or an answer (the words of its choice)."""
    language = walk.sheet.language
    if name in walk.values:
        return words(walk.values[name], language)
    if name in walk.world.values:
        return walk.world.values[name]
    value = walk.sheet.facts.get(name, "")
    if value and name in walk.flow and walk.flow.step(name).kind in LISTS:
        labels = {choice.name: words(choice.label, language) for choice in walk.flow.step(name).choices}
        return ", ".join(labels.get(one, one) for one in value.split())
    return value


def _pages(walk: Walk, content: _Content) -> tuple[str, ...]:
    language = walk.sheet.language
    more = fold(say("nav.more", language), language)
    lines = [fold(line, language) for line in content.lines]
    return pages(fold(content.head, language), lines, limit=walk.world.surface.limit, more=more)


def _content(walk: Walk) -> _Content:
    step = walk.step
    if walk.mode == RESUME:
        return _resume(walk)
    if step is None:
        return _Content(_say(walk, CLOSING.get(walk.outcome, "failed")))
    notice, label, hint = _notice(walk, step), _written(walk, step.label), _written(walk, step.hint)
    head = "\n".join(part for part in (notice, label, hint) if part)
    if step.ends:
        return _Content(head)
    format_hint = _FORMAT_HINTS.get(step.kind)
    content = _Content(head, _lines(walk, step), say(format_hint, walk.sheet.language) if format_hint else "")
    return _with_choices_in_sight(walk, content, notice)


def _with_choices_in_sight(walk: Walk, content: _Content, notice: str) -> _Content:
    """After an answer that was not understood the choices matter more than the question, which was read already."""
    if not notice or not content.lines or len(_pages(walk, content)) == 1:
        return content
    shorter = replace(content, head=notice)
    return shorter if len(_pages(walk, shorter)) == 1 else content


def _resume(walk: Walk) -> _Content:
    number, total = progress(walk)
    title = words(walk.flow.title, walk.sheet.language)
    head = _say(walk, "resume", {"title": title, "n": str(number), "total": str(total)})
    notice = _say(walk, walk.notice) if walk.notice else ""
    return _Content("\n".join(filter(None, (notice, head))), _offer_lines(walk, RESUME_OFFERS))


def _lines(walk: Walk, step: Step) -> tuple[str, ...]:
    language = walk.sheet.language
    if step.kind is Kind.NOTE:
        return (f"{_CONTINUE} {say('nav.continue', language)}",)
    lines = _offer_lines(walk, walk.offers())
    if not step.leave_key:
        return lines
    if step.default:
        return (*lines, say("nav.keep", language, {"key": step.leave_key, "value": _default_words(walk, step)}))
    return (*lines, say("nav.skip", language, {"key": step.leave_key}))


def _offer_lines(walk: Walk, offers: tuple[Offer, ...]) -> tuple[str, ...]:
    """Labels are folded apart: a guillemet that opens one must not swallow the space after the number."""
    language = walk.sheet.language
    return tuple(f"{offer.key} {fold(_written(walk, offer.label), language)}" for offer in offers)


def _default_words(walk: Walk, step: Step) -> str:
    labels = {choice.name: words(choice.label, walk.sheet.language) for choice in step.choices}
    return ", ".join(labels.get(one, one) for one in (step.default or "").split())


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


def _back_hint(walk: Walk, page: int) -> str:
    if walk.mode == RESUME or not (walk.trail or page):
        return ""
    step = walk.step
    if step and step.kind in NUMBERS:
        return say("nav.back.always", walk.sheet.language)
    own_zero = step and any(offer.key == BACK for offer in walk.offers())
    return "" if own_zero else say("nav.back", walk.sheet.language)


def _written(walk: Walk, text: Text) -> str:
    return fill(words(text, walk.sheet.language), lambda name: placeholder(walk, name)) if text else ""


def _say(walk: Walk, key: str, values: Mapping[str, str] | None = None) -> str:
    given = values or {}
    template = words(texts()[key], walk.sheet.language)
    return fill(template, lambda name: given.get(name) or placeholder(walk, name))
