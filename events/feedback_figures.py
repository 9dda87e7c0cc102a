"""
反馈汇总 (what everybody said together): sums and words of one session, for its office.

Of fewer than five answers nothing is told but that there are few; small counts are hidden with what gives
them away. Words stand in an order of their own: neither who said them nor when.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zibo_youth.reports.suppression import SMALLEST_SHOWN, hidden_cells

from .models import Feedback, Session


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers; the mean of the ratings to a tenth; lines of (what, how many or None), words without names."""

    answers: int
    mean: Decimal | None = None
    ratings: list[tuple[Any, int | None]] = field(default_factory=list)
    liked: list[tuple[Any, int | None]] = field(default_factory=list)
    again: list[tuple[Any, int | None]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        return self.mean is not None


def feedback_of(session: Session) -> Figures:
    """What was said of one session, in one query."""
    rows = list(Feedback.objects.of_session(session.pk))
    if len(rows) < SMALLEST_SHOWN:
        return Figures(0 if not rows else SMALLEST_SHOWN - 1)
    mean = Decimal(sum(one.rating for one in rows)) / len(rows)
    return Figures(
        len(rows),
        mean.quantize(Decimal("0.1")),
        _told(Counter(one.rating for one in rows), [(number, number) for number in range(5, 0, -1)]),
        _told(Counter(one.liked for one in rows), Feedback.Liked.choices),
        _told(Counter(one.again for one in rows), Feedback.Again.choices),
        sorted((one.words for one in rows if one.words), key=_place),
    )


def _told(counts: Counter[Any], named: list[Any]) -> list[tuple[Any, int | None]]:
    hidden = hidden_cells({value: Decimal(counts[value]) for value, _label in named})
    return [(label, None if value in hidden else counts[value]) for value, label in named]


def _place(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
