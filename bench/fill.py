"""
fill: how many nights a house accepts of random demand, beside the best that hindsight could do.

Requests of one to six nights come over the weeks in which they may be handed in;
15 of 100 are cancelled before their arrival. Each way of choosing a bed meets the
same requests in the same order. ``best`` knows all of them beforehand and leaves
out whoever will cancel: the most nights that so many beds can hold, by min-cost
flow. ``per night`` counts heads only, as if guests changed beds every night.
"""

from __future__ import annotations

import heapq
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Protocol

from stations.allocation import Fixed, Guest, House, Room, deal_anew
from stations.allocation.house import FEMALE, MALE

LOADS, NIGHTS = (0.8, 1.0, 1.5, 2.0), 90
ROUNDS = {4: 10, 10: 5, 40: 3}  # by beds: chance weighs more in a small house
LONGEST, LEAST_LEAD, MOST_LEAD, CANCELLED = 6, 3, 30, 0.15
LEAST_SHARE = 0.98  # of what per-night capacity accepts
FIRST = date(2027, 1, 1)


def run(*, quick: bool = False) -> dict[str, Any]:
    loads, nights, rounds = (LOADS[2:3], 20, {4: 1}) if quick else (LOADS, NIGHTS, ROUNDS)
    rows = [
        _measure(beds, load, genders, rounds[beds], nights)
        for genders in (1, 2)
        for beds in rounds
        for load in loads
    ]
    return {
        "what": "nights accepted and not cancelled, in % of the most that hindsight could have given",
        "rows": rows,
        "afterwards": [
            f"bar, one gender: {LEAST_SHARE:.0%} of per night, and above best-fit wherever that is below it",
            "bar, two genders in flexible rooms: no less than best-fit",
        ],
    }


def _measure(beds: int, load: float, genders: int, rounds: int, nights: int) -> dict[str, Any]:
    rooms = _rooms(beds, genders)
    nights_of: Counter[str] = Counter()
    ours = [Redealt(rooms) for _round in range(rounds)]
    names = ("first-fit", "best-fit", "per night", "ours")
    for number, our in enumerate(ours):
        demand = _demand(random.Random(f"{beds} {load} {genders} {number}"), beds, load, genders, nights)
        nights_of["best"] += optimum([one for one in demand if one.cancelled is None], beds, nights)
        ways: tuple[Way, ...] = (FirstFit(rooms), BestFit(rooms), PerNight(beds), our)
        for name, way in zip(names, ways, strict=True):
            nights_of[name] += _accepted(way, demand)
    row: dict[str, Any] = {"beds": beds, "load": load, "genders": genders}
    row |= {name: 100 * nights_of[name] / nights_of["best"] for name in names}
    row["of per night"] = 100 * nights_of["ours"] / nights_of["per night"]
    row |= _redealing([redeal for our in ours for redeal in our.redeals])
    return row | {"met": _met(nights_of, genders)}


def _redealing(redeals: list[tuple[int | None, float]]) -> dict[str, Any]:
    moves = [moved for moved, _seconds in redeals if moved is not None]
    return {
        "re-deals": len(moves),
        "moves each": sum(moves) / len(moves) if moves else 0.0,
        "slowest ms": 1000 * max((seconds for _moved, seconds in redeals), default=0.0),
    }


def _met(nights_of: Counter[str], genders: int) -> bool:
    ours, best_fit, per_night = (nights_of[name] for name in ("ours", "best-fit", "per night"))
    if genders == 2:
        return ours >= best_fit
    return ours >= LEAST_SHARE * per_night and (ours > best_fit or best_fit >= per_night)


# --- demand ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One request; all days count from the first night. ``cancelled``: the day, if ever."""

    on: int
    arrival: int
    length: int
    gender: int
    cancelled: int | None

    @property
    def departure(self) -> int:
        return self.arrival + self.length

    @property
    def nights(self) -> int:
        """A bit a night."""
        return ((1 << self.length) - 1) << self.arrival


