"""Every read of stations that gives rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, ExtractYear

from zibo_youth.core.scope import Reach, Scope, ScopedQuerySet

from .review_querysets import ReviewQuerySet
from .spans import AllSpans, NightsOutside, spans_of, standing

if TYPE_CHECKING:
    from zibo_youth.accounts.models import User


class StationQuerySet(ScopedQuerySet):
    """驿站: the public sees what is open; staff manage their own."""

    scope = Scope(organisation="operator_id", district="reporting_org_id")

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def visible_to(self, user: object) -> Self:
        """A station is a public place: everybody sees every station, open, planned or closed."""
        return self.all()

    def in_area(self, code: str) -> Self:
        """In a district by GB code, or in a zone by the unit that reports it."""
        return self.filter(
            Q(area__code=code)
            | Q(area__parent__code=code)
            | Q(reporting_org__area__code=code, reporting_org__area__kind="zone")
        )


class _OfStationQuerySet(ScopedQuerySet):
    """Parts of a station: seen by all, managed by the station's own staff."""

    scope = Scope(organisation="station__operator_id", district="station__reporting_org_id")

    def view_action(self) -> str:
        return "stations.view_station"


class StationPhotoQuerySet(_OfStationQuerySet):
    def visible_to(self, user: object) -> Self:
        return self.all()


class RoomQuerySet(_OfStationQuerySet):
    def visible_to(self, user: object) -> Self:
        return self.all()


class ClosureQuerySet(_OfStationQuerySet):
    def touching(self, arrival: date, departure: date) -> Self:
        """Closures that take at least one night of the stay."""
        return self.filter(from_on__lt=departure, until_on__gt=arrival)

    def covering(self, *, room: OuterRef, station: OuterRef, night: date | OuterRef) -> Self:
        """Closures that take a room of another query out of service on a night."""
        of_room = Q(room__isnull=True) | Q(room=room)
        return self.filter(of_room, station=station, from_on__lte=night, until_on__gt=night)

    def lasting(self, day: date) -> Self:
        """Closures of today and of days to come."""
        return self.filter(until_on__gt=day)


class BedQuerySet(ScopedQuerySet):
    scope = Scope(organisation="room__station__operator_id", district="room__station__reporting_org_id")

    def view_action(self) -> str:
        return "stations.view_station"

    def offered_on(self, night: date) -> Self:
        """可供床位: beds of stations that are open that night, no closure upon them."""
        closures = apps.get_model("stations", "Closure")._default_manager
        closed = closures.covering(room=OuterRef("room"), station=OuterRef("room__station"), night=night)
        lasting = Q(room__station__closed_on__isnull=True) | Q(room__station__closed_on__gt=night)
        return self.filter(lasting, ~Exists(closed), room__station__opened_on__lte=night)

    def offered_between(self, start: date, end: date) -> Self:
        """可供床位 of a half-open span of days; each bed's ``offered_nights`` are those without a closure."""
        nights = NightsOutside(standing(start, end), self._closed())
        lasting = Q(room__station__closed_on__isnull=True) | Q(room__station__closed_on__gt=start)
        return self.filter(lasting, room__station__opened_on__lt=end).annotate(offered_nights=nights)

    def free_between(self, start: date, end: date) -> Self:
        """空床: the beds of `offered_between`; ``free_nights`` are those that nobody holds either."""
        nights = apps.get_model("stations", "StayNight")._default_manager
        held = nights.filter(bed=OuterRef("pk")).between(start, end)
        taken = AllSpans(spans_of(held, "bed", F("date"), F("date"), Value("[]")))
        free = NightsOutside(standing(start, end), AllSpans(self._closed()), taken)
        return self.offered_between(start, end).annotate(free_nights=free).filter(free_nights__gt=0)

    def _closed(self) -> Subquery:
        closures = apps.get_model("stations", "Closure")._default_manager
        of_room = Q(room=OuterRef("room")) | Q(room__isnull=True)
        rows = closures.filter(of_room, station=OuterRef("room__station"))
        return spans_of(rows, "station", F("from_on"), F("until_on"))


