from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.loan_querysets import CheckQuerySet, LoanDayQuerySet, RiskRangeQuerySet
from loans.overdue import RiskClass
from loans.querysets import ProductQuerySet
from zibo_youth.core.audit import audited

from .loan import Loan

RISK_CLASSES = [
    (RiskClass.NORMAL.value, pgettext_lazy("五级分类", "正常")),
    (RiskClass.ATTENTION.value, pgettext_lazy("五级分类", "关注")),
    (RiskClass.SUBSTANDARD.value, pgettext_lazy("五级分类", "次级")),
    (RiskClass.DOUBTFUL.value, pgettext_lazy("五级分类", "可疑")),
    (RiskClass.LOSS.value, pgettext_lazy("五级分类", "损失")),
]
FORWARD = """
IF NEW.day <> OLD.day + 1 THEN
    RAISE EXCEPTION 'business_day_moves_forward_day_by_day'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'business_day_moves_forward_day_by_day';
END IF;
RETURN NEW;
"""


class BusinessDay(models.Model):
    """
    业务日期 (business date): the day for which loans are followed; apart from the clock, one for all.

    It moves forward day by day, and each day's facts are written in the same transaction: so a job that
    stood still for days catches up in order, and none is left out.
    """

    id = models.PositiveSmallIntegerField(_("序号"), primary_key=True, default=1, editable=False)
    day = models.DateField(_("业务日期"))
    moved_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("业务日期")
        verbose_name_plural = pgettext_lazy("复数", "业务日期")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="business_day_is_one_for_all")]
        triggers = [
            pgtrigger.Trigger(
                name="business_day_moves_forward",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FORWARD,
            ),
            pgtrigger.Protect(name="business_day_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return str(self.day)


@audited()
class RiskRange(models.Model):
    """
    风险分类标准 (range): more than so many days late is at least this class, between two dates.

    ``is_assumed``: no public text names it; the city may write another in its place.
    """

    over_days = models.PositiveSmallIntegerField(_("逾期超过（天）"))
    risk_class = models.CharField(_("五级分类"), max_length=12, choices=RISK_CLASSES)
    from_on = models.DateField(_("生效日期"))
    until_on = models.DateField(_("失效日期（当日起不再适用）"), null=True, blank=True)
    source = models.CharField(_("文件名称和文号"), max_length=120)
    is_assumed = models.BooleanField(_("假定"), default=False)

    objects = RiskRangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("风险分类标准")
        verbose_name_plural = pgettext_lazy("复数", "风险分类标准")
        ordering = ["-from_on", "over_days"]
        constraints = [
            ExclusionConstraint(
                name="risk_range_one_class_per_limit_and_day",
                expressions=[
                    (Func(F("over_days"), F("over_days"), Value("[]"), function="INT4RANGE"), "&&"),
                    (Func(F("from_on"), F("until_on"), Value("[)"), function="DATERANGE"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="risk_range_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="risk_range_rests_on_a_source"),
        ]

    def __str__(self) -> str:
        return f"> {self.over_days} · {self.get_risk_class_display()}"


class LoanDay(models.Model):
    """
    逾期日记 (a day of a loan): how many days late it was on a business date, and in which class.

    Written by that day's run, never changed; a loan without a row was in time that day.
    """

    loan = models.ForeignKey(
        Loan, models.PROTECT, related_name="days", db_index=False, verbose_name=_("贷款")
    )
    day = models.DateField(_("业务日期"))
    days_past_due = models.PositiveIntegerField(_("逾期天数"))
    risk_class = models.CharField(_("五级分类"), max_length=12, choices=RISK_CLASSES)

    objects = LoanDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("逾期日记")
        verbose_name_plural = pgettext_lazy("复数", "逾期日记")
        ordering = ["-day", "loan"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "day"], name="loan_day_written_once"),
            models.CheckConstraint(
                condition=Q(days_past_due__gt=0) & ~Q(risk_class="normal"),
                name="loan_day_tells_of_late_money",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="loan_day_of_a_day")]
        triggers = [
            pgtrigger.Protect(name="loan_day_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.loan} · {self.day}"


class Outcome(models.TextChoices):
    """What a look at the use of the money found."""

    AS_AGREED = "as_agreed", _("用途相符")
    MISUSED = "misused", _("用途不符")


class PurposeCheck(models.Model):
    """
    用途检查 (purpose check): three months after the first pay-out somebody looks at what the money was for.

    Opened by the day's run, once for each loan.
    """

    Outcome = Outcome

    loan = models.OneToOneField(Loan, models.PROTECT, related_name="purpose_check", verbose_name=_("贷款"))
    due_on = models.DateField(_("应检查日期"))
    outcome = models.CharField(_("检查结果"), max_length=10, choices=Outcome, blank=True, editable=False)
    note = models.CharField(_("检查说明"), max_length=300, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("检查人"),
    )
    checked_at = models.DateTimeField(_("检查时间"), null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("用途检查")
        verbose_name_plural = pgettext_lazy("复数", "用途检查")
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", checked_by__isnull=True, checked_at__isnull=True, note="")
                | ~Q(outcome="") & Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(note=""),
                name="purpose_check_made_says_by_whom_and_what",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="purpose_check_made_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=~pgtrigger.Q(old__outcome=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.loan} · {self.due_on}"
