"""会客厅预约 (book a lounge): every half hour of a visit, or none; week after week in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from stations.lounge_days import ZoneDay, boards_of, with_buffer
from stations.lounge_errors import (
    HoursJustUsed,
    NothingFree,
    ReplacedAlready,
    SeriesClashes,
    SeriesLength,
    SlotTaken,
    TwoPlacesAtOnce,
)
from stations.lounge_rules import Own, Wish, own_of, refusal
from stations.models import (
    Lounge,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
    LoungeZone,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import ConsentRecord, ConsentText, Person, User
from zibo_youth.accounts.services import Stated, counted_registration, record_consents, register_person
from zibo_youth.core.calendar import at, now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.notifications.outbox import notify

from .lounge_coupons import deal_coupons
from .lounge_moves import receive_visit
from .lounge_standing import ask_later
from .pool import lock_lounge, lock_person

BOOK, RECEIVE = "stations.book_lounge", "stations.receive_visit"
REQUESTED = "stations.lounge_requested"
MOST_WEEKS = 12
Channel = ConsentRecord.Channel
# Nobody lodges in a lounge.
CONSENTS_OF_A_VISIT = (ConsentText.Scope.PRIVACY, ConsentText.Scope.ID_NUMBER)
# What the rules said before, should a row be written past them.
WALLS: dict[str, DomainError | type[DomainError]] = {
    "lounge_slot_one_visit_per_seat": SlotTaken,
    "lounge_slot_seat_exists": SlotTaken,
    "lounge_visit_is_replaced_once": ReplacedAlready,
    "lounge_coupon_one_place_at_a_time": TwoPlacesAtOnce,
    "lounge_coupon_number_once_in_seven_days": HoursJustUsed,
    "lounge_coupon_group_number_once_in_seven_days": HoursJustUsed,
    "lounge_coupon_within_weekly_hours": HoursJustUsed,
    "lounge_coupon_within_group_hours": HoursJustUsed,
}
Answer = tuple[date, DomainError | None]


def book_visit(*, actor: User, person: Person, wish: Wish) -> LoungeVisit:
    """
    预约 (book) one visit.

    Raises `IdentityMissing`, or the refusal of the first rule that is not met (`lounge_rules.RULES`).
    """
    _require(actor, person, wish)
    with explaining(**WALLS), transaction.atomic():
        visit = _book(actor, person, wish)
        notify(_told_once(visit), to=person, about=visit)
    return visit


def book_instead(*, actor: User, visit: LoungeVisit, zone: LoungeZone) -> LoungeVisit:
    """
    改约 (book another zone in place of a visit that a closure took), for the same time and people, once.

    Raises `ReplacedAlready`, and as `book_visit`.
    """
    wish = Wish(zone, visit.date, visit.start, visit.end, visit.group_size, purpose=visit.purpose)
    _require(actor, visit.person, wish)
    policy.require(actor, BOOK, visit)
    if visit.proposed_zone_id is None or visit.state != LoungeVisit.State.CANCELLED:
        raise ReplacedAlready
    with explaining(**WALLS), transaction.atomic():
        lock_person(visit.person_id)
        if visit.replacements.exists():
            raise ReplacedAlready
        taken = _book(actor, visit.person, wish, replaces=visit)
        notify(_told_once(taken), to=visit.person, about=taken)
    return taken


def receive_walk_in(*, actor: User, guest: Stated, wish: Wish) -> LoungeVisit:
    """
    现场登记 (walk-in): somebody without a booking is registered, given what is free now, and is in.

    Every wall and every rule holds; a zone that asks first is answered for by the desk.
    Raises what `register_person` and `book_visit` raise.
    """
    lounge = wish.zone.lounge
    policy.require(actor, RECEIVE, lounge)
    with counted_registration(actor), explaining(**WALLS), transaction.atomic():
        person = register_person(actor=actor, stated=guest)
        policy.require_for_another(actor, RECEIVE, lounge, person.pk)
        visit = _book(actor, person, wish)
        record_consents(
            actor=actor, person=person, channel=Channel.DESK, scopes=CONSENTS_OF_A_VISIT, place=lounge
        )
        return receive_visit(actor=actor, visit=visit)


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
        taken = [
            _take(actor, person, each, board, own, series=series)
            for each, (board, own) in zip(wishes, boards, strict=True)
            if each.date not in clashes
        ]
        ask_later(series)
        if taken[0].state == LoungeVisit.State.REQUESTED:
            notify(REQUESTED, to=person, about=taken[0])
        else:
            notify("stations.lounge_series_booked", to=person, about=series)
    return series, answers


def _told_once(visit: LoungeVisit) -> str:
    return REQUESTED if visit.state == LoungeVisit.State.REQUESTED else "stations.lounge_booked"


def _book(actor: User, person: Person, wish: Wish, **details: Any) -> LoungeVisit:
    """Under the locks: the rules, then the rows. ``details`` are further values of the visit."""
    [(board, own)] = _locked(person, [wish])
    if refused := refusal(wish, board, own):
        raise refused
    return _take(actor, person, wish, board, own, **details)


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


def _unsaved(actor: User, person: Person, wish: Wish, **details: Any) -> LoungeVisit:
    return LoungeVisit(
        person=person,
        booked_by=actor,
        lounge=wish.zone.lounge,
        zone=wish.zone,
        date=wish.date,
        start=wish.start,
        end=wish.end,
        group_size=wish.group_size,
        purpose=wish.purpose,
        **details,
    )


def _take(
    actor: User,
    person: Person,
    wish: Wish,
    board: ZoneDay,
    own: Own,
    **details: Any,
) -> LoungeVisit:
    """Write the visit, the half hours that it holds, and the coupons that it costs; a moderated one waits."""
    visit = _unsaved(actor, person, wish, **details)
    hours = 0 if wish.is_at_desk else board.hours_to_answer(wish.purpose)
    if hours:
        visit.state = LoungeVisit.State.REQUESTED
        visit.answer_by = min(now() + timedelta(hours=hours), visit.starts_at)
    visit.code = unused_code(wish.zone.lounge)
    kept = timedelta(minutes=own.policy.lounge_release_minutes)
    visit.kept_until = max(at(wish.date, wish.start), now()) + kept
    visit.save()
    visit.refresh_from_db(fields=["reference"])
    LoungeVisitTransition.objects.create(visit=visit, actor_id=actor.pk, to_state=visit.state)
    LoungeSlot.objects.bulk_create(_slots(visit, wish, board))
    deal_coupons(visit=visit, slots=wish.slots, policy=own.policy)
    return visit


def _slots(visit: LoungeVisit, wish: Wish, board: ZoneDay) -> list[LoungeSlot]:
    held = with_buffer(wish.zone, wish.slots.start, wish.slots.stop)
    return [
        LoungeSlot(visit=visit, zone=part, date=wish.date, slot=slot, seat=seat, cap=part.units)
        for part in board.parts
        for slot in held
        for seat in board.seats_for(part, slot, wish.group_size)
    ]


def unused_code(lounge: Lounge) -> str:
    """Six digits that no other awaited visit of the lounge has; the caller holds its lock."""
    used = set(LoungeVisit.objects.awaited().filter(lounge=lounge).values_list("code", flat=True))
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if code not in used:
            return code
