"""
走访的约定 (planning of visits): one adult proposes, the other accepts, and a shift of the volunteers stands.

Nobody is put on a visit without the own word (reference/welfare.md S11). The address is open to both from a
day before the start until two hours after they have left, and no longer. Locks: pairing, volunteers, shift.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hope_rooms.counselling_errors import CounsellingNotAgreed, CounsellorProposes
from hope_rooms.data_classes import DataClass, Part, Purpose
from hope_rooms.models import AccessGrant, ChildVisit, Counsellor, Pairing, PairMember
from hope_rooms.pairing_errors import (
    ChildVisitMoved,
    FamilyHasNotAgreed,
    OtherAdultAccepts,
    PairingMoved,
    TwoAdultsNeeded,
    VisitPlanned,
    VisitTimesWrong,
)
from volunteers.models import Shift, Signup, Volunteer
from volunteers.services import shifts, signups
from volunteers.services.locks import lock_volunteers
from volunteers.shift_errors import ShiftBegun
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Person, User
from zibo_youth.accounts.policy import SYSTEM, Actor
from zibo_youth.core.brief_days import moment_words
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining
from zibo_youth.notifications.outbox import notify

from . import grants
from .consents import agreed
from .pair_moves import lock_pairing, member_of, members_of, move_visit

VISIT = "hope_rooms.visit_child"
State = ChildVisit.State
PAIR = 2
HOUR = timedelta(hours=1)
# What the public list of shifts says of the place: the address is nobody's there.
PLACE = "见走访约定"


@dataclass(frozen=True, slots=True)
class Wish:
    """When one of the two would like to go, and what for."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    is_at_home: bool = True


def ask_visit(*, actor: User, pairing: Pairing, wish: Wish) -> ChildVisit:
    """
    提出走访 (propose a visit); the other adult is asked.

    Raises `PairingMoved`, `VisitTimesWrong`, `VisitPlanned`, `CounsellorProposes`.
    """
    policy.require(actor, VISIT, member_of(actor, pairing))
    return propose(actor, pairing, wish)


def propose(actor: User, pairing: Pairing, wish: Wish, counsellor: Counsellor | None = None) -> ChildVisit:
    """A visit that waits for the word of the others, for a service that has asked the policy."""
    if not pairing.visits_now:
        raise PairingMoved(state=pairing.get_state_display())
    _times_agree(wish)
    with (
        explaining(
            visit_one_to_come_per_pairing=VisitPlanned,
            visit_of_counselling_names_the_counsellor=CounsellorProposes,
        ),
        transaction.atomic(),
    ):
        visit: ChildVisit = ChildVisit.objects.create(
            pairing=pairing,
            kind=wish.kind,
            is_at_home=wish.is_at_home,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            asked_by=actor,
            counsellor=counsellor,
        )
        visit.transitions.create(actor=actor, to_state=visit.state)
        for other in members_of(pairing):
            if other.volunteer.person_id != actor.person_id:
                notify("hope_rooms.visit_asked", to=other.volunteer.person, about=visit)
    return visit


def _times_agree(wish: Wish) -> None:
    days, hours = settings.HOPE_ROOMS["visit_ahead_days"], settings.HOPE_ROOMS["visit_most_hours"]
    is_ahead = now() < wish.starts_at <= now() + timedelta(days=days)
    if not (is_ahead and timedelta(0) < wish.ends_at - wish.starts_at <= hours * HOUR):
        raise VisitTimesWrong(days=days, hours=hours)


@transaction.atomic
def accept_visit(*, actor: User, visit: ChildVisit) -> ChildVisit:
    """
    同意走访 (accept), by the other adult: the shift stands with both on it, the address opens in time.

    What the counsellor proposes takes the word of both. Raises `OtherAdultAccepts`, `TwoAdultsNeeded`,
    `FamilyHasNotAgreed`, `CounsellingNotAgreed`, `ChildVisitMoved`, and what opening a shift and
    signing up raise.
    """
    policy.require(actor, VISIT, member_of(actor, visit.pairing))
    if actor.person_id == visit.asked_by.person_id:
        raise OtherAdultAccepts
    pairing = lock_pairing(visit.pairing_id)
    members = members_of(pairing)
    if len(members) != PAIR or not pairing.visits_now:
        raise TwoAdultsNeeded
    if not agreed(pairing.child, "visits"):
        raise FamilyHasNotAgreed
    visit.refresh_from_db()
    if visit.counsellor and _is_first_yes(actor, visit, visit.counsellor):
        return visit
    return _agreed_by_all(actor, visit, members)


def _is_first_yes(actor: User, visit: ChildVisit, counsellor: Counsellor) -> bool:
    """The word of the first of the pair to what the counsellor proposes; the caller holds the lock."""
    if not counsellor.stands or not agreed(counsellor.child, "counsel"):
        raise CounsellingNotAgreed
    if visit.first_yes_by is None:
        if not ChildVisit.objects.filter(pk=visit.pk, state=State.ASKED).update(first_yes_by=actor):
            raise ChildVisitMoved(state=visit.get_state_display())
        visit.refresh_from_db()
        return True
    if visit.first_yes_by.person_id == actor.person_id:
        raise OtherAdultAccepts
    return False


