"""Every read of credit lines and of what was written to them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from zibo_youth.core.scope import Scope, ScopedQuerySet


class LineQuerySet(ScopedQuerySet):
    """授信额度: a bank sees its own."""

    scope = Scope(organisation="bank_id", district="firm__reporting_org_id")

    def of_programmes(self) -> Self:
        """Those that a bank signed with the league: 授信额度 as BU01 counts it."""
        return self.filter(level="programme")

    def told(self) -> Self:
        """With ``left``, and ``used``: what is drawn here and on the lines below."""
        below = self.model._base_manager.filter(Q(parent=OuterRef("pk")) | Q(parent__parent=OuterRef("pk")))
        drawn = below.order_by().values("bank").annotate(total=Sum("drawn")).values("total")
        return self.annotate(
            left=F("limit") - F("allotted") - F("drawn"),
            used=F("drawn") + Coalesce(Subquery(drawn), Value(Decimal("0.00"))),
        )

    def signed_after(self, day: date) -> Self:
        """Programmes and lines of companies whose bank signed them, the programme too, from this day on."""
        signed = Q(level="programme") | Q(level="firm", parent__signed_on__gte=day)
        return self.filter(signed, signed_on__gte=day).select_related("parent").order_by("level", "pk")

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
