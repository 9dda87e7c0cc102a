"""What the city decides, and anybody may read: versions of the policy, and channels."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q


class PublicQuerySet(models.QuerySet[Any]):
    """Rows that anybody may read and city staff edit."""

    def visible_to(self, user: object) -> Self:
        return self.all()

    def managed_by(self, user: object) -> Self:
        return self.all()


class StayPolicyQuerySet(PublicQuerySet):
    def in_force(self, day: date) -> Self:
        """The policy of a day, as a queryset of at most one row."""
        return self.filter(effective_from__lte=day).order_by("-effective_from")[:1]

    def asking_for_education(self, day: date) -> Self:
        """Those that a stay from this day on may meet and that ask for an education."""
        met = Q(effective_from__gt=day) | Q(pk__in=self.in_force(day).values("pk"))
        return self.filter(met).exclude(min_education="")


class ReferralChannelQuerySet(PublicQuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)
