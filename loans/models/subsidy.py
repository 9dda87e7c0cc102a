from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.loan_querysets import ClaimQuerySet, OfClaimQuerySet, SubsidyVersionQuerySet
from loans.subsidy import Basis, SubsidyRule
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import a_year, in_yuan
from .loan import Loan
from .product import LoanProduct, Tenor

BASES = [
    (Basis.FULL.value, _("全额贴息")),
    (Basis.SHARE_OF_LPR.value, _("签约日 LPR 的一定比例")),
    (Basis.ABOVE_LPR.value, _("高于 LPR 减若干基点的部分")),
    (Basis.SHARE_OF_RATE.value, _("实际利率的一定比例")),
]


class SubsidyVersion(models.Model):
    """
    贴息办法 (version of the rule): what is paid of the interest of contracts signed between two dates.

    Written once; only the day on which it ends is set later. A product without one has no subsidy. ``share``:
    0.5 for half; ``points``: basis points below the LPR from which on the state pays.
    """

    product = models.ForeignKey(
        LoanProduct, models.PROTECT, related_name="subsidies", verbose_name=_("贷款产品")
    )
    name = models.CharField(_("办法名称"), max_length=60)
    basis = models.CharField(_("贴息方式"), max_length=16, choices=BASES)
    share = models.DecimalField(_("比例"), max_digits=5, decimal_places=4, default=Decimal(1))
    points = models.PositiveSmallIntegerField(_("基点"), default=0)
    tenor = models.CharField(_("LPR 期限"), max_length=2, choices=Tenor, default=Tenor.ONE_YEAR.value)
    most_principal = in_yuan(_("贴息本金上限（元）"), null=True, blank=True)
    most_months = models.PositiveSmallIntegerField(_("贴息期限上限（月）"), null=True, blank=True)
    from_on = models.DateField(_("生效日期"))
    until_on = models.DateField(_("失效日期（当日起不再适用）"), null=True, blank=True)
    source = models.CharField(_("文件名称和文号"), max_length=120)

    objects = SubsidyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("贴息办法")
        verbose_name_plural = pgettext_lazy("复数", "贴息办法")
        ordering = ["product", "-from_on"]
        constraints = [
            ExclusionConstraint(
                name="subsidy_version_alone_in_force",
                expressions=[
                    (Func(F("product"), F("product"), Value("[]"), function="INT8RANGE"), "&&"),
                    (Func(F("from_on"), F("until_on"), Value("[)"), function="DATERANGE"), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="subsidy_version_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(name=""), name="subsidy_version_rests_on_a_document"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1)
                & (Q(most_principal__isnull=True) | Q(most_principal__gt=0))
                & (Q(most_months__isnull=True) | Q(most_months__gt=0)),
                name="subsidy_version_pays_a_part",
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="subsidy_version_is_written_once", exclude=["until_on"])]

    def __str__(self) -> str:
        return self.name

    def rule(self) -> SubsidyRule:
        """As the calculation reads it."""
        return SubsidyRule(Basis(self.basis), self.share, self.points, self.most_principal, self.most_months)


class ClaimState(models.TextChoices):
    """Firm, bank, league and finance each look at it in turn (reference/loans_safety.md §1.2)."""

    OPEN = "open", pgettext_lazy("贴息申请", "结息期内")
    CALCULATED = "calculated", pgettext_lazy("贴息申请", "已测算")
    FIRM_CONFIRMED = "firm_confirmed", pgettext_lazy("贴息申请", "企业已确认")
    BANK_CONFIRMED = "bank_confirmed", pgettext_lazy("贴息申请", "银行已确认")
    LEAGUE_CHECKED = "league_checked", pgettext_lazy("贴息申请", "团市委已复核")
    FINANCE_APPROVED = "finance_approved", pgettext_lazy("贴息申请", "财政已批准")
    PAID = "paid", pgettext_lazy("贴息申请", "已拨付")
    FORFEITED = "forfeited", pgettext_lazy("贴息申请", "不予贴息")
    RETURNED = "returned", pgettext_lazy("贴息申请", "已退回")
    CLAWED_BACK = "clawed_back", pgettext_lazy("贴息申请", "已追回")


# A claim that was returned is reckoned anew; until it is approved, what the facts say may forfeit it.
CLAIM_NEXT: Mapping[str, tuple[str, ...]] = {
    ClaimState.OPEN: (ClaimState.CALCULATED, ClaimState.FORFEITED),
    ClaimState.CALCULATED: (ClaimState.FIRM_CONFIRMED, ClaimState.RETURNED),
    ClaimState.FIRM_CONFIRMED: (ClaimState.BANK_CONFIRMED, ClaimState.RETURNED),
    ClaimState.BANK_CONFIRMED: (ClaimState.LEAGUE_CHECKED, ClaimState.RETURNED),
    ClaimState.LEAGUE_CHECKED: (ClaimState.FINANCE_APPROVED, ClaimState.RETURNED),
    ClaimState.FINANCE_APPROVED: (ClaimState.PAID, ClaimState.RETURNED),
    ClaimState.RETURNED: (ClaimState.CALCULATED, ClaimState.FORFEITED),
    ClaimState.PAID: (ClaimState.CLAWED_BACK,),
}


class Forfeit(models.TextChoices):
    """Why a period has no subsidy."""

    OVERDUE = "overdue", _("当期逾期")
    EXTENDED = "extended", _("当期展期")


@audited()
class SubsidyClaim(models.Model):
    """
    贴息申请 (claim): one settlement period of a loan, its interest in two parts that add up; yuan.

    ``principal`` is what the subsidy is reckoned on, ``subsidy_rate`` the rate a year that is subsidised,
    ``days`` those of the period for which the rule pays: what the finance bureau checks again.
    """

    State = ClaimState
    NEXT = CLAIM_NEXT
    Forfeit = Forfeit

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="claims", verbose_name=_("贷款"))
    version = models.ForeignKey(
        SubsidyVersion, models.PROTECT, related_name="claims", verbose_name=_("贴息办法")
    )
    number = models.PositiveSmallIntegerField(_("期次"))
    since = models.DateField(_("结息起日"))
    until = models.DateField(_("结息日"))
    principal = in_yuan(_("贴息本金（元）"))
    rate = a_year(_("合同年利率"))
    subsidy_rate = a_year(_("贴息年利率"))
    days = models.PositiveSmallIntegerField(_("贴息天数"))
    interest = in_yuan(_("当期利息（元）"))
    borrower = in_yuan(_("企业承担（元）"))
    subsidy = in_yuan(_("贴息金额（元）"))
    state = models.CharField(
        pgettext_lazy("贴息申请", "状态"),
        max_length=20,
        choices=ClaimState,
        default=ClaimState.OPEN,
        editable=False,
    )
    forfeit = models.CharField(
        _("不予贴息的原因"), max_length=10, choices=Forfeit, blank=True, editable=False
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("复核人"),
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("批准人"),
    )
    voucher = models.CharField(_("拨付凭证号"), max_length=40, blank=True, editable=False)
    paid_on = models.DateField(_("拨付日期"), null=True, blank=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("贴息申请")
        verbose_name_plural = pgettext_lazy("复数", "贴息申请")
        ordering = ["loan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["loan", "number"], name="subsidy_claim_once_per_period"),
            models.CheckConstraint(
                condition=Q(interest=F("borrower") + F("subsidy"), borrower__gte=0, subsidy__gte=0),
                name="subsidy_claim_parts_are_the_interest",
            ),
            models.CheckConstraint(
                condition=~Q(state="forfeited") & Q(forfeit="")
                | Q(state="forfeited", subsidy=0) & ~Q(forfeit=""),
                name="subsidy_claim_forfeited_is_nothing_and_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(subsidy=0), name="subsidy_claim_open_is_not_reckoned_yet"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("checked_by")),
                name="subsidy_claim_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["league_checked"], checked_by__isnull=False, approved_by__isnull=True)
                | Q(
                    state__in=["finance_approved", "paid", "clawed_back"],
                    checked_by__isnull=False,
                    approved_by__isnull=False,
                )
                | ~Q(state__in=["league_checked", "finance_approved", "paid", "clawed_back"])
                & Q(checked_by__isnull=True, approved_by__isnull=True),
                name="subsidy_claim_state_agrees_with_who_looked",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "clawed_back"], paid_on__isnull=False) & ~Q(voucher="")
                | ~Q(state__in=["paid", "clawed_back"]) & Q(paid_on__isnull=True, voucher=""),
                name="subsidy_claim_paid_rests_on_a_voucher",
            ),
        ]
        triggers = [moves_as_allowed("subsidy_claim_moves_as_allowed", CLAIM_NEXT)]

    def __str__(self) -> str:
        return f"{self.loan} · {self.number}"


class ClaimTransition(Transition):
    """贴息流转 (transition of a claim)."""

    claim = models.ForeignKey(
        SubsidyClaim, models.PROTECT, related_name="transitions", verbose_name=_("贴息申请")
    )

    objects = OfClaimQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("贴息流转")
        verbose_name_plural = pgettext_lazy("复数", "贴息流转")

    @property
    def label(self) -> str:
        """The state it came into, in words."""
        return str(ClaimState(self.to_state).label)
