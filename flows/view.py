"""What a dialogue shows: pages that fit. A function of where it stands: showing again changes nothing."""

from dataclasses import replace

from flows.content import Content, content
from flows.dialogue import RESUME
from flows.screens import Screen, pages, with_hints
from flows.steps import AGAIN, BACK, MORE, NUMBERS
from flows.text.folding import fold
from flows.text.gsm7 import width
from flows.texts import say
from flows.walk import Walk

UNSEEN = "?"  # for a label of invisible characters only: an empty screen would end the call


def screen(walk: Walk) -> Screen:
    """The page of the dialogue; it ends when the dialogue is over and nothing of its last words is left to page."""
    shown = _shown(walk)
    found = _pages(walk, shown)
    page = min(walk.page, len(found) - 1)
    last = page == len(found) - 1
    ends = bool(walk.outcome) and last
    hints = [shown.hint] if shown.hint and last else []
    if walk.world.surface.hints and not ends and (back := _back_hint(walk, page)):
        hints.append(back)
    return Screen(_with_hints(walk, found[page] or UNSEEN, hints), ends)


def page_count(walk: Walk) -> int:
    return len(_pages(walk, _shown(walk)))


def in_few_words(walk: Walk) -> bool:
    """Whether only the mistake is shown, because the question beside it would cost more; a key shows the question."""
    room = walk.world.surface.mistake
    if not (walk.notice and room) or walk.mode == RESUME:
        return False
    whole = content(walk)
    first = _pages(walk, whole)[0]
    return width(_with_hints(walk, first, [whole.hint] if whole.hint else [])) > room


def _shown(walk: Walk) -> Content:
    whole = content(walk)
    if in_few_words(walk):
        return _few_words(walk, whole)
    return whole if walk.world.surface.mistake else _with_choices_in_sight(walk, whole)


def _few_words(walk: Walk, whole: Content) -> Content:
    """What was wrong, with the choices where they fit."""
    key = AGAIN if walk.step and walk.step.kind in NUMBERS else MORE
    again = say("nav.again", walk.sheet.language, {"key": key})
    shortened = [Content(whole.notice, "", lines) for lines in ((*whole.lines, again), whole.lines, (again,))]
    room = walk.world.surface.mistake
    return next((one for one in shortened if width("\n".join(_pages(walk, one))) <= room), shortened[-1])


def _with_choices_in_sight(walk: Walk, whole: Content) -> Content:
    """After an answer that was not understood the choices matter more than the question, which was read already."""
    if not whole.notice or not whole.lines or len(_pages(walk, whole)) == 1:
        return whole
    shorter = replace(whole, asked="")
    return shorter if len(_pages(walk, shorter)) == 1 else whole


def _pages(walk: Walk, shown: Content) -> tuple[str, ...]:
    language = walk.sheet.language
    more = fold(say("nav.more", language), language)
    lines = [fold(line, language) for line in shown.lines]
    return pages(fold(shown.head, language), lines, limit=walk.world.surface.limit, more=more)


def _with_hints(walk: Walk, page: str, hints: list[str]) -> str:
    return with_hints(page, [fold(hint, walk.sheet.language) for hint in hints], walk.world.surface.limit)


def _back_hint(walk: Walk, page: int) -> str:
    if walk.mode == RESUME or not (walk.trail or page):
        return ""
    step = walk.step
    if step and step.kind in NUMBERS:
        return say("nav.back.always", walk.sheet.language)
    own_zero = step and any(offer.key == BACK for offer in walk.offers())
    return "" if own_zero else say("nav.back", walk.sheet.language)
