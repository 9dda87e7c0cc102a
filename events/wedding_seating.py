"""排座 (seating): couples with their guests at tables, nobody parted; a pure calculation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def seated(parties: Iterable[tuple[int, int, int | None]], table_seats: int) -> dict[int, int]:
    """
    Number of a couple → table. Who has a table keeps it; the others take the first that has room.

    ``parties``: number, seats, table of old or None, in the order in which they are seated.
    """
    told = list(parties)
    taken: Counter[int] = Counter()
    for _number, seats, table in told:
        if table is not None:
            taken[table] += seats
    plan = {}
    for number, seats, table in told:
        if table is not None:
            plan[number] = table
            continue
        plan[number] = next(each for each in range(1, len(told) + 1) if taken[each] + seats <= table_seats)
        taken[plan[number]] += seats
    return plan
