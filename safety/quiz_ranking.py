"""
名次 (the ranking): a pure function of stored facts.

More points first; of equal points whoever needed less time by the server's clock; then whoever finished
earlier; and what is still equal is drawn with the seed whose hash stood on the cover from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from zibo_youth.core.draw import drawn_order, listing_of

FIRST = "first"


@dataclass(frozen=True, slots=True)
class Result:
    """A finished attempt that nobody annulled; ``entry``: whose, ``number``: the how-manieth of theirs."""

    entry: int
    number: int
    score: int
    took: timedelta
    finished_at: datetime
    team: int | None = None

    @property
    def standing(self) -> tuple[int, timedelta, datetime]:
        """The smaller the better."""
        return (-self.score, self.took, self.finished_at)


@dataclass(frozen=True, slots=True)
class Together:
    """A team: the results of its best ``size`` people put together."""

    team: int
    score: int
    took: timedelta
    finished_at: datetime
    people: int

    @property
    def standing(self) -> tuple[int, timedelta, datetime]:
        return (-self.score, self.took, self.finished_at)


def counted(results: Iterable[Result], mode: str) -> list[Result]:
    """
    The one attempt of each person that counts: the first, where the quiz says so, and else their best.

    A first attempt that was annulled makes no second one the first.
    """
    best: dict[int, Result] = {}
    for each in results:
        if mode == FIRST and each.number != 1:
            continue
        held = best.get(each.entry)
        if held is None or (each.standing, each.number) < (held.standing, held.number):
            best[each.entry] = each
    return list(best.values())


def ranked(results: Iterable[Result], mode: str, seed: str) -> list[Result]:
    """Everybody's counted attempt, the best first."""
    return in_order(counted(results, mode), seed, number=lambda each: each.entry)


def in_order(lines: Iterable[Any], seed: str, *, number: Any) -> list[Any]:
    """Lines by their ``standing``; lots decide between those that are equal to the microsecond."""
    told = sorted(lines, key=lambda each: (each.standing, number(each)))
    found: list[Any] = []
    for _standing, equal in groupby(told, key=lambda each: each.standing):
        found += _drawn(list(equal), seed, number)
    return found


def _drawn(equal: Sequence[Any], seed: str, number: Any) -> Sequence[Any]:
    if len(equal) == 1:
        return equal
    by_number = {number(each): each for each in equal}
    return [by_number[each] for each in drawn_order(seed, listing_of((one, "") for one in by_number))]


def teams_of(results: Iterable[Result], mode: str, size: int, seed: str) -> list[Together]:
    """Teams with at least ``size`` people, by the results of their best ``size``; the best first."""
    of: dict[int, list[Result]] = {}
    for each in counted(results, mode):
        if each.team is not None:
            of.setdefault(each.team, []).append(each)
    whole = [_together(team, people, size) for team, people in of.items() if len(people) >= size]
    return in_order(whole, seed, number=lambda each: each.team)


def _together(team: int, people: list[Result], size: int) -> Together:
    best = sorted(people, key=lambda each: each.standing)[:size]
    return Together(
        team,
        sum(each.score for each in best),
        sum((each.took for each in best), timedelta()),
        max(each.finished_at for each in best),
        len(people),
    )
