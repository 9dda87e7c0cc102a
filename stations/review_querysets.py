"""The queue of reviews: what waits for a decision, and in whose hand it is."""

from __future__ import annotations

from typing import Self

from django.db.models import F

from zibo_youth.core.scope import ScopedQuerySet


class ReviewQuerySet(ScopedQuerySet):
    """待审核: the part of every read of stays that reviewers ask for."""

    def waiting(self) -> Self:
        """Handed in and not yet decided, oldest deadline first."""
        return self.filter(state="submitted").order_by("review_due_at")

    def reviewed_by(self, whose: str, user_id: int | None) -> Self:
        """The queue: ``mine``, with those whose answer is awaited, ``pool``, ``second``, or all that wait."""
        if whose == "mine":
            mine = self.filter(state__in=["submitted", "returned"], reviewer=user_id)
            return mine.order_by(F("review_due_at").asc(nulls_last=True))
        if whose == "second":
            return self.second()
        return self.waiting().filter(reviewer=None) if whose == "pool" else self.waiting()

    def second(self) -> Self:
        """待复核: approved by one, and waiting for another."""
        return self.waiting().filter(first_approver__isnull=False)
