"""Reads of what rules refused."""

from __future__ import annotations

from datetime import date
from typing import Self

from zibo_youth.core.scope import Scope, ScopedQuerySet


class RefusalQuerySet(ScopedQuerySet):
    """未通过规则: staff of the district whose house was asked for; nobody through the person."""

    scope = Scope(district="station__reporting_org_id")

    def between(self, start: date, end: date) -> Self:
        """Told on the days of a half-open span."""
        return self.filter(day__gte=start, day__lt=end)
