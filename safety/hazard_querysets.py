"""Every read of hazards that gives rows; of who reported them nothing is read here (`hazard_sight`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db.models import Count, F, Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

# Codes of `HazardState`: somebody of the enterprise, or of the office, must mend it now;
TO_MEND = ("assigned", "rectifying", "reopened")
# nothing is to be done here any more; another report may be joined to these.
# Somebody outside the portal has it, and tells what becomes of it.
ELSEWHERE = ("mirrored", "transferred")
ENDED = ("rejected", "duplicate", "closed")
JOINABLE = ("submitted", "accepted", "assigned", "rectifying", "reopened", "fixed_claimed", "mirrored")
# The code of a move that changes what is shown and not where the report stands.
PHOTO_WITHDRAWN = "photo_withdrawn"
# A degree of latitude is 111.2 km everywhere; of longitude, at 37° north, 88.8 km.
METRES_A_DEGREE = (Decimal(111_195), Decimal(88_800))


class _OfHazards(ScopedQuerySet):
    """
    By district and, once the office has accepted it, by the enterprise: a raw report may tell who wrote it.

    ``prefix`` leads from a row to its report.
    """

    prefix = ""

    def within(self, reach: Reach) -> Self:
        if reach.everything:
            return self.filter(reach.rows(self.scope))
        at, path = self.scope, self.prefix
        seen = Q(**{f"{path}accepted_at__isnull": False})
        seen &= ~Q(**{f"{path}state__in": ("rejected", "duplicate")})
        through_enterprise = reach.office().rows(Scope(organisation=at.organisation))
        return self.filter(reach.office().rows(Scope(district=at.district)) | through_enterprise & seen)


class HazardReportQuerySet(_OfHazards):
    """隐患随手拍."""

    scope = Scope(organisation="enterprise__organisation_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "safety.view_hazardreport"

    def whole(self) -> Self:
        return self.select_related("enterprise__organisation", "work_area", "reporting_org")

    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def to_mend(self) -> Self:
        return self.filter(state__in=TO_MEND)

    def overdue(self, at: datetime) -> Self:
        return self.to_mend().filter(due_at__lte=at)

    def to_decide(self) -> Self:
        """Wait for the office: to be accepted, given to somebody, or confirmed as mended."""
        unanswered = Q(state="fixed_claimed", fix__officer_answer="")
        return self.filter(Q(state__in=("submitted", "accepted", "verified")) | unanswered)

    def to_warn(self, at: datetime) -> Self:
        """Half of the time is over, or all of it."""
        return self.to_mend().filter(warn_at__lte=at).order_by("pk")

    def in_terms(self) -> Self:
        """With how often it was given to somebody anew before, each time with a due time of its own."""
        given = Q(transitions__from_state="accepted", transitions__to_state="assigned")
        return self.annotate(terms=Count("transitions", filter=given) - 1)

    def unconfirmed(self, at: datetime) -> Self:
        """Claimed as mended, and the time for answers is over."""
        return self.filter(state="fixed_claimed", fix__answer_by__lte=at).order_by("pk")

    def owing_news(self) -> Self:
        """A step of theirs has not been told to their reporters."""
        return self.filter(news_is_owed=True).order_by("pk")

    def waiting_since(self, moment: datetime) -> Self:
        """Neither accepted nor given to anybody since before this."""
        old = Q(state="submitted", reported_at__lte=moment) | Q(state="accepted", accepted_at__lte=moment)
        return self.filter(old)

    def reported_between(self, start: datetime, end: datetime) -> Self:
        return self.filter(reported_at__gte=start, reported_at__lt=end)

    def valid(self) -> Self:
        """Counted as reports: neither refused nor told twice."""
        return self.exclude(state__in=("rejected", "duplicate"))

    def fixed(self) -> Self:
        """Confirmed as mended: closed alone is not fixed."""
        return self.filter(verified_at__isnull=False)

    def placed(self) -> Self:
        return self.filter(latitude__isnull=False)

    def like(self, hazard: Any, *, days: int, metres: int) -> Self:
        """Others that may be the same: enterprise and category of these days, or near by."""
        since = hazard.reported_at - timedelta(days=days)
        others = self.filter(state__in=JOINABLE).exclude(pk=hazard.pk)
        if hazard.severity == "major":
            # What is with the bureau stays there.
            others = others.filter(state="mirrored")
        same = Q(pk__in=[])
        if hazard.enterprise_id:
            same |= Q(enterprise=hazard.enterprise_id, category=hazard.category, reported_at__gte=since)
        return others.filter(same | _near(hazard, metres)).order_by("-reported_at", "-pk")

    def wanted(self, said: dict[str, Any], at: datetime) -> Self:
        """What the filters of a list say; without a state, those that are not over."""
        lists = {"open": self.open, "decide": self.to_decide, "all": self.all}
        state = said.get("state") or "open"
        if state == "overdue":
            found = self.overdue(at)
        else:
            found = lists[state]() if state in lists else self.filter(state=state)
        return found.filter(**{name: said[name] for name in ("severity", "category") if said.get(name)})


def _near(hazard: Any, metres: int) -> Q:
    """A box around the position: whoever shows it measures (`hazard_positions.metres_between`)."""
    if hazard.latitude is None:
        return Q(pk__in=[])
    north, east = (metres / each for each in METRES_A_DEGREE)
    return Q(
        latitude__range=(hazard.latitude - north, hazard.latitude + north),
        longitude__range=(hazard.longitude - east, hazard.longitude + east),
    )


class OfHazardQuerySet(_OfHazards):
    """What hangs on a report: fixes, moves, alerts."""

    scope = Scope(organisation="hazard__enterprise__organisation_id", district="hazard__reporting_org_id")
    prefix = "hazard__"

    def view_action(self) -> str:
        return "safety.view_hazardreport"


class HazardTransitionQuerySet(OfHazardQuerySet):
    """隐患流转."""

    def heard(self) -> Self:
        """Moves, and words of whoever has it; that a picture is shown no longer is no news of the hazard."""
        return self.exclude(reason=PHOTO_WITHDRAWN)


class HazardStuckListQuerySet(ScopedQuerySet):
    """卡住清单: of one's district."""

    scope = Scope(district="reporting_org_id")

    def whole(self) -> Self:
        return self.select_related("reporting_org")


class HazardRewardQuerySet(ScopedQuerySet):
    """隐患奖励: the city pays."""

    def waiting(self) -> Self:
        return self.filter(state="waiting").order_by(F("granted_at"))


class SealedHazardQuerySet(ScopedQuerySet):
    """上报人: nobody's list. `hazard_sight` reads one's own, `services.hazards.opening` one at a time."""

    def view_action(self) -> str:
        return "safety.view_sealed"


class HazardOpeningQuerySet(ScopedQuerySet):
    """查看上报人记录: who opened a seal, and why."""

    def by_somebody(self) -> Self:
        """Without the portal's own."""
        return self.filter(user__isnull=False)
