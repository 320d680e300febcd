"""Fitting text on a small screen: pages, never cuts. Everything here is GSM-7 already and measured in septets."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from flows.text.gsm7 import width


@dataclass(frozen=True, slots=True)
class Screen:
    """What a phone shows. ends: nothing more is expected of the person."""

    body: str
    ends: bool


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is never split, with what stands before it unless it opens a page."""

    text: str
    before: str
    width: int


def pages(head: str, lines: Sequence[str], *, limit: int, more: str) -> tuple[str, ...]:
    """`head` then one line a choice, cut into pages of at most `limit` septets, all but the last ending with `more`.

    Words and choices stay whole unless one alone is longer than a page.
    """
    room = limit - width(more) - 1
    atoms = tuple(_atoms(head, lines, room))
    left = tuple(accumulate((atom.width + len(atom.before) for atom in reversed(atoms)), initial=0))[::-1]
    found: list[str] = []
    start = 0
    while start < len(atoms) and left[start] - len(atoms[start].before) > limit:
        end = _page_end(atoms, start, room)
        found.append(f"{_joined(atoms[start:end])}\n{more}")
        start = end
    return (*found, _joined(atoms[start:]))


def with_hints(page: str, hints: Iterable[str], limit: int) -> str:
    """`page` and those of the `hints`, a line each, for which there is room."""
    for hint in hints:
        longer = f"{page}\n{hint}" if page else hint
        if width(longer) <= limit:
            page = longer
    return page


def _page_end(atoms: Sequence[_Atom], start: int, room: int) -> int:
    used, end = atoms[start].width, start + 1
    while end < len(atoms) and used + len(atoms[end].before) + atoms[end].width <= room:
        used += len(atoms[end].before) + atoms[end].width
        end += 1
    return end


def _joined(atoms: Sequence[_Atom]) -> str:
    return "".join(atom.before + atom.text for atom in atoms)[len(atoms[0].before) if atoms else 0 :]


def _atoms(head: str, lines: Sequence[str], room: int) -> Iterator[_Atom]:
    for line in head.split("\n") if head else ():
        yield from _words(line, room)
    for line in lines:
        line = " ".join(line.split())
        if (size := width(line)) <= room:
            yield _Atom(line, "\n", size)
        else:
            yield from _words(line, room)


def _words(line: str, room: int) -> Iterator[_Atom]:
    before = "\n"
    for word in line.split() or [""]:
        for piece in _pieces(word, room):
            yield _Atom(piece, before, width(piece))
            before = ""
        before = " "


def _pieces(word: str, room: int) -> Iterator[str]:
    """A word longer than a page (an address, a mistake) is cut where the page ends."""
    while width(word) > room:
        end = next(size for size in range(room, 0, -1) if width(word[:size]) <= room)
        yield word[:end]
        word = word[end:]
    yield word
