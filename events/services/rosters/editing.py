"""
改名册 (edit a roster): added, taken off, replaced, until the session's last moment for changes.

Whoever brings the people keeps the list; places are counted with every change, and a group that holds its
places never grows past the queue. The organiser releases a whole registration, as any other.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from events.errors import PartyTooLarge, RegistrationMoved
from events.models import Quota, Registration, RosterPerson, Session, SessionDraw
from events.roster_errors import (
    RosterClosed,
    RosterFull,
    RosterLastPerson,
    RosterLineWrong,
    RosterListed,
    RosterPersonGone,
    RosterPersonTwice,
    RosterTooLong,
    RosterWouldOvertake,
)
from events.roster_sheet import RosterLine, lines_of
from events.services.locks import lock_session
from events.services.places import State, settle
from events.services.registrations import accepted, cancelled
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining
from zibo_youth.core.workbooks import Row

from .uploading import BRING, write_people

GROWS = {
    "roster_person_once_per_session": RosterPersonTwice,
    "registration_group_never_grows_past_the_queue": RosterWouldOvertake,
    "session_never_overfull": RosterFull,
    "quota_never_overfull": RosterFull,
}


def add_person(*, actor: Actor, registration: Registration, cells: dict[str, str]) -> Registration:
    """
    加人 (add), with one more place.

    Raises `RosterClosed`, `RosterListed`, `RosterLineWrong`, `RosterTooLong`, `RosterFull`,
    `RosterWouldOvertake`.
    """
    policy.require(actor, BRING, registration.organisation)
    with explaining(**GROWS), transaction.atomic():
        session, one = _locked(registration)
        _may_grow(session, one)
        line = _line(session, one, cells)
        Registration.objects.filter(pk=one.pk).update(seats=one.seats + 1)
        _write(one, line)
    registration.refresh_from_db()
    return registration


@transaction.atomic
def remove_person(*, actor: Actor, person: RosterPerson) -> Registration:
    """
    移出 (take off): the place goes to the queue in the same transaction.

    Raises `RosterClosed`, `RosterListed`, `RosterPersonGone`, `RosterLastPerson`.
    """
    policy.require(actor, BRING, person.registration.organisation)
    session, one = _locked(person.registration)
    if one.seats == 1:
        raise RosterLastPerson
    _take_off(person)
    Registration.objects.filter(pk=one.pk).update(seats=one.seats - 1)
    settle(session)
    one.refresh_from_db()
    return one


def replace_person(*, actor: Actor, person: RosterPerson, cells: dict[str, str]) -> Registration:
    """替换 (replace) one by another; no place changes hands. As `add_person`, and `RosterPersonGone`."""
    policy.require(actor, BRING, person.registration.organisation)
    with explaining(roster_person_once_per_session=RosterPersonTwice), transaction.atomic():
        session, one = _locked(person.registration)
        _take_off(person)
        _write(one, _line(session, one, cells))
    return one


@transaction.atomic
def cancel_roster(*, actor: Actor, registration: Registration) -> Registration:
    """取消整份报名 (cancel the whole). Raises `CancelTooLate`, `RegistrationMoved`."""
    policy.require(actor, BRING, registration.organisation)
    return cancelled(actor, registration)


@transaction.atomic
def accept_roster(*, actor: Actor, registration: Registration) -> Registration:
    """接受名额 (accept) for the whole group. Raises `OfferLapsed`, `RegistrationMoved`."""
    policy.require(actor, BRING, registration.organisation)
    return accepted(actor, registration)


def _locked(registration: Registration) -> tuple[Session, Registration]:
    """The session's lock is held from here on, and the list may still be changed."""
    session = lock_session(registration.session_id)
    one: Registration = Registration.objects.get(pk=registration.pk)
    one.session = session
    if not one.is_live:
        raise RegistrationMoved(state=one.get_state_display())
    until = session.starts_at if one.state == State.WAITING else session.cancel_until
    if now() > until:
        raise RosterClosed(until=moment_words(until), phone=session.event.contact_phone)
    listed = SessionDraw.objects.filter(session=session, listed_at__isnull=False, drawn_at__isnull=True)
    if listed.exists():
        raise RosterListed
    return session, one


def _may_grow(session: Session, one: Registration) -> None:
    """What the walls would refuse, said in time; the walls stand behind it."""
    asked, quota = one.seats + 1, Quota.objects.get(pk=one.quota_id)
    if asked > session.event.roster_most:
        raise RosterTooLong(most=session.event.roster_most, asked=asked)
    most = min(session.capacity, quota.capacity)
    if asked > most:
        raise PartyTooLarge(most=most, asked=asked)
    if not one.holds:
        return
    may_take(session, quota, 1)


def may_take(session: Session, quota: Quota, seats: int) -> None:
    """
    Whether a group that holds its places may have so many more, said before the walls say it.

    In a part that is kept for it, only who waits for that part goes first, as long as all parts have their
    room. Raises `RosterWouldOvertake`, `RosterFull`.
    """
    waiting = Registration.objects.queue().filter(session=session)
    told: dict[str, Any] = session.quotas.aggregate(all=Sum("capacity"))
    if quota.organisation_id is not None and told["all"] <= session.capacity:
        waiting = waiting.filter(quota=quota)
    if waiting.exists():
        raise RosterWouldOvertake
    if min(session.left, quota.left) < seats:
        raise RosterFull


def _line(session: Session, one: Registration, cells: dict[str, str]) -> RosterLine:
    """One person by the rules of the file. Raises `RosterLineWrong`."""
    [line] = lines_of(session, one.quota, [Row(1, cells)])
    for column, reason in line.problems:
        raise RosterLineWrong(column=column, reason=reason)
    return line


def _write(one: Registration, line: RosterLine) -> None:
    numbers: dict[str, Any] = one.roster.aggregate(last=Max("number"))
    write_people(one, [line], after=numbers["last"] or 0)


def _take_off(person: RosterPerson) -> None:
    gone = RosterPerson.objects.live().filter(pk=person.pk).update(left_at=timezone.now())
    if not gone:
        raise RosterPersonGone
