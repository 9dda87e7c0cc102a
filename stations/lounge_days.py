"""
会客厅的一天 (a day of a lounge): which half hours are open, and how much of each zone is free.

Half hour n of a day begins n × 30 minutes after midnight. Four queries tell any
number of zones and days.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils import timezone

from zibo_youth.core.calendar import at, is_holiday, is_workday

from .models import Lounge, LoungeClosure, LoungeHours, LoungeSlot, LoungeZone

Day = LoungeHours.Day
MINUTES = 30
HALF_HOUR = timedelta(minutes=MINUTES)


def slot_of(clock: time) -> int:
    """The half hour that begins, or is running, at this time of day."""
    return clock.hour * 2 + clock.minute // MINUTES


def clock_of(slot: int) -> time:
    return time(slot // 2, slot % 2 * MINUTES)


def day_kind(day: date) -> int:
    """
    Which line of the opening hours a day goes by.

    A public holiday goes by its own, a weekend day that is worked in its stead
    (调休) by Monday's.
    """
    if is_holiday(day):
        return Day.HOLIDAY
    if day.isoweekday() >= Day.SATURDAY and is_workday(day):
        return Day.MONDAY
    return day.isoweekday()


@dataclass(frozen=True, slots=True)
class ZoneDay:
    """One zone on one day. ``taken`` names the seats that are held, per atomic zone and half hour."""

    zone: LoungeZone
    date: date
    opening: range
    shut: frozenset[int]
    parts: tuple[LoungeZone, ...]
    taken: Mapping[tuple[int, int], Collection[int]] = field(repr=False)

    @property
    def answer_hours(self) -> int:
        """Hours to answer a request, whatever it is for; 0 where nobody need be asked."""
        return self._least(zone for zone in self._asking if zone.is_moderated)

    def hours_to_answer(self, purpose: str) -> int:
        """Hours to answer a request for this purpose; 0 where nobody need be asked about it."""
        return self._least(zone for zone in self._asking if zone.asks_for(purpose))

    @property
    def _asking(self) -> tuple[LoungeZone, ...]:
        """A hall asks where a zone of it does."""
        return (self.zone, *self.parts)

    def _least(self, zones: Iterable[LoungeZone]) -> int:
        return min((zone.answer_hours for zone in zones), default=0)

    def free(self, slot: int) -> int:
        """Units that nobody holds: seats of a shared zone, else 1 or 0; open or not."""
        left = [part.units - len(self.taken.get((part.pk, slot), ())) for part in self.parts]
        if self.zone.mode != LoungeZone.Mode.HALL:
            return left[0]
        return int(bool(left) and all(n == part.units for n, part in zip(left, self.parts, strict=True)))

    def offered(self, slot: int) -> int:
        """Units that may be booked: none while the house is closed or the zone shut."""
        return self.free(slot) if slot in self.opening and slot not in self.shut else 0

    def units(self, group_size: int) -> int:
        """What a group takes of each half hour."""
        return group_size if self.zone.is_shared else 1

    def seats_for(self, part: LoungeZone, slot: int, group_size: int) -> list[int]:
        """The seats that a group is given in one atomic zone: the lowest free ones, or all for a hall."""
        if self.zone.mode == LoungeZone.Mode.HALL:
            return list(range(1, part.units + 1))
        held = self.taken.get((part.pk, slot), ())
        unheld = [seat for seat in range(1, part.units + 1) if seat not in held]
        return unheld[: self.units(group_size)]

    def lengths_from(self, slot: int, group_size: int = 1) -> list[int]:
        """How many half hours a visit that begins here may last; empty where none may begin."""
        need, zone = self.units(group_size), self.zone
        return [
            length
            for length in range(zone.shortest, zone.longest + 1)
            if all(self.offered(n) >= need for n in range(slot, slot + length))
            and all(self.free(n) >= need for n in with_buffer(zone, slot, slot + length)[length:])
        ]


def with_buffer(zone: LoungeZone, first: int, end: int) -> range:
    """The half hours of a visit and the tidying after it, as far as the day goes."""
    return range(first, min(end + zone.buffer, 47))


def boards_of(
    lounge: Lounge, days: Iterable[date], zones: Iterable[LoungeZone] | None = None
) -> dict[tuple[int, date], ZoneDay]:
    """Every zone of a lounge on each of some days, by zone number and day."""
    days = sorted(set(days))
    every = list(lounge.zones.all()) if zones is None else list(zones)
    hours = {row.day: row for row in lounge.hours.all()}
    closures = list(lounge.closures.touching(at(days[0], time.min), at(days[-1] + timedelta(1), time.min)))
    taken = _taken(every, days)
    return {
        (zone.pk, day): ZoneDay(
            zone=zone,
            date=day,
            opening=_opening(hours, day) if lounge.is_open_on(day) else range(0),
            shut=_shut(closures, zone, every, day),
            parts=parts_of(zone, every),
            taken=taken.get(day, {}),
        )
        for zone in every
        for day in days
    }


def parts_of(zone: LoungeZone, zones: Iterable[LoungeZone]) -> tuple[LoungeZone, ...]:
    """The atomic zones that a booking takes: those of a hall, or the zone itself."""
    if zone.mode != LoungeZone.Mode.HALL:
        return (zone,)
    return tuple(sorted((part for part in zones if part.hall_id == zone.pk), key=lambda part: part.pk))


def _taken(zones: list[LoungeZone], days: list[date]) -> dict[date, dict[tuple[int, int], frozenset[int]]]:
    rows = (
        LoungeSlot.objects.filter(zone__in=zones, date__in=days)
        .order_by()
        .values_list("date", "zone", "slot")
        .annotate(seats=ArrayAgg("seat"))
    )
    taken: dict[date, dict[tuple[int, int], frozenset[int]]] = {}
    for day, zone, slot, seats in rows:
        taken.setdefault(day, {})[zone, slot] = frozenset(seats)
    return taken


def _opening(hours: Mapping[int, LoungeHours], day: date) -> range:
    row = hours.get(day_kind(day))
    return range(slot_of(row.opens), slot_of(row.closes)) if row else range(0)


def _shut(
    closures: Iterable[LoungeClosure], zone: LoungeZone, zones: list[LoungeZone], day: date
) -> frozenset[int]:
    """Half hours that a closure of the lounge, the zone, its hall, or a part of it takes."""
    related = {zone.pk, zone.hall_id} | {part.pk for part in parts_of(zone, zones)}
    spans = [row for row in closures if row.zone_id is None or row.zone_id in related]
    return frozenset(
        slot for slot in range(47) if any(_covers(row, at(day, clock_of(slot))) for row in spans)
    )


def _covers(closure: LoungeClosure, begins: datetime) -> bool:
    return closure.from_at < begins + HALF_HOUR and closure.until_at > begins


def running_slot(moment: datetime) -> int:
    """The half hour of the day that is running."""
    return slot_of(timezone.localtime(moment).time())
