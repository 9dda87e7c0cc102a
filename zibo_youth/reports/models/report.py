from __future__ import annotations

from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.models.traces import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed
from zibo_youth.reports.periods import Month
from zibo_youth.reports.querysets import MonthlyReportQuerySet, ReportTransitionQuerySet


class ReportState(models.TextChoices):
    OPEN = "open", pgettext_lazy("月报", "待填报")
    DRAFT = "draft", pgettext_lazy("月报", "填报中")
    SUBMITTED = "submitted", pgettext_lazy("月报", "已上报")
    RETURNED = "returned", pgettext_lazy("月报", "已退回")
    ACCEPTED = "accepted", pgettext_lazy("月报", "已审核")
    LOCKED = "locked", pgettext_lazy("月报", "已锁定")


REPORT_NEXT: Mapping[str, tuple[str, ...]] = {
    ReportState.OPEN: (ReportState.DRAFT,),
    ReportState.DRAFT: (ReportState.SUBMITTED,),
    ReportState.SUBMITTED: (ReportState.RETURNED, ReportState.ACCEPTED),
    ReportState.RETURNED: (ReportState.SUBMITTED,),
    ReportState.ACCEPTED: (ReportState.RETURNED, ReportState.LOCKED),
}


@audited()
class MonthlyReport(models.Model):
    """
    月报 (monthly report): the figures of one organisation for one calendar month.

    Filled from the facts, checked and explained by the organisation, accepted
    and locked by the city. What is locked never changes: facts that come or go
    later are told by a `Correction` in the next report.
    """

    State = ReportState
    NEXT = REPORT_NEXT

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="monthly_reports", verbose_name=_("填报单位")
    )
    month = models.DateField(_("月份"), help_text=_("当月第一天"))
    state = models.CharField(
        pgettext_lazy("月报", "状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    version = models.PositiveSmallIntegerField(_("版本"), default=1, editable=False)
    due_on = models.DateField(_("上报期限"))
    narrative = models.TextField(_("情况说明"), max_length=2000, blank=True)
    preparer = models.CharField(_("填报人"), max_length=30, blank=True)
    checker = models.CharField(_("审核人"), max_length=30, blank=True)
    head = models.CharField(_("单位负责人"), max_length=30, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    figures_at = models.DateTimeField(_("取数时间"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("上报时间"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("上报人"),
    )
    accepted_at = models.DateTimeField(_("审核时间"), null=True, blank=True, editable=False)
    locked_at = models.DateTimeField(_("锁定时间"), null=True, blank=True, editable=False)
    digest = models.CharField(_("数据校验码"), max_length=64, blank=True, editable=False)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("月报")
        verbose_name_plural = pgettext_lazy("复数", "月报")
        ordering = ["-month", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "month"], name="report_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_its_first_day"),
            models.CheckConstraint(
                condition=Q(due_on__gt=models.F("month")), name="report_due_after_its_month_begins"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "draft"])
                | (Q(submitted_at__isnull=False, figures_at__isnull=False) & ~Q(digest="")),
                name="report_sent_with_its_figures",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "draft"]) | ~(Q(preparer="") | Q(checker="") | Q(head="")),
                name="report_sent_with_three_names",
            ),
            models.CheckConstraint(
                condition=~Q(state="locked") | Q(accepted_at__isnull=False, locked_at__isnull=False),
                name="report_locked_after_it_was_accepted",
            ),
        ]
        triggers = [
            moves_as_allowed("report_moves_as_allowed", REPORT_NEXT),
            pgtrigger.Protect(
                name="report_locked_stays_as_it_is",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="locked"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.of}"

    @property
    def of(self) -> Month:
        """The month that it reports."""
        return Month.of(self.month)

    @property
    def number(self) -> str:
        """编号: unit, month and version, as printed in the head of the sheet."""
        return f"{self.organisation.code}-{self.of.code}-v{self.version}"

    @property
    def is_editable(self) -> bool:
        return self.state in {self.State.OPEN, self.State.DRAFT, self.State.RETURNED}

    def get_absolute_url(self) -> str:
        return reverse("district_report", args=[self.organisation.code, self.of.code])


class ReportTransition(Transition):
    """月报流转 (transition of a report): who filled in, sent, returned, accepted and locked it."""

    report = models.ForeignKey(
        MonthlyReport, models.CASCADE, related_name="transitions", verbose_name=_("月报")
    )

    objects = ReportTransitionQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("月报流转")
        verbose_name_plural = pgettext_lazy("复数", "月报流转")

    @property
    def to_word(self) -> str:
        """The state that it led to, in words."""
        return str(ReportState(self.to_state).label)
