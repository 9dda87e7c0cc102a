"""Reads of mass youth events, which are counted without names."""

from __future__ import annotations

from datetime import date
from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class CrowdSessionQuerySet(ScopedQuerySet):
    """活动场次: whoever organised it, and the district that reports it."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def to_confirm(self) -> Self:
        """Counted by one person, and seen by no second one yet."""
        return self.filter(state="recorded").order_by("recorded_at", "pk")

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def held_between(self, start: date, end: date) -> Self:
        """From the first day up to, not including, the second."""
        return self.filter(held_on__gte=start, held_on__lt=end)

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related("organiser", "reporting_org", "recorded_by__person", "confirmed_by")
