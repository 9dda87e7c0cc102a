"""Reads of nights beyond the year's cap."""

from __future__ import annotations

from datetime import date
from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class ExtraNightsQuerySet(ScopedQuerySet):
    """额外晚数: the person's own; staff through the station that asked."""

    scope = Scope(own="person_id", organisation="station__operator_id", district="station__reporting_org_id")

    def granted(self) -> Self:
        return self.filter(state="granted")

    def to_take_back(self) -> Self:
        """Granted, and not taken back by somebody else meanwhile."""
        return self.granted()

    def to_decide(self) -> Self:
        """Asked and not yet answered, oldest first."""
        return self.filter(state="asked").order_by("asked_at", "pk")

    def usable_on(self, day: date) -> Self:
        """Granted, and nights from this day on may still rest on it."""
        return self.granted().filter(until_on__gte=day)
