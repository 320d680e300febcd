"""Following links through the console without seeing a thousand pages that are alike."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urlsplit

ALIKE = 2  # pages of one kind that are opened
NUMBERED = re.compile(r"/[a-z-]*\d[\w-]*")


def kind(path: str) -> str:
    """Pages are alike when their addresses differ by numbers, slugs with numbers, or values in the query only."""
    parts = urlsplit(path)
    asked = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return NUMBERED.sub("/#", parts.path) + ("?" + "&".join(asked) if asked else "")


def follow(start: str, opened: Callable[[str], Iterable[str]]) -> Counter[str]:
    """Open a page and, two of a kind, all that links lead to; how many were opened of each kind.

    `opened` opens a page and gives the addresses it leads to.
    """
    seen: Counter[str] = Counter()
    waiting, known = deque([start]), {start}
    while waiting:
        path = waiting.popleft()
        if seen[kind(path)] < ALIKE:
            seen[kind(path)] += 1
            new = [link for link in opened(path) if link not in known]
            known.update(new)
            waiting.extend(dict.fromkeys(new))
    return seen
