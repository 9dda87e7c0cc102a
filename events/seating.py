"""
排座 (seating): tables for several rounds at which no two people sit together twice.

Pure: the same list and the same seed give the same tables on any machine (`manage.py reseat`). It knows
badges and groups, and nothing of choices: whoever makes the plan again sees that it tells of none (decision
0078).

People are dealt, in the order of the draw, into columns as long as there are tables; a column is of one
group. In round r the column c has moved on by r × c tables. Two of different columns meet again only if
(r₁ - r₂)(c₁ - c₂) is a multiple of the number of tables, and two of one column never meet; so a number of
tables is taken for which no such product is one. The work grows with people × rounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from zibo_youth.core import draw as lots

WOMEN, MEN, EVERYBODY = "F", "M", "all"


@dataclass(frozen=True, slots=True)
class Shape:
    """How many tables there are, and how many columns each group fills: the seats of a table."""

    tables: int
    columns: Mapping[str, int]

    @property
    def seats(self) -> int:
        return sum(self.columns.values())


def listing_of(people: Iterable[tuple[int, str]]) -> str:
    """The list that is seated, as CSV by badges: each with the group."""
    return lots.listing_of(people)


def seated(listing: str, seed: str, *, rounds: int, seats: int) -> list[list[list[int]]]:
    """
    For each round the tables, for each table the badges; tables and badges in a fixed order.

    Everybody sits at one table of each round, at most ``seats`` at a table, and no two meet twice. Where
    there are too few people for that at full tables, tables are smaller: in the end somebody sits alone.
    """
    groups = dict(lots.lines_of(listing))
    by_group: dict[str, list[int]] = {}
    for badge in lots.drawn_order(seed, listing):
        by_group.setdefault(groups[badge], []).append(badge)
    if not by_group:
        return [[] for _round in range(rounds)]
    shape = shape_of({group: len(rows) for group, rows in by_group.items()}, rounds=rounds, seats=seats)
    columns = _dealt(by_group, shape)
    return [_tables(columns, shape.tables, turn) for turn in range(rounds)]


def _dealt(by_group: Mapping[str, Sequence[int]], shape: Shape) -> list[Sequence[int]]:
    """Column after column: what is missing is missing from the last one of a group, so from a table once."""
    return [
        rows[start * shape.tables : (start + 1) * shape.tables]
        for group, rows in sorted(by_group.items())
        for start in range(shape.columns[group])
    ]


def _tables(columns: Sequence[Sequence[int]], tables: int, turn: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _table in range(tables)]
    for place, column in enumerate(columns):
        for row, badge in enumerate(column):
            found[(row + turn * place) % tables].append(badge)
    return [sorted(table) for table in found if table]


def shape_of(sizes: Mapping[str, int], *, rounds: int, seats: int) -> Shape:
    """The fewest tables of at most so many seats; among equals the one of the fewest columns."""
    fewest = [
        Shape(_tables_for(sizes, columns, rounds), columns)
        for columns in _ways(sorted(sizes), max(seats, len(sizes)))
    ]
    return min(fewest, key=lambda shape: (shape.tables, shape.seats, sorted(shape.columns.items())))


def _ways(groups: Sequence[str], seats: int) -> list[dict[str, int]]:
    """Each way to share the seats of a table between the groups, one at least for each."""
    counts = product(range(1, seats + 1), repeat=len(groups))
    return [dict(zip(groups, each, strict=True)) for each in counts if sum(each) <= seats]


def _tables_for(sizes: Mapping[str, int], columns: Mapping[str, int], rounds: int) -> int:
    """The least number that has room for every group, and at which nobody meets again."""
    tables = max(-(-size // columns[group]) for group, size in sizes.items())
    width = sum(columns.values())
    while not _keeps_apart(tables, rounds, width):
        tables += 1
    return tables


def _keeps_apart(tables: int, rounds: int, width: int) -> bool:
    return all(turn * place % tables for turn in range(1, rounds) for place in range(1, width))


def tables_by_badge(plan: Sequence[Sequence[Sequence[int]]]) -> dict[int, list[int]]:
    """Each badge with the number of its table in each round, from one."""
    found: dict[int, list[int]] = {}
    for turn in plan:
        for number, table in enumerate(turn, 1):
            for badge in table:
                found.setdefault(badge, []).append(number)
    return found
