"""排名 (ranking): how the organisations stand against their targets in one month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .amounts import per_cent
from .comparison import Evaluation
from .models import Figure, MonthlyReport
from .periods import Month
from .sheet import Line


@dataclass(frozen=True, slots=True)
class Standing:
    """One organisation: its report, and how many of its indicators with a target stand how."""

    report: MonthlyReport
    counts: Counter[Evaluation] = field(default_factory=Counter)
    place: int = 0

    @property
    def measured(self) -> int:
        return self.counts.total()

    @property
    def in_time(self) -> int:
        """Done, ahead of the schedule, or on it."""
        return self.measured - self.counts[Evaluation.BEHIND]

    @property
    def share(self) -> Decimal | None:
        return per_cent(Decimal(self.in_time), Decimal(self.measured))

    @property
    def cells(self) -> list[int]:
        return [self.counts[evaluation] for evaluation in Evaluation]


def standings_of(month: Month, reports: Iterable[MonthlyReport]) -> list[Standing]:
    """The best share of indicators in time first; equal shares are one place. One query for the figures."""
    counts: dict[int, Counter[Evaluation]] = {report.pk: Counter() for report in reports}
    for figure in Figure.objects.filter(report__in=counts, target__gt=0):
        said = Line(figure, month).evaluation
        if said is not None:
            counts[figure.report_id][said] += 1
    found = [Standing(report, counts[report.pk]) for report in reports]
    found.sort(key=lambda one: -(one.share if one.share is not None else Decimal(-1)))
    return [_placed(standing, found) for standing in found]


def _placed(standing: Standing, found: list[Standing]) -> Standing:
    place = 1 + next(index for index, one in enumerate(found) if one.share == standing.share)
    return Standing(standing.report, standing.counts, place)
