"""
地标 (landmarks): public places with a position, by which somebody finds their way on a sketch.

No map of another server and no boundary is drawn (a boundary on a public site needs a review number). Each
programme registers its own public places in ``AppConfig.ready``; the house knows none itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that people know, in degrees of WGS 84; ``district`` is what it is called from afar."""

    name: str
    district: str
    latitude: Decimal
    longitude: Decimal


Source = Callable[[], Iterable[Landmark]]
_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once by each programme, when it is ready."""
    _sources.append(source)


def landmarks() -> list[Landmark]:
    """All of today."""
    return [mark for source in _sources for mark in source()]
