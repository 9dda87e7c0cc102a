"""Every read of applications and their papers that gives rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from zibo_youth.core.scope import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User

ENDED = ("rejected", "withdrawn", "expired")


class LoanApplicationQuerySet(ScopedQuerySet):
    """贷款申请: the founder's own; the district's, the bank's, the guarantor's once it is handed in."""

    scope = Scope(
        own="applicant_id",
        organisation="bank_id",
        partner="guarantor_id",
        district="reporting_org_id",
        handed_in="submitted_at",
    )

    def managed_by(self, user: User) -> Self:
        """As everywhere; and a draft is nobody's business but its owner's, the city's neither."""
        return super().managed_by(user).filter(submitted_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        reach = self.reach_of(user, self.view_action())
        own = self.filter(applicant_id=reach.own) if reach.own else self.none()
        return own | self.managed_by(user)

    def whole(self) -> Self:
        """With what every list, page and notice shows of it."""
        return self.select_related(
            "applicant", "product", "version__product", "call", "firm", "reporting_org"
        ).select_related("bank", "guarantor", "preferred_bank")

    def of_person(self, person_id: int) -> Self:
        return self.filter(applicant_id=person_id)

    def drafts(self) -> Self:
        return self.filter(state="draft")

    def living(self) -> Self:
        """Not ended, and not signed."""
        return self.exclude(state__in=(*ENDED, "contracted"))

    def overdue_at(self, moment: datetime) -> Self:
        """Whose office has let its deadline pass."""
        return self.filter(answer_by__lt=moment)

    def offers_over_on(self, day: date) -> Self:
        """Offers whose last day is over."""
        return self.filter(state="offered", offer_until__lt=day)

    def drafts_left_on(self, day: date) -> Self:
        """Drafts whose call is closed."""
        return self.filter(state="draft", call__closes_on__lt=day)

    def drafts_closing_by(self, day: date) -> Self:
        """Drafts whose call closes on this day or before."""
        return self.filter(state="draft", call__closes_on__lte=day)

    def holding_quota(self) -> Self:
        """What `BankQuota.recommended` counts."""
        return self.filter(bank__isnull=False).exclude(state__in=ENDED)


class OfApplicationQuerySet(ScopedQuerySet):
    """What hangs on an application: reached as the application is."""

    scope = Scope(
        own="application__applicant_id",
        organisation="application__bank_id",
        partner="application__guarantor_id",
        district="application__reporting_org_id",
        handed_in="application__submitted_at",
    )

    def view_action(self) -> str:
        return "loans.view_loanapplication"

    def managed_by(self, user: User) -> Self:
        return super().managed_by(user).filter(application__submitted_at__isnull=False)

    def visible_to(self, user: User) -> Self:
        reach = self.reach_of(user, self.view_action())
        own = self.filter(application__applicant_id=reach.own) if reach.own else self.none()
        return own | self.managed_by(user)