class StayQuerySet(ReviewQuerySet):
    """入住单: the guest's own; staff through the station."""

    scope = Scope(
        own="guest_id",
        organisation="station__operator_id",
        district="station__reporting_org_id",
        handed_in="submitted_at",
    )

    def within(self, reach: Reach) -> Self:
        """Drafts are the guest's own business: staff, the city's too, see what was handed in."""
        rows = super().within(reach)
        return (
            rows.filter(Q(submitted_at__isnull=False) | Q(guest_id=reach.own)) if reach.everything else rows
        )

    def with_nights_used(self) -> Self:
        """Adds ``nights_used``: how many nights of the arrival's year the guest has booked or slept."""
        nights: Any = self.model._meta.get_field("nights").related_model
        counted = (
            nights._default_manager.booked()
            .filter(guest=OuterRef("guest"), allowance_year=ExtractYear(OuterRef("arrival")))
            .order_by()
            .values("guest")
            .annotate(count=Count("pk"))
        )
        return self.annotate(nights_used=Coalesce(Subquery(counted.values("count")), 0))

    def with_bed_near(self, day: date) -> Self:
        """
        Adds ``bed_near``, "201 一床": where the guest sleeps that night, or slept the night before.

        And ``is_together``: whether the stay is one of a party's.
        """
        nights: Any = self.model._meta.get_field("nights").related_model
        near = nights._default_manager.filter(stay=OuterRef("pk"), date__in=[day - timedelta(days=1), day])
        bed = near.order_by("-date").values(place=Concat("room__name", Value(" "), "bed__label"))
        places: Any = self.model._meta.get_field("party_places").related_model
        of_a_party = Exists(places._default_manager.filter(stay=OuterRef("pk")))
        return self.annotate(bed_near=Coalesce(Subquery(bed[:1]), Value("")), is_together=of_a_party)

    def live(self) -> Self:
        return self.filter(state__in=["offered", "submitted", "returned", "approved", "checked_in"])

    def without_rests(self) -> Self:
        """Not the rest of a stay that a closure has ended in another house: it is no use of the year."""
        moved = apps.get_model("stations", "Rehousing")._default_manager.filter(held=OuterRef("pk"))
        return self.exclude(Exists(moved.exclude(stay=OuterRef("pk"))))

    def holding(self) -> Self:
        """Drafts whose bed is held while they are filled in."""
        return self.filter(state="draft", held_until__isnull=False)

    def queued(self) -> Self:
        """In the queue for a bed, first come first."""
        return self.filter(state="waiting").order_by("queued_at", "pk")

    def touching(self, arrival: date, departure: date) -> Self:
        """Stays that ask for at least one of these nights."""
        return self.filter(arrival__lt=departure, departure__gt=arrival)

    def handed_in(self, after: datetime | None, until: datetime | None) -> Self:
        """Handed in after one instant and up to another; None leaves that end open."""
        rows = self if after is None else self.filter(submitted_at__gt=after)
        return rows if until is None else rows.filter(submitted_at__lte=until)

    def overdue(self, at: datetime) -> Self:
        return self.waiting().filter(review_due_at__lt=at)

    def arriving_on(self, day: date) -> Self:
        return self.filter(state="approved", arrival=day)

    def departing_on(self, day: date) -> Self:
        return self.filter(state="checked_in", departure=day)

    def in_house(self) -> Self:
        return self.filter(state="checked_in")

    def without_card(self) -> Self:
        """Whose guest was let in on another proof than the card."""
        return self.exclude(id_proof="")

    def card_due(self) -> Self:
        """待补验: the card itself is still to be looked at."""
        proofs = ["digital_id", "police_proof"]
        came = ["checked_in", "checked_out"]
        return self.filter(id_proof__in=proofs, card_seen_at__isnull=True, state__in=came)

    def checked_in_during(self, start: datetime, end: datetime) -> Self:
        """Stays whose guest arrived in a half-open span of time."""
        return self.filter(checked_in_at__gte=start, checked_in_at__lt=end)

    def served(self) -> Self:
        """Stays in which somebody slept."""
        return self.filter(checked_in_at__isnull=False)


class _OfStayQuerySet(ScopedQuerySet):
    scope = Scope(
        own="stay__guest_id",
        organisation="stay__station__operator_id",
        district="stay__station__reporting_org_id",
        handed_in="stay__submitted_at",
    )

    def view_action(self) -> str:
        return "stations.view_stay"


class StayTransitionQuerySet(_OfStayQuerySet):
    pass


class BedMoveQuerySet(_OfStayQuerySet):
    pass


class StayNightQuerySet(_OfStayQuerySet):
    def within(self, reach: Reach) -> Self:
        """What a draft holds is its guest's own business, as the draft is."""
        rows = super().within(reach)
        return (
            rows.filter(Q(stay__submitted_at__isnull=False) | Q(stay__guest_id=reach.own))
            if reach.everything
            else rows
        )

    def booked(self) -> Self:
        """Nights of what was handed in: a bed that is held for a draft is not booked."""
        return self.exclude(stay__state="draft")

    def between(self, start: date, end: date) -> Self:
        """Bed-nights of a half-open span of days."""
        return self.filter(date__gte=start, date__lt=end)

    def of_stays_until_after(self, start: date) -> Self:
        """All nights from a day on, said of their stays too: an index finds these, and no year before."""
        return self.filter(stay__departure__gt=start)

    def slept(self, today: date) -> Self:
        """实住: nights up to tonight of guests who have checked in."""
        return self.filter(stay__checked_in_at__isnull=False, date__lte=today)

    def out_of_service(self) -> Self:
        """Nights in a bed that is offered no more: it was closed after the booking."""
        closures = apps.get_model("stations", "Closure")._default_manager
        closed = closures.covering(
            room=OuterRef("room"), station=OuterRef("room__station"), night=OuterRef("date")
        )
        over = Q(room__station__opened_on__gt=F("date")) | Q(room__station__closed_on__lte=F("date"))
        return self.filter(over | Exists(closed))


