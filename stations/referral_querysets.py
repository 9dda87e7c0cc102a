"""Every read of partners and their referral codes that gives rows."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Count, Q

from zibo_youth.core.scope import Scope, ScopedQuerySet


class PartnerQuerySet(ScopedQuerySet):
    """合作单位: kept by the staff of one district, read by the city."""

    scope = Scope(district="reporting_org_id")

    def counted(self, day: date) -> Self:
        """Each with how many codes were issued, used and are still open on this day."""
        is_open = Q(codes__state="issued", codes__valid_until__gte=day)
        return self.annotate(
            issued=Count("codes"),
            used=Count("codes", filter=Q(codes__state="used")),
            unused=Count("codes", filter=is_open),
        ).order_by("name", "pk")


class ReferralCodeQuerySet(ScopedQuerySet):
    scope = Scope(district="partner__reporting_org_id")

    def view_action(self) -> str:
        return "stations.view_partner"

    def open_on(self, day: date) -> Self:
        """Codes that a guest may still hand in."""
        return self.filter(state="issued", valid_until__gte=day)
