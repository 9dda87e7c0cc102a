"""
seating: the plan of ten rounds for 150, 600 and 2,400 people at tables of six, nobody with anybody twice.

Each plan is looked through afterwards: everybody sits in every round, and no two sit together twice. Beside
it stands the time of one page of the house, which the desk waits for when it presses the button.
"""

from __future__ import annotations

import statistics
import time
from itertools import combinations, pairwise
from typing import Any

from django.test import Client

from events import seating

SIZES, ROUNDS, SEATS, TURNS = (150, 600, 2_400), 10, 6, 9
THE_PAGE = 600
# A page is what somebody waits for without wondering: reference/performance.md.
MOST_PAGE_TIMES = 1.0


def run(*, quick: bool = False) -> dict[str, Any]:
    """Each size in turns with the page."""
    sizes, turns = ((60,), 2) if quick else (SIZES, TURNS)
    page = statistics.median(_page() for _turn in range(turns + 2))
    rows = [_row(size, turns, page) for size in sizes]
    grown = [
        f"growth from {a['people']} to {b['people']}: {b['plan, ms'] / a['plan, ms']:.2f} x for "
        f"{b['people'] / a['people']:.0f} x the people"
        for a, b in pairwise(rows)
    ]
    bar = f"bar: {THE_PAGE} people within the time of one page ({page * 1000:.1f} ms); the others are quoted"
    return {"what": f"{ROUNDS} rounds at tables of {SEATS}", "rows": rows, "afterwards": [bar, *grown]}


def _row(people: int, turns: int, page: float) -> dict[str, Any]:
    listing = seating.listing_of((1000 + number, "FM"[number % 2]) for number in range(people))
    seconds = []
    for turn in range(turns):
        start = time.perf_counter()
        plan = seating.seated(listing, f"{turn:064d}", rounds=ROUNDS, seats=SEATS)
        seconds.append(time.perf_counter() - start)
        met = [pair for round_ in plan for table in round_ for pair in combinations(table, 2)]
        assert len(met) == len(set(met)), "two sit together twice"
        assert all(sum(map(len, round_)) == people for round_ in plan), "somebody stands"
    mine = statistics.median(seconds)
    told = {"people": people, "plan, ms": mine * 1000, "pages": mine / page}
    return told | ({"met": mine / page <= MOST_PAGE_TIMES} if people == THE_PAGE else {})


def _page() -> float:
    client = Client()
    start = time.perf_counter()
    answer = client.get("/events/matchmaking/")
    assert answer.status_code == 200
    return time.perf_counter() - start