def _demand(chance: random.Random, beds: int, load: float, genders: int, nights: int) -> list[Asked]:
    """Requests of ``load`` times the bed-nights there are, in the order in which they are handed in."""
    asked, wanted = [], load * beds * nights
    while wanted > 0:
        length = chance.randint(1, LONGEST)
        arrival = chance.randint(0, nights - length)
        on = arrival - chance.randint(LEAST_LEAD, MOST_LEAD)
        cancelled = chance.randint(on, arrival - 1) if chance.random() < CANCELLED else None
        asked.append(Asked(on, arrival, length, chance.choice([MALE, FEMALE][:genders]), cancelled))
        wanted -= length
    return sorted(asked, key=lambda one: one.on)


def _rooms(beds: int, genders: int) -> tuple[Room, ...]:
    """One gender: rooms do not matter. Two: flexible rooms of two beds, of four in the large house."""
    size = beds if genders == 1 else 4 if beds == 40 else 2
    return tuple(Room(first, "flexible", tuple(range(first, first + size))) for first in range(0, beds, size))


def _accepted(way: Way, demand: list[Asked]) -> int:
    """Nights that are taken and not cancelled. Cancellations free their nights before the day's requests."""
    waiting: list[tuple[int, int, Asked]] = []
    kept = 0
    for number, one in enumerate(demand):
        while waiting and waiting[0][0] <= one.on:
            way.free(heapq.heappop(waiting)[2])
        if not way.take(one):
            continue
        if one.cancelled is None:
            kept += one.length
        else:
            heapq.heappush(waiting, (one.cancelled, number, one))
    return kept


# --- ways of choosing a bed ------------------------------------------------------------------


class Way(Protocol):
    def take(self, one: Asked) -> bool: ...

    def free(self, one: Asked) -> None: ...


class PerNight:
    """Heads are counted, beds are not."""

    def __init__(self, beds: int) -> None:
        self.beds, self.heads = beds, Counter[int]()

    def take(self, one: Asked) -> bool:
        nights = range(one.arrival, one.departure)
        if any(self.heads[night] >= self.beds for night in nights):
            return False
        self.heads.update(nights)
        return True

    def free(self, one: Asked) -> None:
        self.heads.subtract(range(one.arrival, one.departure))


@dataclass
class FirstFit:
    """The first bed that is free for the whole stay."""

    rooms: tuple[Room, ...]
    bed_of: dict[Asked, int] = field(default_factory=dict)
    taken: dict[tuple[int, int], int] = field(default_factory=Counter)

    def take(self, one: Asked) -> bool:
        bed = min(self.free_beds(one), key=lambda bed: self.rank(one, bed), default=None)
        if bed is not None:
            self.put(one, bed)
        return bed is not None

    def rank(self, one: Asked, bed: int) -> tuple[int, ...]:
        return (bed,)

    def free_beds(self, one: Asked) -> Iterator[int]:
        other = MALE + FEMALE - one.gender
        for room in self.rooms:
            if not any(self.taken[bed, other] & one.nights for bed in room.beds):
                yield from (bed for bed in room.beds if not self.taken[bed, one.gender] & one.nights)

    def put(self, one: Asked, bed: int) -> None:
        self.bed_of[one] = bed
        self.taken[bed, one.gender] |= one.nights

    def free(self, one: Asked) -> None:
        self.taken[self.bed_of.pop(one), one.gender] ^= one.nights


class BestFit(FirstFit):
    """As booking chooses: company before an untouched room, then the bed whose gap the stay fills best."""

    def rank(self, one: Asked, bed: int) -> tuple[int, ...]:
        room = next(room for room in self.rooms if bed in room.beds)
        is_untouched = not any(self.taken[each, one.gender] & one.nights for each in room.beds)
        taken = self.taken[bed, MALE] | self.taken[bed, FEMALE]
        before, after = taken & ((1 << one.arrival) - 1), taken >> one.departure
        gap = one.arrival - before.bit_length() if before else MOST_LEAD
        gap += (after & -after).bit_length() - 1 if after else MOST_LEAD
        return (is_untouched, gap, bed)


