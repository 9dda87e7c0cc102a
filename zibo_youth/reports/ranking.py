"""
排名 (ranking): how the organisations stand against their targets in one month, on page and paper alike.

Only what an organisation has sent is ranked: a draft may still change. An
indicator with a target that was left blank is not in time; else a blank would be
the way up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from .amounts import per_cent
from .comparison import Evaluation
from .sheet import Line, Sheet

One = TypeVar("One")
# What a standing counts, in the order of print; None is a blank.
COUNTED: list[Evaluation | None] = [*Evaluation, None]


@dataclass(frozen=True, slots=True)
class Standing:
    """一个单位的进度 (standing): its sheet, and its indicators with a target, counted by evaluation."""

    sheet: Sheet
    counts: Counter[Evaluation | None]

    @property
    def with_target(self) -> int:
        return self.counts.total()

    @property
    def in_time(self) -> int:
        """Done, ahead of the schedule, or on it."""
        return self.with_target - self.counts[Evaluation.BEHIND] - self.counts[None]

    @property
    def share(self) -> Decimal | None:
        """达序时比例, per cent of all that has a target; None where nothing is sent or nothing has one."""
        return per_cent(Decimal(self.in_time), Decimal(self.with_target))

    @property
    def cells(self) -> list[int]:
        return [self.counts[evaluation] for evaluation in COUNTED]


def standings_of(units: Sequence[Sheet]) -> list[tuple[int | None, Standing]]:
    """The best share first; equal shares are one place; who has none comes last, without a place."""
    return ranked([standing_of(unit, sent_lines(unit)) for unit in units], lambda standing: standing.share)


def standing_of(sheet: Sheet, lines: Iterable[Line]) -> Standing:
    """What the lines with a target say; those that the unit sent, or those of one action."""
    return Standing(sheet, Counter(line.evaluation for line in lines if line.figure.target))


def sent_lines(sheet: Sheet) -> list[Line]:
    """What the city may print and rank of a sheet: nothing before it is sent; its own always."""
    return sheet.lines if sheet.is_sent or sheet.is_city else []


def ranked(entrants: Sequence[One], by: Callable[[One], Decimal | None]) -> list[tuple[int | None, One]]:
    """Highest first, with places; who has nothing to compare comes last, without one."""
    scored = [(by(one), one) for one in entrants]
    scores = sorted((score for score, _one in scored if score is not None), reverse=True)
    placed = [(None if score is None else scores.index(score) + 1, one) for score, one in scored]
    return sorted(placed, key=lambda found: found[0] or len(placed) + 1)
