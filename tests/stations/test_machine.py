"""
Any order of bookings, walk-ins, queues, changes, beds, closures and days: after every step all invariants hold.

The machine knows no order that must be kept: what a service refuses is refused,
and what it does leaves nothing overbooked, no seventh night, no pinned bed
changed, and nobody waiting for a bed that the rules would give. No statement
that locks reads a second table: that would lock its rows as well.
"""

from __future__ import annotations

import os
from datetime import date, time, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stations import services
from stations.invariants import NIGHTS, STAYS
from stations.models import Bed, Closure, Rehousing, Room, RoomNight, Station, Stay, StayNight
from stations.models.stay import LIVE
from tests import houses, people
from tests.stations.test_queue import draft
from zibo_youth.accounts.services import Stated
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import DomainError

CAP = 5
PHRASES = ("FOR UPDATE", "FOR NO KEY UPDATE")
SOON, LENGTH = st.integers(0, 4), st.integers(1, 4)
WHO, WHERE, WHICH = st.integers(0, 5), st.integers(0, 1), st.integers(0, 40)


def locks_one_table(execute, sql, params, many, context):
    """A lock that reads through a join takes the joined row too, and strangers wait for each other."""
    if " JOIN " in sql and any(phrase in sql for phrase in PHRASES):
        assert " OF " in sql, sql
    return execute(sql, params, many, context)


