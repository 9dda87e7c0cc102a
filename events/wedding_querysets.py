"""Every read of weddings, couples and their programme that gives rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from django.db.models import Count, Q

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

SHOWN = ("open", "listed", "released", "held", "cancelled")
# States of a couple from which something may still come, or that are facts: one for each person and edition.
LIVE = (
    *("draft", "submitted", "second_look", "returned", "eligible"),
    *("admitted", "reserve", "offered", "held", "absent"),
)
# States that hold one of the edition's places.
HOLDING = ("offered", "admitted", "held", "absent")
# What waits for a reviewer.
IN_REVIEW = ("submitted", "second_look")


class WeddingQuerySet(ScopedQuerySet):
    """集体婚礼: the public reads what is published; who undertakes it and its district manage it."""

    scope = Scope(organisation="organiser_id", district="reporting_org_id")

    def view_action(self) -> str:
        return "events.view_wedding"

    def visible_to(self, user: object) -> Self:
        """What the public may read; a draft is nobody's business."""
        return self.filter(state__in=SHOWN)

    def whole(self) -> Self:
        return self.select_related("organiser", "reporting_org", "selection")

    def held_between(self, start: date, end: date) -> Self:
        """已举办 (场): editions that were held from the first day up to, not including, the second."""
        return self.filter(state="held", held_on__gte=start, held_on__lt=end)

    def of_district(self, organisation: int) -> Self:
        """Those that a district's monthly report counts."""
        return self.filter(reporting_org=organisation)

    def with_couples(self) -> Self:
        """``couples_held`` (对): how many couples were there."""
        return self.annotate(couples_held=Count("couples", filter=Q(couples__state="held")))


class OfWeddingQuerySet(ScopedQuerySet):
    """What belongs to one edition: managed with it."""

    scope = Scope(organisation="wedding__organiser_id", district="wedding__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_wedding"


class OfItemQuerySet(ScopedQuerySet):
    """A slot of the programme: managed with its edition."""

    scope = Scope(organisation="item__wedding__organiser_id", district="item__wedding__reporting_org_id")

    def view_action(self) -> str:
        return "events.view_wedding"


class CoupleQuerySet(ScopedQuerySet):
    """新人: their own; once handed in, of who undertakes the edition and its district."""

    scope = Scope(
        organisation="wedding__organiser_id",
        district="wedding__reporting_org_id",
    )

    def within(self, reach: Reach) -> Self:
        """A draft is the business of its two people alone."""
        own = Q(pk__in=self._of(reach.own)) if reach.own is not None else Q(pk__in=[])
        office = reach.office().rows(self.scope) & Q(number__isnull=False)
        return self.filter(own | office)

    def _of(self, person: int) -> Any:
        return self.model.objects.filter(members__person=person).values("pk")

    def of_person(self, number: int | None) -> Self:
        return self.filter(pk__in=self._of(number or 0))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def holding(self) -> Self:
        return self.filter(state__in=HOLDING)

    def reserves(self) -> Self:
        """Who waits, in the order of ranks."""
        return self.filter(state="reserve").order_by("rank")

    def unanswered(self, at: datetime) -> Self:
        """Offers whose time is up."""
        return self.filter(state="offered", offer_until__lte=at)

    def held_between(self, start: date, end: date) -> Self:
        """对: couples who were there, from the first day up to, not including, the second."""
        return self.filter(
            state="held", wedding__state="held", wedding__held_on__gte=start, wedding__held_on__lt=end
        )

    def whole(self) -> Self:
        return self.select_related(
            "wedding__organiser", "wedding__reporting_org", "wedding__selection"
        ).prefetch_related("members__person")


class OfCoupleQuerySet(ScopedQuerySet):
    """What belongs to one couple: seen by whoever sees it."""

    scope = Scope(
        organisation="couple__wedding__organiser_id",
        district="couple__wedding__reporting_org_id",
    )

    def view_action(self) -> str:
        return "events.view_couple"

    def within(self, reach: Reach) -> Self:
        own = Q(couple__in=self._of(reach.own)) if reach.own is not None else Q(pk__in=[])
        office = reach.office().rows(self.scope) & Q(couple__number__isnull=False)
        return self.filter(own | office)

    def _of(self, person: int) -> Any:
        couples = self.model._meta.get_field("couple").related_model
        return couples.objects.filter(members__person=person).values("pk")


class CoupleMemberQuerySet(OfCoupleQuerySet):
    """新人双方: a seat is its person's own; whoever sees the couple sees both."""

    scope = Scope(
        own="person_id",
        organisation="couple__wedding__organiser_id",
        district="couple__wedding__reporting_org_id",
    )


class CoupleScoreQuerySet(OfCoupleQuerySet):
    """评分: what one scorer gave is seen by nobody else before the result is released to all."""

    def within(self, reach: Reach) -> Self:
        office = reach.office().rows(self.scope)
        return self.filter(office, couple__wedding__selection__released_at__isnull=False)
