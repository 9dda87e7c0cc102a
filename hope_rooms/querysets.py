"""Every read of children's cases, accesses and rooms that gives rows; none of them gives a child's data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Now

from zibo_youth.core.calendar import now, today
from zibo_youth.core.scope import Scope, ScopedQuerySet


class ChildQuerySet(ScopedQuerySet):
    """儿童档案: by code. A town sees its own, a district its own, the city all."""

    scope = Scope(organisation="town_id", district="reporting_org_id")


class OfChildQuerySet(ScopedQuerySet):
    """What is written about a case and tells nothing of the child: seen by whoever sees the case."""

    scope = Scope(organisation="child__town_id", district="child__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_child"


class SealedQuerySet(ScopedQuerySet):
    """What tells of a child: nobody's list. Rows are opened one child at a time by `services.guard`."""

    def view_action(self) -> str:
        return "hope_rooms.view_sealed"


class ReadingRightQuerySet(ScopedQuerySet):
    """读取权: who may read what of a child; every member of staff may know the rule."""

    def view_action(self) -> str:
        return "hope_rooms.view_readingright"


class CareNoticeQuerySet(ScopedQuerySet):
    """告知书: public words."""

    def view_action(self) -> str:
        return "hope_rooms.view_carenotice"

    def in_force(self) -> Self:
        """The newest version of each purpose that has begun."""
        newest = (
            self.model._base_manager.filter(purpose=models.OuterRef("purpose"), effective_from__lte=today())
            .order_by("-version")
            .values("pk")[:1]
        )
        return self.filter(pk=models.Subquery(newest))


class CareConsentQuerySet(OfChildQuerySet):
    """监护人同意: that it was given, for what, in which words; by whom is sealed."""

    def living(self) -> Self:
        return self.filter(answer="agreed", withdrawn_at__isnull=True)


class AccessQuerySet(ScopedQuerySet):
    """查阅记录: read by those who guard the children, and never changed."""

    def view_action(self) -> str:
        return "hope_rooms.view_access"


class AccessGrantQuerySet(ScopedQuerySet):
    """查阅授权: one's own requests; a district's; those who decide see all."""

    scope = Scope(own="person_id", organisation="child__town_id", district="child__reporting_org_id")

    def holding(self) -> Self:
        """Granted, begun and not over, by the clock of the database."""
        ends = Q(ends_at__isnull=True) | Q(ends_at__gt=Now())
        return self.filter(ends, state="granted", starts_at__lte=Now())

    def to_decide(self) -> Self:
        return self.filter(state="asked").order_by("asked_at", "pk")

    def to_review(self) -> Self:
        """Emergencies that nobody has looked at yet."""
        return self.filter(kind="emergency", reviewed_at__isnull=True).order_by("starts_at", "pk")

    def review_overdue(self) -> Self:
        """Of those, what should have been looked at by now."""
        hours = settings.HOPE_ROOMS["emergency_review_hours"]
        return self.to_review().filter(starts_at__lte=now() - timedelta(hours=hours))


class ChildHoldQuerySet(ScopedQuerySet):
    """儿童信息保留: read by those who guard the children."""

    def standing(self) -> Self:
        return self.filter(lifted_at__isnull=True)

    def lifted(self) -> Self:
        return self.filter(lifted_at__isnull=False)


class ChildErasureQuerySet(ScopedQuerySet):
    """儿童信息清除台账: codes and times."""


class GuardianRequestQuerySet(ScopedQuerySet):
    """监护人要求: a town's and a district's own; those who guard the children see all."""

    scope = Scope(organisation="child__town_id", district="child__reporting_org_id")

    def waiting(self) -> Self:
        return self.filter(state="open").order_by("due_on", "pk")

    def overdue(self) -> Self:
        return self.waiting().filter(due_on__lt=today())

    def answered(self) -> Self:
        return self.exclude(state="open").order_by("-answered_on", "-pk")


class YearAuditQuerySet(ScopedQuerySet):
    """年度合规审计材料: counts, for those who answer for the year."""


class LookAnomalyQuerySet(ScopedQuerySet):
    """异常查阅: read by those who guard the children, of whom it may tell as well."""


class HopeRoomQuerySet(ScopedQuerySet):
    """希望小屋: seen with its case."""

    scope = Scope(organisation="child__town_id", district="child__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_child"

    def whole(self) -> Self:
        """With what every list shows of it."""
        return self.select_related("child__reporting_org", "child__town")

    def with_clocks(self) -> Self:
        """With the dates that `clocks.dues` asks for, in one statement."""
        return self.annotate(
            works_due_on=F("build__due_on"),
            resume_on=_first("BuildPause", "resume_on", agreed_by__isnull=False, ended_on__isnull=True),
            mend_due_on=_first("Defect", "due_on", cleared_at__isnull=True),
            last_log_on=_first("BuildLog", "on", order="-on"),
            rechecked=ArraySubquery(
                apps.get_model("hope_rooms", "Recheck")
                ._base_manager.filter(room=OuterRef("pk"))
                .values("months")
            ),
        )

    def taking(self, gift: Any) -> Self:
        """To which the gift's purpose lets it go."""
        fits = {"district": Q(child__reporting_org=gift.district_id), "room": Q(pk=gift.room_id)}
        return self.filter(fits.get(gift.purpose, Q()))

    def accepted_during(self, period: Any) -> Self:
        """Accepted by the city from the first day up to, not including, the end."""
        return self.filter(accepted_on__gte=period.start, accepted_on__lt=period.end)

    def in_service_at_end_of(self, period: Any) -> Self:
        """Accepted before the end, and not closed by then."""
        is_open = Q(closed_at__isnull=True) | Q(closed_at__gte=period.until_at)
        return self.filter(is_open, accepted_on__lt=period.end)

    def paired_at_end_of(self, period: Any) -> Self:
        """Visits had begun, and the pairing was not over."""
        pairings = apps.get_model("hope_rooms", "Pairing")._base_manager.filter(child=OuterRef("child"))
        lasting = Q(closed_on__isnull=True) | Q(closed_on__gte=period.end)
        return self.filter(Exists(pairings.filter(lasting, started_on__lt=period.end)))

    def of_the_portal(self) -> Self:
        """Not those that were built before the portal: these count for no year."""
        return self.filter(is_pre_system=False)


def _first(model: str, column: str, *, order: str = "", **which: Any) -> Subquery:
    """The first value of a column among the rows of a room."""
    rows = apps.get_model("hope_rooms", model)._base_manager.filter(room=OuterRef("pk"), **which)
    return Subquery(rows.order_by(order or column).values(column)[:1])


class CareSessionQuerySet(ScopedQuerySet):
    """陪伴场次: counts, by the district that reports them."""

    scope = Scope(district="reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_pairing"

    def held_during(self, period: Any) -> Self:
        """By the day on which it was held."""
        return self.filter(held_on__gte=period.start, held_on__lt=period.end)


class OfRoomQuerySet(ScopedQuerySet):
    """What is written about a room and tells nothing of the child."""

    scope = Scope(organisation="room__child__town_id", district="room__child__reporting_org_id")

    def view_action(self) -> str:
        return "hope_rooms.view_child"
