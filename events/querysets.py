"""Every read of events, sessions and registrations that gives rows."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Self
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch

from zibo_youth.core.calendar import at as clock
from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

SHOWN = ("published", "closed", "cancelled")
LIVE = ("waiting", "offered", "registered", "review")
BROUGHT = Scope(organisation="organisation_id", district="organisation__reporting_org_id")
CERTIFIED = Scope(
    organisation="registration__organisation_id",
    district="registration__organisation__reporting_org_id",
)


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
        return self.select_related("organiser", "reporting_org", "team_rule")

    def with_sessions(self, sessions: SessionQuerySet) -> Self:
        """Events that have any of these sessions, each with them in ``wanted``, the soonest first."""
        found = sessions.order_by("starts_at", "pk").select_related("draw").prefetch_related("quotas")
        some = sessions.filter(event=OuterRef("pk")).order_by()
        return self.filter(Exists(some)).prefetch_related(Prefetch("sessions", found, to_attr="wanted"))


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

    def wanted(self, wish: dict[str, Any]) -> Self:
        """By kind, reporting unit, (year, month) and free places; what is not asked for is not looked at."""
        found = self
        if wish.get("kind"):
            found = found.filter(event__kind=wish["kind"])
        if wish.get("district"):
            found = found.filter(event__reporting_org=wish["district"])
        if wish.get("month"):
            year, month = wish["month"]
            first = date(year, month, 1)
            after = (first + timedelta(days=31)).replace(day=1)
            found = found.filter(starts_at__gte=clock(first, time.min), starts_at__lt=clock(after, time.min))
        return found.with_places() if wish.get("free") else found

    def with_places(self) -> Self:
        return self.filter(taken__lt=F("capacity"))

    def held_between(self, start: datetime, end: datetime) -> Self:
        """Told as held; by the instant of their beginning, the end not included."""
        return self.filter(state="held", starts_at__gte=start, starts_at__lt=end)

    def not_to_be_drawn(self) -> Self:
        """Whose places go by the queue: of no draw, or of one that was made."""
        return self.exclude(draw__isnull=False, draw__drawn_at__isnull=True)


class VenueQuerySet(ScopedQuerySet):
    """场地: known to every desk, changed by whoever keeps it."""

    scope = Scope(organisation="organisation_id", district="organisation__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_event"


class OfSessionQuerySet(ScopedQuerySet):
    """What belongs to one session: managed with it."""

    scope = Scope(organisation="session__event__organiser_id", district="session__event__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_event"


class SessionQuotaQuerySet(OfSessionQuerySet):
    """名额组."""

    def of_shown(self, public_id: UUID) -> Self:
        """The parts of a session that the public may read; every session has one at least."""
        return self.filter(session__public_id=public_id, session__event__state__in=SHOWN)


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

    def groups(self) -> Self:
        """Of organisations, each with its roster."""
        return self.filter(organisation__isnull=False)

    def brought_by(self, reach: Reach) -> Self:
        """Groups of the organisations within a reach."""
        return self.groups().filter(reach.rows(BROUGHT))

    def queue(self) -> Self:
        """Who waits for a place: the drawn by rank, then as they came; nobody who is still to be reviewed."""
        reviewed = self.filter(state="waiting").exclude(review__state="overdue")
        return reviewed.order_by(F("rank").asc(nulls_last=True), "pk")

    def unanswered(self, at: datetime) -> Self:
        """Offers whose time is up."""
        return self.filter(state="offered", offer_until__lte=at)

    def whole(self) -> Self:
        return self.select_related("session__event__organiser", "session__draw", "quota", "person")

    def attended(self) -> Self:
        """到场: somebody of it came in; known when the session is settled (`Attendance`)."""
        return self.filter(Exists(self._attendances().filter(attended=True)))

    def absent(self) -> Self:
        """未到场: confirmed, settled, and nobody of it ever came in."""
        settled = self.filter(Exists(self._attendances()), state="registered")
        return settled.filter(~Exists(self._attendances().filter(attended=True)))

    def unsettled(self) -> Self:
        """Confirmed, and nobody has said yet whether they came."""
        return self.filter(~Exists(self._attendances()), state="registered")

    def _attendances(self) -> AttendanceQuerySet:
        rows: AttendanceQuerySet = self.model.attendances.rel.related_model.objects.filter(
            registration=OuterRef("pk")
        )
        return rows


class OfRegistrationQuerySet(ScopedQuerySet):
    """What belongs to one registration: seen by whoever sees it."""

    scope = Scope(
        own="registration__person_id",
        organisation="registration__session__event__organiser_id",
        district="registration__session__event__reporting_org_id",
    )

    def view_action(self) -> str:
        return "events.view_registration"


class RegistrationReviewQuerySet(OfRegistrationQuerySet):
    """报名审核."""

    def open(self) -> Self:
        """To be decided, the longest waiting first."""
        return self.filter(state__in=("pending", "overdue")).order_by("asked_at", "pk")

    def late(self, at: datetime) -> Self:
        """Undecided, and their time is up."""
        return self.filter(state="pending", due_at__lte=at)

    def whole(self) -> Self:
        names = ("session__event__organiser", "session__draw", "quota", "person", "organisation")
        return self.select_related(*(f"registration__{name}" for name in names), "decided_by__person")


class RosterPersonQuerySet(OfRegistrationQuerySet):
    """名册人员."""

    def live(self) -> Self:
        """Still on the list of a registration from which something may come."""
        return self.filter(left_at__isnull=True)


class EntryScanQuerySet(OfRegistrationQuerySet):
    """入场记录: seen by whoever sees the registration."""

    def of_session(self, number: int) -> Self:
        return self.filter(registration__session=number)

    def standing(self) -> Self:
        """Coming in and going out that counts: neither a claim beside it nor taken back."""
        return self.filter(step__isnull=False, undone_by__isnull=True).exclude(kind="undo")

    def unverified(self) -> Self:
        """离线未核实: of a device without a network, and nobody has looked at it yet."""
        return self.filter(way="offline", upload__verified_at__isnull=True)


class AttendanceQuerySet(OfRegistrationQuerySet):
    """到场情况: seen by whoever sees the registration; figures count its rows (人次)."""

    def attended(self) -> Self:
        return self.filter(attended=True)

    def absent(self) -> Self:
        return self.filter(attended=False)

    def of_session(self, number: int) -> Self:
        return self.filter(registration__session=number)


class AttendanceCertificateQuerySet(OfRegistrationQuerySet):
    """参加证明: the registrant's own; the organiser's and the district's; of a group, who brought it."""

    def of_groups_within(self, reach: Reach) -> Self:
        """Of the rosters of the organisations within a reach."""
        found = self.filter(registration__organisation__isnull=False)
        return found.filter(reach.rows(CERTIFIED))

    def standing(self) -> Self:
        return self.filter(state="valid")

    def whole(self) -> Self:
        return self.select_related("registration__session__event__organiser", "registration__person")


class FeedbackQuerySet(ScopedQuerySet):
    """活动反馈: a row is its writer's only; offices read sums (`events.feedback_figures`)."""

    scope = Scope(own="registration__person_id")

    def of_session(self, number: int) -> Self:
        return self.filter(registration__session=number)