class Stations(RuleBasedStateMachine):
    """Two small houses, six guests, one operator each; the day moves on."""

    @initialize()
    def open_houses(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        houses.rule(max_free_nights=CAP, max_stays_per_window=30, lead_days=0, max_waiting=4, no_show_limit=3)
        self.stations = [houses.house("male:1 flexible:2"), houses.house("female:1 single:1 flexible:2")]
        self.operators = [people.operator(station.operator) for station in self.stations]
        self.officer = people.officer("zhangdian")
        self.guests = [people.applicant(gender=people.FEMALE if n % 2 else people.MALE) for n in range(6)]
        self.day = today()
        self.documents = [people.id_number(gender=people.FEMALE if n % 2 else people.MALE) for n in range(3)]
        self.pinned: dict[int, set[int]] = {}
        self._half_full()

    def _half_full(self) -> None:
        """Somebody lies in most beds already: what is asked for is refused, waited for and dealt anew."""
        for where, gender in [(0, people.MALE), (0, people.FEMALE), (1, people.FEMALE), (1, people.FEMALE)]:
            user, arrival = people.applicant(gender=gender), self.day + timedelta(days=1 + where)
            stay = houses.book(user, self.stations[where], arrival, nights=3)
            services.approve_stay(actor=self.operators[where], stay=stay)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def _try(self, act, *args, **words) -> None:
        """What is refused must leave no trace; a broken wall that nobody explained rises."""
        with standing_at(at(self.day, time(12))), connection.execute_wrapper(locks_one_table):
            try:
                with transaction.atomic():
                    act(*args, **words)
            except DomainError:
                pass

    def _pick(self, which: int, *states: str, **more: object) -> Stay | None:
        found = Stay.objects.filter(state__in=states, **more).order_by("pk")
        stays = list(found.select_related("guest", "station", "policy"))
        return stays[which % len(stays)] if stays else None

    def _operator(self, stay: Stay):
        return self.operators[[station.pk for station in self.stations].index(stay.station_id)]

    # --- what people do --------------------------------------------------------------------

    @rule(who=WHO, where=WHERE, soon=SOON, length=LENGTH, is_decided=st.booleans())
    def book(self, who: int, where: int, soon: int, length: int, is_decided: bool) -> None:
        def act() -> None:
            arrival = self.day + timedelta(days=soon)
            stay = houses.book(self.guests[who], self.stations[where], arrival, nights=length)
            if is_decided:
                services.approve_stay(actor=self.operators[where], stay=stay)

        self._try(act)

    @rule(who=WHO, where=WHERE, soon=SOON, length=LENGTH)
    def book_or_wait(self, who: int, where: int, soon: int, length: int) -> None:
        def act() -> None:
            guest = self.guests[who]
            asked = draft(guest, self.stations[where], self.day + timedelta(days=soon), length)
            services.submit_or_wait(actor=guest, stay=asked)

        self._try(act)

    @rule(who=WHO, where=WHERE, soon=SOON, length=LENGTH, is_handed_in=st.booleans())
    def fill_in(self, who: int, where: int, soon: int, length: int, is_handed_in: bool) -> None:
        """A bed is held for the draft: handed in, or left to lapse, to other dates, to another booking."""

        def act() -> None:
            guest = self.guests[who]
            asked = draft(guest, self.stations[where], self.day + timedelta(days=soon), length)
            services.hold_bed(actor=guest, stay=asked)
            if is_handed_in:
                services.submit_or_wait(actor=guest, stay=asked)

        self._try(act)

    @rule(which=WHICH)
    def give_up(self, which: int) -> None:
        stay = self._pick(which, "waiting", "offered", "submitted", "approved")
        if stay is not None:
            leave = services.cancel_stay if stay.state == "approved" else services.withdraw_stay
            self._try(leave, actor=stay.booked_by, stay=stay)

    @rule(which=WHICH)
    def accept(self, which: int) -> None:
        if stay := self._pick(which, "offered"):
            self._try(services.accept_offer, actor=stay.booked_by, stay=stay)

    @rule(which=WHICH, soon=SOON, length=LENGTH)
    def change_dates(self, which: int, soon: int, length: int) -> None:
        if stay := self._pick(which, "submitted", "approved"):
            arrival = self.day + timedelta(days=soon)
            dates = {"arrival": arrival, "departure": arrival + timedelta(days=length)}
            self._try(services.change_dates, actor=stay.booked_by, stay=stay, **dates)

    @rule(which=WHICH, nights=st.integers(-3, 3))
    def longer_or_shorter(self, which: int, nights: int) -> None:
        if stay := self._pick(which, "submitted", "approved", "checked_in"):
            change = services.extend_stay if nights > 0 else services.shorten_stay
            departure = stay.departure + timedelta(days=nights)
            self._try(change, actor=stay.booked_by, stay=stay, departure=departure)

    # --- what the desk does ----------------------------------------------------------------

    @rule(which=WHICH)
    def approve(self, which: int) -> None:
        if stay := self._pick(which, "submitted"):
            self._try(services.approve_stay, actor=self._operator(stay), stay=stay)

    @rule(which=WHICH, is_final=st.booleans())
    def send_back(self, which: int, is_final: bool) -> None:
        if stay := self._pick(which, "submitted"):
            decide = services.reject_stay if is_final else services.return_stay
            asked = {} if is_final else {"asked": ["evidence"]}
            self._try(decide, actor=self._operator(stay), stay=stay, reason="other", **asked)

    @rule(which=WHICH)
    def hand_in_again(self, which: int) -> None:
        if stay := self._pick(which, "returned"):
            self._try(
                services.resubmit_stay,
                actor=stay.booked_by,
                stay=stay,
                evidence=list(stay.evidence.all()),
            )

    @rule(who=st.integers(0, 2), where=WHERE, length=LENGTH)
    def walk_in(self, who: int, where: int, length: int) -> None:
        self._try(services.walk_in, nights=length, **self._at_the_desk(who, where))

    @rule(who=st.integers(0, 2), where=WHERE, soon=SOON, length=LENGTH)
    def ring(self, who: int, where: int, soon: int, length: int) -> None:
        arrival = self.day + timedelta(days=soon)
        self._try(services.book_by_phone, arrival=arrival, nights=length, **self._at_the_desk(who, where))

    def _at_the_desk(self, who: int, where: int) -> dict[str, object]:
        return {
            "actor": self.operators[where],
            "station": self.stations[where],
            "guest": Stated("林小满", "id_card", self.documents[who], "+8615400000001"),
            "purpose": "job_seeking",
            "purpose_detail": "机械厂面试",
            "declared_non_native": True,
        }

    @rule(which=WHICH, bed=WHICH)
    def move_bed(self, which: int, bed: int) -> None:
        if stay := self._pick(which, "approved", "checked_in"):
            beds = list(
                Bed.objects.filter(room__station=stay.station_id).select_related("room").order_by("pk")
            )
            said = {"bed": beds[bed % len(beds)], "reason": "house"}
            self._try(services.move_bed, actor=self._operator(stay), stay=stay, **said)
            self.pinned.pop(stay.pk, None)

    @rule(which=WHICH)
    def pin(self, which: int) -> None:
        if stay := self._pick(which, *LIVE):
            self._try(services.pin_bed, actor=self._operator(stay), stay=stay, reason="promised")

    @rule(which=WHICH)
    def unpin(self, which: int) -> None:
        if stay := self._pick(which, *LIVE):
            self._try(services.unpin_bed, actor=self._operator(stay), stay=stay)

    @rule(which=WHICH)
    def check_in(self, which: int) -> None:
        if stay := self._pick(which, "approved", arrival__lte=self.day):
            self._try(services.check_in, actor=self._operator(stay), stay=stay)

    @rule(which=WHICH)
    def check_out(self, which: int) -> None:
        if stay := self._pick(which, "checked_in"):
            self._try(services.check_out, actor=self._operator(stay), stay=stay)

    @rule(which=WHICH)
    def let_in_late(self, which: int) -> None:
        if stay := self._pick(which, "no_show"):
            self._try(services.reinstate_stay, actor=self._operator(stay), stay=stay)

    @rule(where=WHERE, soon=SOON, length=LENGTH, is_whole=st.booleans())
    def close(self, where: int, soon: int, length: int, is_whole: bool) -> None:
        station, start = self.stations[where], self.day + timedelta(days=soon)
        closure = Closure(
            station=station, from_on=start, until_on=start + timedelta(days=length), reason="检修"
        )
        closure.room = None if is_whole else station.rooms.order_by("pk").last()
        self._try(services.close, actor=self.operators[where], closure=closure)

    @rule(where=WHERE, soon=st.none() | SOON)
    def close_for_good(self, where: int, soon: int | None) -> None:
        """Or open again: nothing is left of the day."""
        station = Station.objects.get(pk=self.stations[where].pk)
        station.closed_on = None if soon is None else self.day + timedelta(days=soon)
        self._try(services.change_station, actor=self.officer, station=station)
        self.stations[where].refresh_from_db()

    @rule()
    def open_again(self) -> None:
        for closure in Closure.objects.select_related("station").order_by("pk"):
            desk = self.operators[self.stations.index(closure.station)]
            self._try(services.lift_closure, actor=desk, closure=closure)

    @rule(which=WHICH, how=st.sampled_from(["yes", "no", "held", "elsewhere", "end"]), where=WHERE)
    def answer(self, which: int, how: str, where: int) -> None:
        found = list(Rehousing.objects.open().select_related("stay__guest", "held", "station").order_by("pk"))
        if not found:
            return
        moved = found[which % len(found)]
        asked = {"rehousing": moved, "actor": self.operators[self.stations.index(moved.station)]}
        own = {"rehousing": moved, "actor": moved.stay.booked_by}
        acts = {
            "yes": lambda: services.accept_rehousing(**own),
            "no": lambda: services.decline_rehousing(**own),
            "held": lambda: services.arrange_as_proposed(**asked),
            "elsewhere": lambda: services.arrange_elsewhere(**asked, station=self.stations[where]),
            "end": lambda: services.end_rehoused(**asked, reason="station_unavailable"),
        }
        self._try(acts[how])

    @rule(days=st.integers(1, 2))
    def days_go_by(self, days: int) -> None:
        self.day += timedelta(days=days)
        moment = at(self.day, time(12))
        jobs = (
            services.lapse_holds,
            services.expire_stays,
            services.lapse_offers,
            services.mark_no_shows,
            services.lapse_rehousings,
        )
        for job in jobs:
            self._try(job, at=moment)
        # The database stamps by its own clock; what was missed last evening ended this noon.
        Stay.objects.filter(state="no_show", arrival=self.day - timedelta(days=1)).update(ended_at=moment)

    # --- what must hold --------------------------------------------------------------------

    @invariant()
    def nothing_is_torn(self) -> None:
        if not hasattr(self, "stations"):
            return
        with connection.cursor() as cursor:
            for name, (_meaning, rows) in (NIGHTS | STAYS).items():
                cursor.execute(f"SELECT count(*) FROM ({rows}) AS found")
                assert cursor.fetchone()[0] == 0, name

    @invariant()
    def nobody_in_a_closed_bed_is_forgotten(self) -> None:
        """Recounted by hand: whoever holds a night to come in a bed out of use is on the list of calls."""
        if not hasattr(self, "stations"):
            return
        listed = set(Rehousing.objects.filter(state="to_arrange").values_list("held", flat=True))
        to_come, shut = StayNight.objects.filter(date__gte=self.day, stay__state__in=LIVE), self._shut()
        for night in to_come.select_related("room__station"):
            assert night.stay_id in listed or _is_open(night.room, night.date, shut), night.stay

    def _shut(self) -> list[Closure]:
        return list(Closure.objects.filter(until_on__gt=self.day))

    @invariant()
    def a_pinned_bed_is_the_same_bed(self) -> None:
        if not hasattr(self, "stations"):
            return
        held = {}
        pinned = Stay.objects.filter(state__in=LIVE, held_for=None).exclude(bed_pinned_for="")
        for stay in pinned:  # a closure moves whom it must
            held[stay.pk] = set(stay.nights.filter(date__gte=self.day).values_list("bed", flat=True))
            before = self.pinned.get(stay.pk)
            assert not before or held[stay.pk] <= before, stay
        self.pinned = held

    @invariant()
    def nobody_waits_for_a_bed_that_is_free(self) -> None:
        if not hasattr(self, "stations"):
            return
        self._try(services.settle_queues)
        assert not Station.objects.filter(queue_unsettled=True).exists()
        for stay in Stay.objects.filter(arrival__gte=self.day).queued().select_related("guest"):
            assert not (self._may_have_nights(stay) and self._open_beds(stay)), stay

    def _may_have_nights(self, stay: Stay) -> bool:
        """Recounted by hand: the cap of each year, no other bed, not suspended."""
        mine = list(StayNight.objects.filter(guest=stay.guest).values_list("date", flat=True))
        asked = [stay.arrival + timedelta(days=n) for n in range(stay.length)]
        within = all(
            sum(night.year == year for night in mine) + sum(night.year == year for night in asked) <= CAP
            for year in {night.year for night in asked}
        )
        suspended = stay.guest.suspensions.filter(until_on__gt=self.day, lifted_at=None).exists()
        return within and not set(mine) & set(asked) and not suspended

    def _open_beds(self, stay: Stay) -> list[Bed]:
        """Recounted by hand: free on every night, open, and among one's own."""
        during = {"date__gte": stay.arrival, "date__lt": stay.departure}
        found, shut = [], self._shut()
        for bed in Bed.objects.filter(room__station=stay.station_id).select_related("room__station"):
            fits = bed.room.gender_mode not in ({1: "female", 2: "male"}[stay.guest.gender],)
            others = RoomNight.objects.filter(room=bed.room, **during).exclude(gender=stay.guest.gender)
            nights = [stay.arrival + timedelta(days=n) for n in range(stay.length)]
            is_open = all(_is_open(bed.room, night, shut) for night in nights)
            taken = StayNight.objects.filter(bed=bed, **during)
            if fits and is_open and not (others.exists() or taken.exists()):
                found.append(bed)
        return found


def _is_open(room: Room, day: date, shut: list[Closure]) -> bool:
    """Recounted by hand: a day of its house, and no closure of the room or of the house upon it."""
    closed = [one for one in shut if one.station_id == room.station_id and one.from_on <= day < one.until_on]
    return room.station.is_open_on(day) and not any(one.room_id in (None, room.pk) for one in closed)


Stations.TestCase.settings = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "15")),
    stateful_step_count=50,
    deadline=None,
    derandomize="MACHINE_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
TestStations = pytest.mark.django_db(Stations.TestCase)
