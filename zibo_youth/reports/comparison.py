"""
比较 (comparisons): 环比, 同比, 完成率 and 进度评价, computed from amounts and never stored.

Rules: domain.md §4.1. A change against nothing is "—", nothing against nothing
is "持平", and rates differ by percentage points.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from .amounts import TENTH, Amount, per_cent

NO_BASE = "—"
# Both in per cent, domain.md §4.1; the band is assumed there, the jump is a rule of the statistics office.
BAND = Decimal(settings.REPORT_SCHEDULE_BAND)
JUMP = Decimal(settings.REPORT_JUMP)


@dataclass(frozen=True, slots=True)
class Change:
    """
    增减 (change): a number of per cent, or of points where two rates are compared.

    ``value`` is None where there is nothing to compare with; then ``words`` says
    what is printed.
    """

    value: Decimal | None = None
    words: str = ""
    is_points: bool = False

    @property
    def is_jump(self) -> bool:
        """More than 20 % against last month must be explained; so must something after nothing."""
        return abs(self.value) > JUMP if self.value is not None else self.words == NO_BASE

    def __str__(self) -> str:
        if self.value is None:
            return self.words
        return _("%(points)s个百分点") % {"points": self.value} if self.is_points else f"{self.value}"


def change(this: Amount | None, base: Amount | None) -> Change:
    """How much more or less than the base; blank where nothing was reported."""
    if this is None or this.value is None:
        return Change()
    if this.whole is not None:
        return _of_rates(this.value, None if base is None else base.value)
    if base is None or not base.part:
        return Change(words=_("持平") if base is not None and not this.part else NO_BASE)
    return Change(per_cent(this.part - base.part, base.part))


def _of_rates(this: Decimal, base: Decimal | None) -> Change:
    if base is None:
        return Change(words=NO_BASE)
    return Change(this - base, is_points=True)


class Evaluation(TextChoices):
    """进度评价: the completion beside the part of the year that is over."""

    DONE = "done", pgettext_lazy("进度评价", "已完成")
    AHEAD = "ahead", pgettext_lazy("进度评价", "超序时")
    ON_TIME = "on_time", pgettext_lazy("进度评价", "达序时")
    BEHIND = "behind", pgettext_lazy("进度评价", "慢序时")


def completion(to_date: Amount | None, target: Decimal | None, *, is_share: bool) -> Decimal | None:
    """完成率: what is reached of the target, over 100 % too; of a share, its rate beside the target's."""
    if to_date is None or not target or to_date.value is None:
        return None
    reached = to_date.value if is_share else to_date.part
    return per_cent(reached, target)


def evaluation(completed: Decimal | None, schedule: Decimal) -> Evaluation | None:
    """Done, or ahead of, on, or behind the schedule by the band of points; None without a target."""
    if completed is None:
        return None
    if completed >= 100:
        return Evaluation.DONE
    ahead = (completed - schedule).quantize(TENTH, ROUND_HALF_UP)
    if ahead >= BAND:
        return Evaluation.AHEAD
    return Evaluation.BEHIND if ahead < -BAND else Evaluation.ON_TIME
