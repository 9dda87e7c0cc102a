from __future__ import annotations

from decimal import Decimal
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.audit import audited
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.kpis import Action, Kind, Unit, label_of
from zibo_youth.reports.querysets import CorrectionQuerySet, FigureQuerySet

from .report import MonthlyReport

SPANS = ("month", "previous", "last_year", "to_date", "to_date_last_year")

UNTOUCHED = """
IF (SELECT state FROM reports_monthlyreport WHERE id = {row}.report_id) IN ('submitted', 'accepted', 'locked')
THEN
    RAISE EXCEPTION 'figure_of_a_sent_report_stays' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'figure_of_a_sent_report_stays';
END IF;
RETURN {row};
"""


def _part(words: Any) -> Any:
    return models.DecimalField(words, max_digits=18, decimal_places=2, null=True, blank=True)


@audited(inserts=False)
class Figure(models.Model):
    """
    数据 (figure): one indicator of one report, with the spans that it is compared with.

    Each span is kept as its part and, of a share, its whole. None means that
    nothing was reported; zero is a report. ``rows`` and ``digest`` say what the
    month's figure rested on when it was taken.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="figures", verbose_name=_("月报"))
    code = models.CharField(_("指标代码"), max_length=10)
    label = models.CharField(_("指标名称"), max_length=40)
    action = models.CharField(_("重点行动"), max_length=12, choices=Action)
    unit = models.CharField(_("计量单位"), max_length=4, choices=Unit)
    kind = models.CharField(_("指标类型"), max_length=6, choices=Kind)
    position = models.PositiveSmallIntegerField(_("序号"))
    is_manual = models.BooleanField(_("手工填报"), default=False)
    month_part = _part(_("本月完成"))
    month_whole = _part(_("本月完成（分母）"))
    previous_part = _part(_("上月完成"))
    previous_whole = _part(_("上月完成（分母）"))
    last_year_part = _part(_("上年同月"))
    last_year_whole = _part(_("上年同月（分母）"))
    to_date_part = _part(_("本年累计"))
    to_date_whole = _part(_("本年累计（分母）"))
    to_date_last_year_part = _part(_("上年同期累计"))
    to_date_last_year_whole = _part(_("上年同期累计（分母）"))
    target = _part(_("年度目标"))
    note = models.CharField(_("备注"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("依据记录数"), null=True, blank=True)
    digest = models.CharField(_("依据校验码"), max_length=60, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("月报数据")
        verbose_name_plural = pgettext_lazy("复数", "月报数据")
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="figure_once_a_report"),
            models.CheckConstraint(
                condition=Q(is_manual=True)
                | (Q(rows__isnull=False, month_part__isnull=False) & ~Q(digest="")),
                name="figure_counted_says_what_it_rests_on",
            ),
            models.CheckConstraint(
                condition=Q(kind="share") | Q(month_whole__isnull=True, to_date_whole__isnull=True),
                name="figure_only_a_share_has_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(month_part__isnull=True) | Q(month_part__gte=0), name="figure_is_not_negative"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="figure_of_a_sent_report_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=UNTOUCHED.format(row="OLD").replace("RETURN OLD", "RETURN coalesce(NEW, OLD)"),
            ),
            pgtrigger.Trigger(
                name="figure_joins_no_sent_report",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=UNTOUCHED.format(row="NEW"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def local_label(self) -> str:
        """In the reader's language, as far as the indicator is still registered."""
        return self.label if get_language() == settings.LANGUAGE_CODE else label_of(self.code, self.label)

    def amount(self, span: str) -> Amount | None:
        """What was reported for one of `SPANS`."""
        part: Decimal | None = getattr(self, f"{span}_part")
        return None if part is None else Amount(part, getattr(self, f"{span}_whole"))

    def put(self, span: str, amount: Amount | None) -> None:
        setattr(self, f"{span}_part", amount and amount.part)
        setattr(self, f"{span}_whole", amount and amount.whole)


class Cause(models.TextChoices):
    LATE = "late", pgettext_lazy("更正原因", "补录")
    CORRECTED = "corrected", pgettext_lazy("更正原因", "修改")
    DELETED = "deleted", pgettext_lazy("更正原因", "删除")


@audited()
class Correction(models.Model):
    """
    更正 (correction): the facts behind a locked figure came to something else later.

    The locked figure stays; the next report of the organisation shows the mark
    and the words of this one.
    """

    Cause = Cause

    figure = models.ForeignKey(Figure, models.PROTECT, related_name="corrections", verbose_name=_("月报数据"))
    old_part = _part(_("原数"))
    old_whole = _part(_("原数（分母）"))
    new_part = _part(_("新数"))
    new_whole = _part(_("新数（分母）"))
    rows = models.PositiveIntegerField(_("依据记录数"))
    digest = models.CharField(_("依据校验码"), max_length=60)
    cause = models.CharField(_("更正原因"), max_length=10, choices=Cause)
    found_at = models.DateTimeField(_("发现时间"), auto_now_add=True)
    shown_in = models.ForeignKey(
        MonthlyReport,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="shown_corrections",
        verbose_name=_("载入月报"),
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("数据更正")
        verbose_name_plural = pgettext_lazy("复数", "数据更正")
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["figure", "rows", "digest"], name="correction_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.figure} {self.old} → {self.new}"

    @property
    def old(self) -> Amount:
        return Amount(self.old_part or Decimal(0), self.old_whole)

    @property
    def new(self) -> Amount:
        return Amount(self.new_part or Decimal(0), self.new_whole)
