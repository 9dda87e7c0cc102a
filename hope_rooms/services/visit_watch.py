"""
走访的守望 (watch over visits): what happened to the shift happens to the visit; who was alone is seen.

Shifts are moved, called off and left on the volunteers' own pages, and a vetting that ends takes its places
along (`volunteers.services.lapses`); each minute the visits that are agreed are brought in line with that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from hope_rooms.company import Stay, apart_from, apart_since
from hope_rooms.models import AccessGrant, CareConsent, ChildVisit, Counsellor, PairMember
from hope_rooms.pairing_errors import VisitInRed
from volunteers.models import Shift, Signup
from zibo_youth.accounts.models import Membership
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError
from zibo_youth.notifications.outbox import notify

from .consents import agreed
from .counselling.naming import CONSENT_WITHDRAWN, end_standing
from .pair_moves import lock_pairing, members_of, move_visit
from .visits import (
    PAIR,
    State,
    close_addresses,
    drop,
    open_addresses,
    signup_of_counsellor,
    signups_of,
)


def watch_visits(*, at: datetime) -> int:
    """
    走访守望 (beat, every minute): moved, called off, missed, or red. Returns how many were looked at.

    Safe to run twice: a second look finds everything in line.
    """
    shut_withdrawn()
    end_unagreed()
    numbers = ChildVisit.objects.filter(state=State.PLANNED).order_by("pk").values_list("pk", flat=True)
    for number in numbers:
        watch_visit(number, at=at)
    return len(numbers) + _drop_unanswered(at)


def shut_withdrawn() -> int:
    """Where a guardian has withdrawn the consent to visits, neither name nor address is open any longer."""
    stands = CareConsent.objects.living().filter(child=OuterRef("child"), purpose="visits")
    kinds = (AccessGrant.Kind.PAIR, AccessGrant.Kind.VISIT)
    open_ones = AccessGrant.objects.filter(~Exists(stands), kind__in=kinds, state=AccessGrant.State.GRANTED)
    return int(open_ones.update(state=AccessGrant.State.REVOKED))


def end_unagreed() -> int:
    """Where a guardian has withdrawn the consent to counselling, the naming ends with it."""
    stands = CareConsent.objects.living().filter(child=OuterRef("child"), purpose="counsel")
    unagreed = Counsellor.objects.whole().standing().filter(~Exists(stands))
    for one in unagreed:
        with transaction.atomic():
            end_standing(SYSTEM, one.child, CONSENT_WITHDRAWN)
    return len(unagreed)


@transaction.atomic
def watch_visit(number: int, *, at: datetime) -> None:
    """One visit in line with its shift."""
    visit = ChildVisit.objects.whole().get(pk=number)
    lock_pairing(visit.pairing_id)
    visit.refresh_from_db()
    if visit.state != State.PLANNED or visit.shift is None:
        return
    members = members_of(visit.pairing)
    _follow(visit, visit.shift)
    if _is_broken(visit, visit.shift, members, at):
        drop(SYSTEM, visit, "slot_lost")
        return
    open_addresses(visit, members)
    redden(visit, members, at)
    if at >= visit.ends_at + timedelta(hours=settings.HOPE_ROOMS["report_hours"]):
        move_visit(SYSTEM, visit, State.MISSED, note="no_report")
        close_addresses(visit)


def _follow(visit: ChildVisit, shift: Shift) -> None:
    """A visit's hours are its shift's."""
    if (visit.starts_at, visit.ends_at) != (shift.starts_at, shift.ends_at):
        ChildVisit.objects.filter(pk=visit.pk).update(starts_at=shift.starts_at, ends_at=shift.ends_at)
        visit.refresh_from_db()


def _is_broken(visit: ChildVisit, shift: Shift, members: list[PairMember], at: datetime) -> bool:
    """Whether it cannot take place: shift or consent is gone, or before the start one of the two is."""
    if shift.state == Shift.State.CANCELLED or not agreed(visit.pairing.child, "visits"):
        return True
    if at >= shift.starts_at:
        return False
    return len(signups_of(visit, members)) < PAIR or _is_without_counsellor(visit)


def _is_without_counsellor(visit: ChildVisit) -> bool:
    """A session whose counsellor has ended or lost the place, or to which the guardian agrees no more."""
    counsellor = visit.counsellor
    if counsellor is None:
        return False
    is_there = counsellor.stands and signup_of_counsellor(visit) is not None
    return not (is_there and agreed(counsellor.child, "counsel"))


def _drop_unanswered(at: datetime) -> int:
    """What the other adult has not answered when it should begin is off."""
    late = ChildVisit.objects.whole().filter(state=State.ASKED, starts_at__lte=at)
    for visit in late:
        with transaction.atomic():
            drop(SYSTEM, visit, "not_answered")
    return len(late)


def apart(visit: ChildVisit, members: list[PairMember], at: datetime) -> datetime | None:
    """Since when the two were not there together, or the counsellor without them, as the signups are now."""
    held = signups_of(visit, members)
    stays = [_stay(held.get(member.volunteer_id)) for member in members]
    stays += [Stay()] * (PAIR - len(stays))
    allowed = timedelta(minutes=settings.HOPE_ROOMS["alone_minutes"])
    third = _stay(signup_of_counsellor(visit))
    reds = (apart_since(stays[0], stays[1], at, allowed), apart_from(third, stays, at, allowed))
    return min((red for red in reds if red), default=None)


def _stay(signup: Signup | None) -> Stay:
    return Stay(signup.checked_in_at, signup.checked_out_at) if signup else Stay()


def redden(visit: ChildVisit, members: list[PairMember], at: datetime) -> bool:
    """Write down that one was alone, and tell the leader once. Returns whether the visit is red."""
    since = apart(visit, members, at)
    if since is None:
        return bool(visit.is_red)
    if ChildVisit.objects.filter(pk=visit.pk, red_at__isnull=True).update(red_at=since):
        for leader in staff_of(visit.pairing.post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
            notify("hope_rooms.visit_red", to=leader, about=visit)
    visit.refresh_from_db()
    return bool(visit.is_red)


def refusal_of_credit(signup: Signup) -> DomainError | None:
    """Why the hours of this place are not credited: the two were apart, and nobody has accepted why."""
    visit = ChildVisit.objects.whole().filter(Q(shift=signup.shift_id), cleared_by__isnull=True).first()
    if visit is None:
        return None
    is_red = visit.red_at is not None or apart(visit, members_of(visit.pairing), now()) is not None
    return VisitInRed() if is_red else None
