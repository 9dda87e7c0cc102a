"""Every read of matchmaking that gives rows; what is sealed is asked for in `match_sight` only."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import Exists, OuterRef, Q

from zibo_youth.core.scope import Scope, ScopedQuerySet

from .querysets import SHOWN

OPPOSITE = "opposite"


class MatchRoundQuerySet(ScopedQuerySet):
    """相亲会: the public reads those of published events; whoever holds the event manages them."""

    scope = Scope(organisation="session__event__organiser_id", district="session__event__reporting_org_id")

    def visible_to(self, user: object) -> Self:
        return self.filter(session__event__state__in=SHOWN)

    def whole(self) -> Self:
        return self.select_related("session__event__organiser", "session__event__reporting_org")

    def to_close(self, at: datetime) -> Self:
        """Whose closing hour is over."""
        return self.filter(state="planned", closes_at__lte=at)


class MatchProfileQuerySet(ScopedQuerySet):
    """相亲资料: one's own; reviewed by whoever holds the event. Others see cards (`match_sight`)."""

    scope = Scope(
        own="person_id",
        organisation="round__session__event__organiser_id",
        district="round__session__event__reporting_org_id",
    )

    def whole(self) -> Self:
        return self.select_related("round__session__event", "person", "registration")

    def to_review(self) -> Self:
        return self.filter(state="waiting", registration__state="registered").order_by("pk")

    def admitted(self) -> Self:
        """Reviewed, with a badge, with a place that still stands and a document that somebody saw."""
        seen = self.filter(person__identity_state="verified")
        return seen.filter(state="approved", registration__state="registered")

    def others_of(self, own: object) -> Self:
        """Admitted people of the same round whom this one may choose, by their badges."""
        profile: object = own
        rows = self.admitted().filter(round=profile.round_id).exclude(pk=profile.pk)  # type: ignore[attr-defined]
        rows = rows.exclude(visibility="hidden")
        if profile.round.pairing == OPPOSITE:  # type: ignore[attr-defined]
            rows = rows.exclude(gender=profile.gender)  # type: ignore[attr-defined]
        return rows.order_by("badge")


class OfMatchRoundQuerySet(ScopedQuerySet):
    """What is sealed (choices, pairs, blocks): nobody's list, of no office."""

    scope = Scope()

    def view_action(self) -> str:
        return "events.view_sealed"


class OfMatchProfileQuerySet(ScopedQuerySet):
    """Reviews of a profile: read by whoever reviews."""

    scope = Scope(
        own="profile__person_id",
        organisation="profile__round__session__event__organiser_id",
        district="profile__round__session__event__reporting_org_id",
    )

    def view_action(self) -> str:
        return "events.review_match"


class MatchReportQuerySet(ScopedQuerySet):
    """举报: who wrote it, and the city office that answers it."""

    scope = Scope(own="reporter__person_id")

    def waiting(self) -> Self:
        return self.filter(state="open")

    def whole(self) -> Self:
        return self.select_related("round__session__event", "reporter", "accused")


def not_apart(blocks: ScopedQuerySet, own: int, other: str) -> Q:
    """Neither has blocked the other; ``other`` is the look-up to the other profile."""
    between = Q(blocker=own, blocked=OuterRef(other)) | Q(blocker=OuterRef(other), blocked=own)
    return ~Q(Exists(blocks.filter(between)))
