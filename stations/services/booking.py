"""预订入住 (book a stay): every night of it, or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, time
from typing import Any

from django.db import transaction

from stations.availability import full_nights
from stations.eligibility import all_met, judge
from stations.errors import (
    AlreadyBooked,
    BedTaken,
    DatesOutOfRange,
    FreeNightsUsedUp,
    GenderUnknown,
    NotEligible,
    WrongState,
)
from stations.facts import LONGEST_STAY, Facts, Request, facts_of
from stations.models import Evidence, ReferralChannel, Station, Stay
from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.accounts.models import Person, User
from zibo_youth.core.calendar import after_workdays, now, today
from zibo_youth.core.errors import explaining
from zibo_youth.core.prepared import Prepared
from zibo_youth.notifications.outbox import notify

from . import taking
from .holds import let_go_of_own, step_aside
from .pool import lock_guest_and_station
from .queue import ask_queue_first, settle
from .refusals import asking, keeping_refusals
from .taking import WALLS, write_nights


def no_bed(_facts: Facts) -> None:
    """Whoever does not wait is refused."""
    raise BedTaken


@keeping_refusals()
def book_stay(
    *,
    actor: User,
    guest: Person,
    station: Station,
    arrival: date,
    departure: date,
    purpose: str,
    declared_non_native: bool,
    purpose_detail: str = "",
    evidence: Sequence[Evidence] = (),
    referral_channel: ReferralChannel | None = None,
    room_wish: str = Stay.RoomWish.ANY,
    contact_mobile: str = "",
    arrival_time: time | None = None,
) -> Stay:
    """
    Hand in a request and take every night of it, or none.

    Five statements between BEGIN and COMMIT. Raises `NotEligible` with every
    rule's verdict, `BedTaken` when no bed is free for the whole stay,
    `IdentityMissing` or `GenderUnknown` when the guest cannot be given a bed.
    """
    stay = unsaved_stay(
        actor=actor,
        guest=guest,
        station=station,
        arrival=arrival,
        departure=departure,
        room_wish=room_wish,
        purpose=purpose,
        purpose_detail=purpose_detail,
        declared_non_native=declared_non_native,
        referral_channel=referral_channel,
        contact_mobile=contact_mobile,
        arrival_time=arrival_time,
    )
    policy.require(actor, "stations.book_stay", stay)
    return take_nights(actor, stay, taking.BOOK_AT_ONCE, [file.pk for file in evidence])


def unsaved_stay(*, actor: User, guest: Person, contact_mobile: str = "", **asked: Any) -> Stay:
    """A request in hand, of which nothing is written yet."""
    mobile = contact_mobile or guest.mobile
    return Stay(guest=guest, booked_by=actor, contact_mobile=mobile, check_in_code="", **asked)


@keeping_refusals()
def submit_stay(*, actor: User, stay: Stay, if_full: Callable[[Facts], None] = no_bed) -> Stay:
    """
    提交入住申请 (submit): the draft becomes a request that holds its bed.

    Raises what `book_stay` raises, and `WrongState` when it was handed in before.
    ``if_full`` as in `take_nights`.
    """
    with explaining(), transaction.atomic():
        # Read again under the guest's lock, which `save_draft` takes too: a draft changed at this
        # moment in another tab would else promise nights that were never taken.
        Person.objects.select_for_update(no_key=True).values_list("pk").get(pk=stay.guest_id)
        stay.refresh_from_db()
        policy.require(actor, "stations.book_stay", stay)
        if stay.state != Stay.State.DRAFT:
            raise WrongState(state=stay.get_state_display())
        evidence = list(stay.evidence.values_list("pk", flat=True))
        return take_nights(actor, stay, taking.BOOK_DRAFT, evidence, if_full=if_full)


def take_nights(
    actor: User,
    stay: Stay,
    statement: Prepared,
    evidence: Collection[int] = (),
    *,
    except_for: Collection[str] = (),
    if_full: Callable[[Facts], None] = no_bed,
) -> Stay:
    """
    Take every night of a stay under both locks. ``except_for`` names rules that a desk waives.

    ``if_full`` is what happens when no bed is free: under the same locks, so that
    what was just seen still holds.
    """
    check_shape(stay)

    def take() -> Stay:
        return _take_nights(actor, stay, statement, evidence, except_for, if_full)

    with asking(stay):
        try:
            return take()
        except (NotEligible, AlreadyBooked, FreeNightsUsedUp) as refusal:
            # What the guest's own draft holds never stands in the guest's way.
            is_by_nights = refusal.code in (AlreadyBooked.code, FreeNightsUsedUp.code)
            if stay.pk or not (is_by_nights and let_go_of_own(stay.guest_id, stay.station_id)):
                raise
            return take()


def _take_nights(
    actor: User,
    stay: Stay,
    statement: Prepared,
    evidence: Collection[int],
    except_for: Collection[str],
    if_full: Callable[[Facts], None],
) -> Stay:
    was_held = stay.held_until is not None
    with naming_full_nights(stay), explaining(**WALLS), transaction.atomic():
        ask_queue_first(lock_guest_and_station(stay.guest_id, stay.station_id), stay.station_id)
        if was_held:
            step_aside(stay)
        facts = facts_of_stay(stay, has_evidence=bool(evidence))
        if not all_met(facts, except_for=except_for):
            raise NotEligible(judge(facts, except_for=except_for))
        if _write(actor, stay, statement, facts, evidence):
            notify("stations.stay_submitted", to=stay.guest, about=stay)
        else:
            if_full(facts)
        if was_held:
            settle(stay.station_id)
    return stay


@contextmanager
def naming_full_nights(stay: Stay) -> Iterator[None]:
    """Whoever is refused a bed hears which nights are full: looked up when the locks are let go."""
    try:
        yield
    except BedTaken as refusal:
        refusal.nights = full_nights(
            stay.station_id, stay.arrival, stay.departure, stay.guest.gender, room_wish=stay.room_wish
        )
        raise


def check_shape(stay: Stay) -> None:
    """Raise `IdentityMissing`, `GenderUnknown` or `DatesOutOfRange` for what no rule can judge."""
    if not stay.guest.has_identity:
        raise IdentityMissing
    if stay.guest.gender not in (Person.Gender.MALE, Person.Gender.FEMALE):
        raise GenderUnknown
    if not 0 < stay.length <= LONGEST_STAY:
        raise DatesOutOfRange(most=LONGEST_STAY)


def facts_of_stay(stay: Stay, *, has_evidence: bool) -> Facts:
    """What is known about a request in hand; the caller holds the guest's lock."""
    request = Request(
        stay.arrival, stay.departure, stay.purpose, stay.declared_non_native, has_evidence=has_evidence
    )
    return facts_of(guest=stay.guest, station=stay.station, request=request, today=today())


def _write(actor: User, stay: Stay, statement: Prepared, facts: Facts, evidence: Collection[int]) -> bool:
    """Choose the bed and write stay, nights and transition in one statement; False when no bed is free."""
    stay.policy = facts.policy
    stay.review_due_at = after_workdays(now(), facts.policy.review_hours)
    written = write_nights(
        statement, actor=actor, stay=stay, facts=facts, evidence=list(evidence), to_state="submitted"
    )
    if written is None:
        stay.review_due_at = None
        return False
    stay.pk, stay.reference, stay.created_at, stay.submitted_at = written
    stay.state, stay.held_until = Stay.State.SUBMITTED, None
    stay._state.adding = False
    stay._state.db = "default"
    return True
