"""
换届 (the congress): its steps, its delegates and the roll of its session.

The locks are taken in one order: congress, unit, then what hangs on them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from volunteers.election_errors import (
    AlreadyDelegate,
    CongressElsewhere,
    CongressIncomplete,
    NotOfTheUnit,
    NotOnTheRegister,
    QuotaFull,
    RoundRunning,
)
from volunteers.models import BallotRound, Candidate, Congress, Delegate, ElectoralUnit, Objection, Volunteer
from volunteers.standing import belongs
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import along
from zibo_youth.notifications.outbox import notify

State = Congress.State
MANAGE = "volunteers.manage_congress"
SETTING_UP = (State.DRAFT, State.NOMINATING)


def lock_congress(number: int, *states: str) -> Congress:
    """Nobody else moves this congress until the transaction ends; raises `CongressElsewhere`."""
    congress: Congress = Congress.objects.select_for_update(no_key=True).get(pk=number)
    if congress.state not in states:
        raise CongressElsewhere(state=congress.get_state_display())
    return congress


def _move(congress: Congress, to: str, **changes: Any) -> Congress:
    along(congress, to, CongressElsewhere, **changes)
    return congress


def active_volunteer(volunteer_no: str) -> Volunteer:
    """Raises `NotOnTheRegister`."""
    found = Volunteer.objects.active().filter(volunteer_no=volunteer_no.strip().upper())
    volunteer: Volunteer | None = found.select_related("person").first()
    if volunteer is None:
        raise NotOnTheRegister
    return volunteer


@transaction.atomic
def open_nominations(*, actor: Actor, congress: Congress) -> Congress:
    """开始提名: units and offices stand; raises `CongressIncomplete`."""
    policy.require(actor, MANAGE, congress)
    lock_congress(congress.pk, State.DRAFT)
    if not (congress.units.exists() and congress.offices.exists()):
        raise CongressIncomplete(what=_("须有选举单位和选举职务"))
    return _move(congress, State.NOMINATING)


def name_delegate(*, actor: Actor, unit: ElectoralUnit, volunteer_no: str) -> Delegate:
    """
    确定代表 (name a delegate) within the unit's quota.

    Raises `NotOnTheRegister`, `NotOfTheUnit`, `QuotaFull`, `AlreadyDelegate`, `CongressElsewhere`.
    """
    policy.require(actor, "volunteers.name_delegate", unit)
    volunteer = active_volunteer(volunteer_no)
    if not belongs(volunteer, unit.organisation):
        raise NotOfTheUnit
    with (
        explaining(
            delegate_once_per_congress=AlreadyDelegate, delegate_within_quota=QuotaFull(quota=unit.quota)
        ),
        transaction.atomic(),
    ):
        congress = lock_congress(unit.congress_id, *SETTING_UP)
        held = ElectoralUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
        taken = set(held.delegates.values_list("number", flat=True))
        number = next(free for free in range(1, len(taken) + 2) if free not in taken)
        delegate = Delegate.objects.create(
            congress=congress, unit=held, volunteer=volunteer, number=number, cap=held.quota
        )
        notify("volunteers.delegate_named", to=volunteer.person, about=delegate)
    return delegate


@transaction.atomic
def remove_delegate(*, actor: Actor, delegate: Delegate) -> None:
    """取消代表 before the notice: the number is free again."""
    policy.require(actor, "volunteers.name_delegate", delegate.unit)
    lock_congress(delegate.congress_id, *SETTING_UP)
    Delegate.objects.filter(pk=delegate.pk).delete()


@transaction.atomic
def open_notice(*, actor: Actor, congress: Congress) -> Congress:
    """候选人公示: every nomination is decided, every office has enough candidates and not too many."""
    policy.require(actor, MANAGE, congress)
    lock_congress(congress.pk, State.NOMINATING)
    if congress.candidates.filter(state=Candidate.State.NAMED).exists():
        raise CongressIncomplete(what=_("还有提名没有审查"))
    if not congress.delegates.exists():
        raise CongressIncomplete(what=_("还没有代表"))
    for office in congress.offices.all():
        standing = office.candidates.standing().count()
        if not office.seats <= standing <= office.max_candidates:
            raise CongressIncomplete(
                what=_("“%(office)s”须有 %(least)s 至 %(most)s 名候选人，现有 %(standing)s 名")
                % {
                    "office": office,
                    "least": office.seats,
                    "most": office.max_candidates,
                    "standing": standing,
                }
            )
    until = today() + timedelta(days=settings.VOLUNTEERS["candidate_notice_days"])
    return _move(congress, State.NOTICE, notice_until=until)


@transaction.atomic
def open_session(*, actor: Actor, congress: Congress) -> Congress:
    """会议开始: the notice has run its days, and every objection is answered."""
    policy.require(actor, MANAGE, congress)
    held = lock_congress(congress.pk, State.NOTICE)
    if held.notice_until is None or today() <= held.notice_until:
        raise CongressIncomplete(what=_("公示期还没有结束"))
    if Objection.objects.unanswered().filter(candidate__congress=held).exists():
        raise CongressIncomplete(what=_("还有异议没有答复"))
    return _move(congress, State.SESSION)


@transaction.atomic
def call_roll(*, actor: Actor, delegate: Delegate, is_present: bool) -> Delegate:
    """签到 (the roll): it stands still from the opening of a round until it is counted."""
    policy.require(actor, MANAGE, delegate.congress)
    congress = lock_congress(delegate.congress_id, State.SESSION)
    if BallotRound.objects.running().filter(congress=congress).exists():
        raise RoundRunning
    Delegate.objects.filter(pk=delegate.pk).update(present_at=now() if is_present else None)
    delegate.refresh_from_db()
    return delegate


@transaction.atomic
def call_unit(*, actor: Actor, unit: ElectoralUnit, present: Collection[str]) -> None:
    """签到 of one unit: who is named is present, who is not is not; unchanged rows keep their time."""
    policy.require(actor, MANAGE, unit.congress)
    for delegate in unit.delegates.select_related("congress"):
        if (str(delegate.pk) in present) != bool(delegate.present_at):
            call_roll(actor=actor, delegate=delegate, is_present=str(delegate.pk) in present)


@transaction.atomic
def announce(*, actor: Actor, congress: Congress) -> Congress:
    """
    公布结果 (announce): every office has been voted on and nothing is left to count; the term begins today.

    A seat that no round could fill stays empty, and the page says so.
    """
    policy.require(actor, MANAGE, congress)
    held = lock_congress(congress.pk, State.SESSION)
    if BallotRound.objects.running().filter(congress=held).exists():
        raise RoundRunning
    if held.offices.exclude(rounds__state=BallotRound.State.COUNTED).exists():
        raise CongressIncomplete(what=_("还有职务没有选举"))
    told = _move(congress, State.ANNOUNCED, starts_on=today())
    for delegate in held.delegates.select_related("volunteer__person"):
        notify("volunteers.result_announced", to=delegate.volunteer.person, about=delegate)
    return told


@transaction.atomic
def cancel(*, actor: Actor, congress: Congress) -> Congress:
    """取消换届, before it is announced. A round that is not counted is void with it."""
    policy.require(actor, MANAGE, congress)
    lock_congress(congress.pk, *Congress.NEXT)
    running = BallotRound.objects.running().filter(congress=congress)
    running.update(state=BallotRound.State.VOID, box=b"", salt=b"", public_key=b"")
    return _move(congress, State.CANCELLED)
