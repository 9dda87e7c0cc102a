"""
不变量 (invariants): sentences that must hold of the stored rows, whatever wrote them.

Constraints refuse a wrong row; these counts find one that came in while a
constraint was dropped, restored from elsewhere, or lies beyond what a
constraint can say. Each programme registers its own at start-up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class Invariant:
    """``name`` is the sentence that is broken, ``count`` how often it is; 0 is the only good answer."""

    name: str
    meaning: str
    count: Callable[[], int]


_registered: dict[str, Invariant] = {}


def register(invariant: Invariant) -> Invariant:
    if _registered.get(invariant.name, invariant) != invariant:
        raise ValueError(f"two invariants are called {invariant.name}")
    _registered[invariant.name] = invariant
    return invariant


def register_sql(name: str, meaning: str, rows: str) -> Invariant:
    """An invariant told by one query, which gives a row for every violation."""
    return register(Invariant(name, meaning, _RowCount(rows)))


@dataclass(frozen=True, slots=True)
class _RowCount:
    rows: str

    def __call__(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.rows}) AS broken")
            return int(cursor.fetchone()[0])


def invariants() -> list[Invariant]:
    """All of them, in the order of their names."""
    return [_registered[name] for name in sorted(_registered)]


def verify() -> dict[str, int]:
    """How often each invariant is broken now."""
    return {invariant.name: invariant.count() for invariant in invariants()}
