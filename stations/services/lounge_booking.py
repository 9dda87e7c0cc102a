"""会客厅预约 (book a lounge): every half hour of a visit, or none; week after week in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.formats import date_format

from stations.lounge_days import ZoneDay, boards_of, with_buffer
from stations.lounge_errors import (
    NothingFree,
    SeriesClashes,
    SeriesLength,
    SlotTaken,
    TwoPlacesAtOnce,
    WeeklyHoursUsedUp,
)
from stations.lounge_rules import Own, Wish, own_of, refusal
from stations.models import (
    Lounge,
    LoungeCoupon,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import at, now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.notifications.outbox import notify

from .pool import lock_lounge, lock_person

BOOK = "stations.book_lounge"
MOST_WEEKS = 12
# What the rules said before, should a row be written past them.
WALLS: dict[str, DomainError | type[DomainError]] = {
    "lounge_slot_one_visit_per_seat": SlotTaken,
    "lounge_slot_seat_exists": SlotTaken,
    "lounge_coupon_one_place_at_a_time": TwoPlacesAtOnce,
    "lounge_coupon_number_used_once": WeeklyHoursUsedUp(cap="", left=0),
    "lounge_coupon_within_weekly_hours": WeeklyHoursUsedUp(cap="", left=0),
}
Answer = tuple[date, DomainError | None]


def book_visit(*, actor: User, person: Person, wish: Wish) -> LoungeVisit:
    """
    预约 (book) one visit.

    Raises `IdentityMissing`, or the refusal of the first rule that is not met (`lounge_rules.RULES`).
    """
    _require(actor, person, wish)
    with explaining(**WALLS), transaction.atomic():
        [(board, own)] = _locked(person, [wish])
        if refused := refusal(wish, board, own):
            raise refused
        visit = _take(actor, person, wish, board, own)
        notify("stations.lounge_booked", to=person, about=visit)
    return visit


def answers_to_series(*, person: Person, wish: Wish, weeks: int) -> list[Answer]:
    """
    系列的逐次结果 (what each date of a series would be answered), without booking anything.

    Raises `SeriesLength`.
    """
    wishes = _weekly(wish, weeks)
    return [
        (each.date, refusal(each, board, own))
        for each, (board, own) in zip(wishes, _read(person, wishes), strict=True)
    ]


def book_series(
    *, actor: User, person: Person, wish: Wish, weeks: int, only_free: bool
) -> tuple[LoungeSeries, list[Answer]]:
    """
    系列预约 (book a series): the same hour for some weeks, under the walls of a single booking.

    Where a date is refused, nothing is booked, or with ``only_free`` the others
    are. Raises `SeriesLength`, `SeriesClashes`, `NothingFree`.
    """
    _require(actor, person, wish)
    wishes = _weekly(wish, weeks)
    with explaining(**WALLS), transaction.atomic():
        boards = _locked(person, wishes)
        answers = [
            (each.date, refusal(each, board, own)) for each, (board, own) in zip(wishes, boards, strict=True)
        ]
        clashes = [day for day, refused in answers if refused]
        if len(clashes) == weeks:
            raise NothingFree
        if clashes and not only_free:
            raise SeriesClashes(dates=_told(clashes))
        series = LoungeSeries.objects.create(person=person, zone=wish.zone, first_on=wish.date, weeks=weeks)
        for each, (board, own) in zip(wishes, boards, strict=True):
            if each.date not in clashes:
                _take(actor, person, each, board, own, series)
        notify("stations.lounge_series_booked", to=person, about=series)
    return series, answers


def _require(actor: User, person: Person, wish: Wish) -> None:
    policy.require(actor, BOOK, _unsaved(actor, person, wish))
    if not person.has_identity:
        raise IdentityMissing


def _weekly(wish: Wish, weeks: int) -> list[Wish]:
    if not 2 <= weeks <= MOST_WEEKS:
        raise SeriesLength(most=MOST_WEEKS)
    return [replace(wish, date=wish.date + timedelta(weeks=week)) for week in range(weeks)]


def _told(days: Iterable[date]) -> str:
    return "、".join(date_format(day, "Y-m-d") for day in days)


def _locked(person: Person, wishes: Sequence[Wish]) -> list[tuple[ZoneDay, Own]]:
    """What is true until the end of the transaction: person before lounge (design.md §3.12)."""
    lock_person(person.pk)
    lock_lounge(wishes[0].zone.lounge_id)
    return _read(person, wishes)


def _read(person: Person, wishes: Sequence[Wish]) -> list[tuple[ZoneDay, Own]]:
    zone, days = wishes[0].zone, [wish.date for wish in wishes]
    boards = boards_of(zone.lounge, days)
    own = own_of(person, days)
    return [(boards[zone.pk, wish.date], own) for wish in wishes]


def _unsaved(actor: User, person: Person, wish: Wish) -> LoungeVisit:
    return LoungeVisit(
        person=person,
        booked_by=actor,
        lounge=wish.zone.lounge,
        zone=wish.zone,
        date=wish.date,
        start=wish.start,
        end=wish.end,
        group_size=wish.group_size,
    )


def _take(
    actor: User,
    person: Person,
    wish: Wish,
    board: ZoneDay,
    own: Own,
    series: LoungeSeries | None = None,
) -> LoungeVisit:
    """Write the visit, the half hours that it holds, and the coupons that it costs."""
    visit = _unsaved(actor, person, wish)
    visit.series = series
    visit.code = _unused_code(wish.zone.lounge)
    kept = timedelta(minutes=own.policy.lounge_release_minutes)
    visit.kept_until = max(at(wish.date, wish.start), now()) + kept
    visit.save()
    visit.refresh_from_db(fields=["reference"])
    LoungeVisitTransition.objects.create(visit=visit, actor_id=actor.pk, to_state=visit.state)
    LoungeSlot.objects.bulk_create(_slots(visit, wish, board))
    LoungeCoupon.objects.bulk_create(
        LoungeCoupon(
            visit=visit,
            person=person,
            date=wish.date,
            slot=slot,
            number=number,
            policy=own.policy,
            cap=own.policy.lounge_hours_per_week,
        )
        for slot, number in zip(wish.slots, own.unused_numbers(wish.date), strict=False)
    )
    return visit


def _slots(visit: LoungeVisit, wish: Wish, board: ZoneDay) -> list[LoungeSlot]:
    held = with_buffer(wish.zone, wish.slots.start, wish.slots.stop)
    return [
        LoungeSlot(visit=visit, zone=part, date=wish.date, slot=slot, seat=seat, cap=part.units)
        for part in board.parts
        for slot in held
        for seat in board.seats_for(part, slot, wish.group_size)
    ]


def _unused_code(lounge: Lounge) -> str:
    """Six digits that no other awaited visit of the lounge has; the caller holds its lock."""
    used = set(LoungeVisit.objects.booked().filter(lounge=lounge).values_list("code", flat=True))
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if code not in used:
            return code
