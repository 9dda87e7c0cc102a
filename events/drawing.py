"""
抽签结果 (what a draw gives): the published list of a session, and who has places by it.

Pure functions on the published words: the same files give the same winners on any machine
(`manage.py redraw`, docs/reference/draw.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

HEAD = "number,group,people"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: whose number, which group of places, for how many people."""

    number: int
    group: int
    people: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: its rank, whether it has its places, whether it had left before."""

    rank: int
    entry: Entry
    has_places: bool
    has_left: bool


def listing_of(entries: Iterable[Entry]) -> str:
    """The list as CSV in the order of numbers; each line ends with LF. A number twice counts once."""
    once = {each.number: each for each in entries}
    lines = (f"{each.number},{each.group},{each.people}" for _, each in sorted(once.items()))
    return "".join(f"{line}\n" for line in (HEAD, *lines))


def entries_of(listing: str) -> dict[int, Entry]:
    """Each line by its number."""
    rows = (line.split(",") for line in listing.splitlines()[1:])
    return {int(number): Entry(int(number), int(group), int(people)) for number, group, people in rows}


def told(
    order: Iterable[int],
    entries: Mapping[int, Entry],
    places: int,
    groups: Mapping[int, int],
    gone: frozenset[int] = frozenset(),
) -> list[Outcome]:
    """
    In the order of the draw each has their places if all are free, of the session and of the group.

    Who has left keeps the line and has none; a party that does not fit waits, and the next one is looked at.
    """
    total, left = places, dict(groups)
    found = []
    for rank, number in enumerate(order, 1):
        entry = entries[number]
        fits = number not in gone and entry.people <= min(total, left.get(entry.group, 0))
        if fits:
            total -= entry.people
            left[entry.group] -= entry.people
        found.append(Outcome(rank, entry, fits, number in gone))
    return found
