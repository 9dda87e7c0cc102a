"""Every read of pairings, visits and what hangs on them; none of them gives a child's data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, DurationField, Exists, F, Func, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from zibo_youth.core.scope import Scope, ScopedQuerySet

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User

TEAM = "post__project__organiser_id"
DISTRICT = "child__reporting_org_id"


class PairingQuerySet(ScopedQuerySet):
    """结对: by the child's code; the team that looks after the pair, the district, the centre."""

    scope = Scope(organisation=TEAM, district=DISTRICT)

    def whole(self) -> Self:
        """With what every list and notice shows of it."""
        return self.select_related("child__reporting_org", "post__project__organiser", "post__role")

    def living(self) -> Self:
        return self.exclude(state="closed")

    def visiting(self) -> Self:
        """The clock of visits runs."""
        return self.filter(state__in=["active", "at_risk"])

    def with_window(self) -> Self:
        """
        本轮走访 (the window of visits): when it opened, how many of the first counted, how long paused.

        One statement for all rooms; what follows from it is said by `schedule`. What counted before the
        present pair began counts for nothing here.
        """
        counted = _visits().filter(
            pairing=OuterRef("pk"), state="counted", counted_on__gte=OuterRef("started_on")
        )
        last = counted.order_by("-counted_on").values("counted_on")[:1]
        # As many as the rule asks about: the first ones are closer together, and all later ones alike.
        first = counted.order_by("counted_on").values("pk")[: settings.HOPE_ROOMS["first_visits"]]
        return self.annotate(
            opened_on=Coalesce(Subquery(last), F("started_on")),
            visits_counted=Func(
                ArraySubquery(first), function="cardinality", output_field=models.IntegerField()
            ),
            paused_for=Coalesce(Subquery(_pauses()), Value(timedelta()), output_field=DurationField()),
        )

    def with_visits_made(self) -> Self:
        """How many visits of all its pairs counted."""
        return self.annotate(visits_made=Count("visits", filter=Q(visits__state="counted")))

    def with_contact(self) -> Self:
        """Whether a visit is agreed, and whether one was made that nobody has looked at yet."""
        visits = _visits().filter(pairing=OuterRef("pk"), counted_on__isnull=True)
        agreed = visits.filter(state="planned")
        return self.annotate(
            has_plan=Exists(agreed),
            has_contact=Exists(visits.filter(state="reported"))
            | Exists(agreed.filter(shift__signups__checked_in_at__isnull=False)),
        )

    def with_climbed(self) -> Self:
        """The rungs of the ladder that were climbed in the window that is open."""
        rungs = apps.get_model("hope_rooms", "Escalation")._default_manager.order_by("step")
        here = rungs.filter(pairing=OuterRef("pk"), opened_on=OuterRef("opened_on"))
        return self.annotate(climbed=ArraySubquery(here.values("step")))

    def silent_since(self, day: date) -> Self:
        """No adult has been with the child since this day."""
        return self.visiting().with_window().filter(opened_on__lt=day).order_by("opened_on", "pk")


def _visits() -> models.QuerySet[Any]:
    return apps.get_model("hope_rooms", "ChildVisit")._default_manager.all()


def _pauses() -> models.QuerySet[Any]:
    """How long the clock stood still within the window of the outer row."""
    rows = apps.get_model("hope_rooms", "PairingPause")._default_manager.filter(
        pairing=OuterRef("pk"), ended_on__gt=OuterRef("opened_on")
    )
    within = F("ended_on") - Greatest(F("from_on"), OuterRef("opened_on"))
    spans = rows.order_by().values("pairing").annotate(span=Sum(within, output_field=DurationField()))
    return spans.values("span")


class OfPairingQuerySet(ScopedQuerySet):
    """What is written about a pairing and tells nothing of the child."""

    scope = Scope(organisation=f"pairing__{TEAM}", district=f"pairing__{DISTRICT}")

    def view_action(self) -> str:
        return "hope_rooms.view_pairing"


class PairMemberQuerySet(OfPairingQuerySet):
    """结对志愿者: one's own, and whose pairing one sees."""

    scope = Scope(
        own="volunteer__person_id", organisation=f"pairing__{TEAM}", district=f"pairing__{DISTRICT}"
    )

    def view_action(self) -> str:
        return "hope_rooms.view_pairmember"

    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def whole(self) -> Self:
        return self.select_related("volunteer__person", "pairing__child", "pairing__post__project__organiser")


class ChildVisitQuerySet(OfPairingQuerySet):
    """走访: by the child's code."""

    def whole(self) -> Self:
        return self.select_related(
            "pairing__child",
            "pairing__post__project__organiser",
            "shift",
            "counsellor__child",
            "counsellor__volunteer__person",
        )

    def counted_during(self, period: Any) -> Self:
        """Those that count, by the day on which they were made."""
        return self.filter(state="counted", counted_on__gte=period.start, counted_on__lt=period.end)


class OfChildVisitQuerySet(ScopedQuerySet):
    """What is written about a visit and tells nothing of the child."""

    scope = Scope(organisation=f"visit__pairing__{TEAM}", district=f"visit__pairing__{DISTRICT}")

    def view_action(self) -> str:
        return "hope_rooms.view_pairing"


class ChildAnswerQuerySet(ScopedQuerySet):
    """孩子的回答: a district's, those who guard the children see all; the visit's own pair sees none."""

    scope = Scope(district=f"visit__pairing__{DISTRICT}")

    def managed_by(self, user: User) -> Self:
        return super().managed_by(user).hidden_from(user)

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).hidden_from(user)

    def hidden_from(self, user: User) -> Self:
        """Without those to visits of a pairing in which this user is or was one of the two."""
        members = apps.get_model("hope_rooms", "PairMember")._default_manager.order_by()
        mine = members.filter(volunteer__person=user.person_id or 0).values("pairing")
        return self.exclude(visit__pairing__in=mine)

    def whole(self) -> Self:
        return self.select_related("visit__pairing__child", "looked_by__person")

    def unhappy(self) -> Self:
        """连续不开心: the newest answer of a child, low as the one before, and nobody has looked after it."""
        low = settings.HOPE_ROOMS["low_face"]
        same = self.model._default_manager.filter(visit__pairing__child=OuterRef("visit__pairing__child"))
        earlier = same.filter(visit__starts_at__lt=OuterRef("visit__starts_at")).order_by("-visit__starts_at")
        later = same.filter(visit__starts_at__gt=OuterRef("visit__starts_at"))
        runs = self.filter(face__lte=low, looked_at__isnull=True)
        runs = runs.annotate(before=Subquery(earlier.values("face")[:1]))
        return runs.filter(~Exists(later), before__lte=low).order_by("answered_at", "pk")
