"""
需求评分 (need score): how much a child needs a room, from 0 to 100, and why.

It rests on what two people saw of the home and on nothing of the child: whoever sees the code may see the
score, so hardship and health are no part of it. Each rating from 0 to 3 counts with its weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hope_rooms.models.survey import CRITERIA, Rating, Survey

WORST = Rating.BAD.value


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One criterion: what it is called, how it was rated, what it counts."""

    label: str
    rating: str
    points: Decimal
    weight: int


def score_of(ratings: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """Full points, rounded half up once."""
    total = sum((_points(ratings[each], weights[each]) for each in CRITERIA), Decimal(0))
    return int(total.quantize(Decimal(1), ROUND_HALF_UP))


def _points(rating: int, weight: int) -> Decimal:
    return Decimal(rating * weight) / WORST


def explained(survey: Survey) -> list[NeedLine]:
    """Line by line with the weights of its own day; empty before it is handed in."""
    if survey.submitted_at is None:
        return []
    lines = []
    for each in CRITERIA:
        field: Any = Survey._meta.get_field(each)
        rating, weight = getattr(survey, each), survey.weights[each]
        points = _points(rating, weight).quantize(Decimal("0.1"), ROUND_HALF_UP)
        lines.append(NeedLine(str(field.verbose_name), str(Rating(rating).label), points, weight))
    return lines
