from __future__ import annotations

from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.guarantee_querysets import GuaranteeMoneyQuerySet, OfGuaranteeQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .guarantee import Guarantee
from .guarantee_moves import CLAIM_ENDED, CLAIM_NEXT, ClaimState
from .payment import Payment, mirrors, never_changed

# A claim says what its guarantee says, and that day's fact of the loan.
RESTS = """
IF NOT EXISTS (
    SELECT FROM loans_guarantee AS of
    JOIN loans_loanday AS fact ON fact.loan_id = of.loan_id AND fact.day = NEW.reckoned_on
    WHERE of.id = NEW.guarantee_id AND of.state = 'active' AND of.share = NEW.share
      AND of.trigger_days = NEW.trigger_days AND of.letter_until >= NEW.reckoned_on
      AND fact.days_past_due = NEW.days_late
) THEN
    RAISE EXCEPTION 'guarantee_claim_rests_on_its_guarantee_and_its_day' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'guarantee_claim_rests_on_its_guarantee_and_its_day';
END IF;
RETURN NEW;
"""
OF_ITS_GUARANTOR = """
IF NOT EXISTS (
    SELECT FROM loans_guaranteeclaim AS claim JOIN loans_guarantee AS of ON of.id = claim.guarantee_id
    WHERE claim.id = NEW.claim_id AND of.guarantor_id = NEW.guarantor_id
) THEN
    RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
END IF;
RETURN NEW;
"""
# The counter of the claim, and for a payment the state that follows from it, in one UPDATE.
SIGNED = "CASE WHEN NEW.reverses_id IS NULL THEN NEW.amount ELSE -NEW.amount END"
PAYS = """
UPDATE loans_guaranteeclaim
    SET paid = paid + SIGNED, state = CASE WHEN paid + SIGNED > 0 THEN 'paid' ELSE 'approved' END
    WHERE id = NEW.claim_id;
RETURN NEW;
""".replace("SIGNED", SIGNED)
RECOVERS = """
UPDATE loans_guaranteeclaim SET recovered = recovered + SIGNED WHERE id = NEW.claim_id;
RETURN NEW;
""".replace("SIGNED", SIGNED)
CHANGING = ["state", "approved_by", "paid", "recovered"]


def _human(verbose_name: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", verbose_name=verbose_name, **options
    )


