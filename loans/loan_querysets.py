"""Every read of contracts, schedules and payments that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q

from zibo_youth.core.scope import Scope, ScopedQuerySet


class LoanQuerySet(ScopedQuerySet):
    """贷款: a bank and a guarantor see their own, a district its companies', a founder the own."""

    scope = Scope(
        own="contact_id", organisation="bank_id", partner="guarantor_id", district="firm__reporting_org_id"
    )

    def running(self) -> Self:
        """Money is out, and has not wholly come back."""
        return self.filter(state__in=["part_disbursed", "active", "guarantee_claimed"])

    def with_claims_to_reckon(self) -> Self:
        """Running, or with a claim whose period was not reckoned yet, or settled before any was opened."""
        waiting = Q(claims__state__in=["open", "returned"]) | Q(state="settled", claims__isnull=True)
        return (self.running() | self.filter(waiting)).distinct()


class OfLoanQuerySet(ScopedQuerySet):
    """What hangs on a loan, read by whoever reads the loan."""

    scope = Scope(
        own="loan__contact_id",
        organisation="loan__bank_id",
        partner="loan__guarantor_id",
        district="loan__firm__reporting_org_id",
    )

    def view_action(self) -> str:
        return "loans.view_loan"


class CheckQuerySet(OfLoanQuerySet):
    """用途检查."""

    def due_by(self, day: date) -> Self:
        """To be made by the day, and not made."""
        return self.filter(outcome="", due_on__lte=day)


class RowQuerySet(ScopedQuerySet):
    """期: rows of a schedule."""

    scope = Scope(
        own="schedule__loan__contact_id",
        organisation="schedule__loan__bank_id",
        partner="schedule__loan__guarantor_id",
        district="schedule__loan__firm__reporting_org_id",
    )

    def view_action(self) -> str:
        return "loans.view_loan"

    def standing(self) -> Self:
        """Of the schedules that hold now."""
        return self.filter(schedule__is_active=True)

    def unsettled_on(self, day: date) -> Self:
        """Not wholly repaid by the end of the day."""
        return self.filter(Q(settled_on__isnull=True) | Q(settled_on__gt=day))


class PaymentQuerySet(OfLoanQuerySet):
    """放款与还款: what was taken back counts no more, and its reversal neither."""

    def effective(self) -> Self:
        """Rows that stand: neither reversed nor a reversal."""
        back = self.model._base_manager.filter(reverses=OuterRef("pk"))
        return self.filter(~Exists(back), reverses__isnull=True)

    def of_product(self, code: str) -> Self:
        """Under contracts of this product."""
        return self.filter(loan__version__product__code=code)

    def paid_between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(paid_on__gte=start, paid_on__lt=end)


class BankFileQuerySet(ScopedQuerySet):
    """银行文件: of the bank that sent it."""

    scope = Scope(organisation="bank_id")


class OfBankFileQuerySet(ScopedQuerySet):
    """文件行."""

    scope = Scope(organisation="file__bank_id")

    def view_action(self) -> str:
        return "loans.view_bankfile"

    def skipped(self) -> Self:
        """Rows whose money stood already."""
        return self.filter(is_stored=False)


class RiskRangeQuerySet(ScopedQuerySet):
    """风险分类标准: public, like a product."""

    def view_action(self) -> str:
        return "loans.view_product"

    def in_force(self, on: date) -> Self:
        """The table of a day."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class LoanDayQuerySet(OfLoanQuerySet):
    """逾期日记."""

    def on(self, day: date) -> Self:
        """Every loan that was late on a business date."""
        return self.filter(day=day)


class SubsidyVersionQuerySet(ScopedQuerySet):
    """贴息办法: public; the one of the day of signing holds for a contract's life."""

    def view_action(self) -> str:
        return "loans.view_product"

    def in_force(self, on: date) -> Self:
        """At most one of each product."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gt=on), from_on__lte=on)


class ClaimQuerySet(ScopedQuerySet):
    """贴息申请: of the company's contact, its bank and its district."""

    scope = Scope(
        own="loan__contact_id", organisation="loan__bank_id", district="loan__firm__reporting_org_id"
    )

    def ended_by(self, day: date) -> Self:
        """Whose period is over."""
        return self.filter(until__lte=day)

    def to_reckon(self) -> Self:
        """Open, or sent back."""
        return self.filter(state__in=["open", "returned"])


class OfClaimQuerySet(ScopedQuerySet):
    """贴息流转."""

    scope = Scope(
        own="claim__loan__contact_id",
        organisation="claim__loan__bank_id",
        district="claim__loan__firm__reporting_org_id",
    )

    def view_action(self) -> str:
        return "loans.view_subsidyclaim"
