"""Reads of patrols: waters, points, the patrols of a shift, alerts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db.models import F, Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

HERE = ("offered", "signed_up", "checked_in", "checked_out", "attended")


class PatrolAreaQuerySet(ScopedQuerySet):
    """巡护水域: the public reads what is patrolled; who keeps it and its district manage it."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def visible_to(self, user: object) -> Self:
        return self.filter(is_active=True)

    def with_alerts(self) -> Self:
        """With the points, and the alerts that stand."""
        return self.select_related("organiser", "reporting_org").prefetch_related("points", "alerts")


class OfAreaQuerySet(ScopedQuerySet):
    """What belongs to one area: managed by whoever manages the area."""

    scope = Scope(organisation="area__organiser_id", district="area__reporting_org_id")

    def view_action(self) -> str:
        return "volunteers.view_patrolarea"


class AreaAlertQuerySet(OfAreaQuerySet):
    """水域预警."""

    def standing(self) -> Self:
        return self.filter(state="standing")


class PatrolShiftQuerySet(ScopedQuerySet):
    """
    巡护班次: those who serve on it, the project's leaders and district.

    ``own`` of the scope is who leads it: only they call the roll.
    """

    scope = Scope(
        own="leader__volunteer__person_id",
        organisation="shift__post__project__organiser_id",
        district="shift__post__project__reporting_org_id",
    )

    def within(self, reach: Reach) -> Self:
        rows = reach.rows(self.scope)
        if reach.own is None or reach.everything:
            return self.filter(rows)
        serving = Q(shift__signups__volunteer__person_id=reach.own, shift__signups__state__in=HERE)
        return self.filter(rows | serving).distinct()

    def unended(self, at: datetime) -> Self:
        """Under way, and planned to be over before this instant."""
        return self.filter(state="under_way", shift__ends_at__lte=at)

    def whole(self) -> Self:
        return self.select_related(
            "area__reporting_org",
            "leader__volunteer__person",
            "shift__post__role",
            "shift__post__project__organiser",
            "shift__post__project__reporting_org",
        )


class PatrolLogQuerySet(ScopedQuerySet):
    """巡护日志: one's own entries; the project's leaders and district, as the patrol itself."""

    scope = Scope(
        own="signup__volunteer__person_id",
        organisation="shift__post__project__organiser_id",
        district="shift__post__project__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_patrolshift"

    def whole(self) -> Self:
        return self.select_related("point", "signup__volunteer__person", "ticket")


class EquipmentQuerySet(ScopedQuerySet):
    """救生器材: kept by whoever keeps the water."""

    scope = Scope(organisation="point__area__organiser_id", district="point__area__reporting_org_id")

    def view_action(self) -> str:
        return "volunteers.view_patrolarea"

    def in_use(self) -> Self:
        return self.filter(is_active=True, point__area__is_active=True)

    def unchecked_since(self, moment: datetime) -> Self:
        """In use, and nobody has looked at it since then."""
        late = Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=moment)
        return self.in_use().filter(late)

    def wanting(self, moment: datetime) -> Self:
        """In use, and missing, broken, or not looked at since then; what nobody ever looked at first."""
        late = Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=moment)
        found = self.in_use().filter(late | ~Q(state="ok"))
        return found.order_by(F("last_checked_at").asc(nulls_first=True), "pk")

    def whole(self) -> Self:
        return self.select_related("point__area__organiser", "point__area__reporting_org")


class EquipmentCheckQuerySet(ScopedQuerySet):
    """器材检查: read by whoever keeps the water."""

    scope = Scope(
        organisation="equipment__point__area__organiser_id",
        district="equipment__point__area__reporting_org_id",
    )

    def view_action(self) -> str:
        return "volunteers.view_patrolarea"


class HazardTicketQuerySet(ScopedQuerySet):
    """隐患单: who reported it; who keeps the water, and its district."""

    scope = Scope(
        own="log__signup__volunteer__person_id",
        organisation="log__area__organiser_id",
        district="log__area__reporting_org_id",
    )

    def open(self) -> Self:
        return self.exclude(state__in=["verified", "dismissed"])

    def overdue(self, on: date) -> Self:
        """Open, and due before this day."""
        return self.open().filter(due_on__lt=on)

    def whole(self) -> Self:
        return self.select_related(
            "log__point",
            "log__area__organiser",
            "log__area__reporting_org",
            "log__patrol__shift",
            "log__signup__volunteer__person",
            "rectified_by",
        )
