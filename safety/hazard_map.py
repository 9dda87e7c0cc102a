"""隐患分布图 (map): reports as points of a plain picture, from no other server; a table says the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT, MARGIN = 640, 420, 24
# Degrees that the picture shows at least: a single point is not spread over it.
LEAST = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Point:
    """Where a report stands in the picture, in its units; ``hazard`` says the rest."""

    x: int
    y: int
    hazard: Any


@dataclass(frozen=True, slots=True)
class Picture:
    """The points, and what part of the earth the picture shows."""

    points: list[Point]
    north: Decimal
    south: Decimal
    west: Decimal
    east: Decimal
    width: int = WIDTH
    height: int = HEIGHT


def picture_of(hazards: Sequence[Any]) -> Picture | None:
    """North is up; east and west are shortened as they are at this latitude. Nothing without positions."""
    placed = [each for each in hazards if each.latitude is not None]
    if not placed:
        return None
    south, north = _edges([each.latitude for each in placed])
    west, east = _edges([each.longitude for each in placed])
    shorter = Decimal(str(round(math.cos(math.radians(float(north + south) / 2)), 6)))
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) * shorter), (HEIGHT - 2 * MARGIN) / (north - south))
    points = [
        Point(
            round(WIDTH / 2 + float((each.longitude - (west + east) / 2) * shorter * scale)),
            round(HEIGHT / 2 - float((each.latitude - (south + north) / 2) * scale)),
            each,
        )
        for each in placed
    ]
    return Picture(points, north, south, west, east)


def _edges(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    low, high = min(values), max(values)
    more = max(Decimal(0), LEAST - (high - low)) / 2
    return low - more, high + more
