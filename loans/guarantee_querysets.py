"""Every read of guarantees, of claims on them and of their money that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.apps import apps
from django.db.models import Exists, OuterRef

from loans.loan_querysets import PaymentQuerySet
from zibo_youth.core.scope import Scope, ScopedQuerySet


class GuaranteeQuerySet(ScopedQuerySet):
    """担保: a guarantor sees its own, a bank those of its own applications, a founder the own."""

    scope = Scope(
        own="application__applicant_id",
        organisation="application__bank_id",
        partner="guarantor_id",
        district="application__reporting_org_id",
    )

    def whole(self) -> Self:
        """With what every page and notice shows of it."""
        return self.select_related(
            "guarantor", "application__bank", "application__firm", "application__applicant", "loan__firm"
        )

    def live(self) -> Self:
        """Not come to nothing."""
        return self.exclude(state__in=["refused", "withdrawn"])

    def waiting_for_letter(self) -> Self:
        """The founder has accepted, and the bank signs when the letter is there."""
        return self.filter(state="approved", application__state="accepted")

    def claimable_on(self, day: date) -> Self:
        """In force, and its loan late enough on this business date."""
        facts = apps.get_model("loans", "LoanDay")._default_manager.filter(
            loan=OuterRef("loan"), day=day, days_past_due__gte=OuterRef("trigger_days")
        )
        return self.filter(Exists(facts), state="active", letter_until__gte=day)

    def with_claim_in(self, *states: str) -> Self:
        """Whose standing claim is in one of these states."""
        claims = apps.get_model("loans", "GuaranteeClaim")._default_manager.filter(
            guarantee=OuterRef("pk"), state__in=states
        )
        return self.filter(Exists(claims))


class OfGuaranteeQuerySet(ScopedQuerySet):
    """What hangs on a guarantee, read by whoever reads it."""

    scope = Scope(
        own="guarantee__application__applicant_id",
        organisation="guarantee__application__bank_id",
        partner="guarantee__guarantor_id",
        district="guarantee__application__reporting_org_id",
    )

    def view_action(self) -> str:
        return "loans.view_guarantee"

    def standing(self) -> Self:
        """Of claims: neither refused nor taken back."""
        return self.exclude(state__in=["refused", "withdrawn"])


class GuaranteeMoneyQuerySet(PaymentQuerySet):
    """代偿付款、追偿回款: what was taken back counts no more, and its reversal neither."""

    scope = Scope(
        own="claim__guarantee__application__applicant_id",
        organisation="claim__guarantee__application__bank_id",
        partner="claim__guarantee__guarantor_id",
        district="claim__guarantee__application__reporting_org_id",
    )

    def view_action(self) -> str:
        return "loans.view_guarantee"
