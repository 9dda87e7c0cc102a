"""Every read of credit lines and of what was written to them."""

from __future__ import annotations

from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class LineQuerySet(ScopedQuerySet):
    """授信额度: a bank sees its own."""

    scope = Scope(organisation="bank_id", district="firm__reporting_org_id")

    def of_programmes(self) -> Self:
        """Those that a bank signed with the league: 授信额度 as BU01 counts it."""
        return self.filter(level="programme")

    def standing(self) -> Self:
        """Signed, and not at an end."""
        return self.filter(state__in=["signed", "open", "frozen"])


class LineEntryQuerySet(ScopedQuerySet):
    """额度台账: read with the line."""

    scope = Scope(organisation="line__bank_id", district="line__firm__reporting_org_id")

    def view_action(self) -> str:
        return "loans.view_creditline"

    def effective(self) -> Self:
        """Rows that stand: neither taken back nor taking back."""
        return self.filter(reversal__isnull=True, reverses__isnull=True)
