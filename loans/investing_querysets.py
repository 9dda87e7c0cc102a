"""Every read of equity, of pre-approved lines and of the credit that is new."""

from __future__ import annotations

from datetime import date
from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class EquityQuerySet(ScopedQuerySet):
    """股权投资: a district sees what went to its companies."""

    scope = Scope(district="reporting_org_id")

    def confirmed(self) -> Self:
        """Rows that count."""
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        """Rows that wait for the second person."""
        return self.filter(state="recorded")

    def invested_between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(invested_on__gte=start, invested_on__lt=end)


class PreApprovedQuerySet(ScopedQuerySet):
    """预授信: a bank sees its own, a district those for its companies."""

    scope = Scope(organisation="bank_id", district="reporting_org_id")

    def confirmed(self) -> Self:
        """Rows that count."""
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        """Rows that wait for the second person."""
        return self.filter(state="recorded")


class ConversionQuerySet(ScopedQuerySet):
    """预授信转签约: read with the pre-approved line."""

    scope = Scope(organisation="pre_approved__bank_id", district="pre_approved__reporting_org_id")

    def view_action(self) -> str:
        return "loans.view_preapprovedline"

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class NewCreditQuerySet(ScopedQuerySet):
    """新增授信: read by whoever reads lines."""

    scope = Scope(organisation="bank_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "loans.view_creditline"

    def between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(day__gte=start, day__lt=end)

    def of_kinds(self, *kinds: str) -> Self:
        """Rows of these kinds."""
        return self.filter(kind__in=kinds)
