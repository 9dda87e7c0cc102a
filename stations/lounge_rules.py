"""
能否预约 (may this be booked): every rule of a visit, asked in one order.

The same rules answer for one booking, for each date of a series, and for the
page that tells beforehand. Where a rule is a constraint too, the constraint
decides and the rule says the sentence.
"""

from __future__ import annotations

from collections import Counter
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
    GroupHoursUsedUp,
    GroupTooLarge,
    HallWithoutZones,
    LengthOutOfRange,
    LongerThanTheWeek,
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
from .lounge_hours import WEEK, RollingWeek
from .models import LoungeCoupon, LoungeZone, StayPolicy, Suspension
from .models.lounge import VisitPurpose


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a zone, a day, from when to when, how many, what for; at the desk or from afar."""

    zone: LoungeZone
    date: date
    start: time
    end: time
    group_size: int = 1
    is_at_desk: bool = False
    purpose: str = VisitPurpose.OTHER

    @property
    def slots(self) -> range:
        return range(slot_of(self.start), slot_of(self.end))


@dataclass(frozen=True, slots=True)
class Own:
    """What of the person matters: half hours alone and with a group, where they are, a suspension."""

    policy: StayPolicy
    hours: RollingWeek
    group_hours: RollingWeek
    busy: set[tuple[date, int]]
    suspended_until: date | None = None


def own_of(person: Person, days: Iterable[date]) -> Own:
    """Three queries, whatever the number of days."""
    policy = policy_on(today())
    used: Counter[date] = Counter()
    in_groups: Counter[date] = Counter()
    busy = set()
    coupons = LoungeCoupon.objects.filter(person=person, date__gt=min(days) - WEEK)
    for day, slot, group_size in coupons.values_list("date", "slot", "group_size"):
        used[day] += 1
        in_groups[day] += group_size > 1
        busy.add((day, slot))
    suspension = Suspension.objects.filter(person=person).in_force(today()).order_by("until_on").last()
    return Own(
        policy,
        RollingWeek(policy.lounge_hours_per_week * 2, used),
        RollingWeek(policy.lounge_group_hours_per_week * 2, in_groups),
        busy,
        suspension.until_on if suspension else None,
    )


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
    must_ask = board.hours_to_answer(wish.purpose) and not wish.is_at_desk
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
    return _in_seven_days(wish, own.hours, WeeklyHoursUsedUp)


def _weekly_in_groups(wish: Wish, board: ZoneDay, own: Own) -> DomainError | None:
    return _in_seven_days(wish, own.group_hours, GroupHoursUsedUp) if wish.group_size > 1 else None


def _in_seven_days(wish: Wish, hours: RollingWeek, used_up: type[DomainError]) -> DomainError | None:
    """The rule, what is left on that day, and the first day on which so long a visit is within it again."""
    asked, cap = len(wish.slots), hours.cap * MINUTES // 60
    if asked > hours.cap:
        return LongerThanTheWeek(cap=cap)
    left = hours.left(wish.date)
    if asked <= left:
        return None
    return used_up(cap=cap, left=left * MINUTES, first=hours.first_free(wish.date, asked))


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
    _weekly_in_groups,
)
