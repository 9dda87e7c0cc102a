from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.due_dates import Calendar
from loans.loan_querysets import LoanQuerySet, OfLoanQuerySet
from loans.schedule import Terms
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import a_year, in_yuan
from .firm import Firm
from .product import METHODS, ProductVersion


class LoanState(models.TextChoices):
    """Overdue is no state: it is reckoned by the business date (reference/loans_safety.md §1.2)."""

    CONTRACTED = "contracted", pgettext_lazy("贷款", "已签约")
    PART_DISBURSED = "part_disbursed", pgettext_lazy("贷款", "部分放款")
    ACTIVE = "active", pgettext_lazy("贷款", "已放款")
    SETTLED = "settled", pgettext_lazy("贷款", "已结清")
    WRITTEN_OFF = "written_off", pgettext_lazy("贷款", "已核销")
    GUARANTEE_CLAIMED = "guarantee_claimed", pgettext_lazy("贷款", "已申请代偿")
    GUARANTEE_PAID = "guarantee_paid", pgettext_lazy("贷款", "已代偿")


# What a reversal of the bank or of the guarantor takes back is a move as well.
LOAN_NEXT: Mapping[str, tuple[str, ...]] = {
    LoanState.CONTRACTED: (LoanState.PART_DISBURSED, LoanState.ACTIVE),
    LoanState.PART_DISBURSED: (LoanState.CONTRACTED, LoanState.ACTIVE),
    LoanState.ACTIVE: (
        *(LoanState.CONTRACTED, LoanState.PART_DISBURSED),
        *(LoanState.SETTLED, LoanState.WRITTEN_OFF, LoanState.GUARANTEE_CLAIMED),
    ),
    LoanState.SETTLED: (LoanState.ACTIVE,),
    LoanState.GUARANTEE_CLAIMED: (LoanState.ACTIVE, LoanState.GUARANTEE_PAID),
    LoanState.GUARANTEE_PAID: (LoanState.GUARANTEE_CLAIMED,),
}
AS_SIGNED = [
    *("application", "bank", "firm", "version", "contract_no", "contract_amount"),
    *("signed_on", "rate", "method"),
    *("starts_on", "instalments", "every_months", "first_due_on", "ends_on", "has_own_stub", "due_day"),
    *("sticks_to_month_end", "grace"),
]


@audited()
class Loan(models.Model):
    """
    贷款 (loan): the contract between a bank and a company, mirrored from the bank; the portal lends nothing.

    Amounts in yuan, the rate a year. The columns from ``starts_on`` to ``grace`` are what `Terms` asks for.
    ``drawn`` is a counter: what was paid out and not taken back. ``over``: what was repaid beyond everything
    owed; until the bank has given it back the loan is not settled. ``contact``: who is told of due dates.
    """

    State = LoanState
    NEXT = LOAN_NEXT

    bank = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="loans",
        verbose_name=_("合作银行"),
        limit_choices_to={"kind": "bank"},
    )
    guarantor = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guaranteed_loans",
        verbose_name=_("担保机构"),
        limit_choices_to={"kind": "guarantor"},
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="loans", verbose_name=_("借款企业"))
    version = models.ForeignKey(
        ProductVersion, models.PROTECT, related_name="loans", verbose_name=_("产品版本")
    )
    contact = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="loans",
        verbose_name=_("企业联系人"),
    )
    application = models.OneToOneField(
        "loans.LoanApplication",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="loan",
        verbose_name=_("贷款申请"),
    )
    contract_no = models.CharField(_("合同编号"), max_length=40)
    contract_amount = in_yuan(_("合同金额（元）"))
    signed_on = models.DateField(_("签订日期"))
    rate = a_year(_("合同年利率"))
    method = models.CharField(_("还款方式"), max_length=16, choices=METHODS)
    starts_on = models.DateField(_("起息日"))
    instalments = models.PositiveSmallIntegerField(_("期数"))
    every_months = models.PositiveSmallIntegerField(_("每几个月还款一次"), default=1)
    first_due_on = models.DateField(_("首次还款日"), null=True, blank=True)
    ends_on = models.DateField(_("到期日"), null=True, blank=True)
    has_own_stub = models.BooleanField(_("首段零头单独付息"), default=False)
    due_day = models.PositiveSmallIntegerField(_("固定还款日"), default=0)
    sticks_to_month_end = models.BooleanField(_("月末起息则每期月末还款"), default=False)
    grace = models.PositiveSmallIntegerField(_("本金宽限期（期）"), default=0)
    state = models.CharField(
        pgettext_lazy("贷款", "状态"),
        max_length=20,
        choices=LoanState,
        default=LoanState.CONTRACTED,
        editable=False,
    )
    drawn = in_yuan(_("已放款（元）"), default=0, editable=False)
    over = in_yuan(_("多还款（元）"), default=0, editable=False)
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("贷款")
        verbose_name_plural = pgettext_lazy("复数", "贷款")
        ordering = ["-signed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["bank", "contract_no"], name="loan_contract_once_per_bank"),
            models.UniqueConstraint(fields=["id", "bank"], name="loan_is_referable_with_its_bank"),
            models.CheckConstraint(
                condition=Q(contract_amount__gt=0, rate__gte=0, rate__lt=1) & ~Q(contract_no=""),
                name="loan_is_of_some_money_at_a_rate",
            ),
            models.CheckConstraint(
                condition=Q(drawn__gte=0, drawn__lte=F("contract_amount")),
                name="loan_draws_no_more_than_its_contract",
            ),
            models.CheckConstraint(condition=Q(over__gte=0), name="loan_is_overpaid_by_no_less_than_nothing"),
            models.CheckConstraint(
                condition=Q(state="contracted", drawn=0)
                | Q(state="part_disbursed", drawn__gt=0, drawn__lt=F("contract_amount"))
                | ~Q(state__in=["contracted", "part_disbursed"]) & Q(drawn=F("contract_amount")),
                name="loan_state_agrees_with_what_was_drawn",
            ),
            models.CheckConstraint(
                condition=Q(instalments__range=(1, 600), every_months__in=[1, 2, 3, 4, 6, 12])
                & Q(due_day__lte=31, grace__lt=F("instalments")),
                name="loan_dates_are_countable",
            ),
        ]
        indexes = [models.Index(fields=["firm"], name="loan_of_a_firm")]
        triggers = [
            moves_as_allowed("loan_moves_as_allowed", LOAN_NEXT),
            pgtrigger.ReadOnly(name="loan_stays_as_signed", fields=AS_SIGNED),
        ]

    def __str__(self) -> str:
        return self.contract_no

    def terms(self) -> Terms:
        """As the schedule reckons with them. Raises `TermsWrong`, `DatesWrong`."""
        calendar = Calendar(
            self.starts_on,
            self.instalments,
            every_months=self.every_months,
            first_due=self.first_due_on,
            ends=self.ends_on,
            has_own_stub=self.has_own_stub,
            day=self.due_day,
            sticks_to_month_end=self.sticks_to_month_end,
        )
        convention = self.version.convention(self.method)
        return Terms(self.contract_amount, self.rate, calendar, convention, self.grace)

    @property
    def undrawn(self) -> Decimal:
        """What may still be paid out, in yuan."""
        return self.contract_amount - self.drawn


class LoanTransition(Transition):
    """贷款流转 (transition of a loan)."""

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="transitions", verbose_name=_("贷款"))

    objects = OfLoanQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("贷款流转")
        verbose_name_plural = pgettext_lazy("复数", "贷款流转")
