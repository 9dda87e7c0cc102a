"""
位置标记 (spot): where somebody says a hazard is, by the telephone or on a sketch with the city's landmarks.

A spot knows how far it may be off. The sketch cuts what a spot may mean into cells, and a cell that is picked
is a nearer spot: nothing but a form is needed, and nothing is kept between two picks but the spot itself.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zibo_youth.core.landmarks import Landmark

from .hazard_positions import EARTH, Position, position_of

SIDE = 6  # cells in a row: a finger meets each on a telephone
DEGREE = EARTH * math.pi / 180  # metres of one degree of latitude
FARTHEST = 400_000  # metres; a city is no larger
PHONE, SKETCH = "phone", "sketch"
GEO = re.compile(
    r"geo:(?P<latitude>-?[0-9]{1,2}(\.[0-9]{1,15})?),(?P<longitude>-?[0-9]{1,3}(\.[0-9]{1,15})?)"
    r";u=(?P<reach>[0-9]{1,6})(;way=(?P<way>phone|sketch))?"
)
MARGIN = 1.1
LEAST = 1_000  # metres: the widest sketch shows at least this much around its landmarks


@dataclass(frozen=True, slots=True)
class Spot:
    """A position that is off by ``reach`` metres at most, to each of the four sides; and who says so."""

    position: Position
    reach: int
    way: str

    def __str__(self) -> str:
        """A ``geo`` address (RFC 5870), whose ``u`` is the reach; as a form carries it."""
        return f"geo:{self.position.latitude},{self.position.longitude};u={self.reach};way={self.way}"

    def moved(self, north: float, east: float, reach: float) -> Spot | None:
        """Another on the sketch, so many metres away; none beyond the pole or the date line."""
        place = self.position
        wide = DEGREE * math.cos(math.radians(place.latitude))
        found = position_of(
            float(place.latitude) + north / DEGREE, float(place.longitude) + east / max(wide, 1)
        )
        return Spot(found, math.ceil(reach), SKETCH) if found else None


def spot_of(told: str) -> Spot | None:
    """What a form or a machine says, read back; nothing where it says no spot."""
    said = GEO.fullmatch(told.strip())
    position = position_of(said["latitude"], said["longitude"]) if said else None
    if said is None or position is None or int(said["reach"]) > FARTHEST:
        return None
    return Spot(position, int(said["reach"]), said["way"] or PHONE)


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest landmark of a spot, how far it is, and in which of eight directions the spot lies."""

    mark: Landmark
    metres: int
    direction: int  # 0 is north, 2 is east


@dataclass(frozen=True, slots=True)
class Cell:
    """A square of the sketch; ``marks`` are the landmarks in it."""

    spot: Spot
    row: int
    column: int
    marks: list[Landmark]

    @property
    def districts(self) -> list[str]:
        return list(dict.fromkeys(mark.district for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the spot may mean, in cells from the north-west; ``picks`` are left until it is near enough."""

    spot: Spot
    rows: list[list[Cell]]
    picks: int
    near: Near | None
    wider: Spot | None

    @property
    def cell_metres(self) -> int:
        return round(2 * self.spot.reach / SIDE)


def sketch_of(spot: Spot | None, marks: Sequence[Landmark], *, enough: int) -> Sketch | None:
    """
    The sketch of a spot, or of the whole city; none where there is neither spot nor landmark.

    ``enough``: metres that a spot may be off (``SAFETY["hazard_spot_metres"]``).
    """
    city = _city(marks)
    shown = spot or city
    if shown is None:
        return None
    is_whole = city is not None and shown.reach >= city.reach
    return Sketch(
        shown,
        _rows(shown, marks) if shown.reach > enough else [],
        picks_left(shown.reach, enough),
        None if spot is None else nearest(shown, marks),
        None if is_whole or shown.reach * SIDE > FARTHEST else shown.moved(0, 0, shown.reach * SIDE),
    )


def picks_left(reach: float, enough: int) -> int:
    """How often a cell is still to be picked until the spot is off by no more than ``enough`` metres."""
    picks = 0
    while reach > enough:
        reach, picks = math.ceil(reach / SIDE), picks + 1
    return picks


def nearest(spot: Spot, marks: Sequence[Landmark]) -> Near | None:
    """By the way as the crow flies; within one city the earth is flat."""
    if not marks:
        return None
    ways = [_metres_from(mark, spot.position) for mark in marks]
    at = min(range(len(marks)), key=lambda number: math.hypot(*ways[number]))
    north, east = ways[at]
    return Near(
        marks[at], round(math.hypot(north, east)), round(math.degrees(math.atan2(east, north)) / 45) % 8
    )


def _city(marks: Sequence[Landmark]) -> Spot | None:
    """All landmarks, and a little around them."""
    if not marks:
        return None
    norths, easts = [mark.latitude for mark in marks], [mark.longitude for mark in marks]
    middle = position_of((min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2)
    if middle is None:
        return None
    farthest = max(abs(part) for mark in marks for part in _metres_from(mark, middle))
    return Spot(middle, math.ceil(max(farthest * MARGIN, LEAST)), SKETCH)


def _metres_from(mark: Landmark, place: Position) -> tuple[float, float]:
    """How far north and how far east of a landmark a position lies."""
    wide = DEGREE * math.cos(math.radians(place.latitude))
    north = float(place.latitude - Decimal(mark.latitude)) * DEGREE
    return north, float(place.longitude - Decimal(mark.longitude)) * wide


def _rows(shown: Spot, marks: Sequence[Landmark]) -> list[list[Cell]]:
    side = 2 * shown.reach / SIDE
    found: dict[tuple[int, int], list[Landmark]] = {}
    for mark in marks:
        south, west = _metres_from(mark, shown.position)
        place = math.floor((south + shown.reach) / side), math.floor((shown.reach - west) / side)
        found.setdefault(place, []).append(mark)
    cells = [
        [_cell(shown, side, row, column, found.get((row, column), [])) for column in range(SIDE)]
        for row in range(SIDE)
    ]
    return [[cell for cell in row if cell] for row in cells]


def _cell(shown: Spot, side: float, row: int, column: int, marks: list[Landmark]) -> Cell | None:
    north, east = shown.reach - (row + 0.5) * side, (column + 0.5) * side - shown.reach
    spot = shown.moved(north, east, side / 2)
    return Cell(spot, row + 1, column + 1, marks) if spot else None