def _agreed_by_all(actor: User, visit: ChildVisit, members: list[PairMember]) -> ChildVisit:
    comers = [member.volunteer for member in members]
    if visit.counsellor:
        comers.append(visit.counsellor.volunteer)
    lock_volunteers(one.pk for one in comers)
    moved = move_visit(actor, visit, State.PLANNED, shift=_shift_of(visit, comers))
    open_addresses(moved, members)
    for one in comers:
        notify("hope_rooms.visit_planned", to=one.person, about=moved)
    return moved


def _shift_of(visit: ChildVisit, comers: list[Volunteer]) -> Shift:
    """A shift of exactly these: when it is seen for the first time, no place on it is free."""
    plan = shifts.Plan(visit.starts_at, visit.ends_at, len(comers), PLACE, sign_off_until=visit.starts_at)
    shift = shifts.open_shift(actor=SYSTEM, post=visit.pairing.post, plan=plan)
    for one in comers:
        signups.sign_up(actor=_login_of(one.person), shift=shift)
    return shift


def _login_of(person: Person) -> User:
    user: User | None = person.users.filter(is_active=True).order_by("pk").first()
    if user is None:
        raise NotAllowed
    return user


def signups_of(visit: ChildVisit, members: list[PairMember]) -> dict[int, Signup]:
    """The places that the two hold on the visit's shift, by the volunteer."""
    held = Signup.objects.holding().filter(
        shift=visit.shift_id, volunteer__in=[member.volunteer_id for member in members]
    )
    return {signup.volunteer_id: signup for signup in held}


def signup_of_counsellor(visit: ChildVisit) -> Signup | None:
    """The place that the counsellor holds on a session's shift."""
    if visit.counsellor is None:
        return None
    held = Signup.objects.holding().filter(shift=visit.shift_id, volunteer=visit.counsellor.volunteer_id)
    return held.first()


def open_addresses(visit: ChildVisit, members: list[PairMember]) -> None:
    """The grants of the address as they should be now: of whoever holds a place, in the visit's time."""
    held = signups_of(visit, members)
    for member in members:
        signup = held.get(member.volunteer_id)
        _open_address(visit, member.volunteer.person, signup)


def _open_address(visit: ChildVisit, person: Person, signup: Signup | None) -> None:
    child, rules = visit.pairing.child, settings.HOPE_ROOMS
    standing = AccessGrant.objects.filter(
        child=child, person=person, kind=AccessGrant.Kind.VISIT, state=AccessGrant.State.GRANTED
    )
    if signup is None or not visit.is_at_home:
        grants.take_away(child, person, AccessGrant.Kind.VISIT)
        return
    starts = visit.starts_at - rules["address_hours_before"] * HOUR
    ends = (signup.checked_out_at or visit.ends_at) + rules["address_hours_after"] * HOUR
    if standing.filter(starts_at=starts, ends_at=ends).exists():
        return
    grants.take_away(child, person, AccessGrant.Kind.VISIT)
    grants.give(
        child,
        person,
        AccessGrant.Kind.VISIT,
        purpose=Purpose.VISIT,
        data_class=DataClass.HOME,
        part=Part.HOME,
        span=grants.Span(starts, ends),
    )


def close_addresses(visit: ChildVisit) -> None:
    """Nobody sees the address for this visit any longer."""
    grants.take_away(visit.pairing.child, None, AccessGrant.Kind.VISIT)


@transaction.atomic
def cancel_visit(*, actor: User, visit: ChildVisit, reason: str) -> ChildVisit:
    """
    取消走访 (call off) before it begins: the shift goes, both are told, the address closes.

    Raises `ReasonMissing`, `ShiftBegun`, `ChildVisitMoved`.
    """
    policy.require(actor, VISIT, member_of(actor, visit.pairing))
    lock_pairing(visit.pairing_id)
    visit.refresh_from_db()
    if visit.state == State.PLANNED and visit.starts_at <= now():
        raise ShiftBegun(start=moment_words(visit.starts_at))
    return drop(actor, visit, reason)


def drop(actor: Actor, visit: ChildVisit, reason: str) -> ChildVisit:
    """Call a visit off for a service that holds the pairing's lock."""
    if visit.shift and visit.shift.state != Shift.State.CANCELLED and visit.shift.starts_at > now():
        shifts.cancel_shift(actor=SYSTEM, shift=visit.shift, reason=reason)
    moved = move_visit(actor, visit, State.CANCELLED, note=reason)
    close_addresses(moved)
    return moved


def cancel_to_come(actor: Actor, pairing: Pairing, *, note: str) -> None:
    """What was agreed and has not begun is called off with the pairing."""
    to_come = Q(pairing=pairing, state__in=[State.ASKED, State.PLANNED], starts_at__gt=now())
    for visit in ChildVisit.objects.whole().filter(to_come):
        drop(actor, visit, note)
