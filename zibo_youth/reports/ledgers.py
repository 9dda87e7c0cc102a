"""
明细 (ledgers): a sheet of detail that a programme adds to the workbook of the monthly report.

A programme registers its own; the house knows none. A ledger lists places and
counts, never people, and is read from the facts when the file is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .periods import Period

# None asks for the whole city.
Rows: TypeAlias = Callable[[Period, int | None], Iterable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """明细栏 (column): ``width`` in characters; ``decimals`` of a number, None for a text."""

    heading: str
    width: int
    decimals: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """明细表 (ledger): its last row is the total where ``total`` gives one, counted and not summed."""

    title: str
    position: int  # among the sheets of detail
    columns: Sequence[LedgerColumn]
    rows: Rows
    total: Callable[[Period, int | None], Sequence[Any]] | None = None
    notes: Sequence[str] = ()


_registered: dict[str, Ledger] = {}


def register(ledger: Ledger) -> Ledger:
    """Take a ledger into the workbook. Raises `ValueError` for a second one of the same title."""
    if ledger.title in _registered:
        raise ValueError(f"two ledgers are called {ledger.title}")
    _registered[ledger.title] = ledger
    return ledger


def ledgers() -> list[Ledger]:
    """Every ledger, in the order of the sheets of the workbook (domain.md §4.2)."""
    return sorted(_registered.values(), key=lambda ledger: (ledger.position, ledger.title))