@audited()
class GuaranteeClaim(models.Model):
    """
    代偿申请 (claim): what a bank asks of the guarantor for a loan that is late; yuan.

    Written once with what it rests on: the day's fact of the loan, the guarantee's share and trigger, and of
    each covered component what was owed that day (nothing of the others). ``paid`` and ``recovered`` are
    sums of their rows, written by these rows' triggers.
    """

    State = ClaimState
    NEXT = CLAIM_NEXT

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="claims", verbose_name=_("担保"))
    amount = in_yuan(_("申请代偿金额（元）"))
    reckoned_on = models.DateField(_("业务日期"))
    days_late = models.PositiveIntegerField(_("逾期天数"))
    trigger_days = models.PositiveSmallIntegerField(_("逾期多少天可申请代偿"))
    share = models.DecimalField(_("担保比例"), max_digits=5, decimal_places=4)
    principal = in_yuan(_("未还本金（元）"))
    interest = in_yuan(_("到期未还利息（元）"))
    penalty = in_yuan(_("罚息和复利（元）"))
    state = models.CharField(
        pgettext_lazy("代偿申请", "状态"),
        max_length=10,
        choices=ClaimState,
        default=ClaimState.FILED,
        editable=False,
    )
    paid = in_yuan(_("已代偿（元）"), default=0, editable=False)
    recovered = in_yuan(_("已追回（元）"), default=0, editable=False)
    claimed_by = _human(_("申请人（银行）"))
    approved_by = _human(_("同意代偿的人"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("申请时间"), auto_now_add=True)

    objects = OfGuaranteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("代偿申请")
        verbose_name_plural = pgettext_lazy("复数", "代偿申请")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["guarantee"],
                condition=~Q(state__in=CLAIM_ENDED),
                name="guarantee_claim_one_that_stands",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, principal__gte=0, interest__gte=0, penalty__gte=0),
                name="guarantee_claim_is_of_some_money",
            ),
            models.CheckConstraint(
                condition=Q(days_late__gte=F("trigger_days")), name="guarantee_claim_after_its_trigger"
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=(F("principal") + F("interest") + F("penalty")) * F("share")),
                name="guarantee_claim_within_what_is_covered",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")),
                name="guarantee_claim_pays_no_more_than_was_claimed",
            ),
            models.CheckConstraint(
                condition=Q(recovered__gte=0, recovered__lte=F("paid")),
                name="guarantee_claim_recovers_no_more_than_was_paid",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("claimed_by")),
                name="guarantee_claim_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid__gt=0, approved_by__isnull=False)
                | Q(state="approved", paid=0, approved_by__isnull=False)
                | Q(state="filed", paid=0, approved_by__isnull=True)
                | Q(state__in=CLAIM_ENDED, paid=0),
                name="guarantee_claim_state_agrees_with_what_was_paid",
            ),
        ]
        triggers = [
            moves_as_allowed("guarantee_claim_moves_as_allowed", CLAIM_NEXT),
            pgtrigger.ReadOnly(name="guarantee_claim_is_written_once", exclude=CHANGING),
            pgtrigger.Protect(name="guarantee_claim_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="guarantee_claim_rests_on_its_guarantee",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=RESTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guarantee} · {self.reckoned_on}"

    @property
    def left(self) -> Decimal:
        """What the firm still owes the guarantor, in yuan."""
        return self.paid - self.recovered


class ClaimMoney(Payment):
    """Money of a claim, in yuan, with the guarantor's own voucher. Abstract."""

    voucher = models.CharField(_("凭证号"), max_length=40)

    objects = GuaranteeMoneyQuerySet.as_manager()  # type: ignore[misc]  # scoped by its guarantee

    class Meta(Payment.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.voucher


def _walls(name: str, carries: str) -> list[pgtrigger.Trigger]:
    wall = f"{name}_is_of_its_guarantor"
    func = pgtrigger.Func(OF_ITS_GUARANTOR.replace("{name}", wall))
    return [
        never_changed(f"{name}_is_never_changed"),
        mirrors(f"{name}_reversal_mirrors_its_row", of="claim"),
        pgtrigger.Trigger(name=wall, when=pgtrigger.Before, operation=pgtrigger.Insert, func=func),
        pgtrigger.Trigger(
            name=f"{name}_is_carried", when=pgtrigger.After, operation=pgtrigger.Insert, func=carries
        ),
    ]


def _constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["guarantor", "voucher"], name=f"{name}_voucher_once_per_guarantor"),
        models.UniqueConstraint(
            fields=["reverses"], condition=Q(reverses__isnull=False), name=f"{name}_reversed_once"
        ),
        models.CheckConstraint(
            condition=Q(amount__gt=0) & ~Q(voucher=""), name=f"{name}_is_of_money_with_a_voucher"
        ),
    ]


class GuaranteePayment(ClaimMoney):
    """代偿付款 (payment): what the guarantor paid the bank; never changed, a reversal is a row of its own."""

    claim = models.ForeignKey(
        GuaranteeClaim, models.PROTECT, related_name="payments", verbose_name=_("代偿申请")
    )
    guarantor = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("担保机构")
    )

    class Meta(ClaimMoney.Meta):
        verbose_name = _("代偿付款")
        verbose_name_plural = pgettext_lazy("复数", "代偿付款")
        constraints = _constraints("guarantee_payment")
        triggers = _walls("guarantee_payment", PAYS)


class GuaranteeRecovery(ClaimMoney):
    """追偿回款 (recovery): what the firm gave back to the guarantor; a reversal is a row of its own."""

    claim = models.ForeignKey(
        GuaranteeClaim, models.PROTECT, related_name="recoveries", verbose_name=_("代偿申请")
    )
    guarantor = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("担保机构")
    )

    class Meta(ClaimMoney.Meta):
        verbose_name = _("追偿回款")
        verbose_name_plural = pgettext_lazy("复数", "追偿回款")
        constraints = _constraints("guarantee_recovery")
        triggers = _walls("guarantee_recovery", RECOVERS)