class Redealt(BestFit):
    """Best-fit, and when no bed is free, the beds of those who have not arrived dealt anew."""

    def __init__(self, rooms: tuple[Room, ...]) -> None:
        super().__init__(rooms)
        self.redeals: list[tuple[int | None, float]] = []

    def take(self, one: Asked) -> bool:
        return super().take(one) or self._deal(one)

    def _deal(self, one: Asked) -> bool:
        begun = time.perf_counter()
        known = {number: other for number, other in enumerate(self.bed_of) if other.departure > one.on}
        plan = deal_anew(self._house(known, one.on), _guest(one))
        self.redeals.append((len(plan.moves) if plan else None, time.perf_counter() - begun))
        if plan is None:
            return False
        for number in plan.moves:
            self.free(known[number])
        for number, bed in plan.moves.items():
            self.put(known[number], bed)
        self.put(one, plan.bed)
        return True

    def _house(self, known: dict[int, Asked], today: int) -> House:
        """Who has arrived by today stays in the bed."""
        guests = {number: _guest(other, number, self.bed_of[other]) for number, other in known.items()}
        arrived = [number for number, other in known.items() if other.arrival <= today]
        fixed = [guests.pop(number) for number in arrived]
        return House(
            self.rooms,
            tuple(Fixed(each.bed, each.gender, each.arrival, each.departure) for each in fixed),
            tuple(guests.values()),
        )


def _guest(one: Asked, stay: int | None = None, bed: int | None = None) -> Guest:
    arrival = FIRST + timedelta(days=one.arrival)
    return Guest(one.gender, arrival, arrival + timedelta(days=one.length), stay=stay, bed=bed)


# --- hindsight -------------------------------------------------------------------------------


def optimum(demand: list[Asked], beds: int, nights: int) -> int:
    """
    The most nights of a demand that ``beds`` beds can hold, genders apart.

    Each bed is a unit of flow from the first night to the last. An empty night
    costs one, a guest nothing, so the cheapest flow leaves the fewest nights
    empty. Costs are never negative, and stay so along shortest paths by potentials.
    """
    edges = _Edges(nights)
    for night in range(nights):
        edges.add(night, night + 1, capacity=beds, cost=1)
    for (arrival, length), count in Counter((one.arrival, one.length) for one in demand).items():
        edges.add(arrival, arrival + length, capacity=count, cost=0)
    return beds * nights - sum(edges.send_one() for _bed in range(beds))


class _Edges:
    """A residual graph: edge ``n`` and its way back ``n ^ 1``."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.leaving: list[list[int]] = [[] for _node in range(last + 1)]
        self.target: list[int] = []
        self.left: list[int] = []
        self.cost: list[int] = []
        self.potential = [0] * (last + 1)

    def add(self, start: int, end: int, capacity: int, cost: int) -> None:
        for node, target, left, price in ((start, end, capacity, cost), (end, start, 0, -cost)):
            self.leaving[node].append(len(self.target))
            self.target.append(target)
            self.left.append(left)
            self.cost.append(price)

    def send_one(self) -> int:
        """Send one unit from the first node to the last by the cheapest path; its price."""
        distance, came_by = self._cheapest()
        self.potential = [known + more for known, more in zip(self.potential, distance, strict=True)]
        node, price = self.last, 0
        while node:
            edge = came_by[node]
            self.left[edge] -= 1
            self.left[edge ^ 1] += 1
            price += self.cost[edge]
            node = self.target[edge ^ 1]
        return price

    def _cheapest(self) -> tuple[list[int], list[int]]:
        """Dijkstra. Every node is reached: an empty night always has room for one more bed."""
        distance, came_by = [self.last * 2] * (self.last + 1), [-1] * (self.last + 1)
        distance[0], heap = 0, [(0, 0)]
        while heap:
            far, node = heapq.heappop(heap)
            if far > distance[node]:
                continue
            for edge in self.leaving[node]:
                target = self.target[edge]
                price = far + self.cost[edge] + self.potential[node] - self.potential[target]
                if self.left[edge] and price < distance[target]:
                    distance[target], came_by[target] = price, edge
                    heapq.heappush(heap, (price, target))
        return distance, came_by
