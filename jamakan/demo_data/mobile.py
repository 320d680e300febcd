"""A made-up person's phone: it reads each screen and answers it by what the flows of the library say."""

import re
from collections.abc import Iterable, Mapping

from flows.catalog import Catalog
from flows.model import Flow
from jamakan.demo_data.pocket import Pocket
from jamakan.house.carrier import Hop
from jamakan.house.people import CHOICE, MORE, PAGES, Lost, Reply, answer_to, plain

PIECES = re.compile(r"\{\w+\}|\n")  # between what is filled in, and lines
SCREENS = 60  # of one call; more is a circle


class Mobile:
    """Calls by way of one carrier; `code` is what people dial."""

    def __init__(self, pocket: Pocket, catalog: Catalog, code: str) -> None:
        self._pocket = pocket
        self._catalog = catalog
        self._code = code

    def replies(self, flow: str, language: str, answers: Mapping[str, str]) -> list[Reply]:
        """What to answer to steps of a flow: names of choices, words, how a line of an open list begins."""
        found = self._catalog.flow(flow)
        return [_reply(found, step, answer, language) for step, answer in answers.items()]

    def call(self, phone: str, replies: Iterable[Reply], suffix: str = "") -> str:
        """Dial and answer until the call is over; the last screen. Raises Lost on a screen nobody foresaw."""
        known = list(replies)
        code = f"{self._code.rstrip('#')}*{suffix}#" if suffix else self._code
        hop = self._pocket.dial(phone, code)
        for _ in range(SCREENS):
            if not hop.open:
                return hop.text
            hop = self._answered(hop, known)
        raise Lost(f"still asked after {SCREENS} screens:\n{hop.text}")

    def _answered(self, hop: Hop, known: Iterable[Reply]) -> Hop:
        shown = plain(hop.text)
        reply = max((one for one in known if plain(one.when) in shown), key=lambda one: len(one.when), default=None)
        if reply is None and [key for key, _ in CHOICE.findall(hop.text)][-1:] == [MORE]:
            return self._pocket.answer(hop.session, MORE)  # words that go on, and ask nothing
        if reply is None:
            raise Lost(f"nothing to say to:\n{hop.text}")
        for _ in range(PAGES):
            typed = answer_to(hop.text, reply)
            hop = self._pocket.answer(hop.session, typed)
            if typed != MORE:
                return hop
        raise Lost(f"no choice {reply.pick!r} on {PAGES} pages")


def _reply(flow: Flow, step: str, answer: str, language: str) -> Reply:
    asked = next(one for one in flow.steps if one.name == step)
    words = max(PIECES.split(asked.label[language]), key=len).strip()
    choice = next((one for one in asked.choices if one.name == answer), None)
    if choice is not None:
        return Reply(words, pick=choice.label[language])
    return Reply(words, pick=answer) if asked.choices_from else Reply(words, text=answer)
