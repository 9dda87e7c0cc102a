"""分段入住 (split stay): some nights here, some there, when no single bed is free for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from zibo_youth.core.calendar import nights


@dataclass(frozen=True, slots=True)
class Candidate:
    """A station that may take a part: for each bed, the nights on which the guest could sleep in it."""

    station: int
    open_nights: Mapping[int, frozenset[date]]


@dataclass(frozen=True, slots=True)
class Part:
    """One bed from a day up to another."""

    station: int
    bed: int
    arrival: date
    departure: date


def split_stay(
    candidates: Sequence[Candidate], arrival: date, departure: date, *, most_parts: int
) -> tuple[Part, ...] | None:
    """
    At most ``most_parts`` parts, one after the other, that cover every night; or None.

    Fewest parts first. Among these, the most nights in the candidate named first,
    then in the second, and so on; then the longer part first.
    """

    @cache
    def parts_from(day: date) -> tuple[Part, ...] | None:
        if day == departure:
            return ()
        found = [
            (first, *rest)
            for first in _first_parts(candidates, day, departure)
            if (rest := parts_from(first.departure)) is not None
        ]
        return min(found, key=lambda parts: _rank(parts, places), default=None)

    places = {candidate.station: place for place, candidate in enumerate(candidates)}
    parts = parts_from(arrival)
    return parts if parts is not None and len(parts) <= most_parts else None


def _first_parts(candidates: Sequence[Candidate], day: date, departure: date) -> Iterator[Part]:
    """Parts of every length that begin on a day, at each candidate in the bed that stays open longest."""
    for candidate in candidates:
        runs = {
            bed: _open_until(open_nights, day, departure)
            for bed, open_nights in candidate.open_nights.items()
        }
        bed = max(runs, key=lambda bed: runs[bed], default=None)
        if bed is not None:
            for night in nights(day, runs[bed]):
                yield Part(candidate.station, bed, day, night + timedelta(days=1))


def _open_until(open_nights: frozenset[date], day: date, departure: date) -> date:
    while day < departure and day in open_nights:
        day += timedelta(days=1)
    return day


def _rank(parts: Sequence[Part], places: Mapping[int, int]) -> tuple[int, list[int], list[int]]:
    spent = [0] * len(places)
    for part in parts:
        spent[places[part.station]] -= (part.departure - part.arrival).days
    return len(parts), spent, [-(part.departure - part.arrival).days for part in parts]
