"""The nineteen regions and the District as tiles of the same size, about where they lie: a map in which each counts.

Taoudénit is half of the country and Bamako a point of it; a tile shows both alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.console.formats import number
from gateway.console.words import gettext
from jamakan.figures import words
from jamakan.figures.leaving import Line
from jamakan.figures.tables import SHOWN
from jamakan.programme.regions import region_name

PLACES: Mapping[str, tuple[int, int]] = {  # column from the west, row from the north
    "taoudenit": (4, 0),
    "tombouctou": (4, 1),
    "kidal": (6, 1),
    "nioro": (1, 2),
    "nara": (2, 2),
    "douentza": (4, 2),
    "gao": (5, 2),
    "menaka": (6, 2),
    "kayes": (0, 3),
    "koulikoro": (2, 3),
    "segou": (3, 3),
    "mopti": (4, 3),
    "bandiagara": (5, 3),
    "kita": (1, 4),
    "bamako": (2, 4),
    "dioila": (3, 4),
    "san": (4, 4),
    "bougouni": (2, 5),
    "sikasso": (3, 5),
    "koutiala": (4, 5),
}
SIDE = 100
SHADES = 4  # steps of one hue, after "nothing": told apart without seeing colours


@dataclass(frozen=True, slots=True)
class Tile:
    """A region where it stands. `shade`: 0 is nothing, `SHADES` the most; None is hidden."""

    name: str
    x: int
    y: int
    words: str
    shade: int | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles, and the same in one sentence."""

    tiles: tuple[Tile, ...]
    width: int
    height: int
    said: str


def tile_map(lines: tuple[Line, ...], k: int, language: str) -> TileMap:
    """The map of an indicator by region: its counts."""
    known = {line.value: line for line in lines}
    most = max((line.number or 0 for line in lines if line.value in PLACES), default=0)
    tiles = tuple(_tile(slug, known.get(slug), most, k, language) for slug in PLACES)
    columns, rows = (max(place[axis] for place in PLACES.values()) + 1 for axis in (0, 1))
    return TileMap(tiles, columns * SIDE, rows * SIDE, _said(tiles))


def _tile(slug: str, line: Line | None, most: int, k: int, language: str) -> Tile:
    column, row = PLACES[slug]
    if line is not None and line.mark != SHOWN:
        return Tile(region_name(slug), column * SIDE, row * SIDE, words.mark(line.mark, k, language), None)
    people = (line.number or 0) if line is not None else 0
    shade = -(-people * SHADES // most) if most else 0
    return Tile(region_name(slug), column * SIDE, row * SIDE, number(people), shade)


def _said(tiles: tuple[Tile, ...]) -> str:
    told = "; ".join(f"{tile.name} {tile.words}" for tile in tiles if tile.shade != 0)
    return gettext("Carte des régions, en cases : %(told)s. Ailleurs, zéro.") % {"told": told or "–"}