class RoomNightQuerySet(ScopedQuerySet):
    scope = Scope(organisation="room__station__operator_id", district="room__station__reporting_org_id")

    def view_action(self) -> str:
        return "stations.view_station"


class EvidenceQuerySet(ScopedQuerySet):
    """证明材料: the owner's own; staff through a stay that it was handed in with."""

    scope = Scope(
        own="person_id",
        organisation="stays__station__operator_id",
        district="stays__station__reporting_org_id",
        handed_in="stays__submitted_at",
    )

    def within(self, reach: Reach) -> Self:
        """
        What lies beside a draft is seen by nobody but its owner, the city's staff included.

        Proof of a placement is seen by the district that confirms it, not by the house.
        """
        if reach.everything:
            handed_in = Q(stays__submitted_at__isnull=False) | Q(placements__isnull=False)
            return self.filter(handed_in | Q(person_id=reach.own)).distinct()
        proof = Q(placements__stay__station__reporting_org_id__in=reach.districts)
        return self.filter(reach.rows(self.scope) | proof).distinct()


class SuspensionQuerySet(ScopedQuerySet):
    scope = Scope(
        own="person_id",
        district="person__stays__station__reporting_org_id",
        organisation="person__stays__station__operator_id",
        handed_in="person__stays__submitted_at",
    )

    def in_force(self, day: date) -> Self:
        return self.filter(from_on__lte=day, until_on__gt=day, lifted_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).distinct()

    def managed_by(self, user: User) -> Self:
        return super().managed_by(user).distinct()


class StrikeQuerySet(ScopedQuerySet):
    """失约记录: the person's own; staff where it happened."""

    scope = Scope(own="person_id", organisation="operator_id", district="reporting_org_id")

    def counting(self) -> Self:
        """Strikes that count: all but the lifted ones."""
        return self.filter(state__in=["standing", "appealed", "upheld"])

    def appealed(self) -> Self:
        """Appeals that wait for an answer, oldest first."""
        return self.filter(state="appealed").order_by("appealed_at")


class FollowUpQuerySet(_OfStayQuerySet):
    """回访: the guest's own; staff through the station."""

    def view_action(self) -> str:
        return "stations.view_followup"

    def unanswered(self) -> Self:
        """Asked and still waiting, the longest first: who may be rung."""
        return self.filter(state="asked").order_by("closes_on", "pk")

    def open_on(self, day: date) -> Self:
        """Questions whose link opens on this day."""
        return self.filter(state__in=["asked", "answered"], closes_on__gte=day)


class PlacementQuerySet(_OfStayQuerySet):
    def view_action(self) -> str:
        return "stations.view_placement"

    def confirmed(self) -> Self:
        """The ones that count."""
        return self.filter(state="confirmed")

    def signed_during(self, start: date, end: date) -> Self:
        """Contracts signed in a half-open span of days."""
        return self.filter(signed_on__gte=start, signed_on__lt=end)

    def claimed(self) -> Self:
        """Claims that wait for a decision, oldest first."""
        return self.filter(state="claimed").order_by("recorded_at", "pk")


class RehousingQuerySet(ScopedQuerySet):
    """改住安排: the guest's own; staff where the bed was closed, for they take the telephone."""

    scope = Scope(
        own="stay__guest_id", organisation="station__operator_id", district="station__reporting_org_id"
    )

    def concerning(self, stay: object) -> Self:
        """Of a stay that lost its bed, or of one that holds the nights now."""
        return self.filter(Q(stay=stay) | Q(held=stay))

    def history_of(self, stay: object) -> Self:
        """Every bed that a stay lost, the first one first, with everything that its line shows."""
        beds = ("station", "from_bed__room", "to_bed__room__station", "closure", "decided_by__person")
        return self.concerning(stay).select_related("stay", "held", *beds).order_by("pk")

    def open(self) -> Self:
        """Not yet settled: a bed is proposed or still to be found."""
        return self.filter(state__in=["proposed", "declined", "lapsed", "to_arrange"])

    def to_call(self) -> Self:
        """What the staff arrange by telephone, the first night first."""
        return self.filter(state__in=["declined", "lapsed", "to_arrange"]).order_by("from_on", "pk")

    def settled(self) -> Self:
        return self.filter(state__in=["accepted", "arranged", "ended", "withdrawn"])

    def for_lists(self) -> Self:
        """With everything that a line of a list shows, the nights' present beds too."""
        return self.select_related(
            "station", "stay__guest", "stay__station", "held__station__area", "held__guest", "from_bed__room"
        ).prefetch_related("held__nights__bed__room")
