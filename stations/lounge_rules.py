"""
能否预约 (may this be booked): every rule of a visit, asked in one order.

The same rules answer for one booking, for each date of a series, and for the
page that tells beforehand. Where a rule is a constraint too, the constraint
decides and the rule says the sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import at, now, today
from zibo_youth.core.errors import DomainError

from .facts import policy_on
from .lounge_days import MINUTES, ZoneDay, running_slot, slot_of, with_buffer
from .lounge_errors import (
    AlreadyBegun,
    GroupTooLarge,
    HallWithoutZones,
    LengthOutOfRange,
    LoungeSuspended,
    NotOpenThen,
    SeatsShort,
    SlotTaken,
    TooFarAhead,
    TooLateToAsk,
    TwoPlacesAtOnce,
    WeeklyHoursUsedUp,
    ZoneShut,
)
from .models import LoungeCoupon, LoungeZone, StayPolicy, Suspension

Week = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a zone, a day, from when to when, for how many; at the desk, or from afar."""

    zone: LoungeZone
    date: date
    start: time
    end: time
    group_size: int = 1
    is_at_desk: bool = False

    @property
    def slots(self) -> range:
        return range(slot_of(self.start), slot_of(self.end))


@dataclass(frozen=True, slots=True)
class Own:
    """What of the person matters: the week's half hours, where they are, a suspension."""

    policy: StayPolicy
    used: dict[Week, set[int]]
    busy: set[tuple[date, int]]
    suspended_until: date | None = None

    def unused_numbers(self, day: date) -> list[int]:
        """Coupons that the person may still use in the week of a day, smallest first."""
        used, most = self.used.get(week_of(day), set()), self.policy.lounge_hours_per_week * 2
        unused = [number for number in range(1, most + 1) if number not in used]
        return unused[: max(most - len(used), 0)]


def week_of(day: date) -> Week:
    """The ISO week: Monday to Sunday."""
    year, week, _day = day.isocalendar()
    return year, week


def own_of(person: Person, days: Iterable[date]) -> Own:
    """Three queries, whatever the number of days."""
    days = list(days)
    first, last = min(days) - timedelta(days=6), max(days) + timedelta(days=6)
    used: dict[Week, set[int]] = {}
    busy = set()
    coupons = LoungeCoupon.objects.filter(person=person, date__range=(first, last))
    for day, slot, number in coupons.values_list("date", "slot", "number"):
        used.setdefault(week_of(day), set()).add(number)
        busy.add((day, slot))
    suspension = Suspension.objects.filter(person=person).in_force(today()).order_by("until_on").last()
    return Own(policy_on(today()), used, busy, suspension.until_on if suspension else None)


def refusal(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    """The first rule that the wish breaks, or None."""
    return next((found for rule in RULES if (found := rule(wish, board, own))), None)


def _suspended(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    return LoungeSuspended(until=own.suspended_until) if own.suspended_until else None


def _length(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    zone = wish.zone
    if zone.shortest <= len(wish.slots) <= zone.longest:
        return None
    return LengthOutOfRange(least=zone.shortest * MINUTES, most=zone.longest * MINUTES)


def _group(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    return None if 1 <= wish.group_size <= wish.zone.group_most else GroupTooLarge(most=wish.zone.group_most)


def _days_ahead(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    day, last = today(), today() + timedelta(days=wish.zone.horizon_days)
    if wish.date < day or (wish.date == day and wish.slots.start < running_slot(now())):
        return AlreadyBegun()
    return TooFarAhead(last=last) if wish.date > last else None


def _time_to_ask(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    must_ask = board.answer_hours and not wish.is_at_desk
    return TooLateToAsk() if must_ask and at(wish.date, wish.start) <= now() else None


def _open(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    if any(slot not in board.opening for slot in wish.slots):
        return NotOpenThen()
    if not (wish.zone.is_active and wish.zone.lounge.is_active) or any(s in board.shut for s in wish.slots):
        return ZoneShut()
    return None if board.parts else HallWithoutZones()


def _taken(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    held = with_buffer(wish.zone, wish.slots.start, wish.slots.stop)
    left = min(board.free(slot) for slot in held)
    if left >= board.units(wish.group_size):
        return None
    return SeatsShort(left=left) if left > 0 else SlotTaken()


def _elsewhere(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    return TwoPlacesAtOnce() if any((wish.date, slot) in own.busy for slot in wish.slots) else None


def _weekly(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    left = len(own.unused_numbers(wish.date))
    if len(wish.slots) <= left:
        return None
    return WeeklyHoursUsedUp(cap=own.policy.lounge_hours_per_week, left=left * MINUTES)


RULES: tuple[Callable[[Wish, ZoneDay, Own], DomainError | None], ...] = (
    _suspended,
    _length,
    _group,
    _days_ahead,
    _time_to_ask,
    _open,
    _taken,
    _elsewhere,
    _weekly,
)
