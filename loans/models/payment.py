from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.loan_querysets import PaymentQuerySet

from .amounts import in_yuan
from .loan import Loan

# A reversal is of the whole row, and stands on the day of what it takes back: so what stands of a loan
# never was more on any earlier day than it is now.
MIRRORS = """
IF NOT EXISTS (
    SELECT FROM {meta.db_table} AS first
    WHERE first.id = NEW.reverses_id AND first.reverses_id IS NULL AND first.{of}_id = NEW.{of}_id
      AND first.paid_on = NEW.paid_on AND first.amount = NEW.amount
) THEN
    RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
END IF;
RETURN NEW;
"""


def mirrors(name: str, *, of: str = "loan") -> pgtrigger.Trigger:
    """A reversal is of a whole row of the same loan, or of what else the money is of."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__reverses__isnull=False),
        func=pgtrigger.Func(MIRRORS.replace("{name}", name).replace("{of}", of)),
    )


def never_changed(name: str) -> pgtrigger.Protect:
    """Rows of money are taken back by rows, and never edited."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Payment(models.Model):
    """What a bank says it moved, in yuan, with its own number; taken back by another row. Abstract."""

    amount = in_yuan(pgettext_lazy("贷款款项", "金额（元）"))
    paid_on = models.DateField(_("记账日期"))
    reverses = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversals",
        verbose_name=_("冲销的记录"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["paid_on", "id"]


class Disbursement(Payment):
    """
    放款 (disbursement): money paid out under a contract, with the bank's voucher.

    Never changed; a reversal is a row of its own. ``bank`` is the loan's, so that a voucher is used once.
    """

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="disbursements", verbose_name=_("贷款"))
    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("合作银行")
    )
    voucher = models.CharField(_("银行凭证号"), max_length=40)

    class Meta(Payment.Meta):
        verbose_name = _("放款")
        verbose_name_plural = pgettext_lazy("复数", "放款")
        constraints = [
            models.UniqueConstraint(fields=["bank", "voucher"], name="disbursement_voucher_once_per_bank"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="disbursement_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(voucher=""), name="disbursement_is_of_money_with_a_voucher"
            ),
        ]
        triggers = [
            never_changed("disbursement_is_never_changed"),
            mirrors("disbursement_reversal_mirrors_its_row"),
        ]

    def __str__(self) -> str:
        return self.voucher


class Repayment(Payment):
    """
    还款 (repayment): money that came back, with the bank's serial number; the same serial is the same money.

    Which instalments it settles is reckoned (`loans.allocation`), not stored: an earlier payment that
    is told later changes it.
    """

    loan = models.ForeignKey(Loan, models.PROTECT, related_name="repayments", verbose_name=_("贷款"))
    bank = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("合作银行")
    )
    serial = models.CharField(_("银行流水号"), max_length=40)

    class Meta(Payment.Meta):
        verbose_name = _("还款")
        verbose_name_plural = pgettext_lazy("复数", "还款")
        constraints = [
            models.UniqueConstraint(fields=["bank", "serial"], name="repayment_serial_once_per_bank"),
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="repayment_reversed_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(serial=""), name="repayment_is_of_money_with_a_serial"
            ),
        ]
        triggers = [
            never_changed("repayment_is_never_changed"),
            mirrors("repayment_reversal_mirrors_its_row"),
        ]

    def __str__(self) -> str:
        return self.serial
