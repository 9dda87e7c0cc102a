"""
小数隐藏 (suppression): small counts of people by district are not published, nor what gives them away.

A cell from 1 to 4 is hidden. The total of the city is public, so further cells
are hidden until the hidden ones have so many ways to add up that each of them
could be under five or not.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import TypeVar

SMALLEST_SHOWN = 5

Key = TypeVar("Key", bound=Hashable)


def hidden_cells(cells: Mapping[Key, Decimal], *, from_units: bool = False) -> set[Key]:
    """
    Which cells of one line are hidden, the total being known. Zero is nobody, and is shown.

    ``from_units``: the units themselves read the line, and each of them knows its own cell.
    """
    is_safe = _is_safe_from_units if from_units else _is_safe
    hidden = {key for key, count in cells.items() if 0 < count < SMALLEST_SHOWN}
    if not hidden:
        return hidden
    others = [key for key, count in cells.items() if count >= SMALLEST_SHOWN]
    for key in sorted(others, key=lambda one: cells[one]):
        if is_safe([cells[one] for one in hidden]):
            return hidden
        hidden.add(key)
    # What is left hides among the zeros.
    return hidden if is_safe([cells[one] for one in hidden]) else set(cells)


def _is_safe(counts: list[Decimal]) -> bool:
    """Whether each of the hidden counts, all of them at least one, may be anything from one to five."""
    return len(counts) > 1 and sum(counts) >= len(counts) + SMALLEST_SHOWN - 1


def _is_safe_from_units(counts: list[Decimal]) -> bool:
    """The same for whoever knows one of them and takes it off."""
    return all(_is_safe([*counts[:place], *counts[place + 1 :]]) for place in range(len(counts)))
