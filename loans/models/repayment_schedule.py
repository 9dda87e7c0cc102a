from __future__ import annotations

from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.loan_querysets import OfLoanQuerySet, RowQuerySet
from loans.schedule import Row

from .amounts import a_year, in_yuan
from .loan import Loan

# Looked at when the transaction ends: the rows come after the version.
REPAYS = """
IF NOT EXISTS (
    SELECT FROM loans_schedulerow AS cell WHERE cell.schedule_id = {schedule}
    HAVING sum(cell.principal) = (
        SELECT amount FROM loans_scheduleversion WHERE id = {schedule})
    AND min(cell.number) = 1 AND max(cell.number) = count(*)
) OR EXISTS (
    SELECT FROM (
        SELECT cell.opening, cell.since,
               lag(cell.opening - cell.principal) OVER by_number AS closing,
               lag(cell.due) OVER by_number AS due
        FROM loans_schedulerow AS cell WHERE cell.schedule_id = {schedule}
        WINDOW by_number AS (ORDER BY cell.number)
    ) AS each
    JOIN loans_scheduleversion AS whole ON whole.id = {schedule}
    WHERE each.opening <> coalesce(each.closing, whole.amount) OR each.since <> coalesce(each.due, each.since)
) THEN
    RAISE EXCEPTION 'schedule_repays_its_amount_row_by_row'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_repays_its_amount_row_by_row';
END IF;
RETURN NULL;
"""


def _repays(name: str, schedule: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func=REPAYS.format(schedule=schedule),
    )


class ScheduleReason(models.TextChoices):
    """Why there is a new version."""

    FIRST = "first", pgettext_lazy("还款计划", "签约时")
    REPRICED = "repriced", pgettext_lazy("还款计划", "利率调整")
    PREPAID = "prepaid", pgettext_lazy("还款计划", "提前还款")
    EXTENDED = "extended", pgettext_lazy("还款计划", "展期")
    BANK = "bank", pgettext_lazy("还款计划", "银行更新")


class ScheduleOrigin(models.TextChoices):
    """Who reckoned it."""

    ENGINE = "engine", _("本平台测算")
    BANK = "bank", _("银行提供")


class ScheduleVersion(models.Model):
    """
    还款计划 (schedule): every row of a loan as it was agreed at one time; never edited, another follows.

    ``amount``: what its rows repay, in yuan. One version of a loan holds at a time.
    """

    Reason = ScheduleReason
    Origin = ScheduleOrigin

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="schedules", verbose_name=_("贷款"))
    number = models.PositiveSmallIntegerField(_("版本号"))
    reason = models.CharField(pgettext_lazy("还款计划", "原因"), max_length=10, choices=ScheduleReason)
    origin = models.CharField(_("来源"), max_length=8, choices=ScheduleOrigin)
    amount = in_yuan(_("本金合计（元）"))
    rate = a_year(_("年利率"))
    is_active = models.BooleanField(_("现行"), default=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办人"),
    )
    made_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = OfLoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("还款计划")
        verbose_name_plural = pgettext_lazy("复数", "还款计划")
        ordering = ["loan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="schedule_number_used_once"),
            models.UniqueConstraint(
                fields=["loan"], condition=Q(is_active=True), name="schedule_one_holds_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, rate__gte=0, rate__lt=1), name="schedule_repays_some_money"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="schedule_is_written_once", exclude=["is_active"]),
            pgtrigger.Protect(
                name="schedule_of_before_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_active=False),
            ),
            pgtrigger.Protect(name="schedule_is_never_deleted", operation=pgtrigger.Delete),
            _repays("schedule_repays_its_amount", "NEW.id"),
        ]

    def __str__(self) -> str:
        return str(pgettext_lazy("还款计划", "%(loan)s 第 %(number)s 版")) % {
            "loan": self.loan,
            "number": self.number,
        }


class ScheduleRow(models.Model):
    """
    期 (instalment): what is due on a day, in yuan; written once with its version.

    ``repaid_principal``, ``repaid_interest`` and ``settled_on`` follow the payments: they are what
    `allocation.standing` says of them. ``settled_on``: when nothing of it was left, late charges included.
    """

    schedule = models.ForeignKey(
        ScheduleVersion, models.PROTECT, related_name="rows", verbose_name=_("还款计划")
    )
    number = models.PositiveSmallIntegerField(_("期次"))
    since = models.DateField(_("计息起日"))
    due = models.DateField(_("还款日"))
    opening = in_yuan(_("期初本金（元）"))
    principal = in_yuan(_("应还本金（元）"))
    interest = in_yuan(_("应还利息（元）"))
    repaid_principal = in_yuan(_("已还本金（元）"), default=0, editable=False)
    repaid_interest = in_yuan(_("已还利息（元）"), default=0, editable=False)
    settled_on = models.DateField(_("还清日期"), null=True, blank=True, editable=False)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("还款期次")
        verbose_name_plural = pgettext_lazy("复数", "还款期次")
        ordering = ["schedule", "number"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="schedule_row_number_used_once"),
            models.CheckConstraint(
                condition=Q(principal__gte=0, interest__gte=0, opening__gte=F("principal")),
                name="schedule_row_has_no_negative_cell",
            ),
            models.CheckConstraint(
                condition=Q(due__gt=F("since")), name="schedule_row_is_due_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(repaid_principal__gte=0, repaid_principal__lte=F("principal"))
                & Q(repaid_interest__gte=0, repaid_interest__lte=F("interest")),
                name="schedule_row_is_repaid_no_more_than_it_asks",
            ),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True)
                | Q(repaid_principal=F("principal"), repaid_interest=F("interest")),
                name="schedule_row_settled_is_repaid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due"], condition=Q(settled_on__isnull=True), name="schedule_row_still_owed_by_day"
            ),
            models.Index(
                fields=["settled_on"],
                condition=Q(settled_on__isnull=False),
                name="schedule_row_settled_by_day",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="schedule_row_is_written_once",
                exclude=["repaid_principal", "repaid_interest", "settled_on"],
            ),
            pgtrigger.Protect(name="schedule_row_is_never_deleted", operation=pgtrigger.Delete),
            _repays("schedule_row_joins_a_whole", "NEW.schedule_id"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.due}"

    @property
    def payment(self) -> Decimal:
        return self.principal + self.interest

    @property
    def closing(self) -> Decimal:
        return self.opening - self.principal

    def told(self) -> Row:
        """As the calculations read it."""
        return Row(self.number, self.since, self.due, self.opening, self.principal, self.interest)
