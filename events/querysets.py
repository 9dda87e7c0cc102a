"""Every read of events, sessions and registrations that gives rows."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db.models import F

from zibo_youth.core.scope import Scope, ScopedQuerySet

SHOWN = ("published", "closed", "cancelled")
LIVE = ("waiting", "offered", "registered")


class EventQuerySet(ScopedQuerySet):
    """活动: the public reads what is published; organisers and districts manage their own."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "events.view_event"

    def shown(self) -> Self:
        """What the public may read; a draft is nobody's business."""
        return self.filter(state__in=SHOWN)

    def visible_to(self, user: object) -> Self:
        return self.shown()

    def whole(self) -> Self:
        """With everything that a page says of it."""
        return self.select_related("organiser", "reporting_org")


class OfEventQuerySet(ScopedQuerySet):
    """What belongs to one event: managed with it."""

    scope = Scope(organisation="event__organiser_id", district="event__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_event"


class SessionQuerySet(OfEventQuerySet):
    """活动场次."""

    def visible_to(self, user: object) -> Self:
        return self.filter(event__state__in=SHOWN)

    def whole(self) -> Self:
        return self.select_related("event__organiser", "event__reporting_org", "draw")

    def coming(self, at: datetime) -> Self:
        """Planned, of published events, and not over."""
        return self.filter(state="planned", event__state="published", ends_at__gt=at)

    def with_places(self) -> Self:
        return self.filter(taken__lt=F("capacity"))

    def held_between(self, start: datetime, end: datetime) -> Self:
        """Told as held; by the instant of their beginning, the end not included."""
        return self.filter(state="held", starts_at__gte=start, starts_at__lt=end)

    def not_to_be_drawn(self) -> Self:
        """Whose places go by the queue: of no draw, or of one that was made."""
        return self.exclude(draw__isnull=False, draw__drawn_at__isnull=True)


class QuotaQuerySet(ScopedQuerySet):
    """名额组: managed with its session."""

    scope = Scope(organisation="session__event__organiser_id", district="session__event__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_event"


class RegistrationQuerySet(ScopedQuerySet):
    """活动报名: one's own; the organiser's and the district's that counts the event."""

    scope = Scope(
        own="person_id",
        organisation="session__event__organiser_id",
        district="session__event__reporting_org_id",
    )

    def live(self) -> Self:
        """From which something may still come."""
        return self.filter(state__in=LIVE)

    def of_person(self, number: int | None) -> Self:
        return self.filter(person=number or 0)

    def queue(self) -> Self:
        """Who waits: those who were drawn by their rank, then the others in the order of coming."""
        return self.filter(state="waiting").order_by(F("rank").asc(nulls_last=True), "pk")

    def unanswered(self, at: datetime) -> Self:
        """Offers whose time is up."""
        return self.filter(state="offered", offer_until__lte=at)

    def whole(self) -> Self:
        return self.select_related("session__event__organiser", "session__draw", "quota", "person")


class OfRegistrationQuerySet(ScopedQuerySet):
    """What belongs to one registration: seen by whoever sees it."""

    scope = Scope(
        own="registration__person_id",
        organisation="registration__session__event__organiser_id",
        district="registration__session__event__reporting_org_id",
    )

    def view_action(self) -> str:
        return "events.view_registration"
