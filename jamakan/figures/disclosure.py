"""What may leave the house as a figure.

The rules are the programme's (domain notes, 3.3; thresholds in use run from 3 to 10, ours are the ones proposed):

- no number of people under k is shown: k = 5, and 10 for complaints, for disability and for displacement;
- a second row is hidden when a total would give the first away (complementary suppression), across all tables that
  share the total;
- no table has more than one dimension; percentages only of 20 people or more;
- the same between two published editions: "a counter going 12 to 13 tells of one person" (differencing). A population
  is published anew only if each of its numbers, hidden ones and totals included, changed by nothing or by k or more
  against every earlier edition. Else the last edition stands.

All tables of one population are published together, or none: they share their totals. Whether enough is hidden is
audited by `jamakan.figures.witnesses`. Commitments of institutions are no people: nothing of them is hidden.
"""

from collections.abc import Iterator, Mapping, Sequence

from jamakan.figures.tables import MASKED, SHOWN, SMALL, Row, Rows, Table, add, change, sensitive, tells
from jamakan.figures.witnesses import betrayed

K, K_SENSITIVE = 5, 10
SHARES_FROM = 20  # people
SENSITIVE = frozenset({"disability", "displacement"})  # dimensions

Tables = Mapping[str, Table]
"""An edition of one population: its tables by dimension."""


def threshold(dimension: str, sensitive_population: bool = False) -> int:
    """The k of a table."""
    return K_SENSITIVE if sensitive_population or dimension in SENSITIVE else K


def suppressed(rows: Rows, k: int, before: Sequence[Table] = ()) -> Table | None:
    """The table with as few rows hidden as will do after these editions of it; None: nothing of it may be shown.

    Rows that were hidden before are hidden first, then the smallest: a row that changes its mark tells something.
    """
    if sensitive(add(rows.values()), k):
        return None
    marks = {name: _mark(row, k) for name, row in rows.items()}
    was_hidden = {name for table in before for name in table.hidden}
    spare = sorted(
        (name for name, row in rows.items() if marks[name] == SHOWN and sum(row) > 0),
        key=lambda name: sum(rows[name]),
    )
    for more in _more([n for n in spare if n in was_hidden], [n for n in spare if n not in was_hidden]):
        table = Table(rows, marks | dict.fromkeys(more, MASKED))
        if not betrayed([*before, table], k):
            return table
    return None


def may_follow(before: Sequence[Tables], tables: Mapping[str, Rows], k: Mapping[str, int]) -> bool:
    """Whether nothing of a population changed by fewer than k people against any earlier edition of it."""
    return not any(
        tells(change(_whole(old), _total(tables)), max(k.values()))
        or any(_changed_little(old[name].rows, tables[name], k[name]) for name in old.keys() & tables.keys())
        for old in before
    )


def published(before: Sequence[Tables], tables: Mapping[str, Rows], k: Mapping[str, int]) -> dict[str, Table] | None:
    """The next edition of a population, its tables that can be shown. None: the last one stands.

    `before`: every earlier edition, withdrawn ones too, since readers keep them.
    """
    if not may_follow(before, tables, k):
        return None
    found = {
        name: suppressed(rows, k[name], [old[name] for old in before if name in old]) for name, rows in tables.items()
    }
    return {name: table for name, table in found.items() if table is not None}


def _mark(row: Row, k: int) -> str:
    if not sensitive(row, k):
        return SHOWN
    return SMALL if sum(row) < k else MASKED


def _more(first: Sequence[str], then: Sequence[str]) -> Iterator[list[str]]:
    """Which rows to hide besides: none; those of before, more and more; with them one other, then more and more."""
    yield from (list(first[:number]) for number in range(len(first) + 1))
    yield from ([*first, name] for name in then)
    yield from ([*first, *then[:number]] for number in range(2, len(then) + 1))


def _changed_little(old: Rows, new: Rows, k: int) -> bool:
    return any(tells(change(old.get(name, ()), new.get(name, ())), k) for name in old.keys() | new.keys())


def _whole(tables: Tables) -> Row:
    return _total({name: table.rows for name, table in tables.items()})


def _total(tables: Mapping[str, Rows]) -> Row:
    """The totals of a population, which all of its tables share."""
    return next((add(rows.values()) for rows in tables.values() if rows), ())
