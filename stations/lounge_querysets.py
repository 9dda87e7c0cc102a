"""Every read of lounges that gives rows."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Self

from django.db.models import F, Q

from zibo_youth.core.calendar import today
from zibo_youth.core.scope import Scope, ScopedQuerySet


class LoungeQuerySet(ScopedQuerySet):
    """青年会客厅: a public place that everybody sees; staff manage their own."""

    scope = Scope(organisation="operator_id", district="reporting_org_id")

    def active(self) -> Self:
        """What the public sees: booked at present, and not closed for good."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today()), is_active=True)

    def open_on(self, day: date) -> Self:
        """Opened and not closed for good; whether visits may be booked just now is another question."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def visible_to(self, user: object) -> Self:
        return self.active()


class OfLoungeQuerySet(ScopedQuerySet):
    """Parts of a lounge: seen by all, managed by the lounge's own staff."""

    scope = Scope(organisation="lounge__operator_id", district="lounge__reporting_org_id")

    def view_action(self) -> str:
        return "stations.view_lounge"

    def visible_to(self, user: object) -> Self:
        return self.all()


class LoungeZoneQuerySet(OfLoungeQuerySet):
    def bookable(self) -> Self:
        return self.filter(is_active=True, lounge__is_active=True)


class LoungeClosureQuerySet(OfLoungeQuerySet):
    def touching(self, start: datetime, end: datetime) -> Self:
        """Closures that take at least a part of this time."""
        return self.filter(from_at__lt=end, until_at__gt=start)


class LoungeSeriesQuerySet(ScopedQuerySet):
    """系列预约: the person's own; staff through the lounge."""

    scope = Scope(
        own="person_id",
        organisation="zone__lounge__operator_id",
        district="zone__lounge__reporting_org_id",
    )

    def view_action(self) -> str:
        return "stations.view_loungevisit"

    def to_ask(self, last: date) -> Self:
        """Series with visits after the kept ones, which end by ``last``; their person was not asked yet."""
        unasked = self.filter(kept_through__lte=last, answer_by__isnull=True, released_at__isnull=True)
        later = Q(visits__state__in=["requested", "booked"], visits__date__gt=F("kept_through"))
        return unasked.filter(later).distinct()

    def unanswered(self, at: datetime) -> Self:
        """Series that nobody has kept in time."""
        return self.filter(answer_by__lte=at)


class LoungeVisitQuerySet(ScopedQuerySet):
    """会客厅预约: the person's own; staff through the lounge."""

    scope = Scope(own="person_id", organisation="lounge__operator_id", district="lounge__reporting_org_id")

    def booked(self) -> Self:
        return self.filter(state="booked")

    def requested(self) -> Self:
        """Visits that wait for a yes of the staff, the most urgent first."""
        return self.filter(state="requested").order_by("answer_by", "pk")

    def awaited(self) -> Self:
        """Visits that have not begun: asked for, or booked."""
        return self.filter(state__in=["requested", "booked"])

    def holding(self) -> Self:
        """Visits that hold half hours of a zone."""
        return self.filter(state__in=["requested", "booked", "checked_in"])

    def unanswered(self, at: datetime) -> Self:
        """Requests whose time to be answered is up."""
        return self.requested().filter(answer_by__lte=at)

    def unclaimed(self, at: datetime) -> Self:
        """Booked, and kept long enough: the place may go to somebody else."""
        return self.booked().filter(kept_until__lte=at)

    def over(self, day: date, clock: time) -> Self:
        """Visits in use whose time is up by ``clock`` of ``day``."""
        return self.filter(Q(date__lt=day) | Q(date=day, end__lte=clock), state="checked_in")


class OfVisitQuerySet(ScopedQuerySet):
    scope = Scope(
        own="visit__person_id",
        organisation="visit__lounge__operator_id",
        district="visit__lounge__reporting_org_id",
    )

    def view_action(self) -> str:
        return "stations.view_loungevisit"
