"""Reads of what hangs on a shift: swaps and no-shows."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

PROJECT = "signup__shift__post__project"


class SwapQuerySet(ScopedQuerySet):
    """
    换班: who gives the place, who is asked for it, and the project's leaders and district.

    What is asked of the standby list is seen by whoever stands on it.
    """

    scope = Scope(
        own="giver__person_id",
        organisation=f"{PROJECT}__organiser_id",
        district=f"{PROJECT}__reporting_org_id",
    )

    def within(self, reach: Reach) -> Self:
        rows = reach.rows(self.scope)
        if reach.own is None or reach.everything:
            return self.filter(rows)
        return self.filter(
            rows | Q(asked__person_id=reach.own) | Q(taker__person_id=reach.own) | _open_to(reach.own)
        ).distinct()

    def asked_now(self) -> Self:
        return self.filter(state="asked")

    def to_answer(self, person_id: int) -> Self:
        """Asked of this person by name, or of the standby list on which the person stands."""
        return self.asked_now().filter(Q(asked__person_id=person_id) | _open_to(person_id)).distinct()

    def overtaken(self, at: datetime) -> Self:
        """Asked, and the shift has begun."""
        return self.asked_now().filter(signup__starts_at__lte=at)

    def whole(self) -> Self:
        return self.select_related(
            "signup__shift__post__project", "giver__person", "asked__person", "taker__person"
        )


def _open_to(person_id: int) -> Q:
    return Q(
        asked__isnull=True,
        state="asked",
        signup__shift__signups__volunteer__person_id=person_id,
        signup__shift__signups__state="standby",
    )


class NoShowQuerySet(ScopedQuerySet):
    """未到岗记录: one's own; the leaders and the district of the project."""

    scope = Scope(
        own="volunteer__person_id",
        organisation=f"{PROJECT}__organiser_id",
        district=f"{PROJECT}__reporting_org_id",
    )

    def counting(self) -> Self:
        """Those that stop new sign-ups when there are too many."""
        return self.exclude(state="overturned")

    def appealed(self) -> Self:
        """Waiting for the district's word, the oldest first."""
        return self.filter(state="appealed").order_by("appealed_at", "pk")

    def whole(self) -> Self:
        return self.select_related(f"{PROJECT}__organiser", "volunteer__person")
