"""
事实 (facts) beside a judgement: what our own data say of an enterprise, read only (loans_safety.md §6.3).

Each part of the safety action registers its own source in ``AppConfig.ready``: hazards fixed in time,
training, quiz take-up. A page that judges shows what is registered and stores nothing of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from .models import Enterprise


@dataclass(frozen=True, slots=True)
class Measured:
    """
    What one source found: ``value`` of ``of`` where it is a part of a whole, or ``value`` alone.

    Six of eight hazards fixed in time are ``Measured(6, 8)``; 41 who were trained are ``Measured(41)``.
    """

    value: int
    of: int | None = None

    @property
    def percent(self) -> int | None:
        """In whole per cent, rounded down; none without a whole."""
        return self.value * 100 // self.of if self.of else None


@dataclass(frozen=True, slots=True)
class FactSource:
    """
    事实来源 (source): ``read(enterprise, first, last)`` counts from one day to another, both included.

    It gives ``None`` where nothing is known of the enterprise, which is not nought. ``unit`` is a measure
    word: 条, 人, 人次.
    """

    key: str
    label: str | Promise
    unit: str | Promise
    read: Callable[[Enterprise, date, date], Measured | None]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the page."""

    label: str | Promise
    unit: str | Promise
    measured: Measured | None


_sources: dict[str, FactSource] = {}


def register_fact(source: FactSource) -> FactSource:
    """Show this source beside judgements; a second one of the same key is a mistake in the code."""
    if source.key in _sources:
        raise ValueError(f"fact source {source.key!r} is registered twice")
    _sources[source.key] = source
    return source


def facts_of(enterprise: Enterprise, first: date, last: date) -> list[Fact]:
    """Of every source that is registered, in the order of registration."""
    return [Fact(each.label, each.unit, each.read(enterprise, first, last)) for each in _sources.values()]
