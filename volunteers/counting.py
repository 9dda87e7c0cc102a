"""计票 (counting): who is elected by these votes. Pure: no rows, no writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """Who is elected, and who share a last place that cannot be given to all of them."""

    elected: frozenset[int]
    tied: frozenset[int]


def tally(ballots: Iterable[Iterable[int]], names: Iterable[int]) -> dict[int, int]:
    """Votes of each name; a name that nobody chose has none."""
    votes = dict.fromkeys(names, 0)
    for ballot in ballots:
        for name in set(ballot):
            votes[name] += 1
    return votes


def outcome(votes: Mapping[int, int], *, present: int, seats: int) -> Outcome:
    """
    Elected: more than half of the delegates present, and the most votes within the seats.

    Names with equal votes at the last seat are all left out and go into a run-off:
    neither the order on the ballot nor chance decides.
    """
    enough = {name: count for name, count in votes.items() if 2 * count > present}
    ranked = sorted(enough.values(), reverse=True)
    if len(ranked) <= seats:
        return Outcome(frozenset(enough), frozenset())
    last, next_one = ranked[seats - 1], ranked[seats]
    if last > next_one:
        return Outcome(frozenset(name for name, count in enough.items() if count >= last), frozenset())
    return Outcome(
        frozenset(name for name, count in enough.items() if count > last),
        frozenset(name for name, count in enough.items() if count == last),
    )


def has_quorum(present: int, delegates: int, parts: int, of: int) -> bool:
    """Whether present / delegates is at least parts / of; in whole numbers, so that two thirds are exact."""
    return present >= 1 and present * of >= delegates * parts
