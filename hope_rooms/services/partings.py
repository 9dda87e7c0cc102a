"""暂停、重新配对和告别 (pauses, rematching, the farewell), and who will have to hand over soon."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from hope_rooms.errors import ReasonMissing
from hope_rooms.models import Pairing, PairingPause, PairMember
from hope_rooms.pairing_errors import (
    FamilyHasNotAgreed,
    NoPauseAsked,
    PairingMoved,
    PauseStands,
    PauseTooLong,
    SecondPersonNeeded,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .pair_moves import close_names, end_members, lock_pairing, move_pairing, open_names
from .pairings import MATCH, State, family_agrees
from .visits import cancel_to_come

# What volunteers read of a visit that is called off with its pairing, whatever the cause.
REARRANGED = "陪伴安排有调整"


def ask_pause(*, actor: User, pairing: Pairing, reason: str, until_on: date) -> PairingPause:
    """
    申请暂停 (ask for a pause) with a reason and an end.

    Raises `ReasonMissing`, `PauseTooLong`, `PauseStands`.
    """
    policy.require(actor, MATCH, pairing)
    longest = settings.HOPE_ROOMS["pause_most_days"]
    if not reason.strip():
        raise ReasonMissing
    if not today() < until_on <= today() + timedelta(days=longest):
        raise PauseTooLong(days=longest)
    with explaining(pairing_pause_one_at_a_time=PauseStands), transaction.atomic():
        pause: PairingPause = PairingPause.objects.create(
            pairing=pairing, reason=reason.strip(), until_on=until_on, asked_by=actor
        )
    return pause


@transaction.atomic
def agree_pause(*, actor: User, pairing: Pairing) -> Pairing:
    """
    同意暂停 (agree), by somebody else: the clock stands still, and the pair reads nothing meanwhile.

    Raises `NoPauseAsked`, `SecondPersonNeeded`, `PairingMoved`.
    """
    policy.require(actor, MATCH, pairing)
    pairing = lock_pairing(pairing.pk)
    pause = pairing.pauses.filter(ended_on__isnull=True, agreed_by__isnull=True).first()
    if pause is None:
        raise NoPauseAsked
    if policy.human_of(actor) == pause.asked_by.person_id:
        raise SecondPersonNeeded
    moved = move_pairing(actor, pairing, State.PAUSED)
    pairing.pauses.filter(pk=pause.pk).update(agreed_by=actor, from_on=today())
    cancel_to_come(actor, moved, note=REARRANGED)
    close_names(moved)
    return moved


@transaction.atomic
def resume(*, actor: User, pairing: Pairing) -> Pairing:
    """恢复陪伴 (resume): the clock goes on where it stood. Raises `FamilyHasNotAgreed`, `PairingMoved`."""
    policy.require(actor, MATCH, pairing)
    pairing = lock_pairing(pairing.pk)
    if pairing.state != State.PAUSED:
        raise PairingMoved(state=pairing.get_state_display())
    if not family_agrees(pairing.child):
        raise FamilyHasNotAgreed
    moved = move_pairing(actor, pairing, State.ACTIVE)
    _end_pause(moved)
    open_names(moved)
    return moved


def _end_pause(pairing: Pairing) -> None:
    standing = pairing.pauses.filter(ended_on__isnull=True, from_on__isnull=False)
    standing.update(ended_on=today())


@transaction.atomic
def rematch(*, actor: Actor, pairing: Pairing, note: str) -> Pairing:
    """重新配对 (rematch): this pair ends, the child waits. Raises `ReasonMissing`, `PairingMoved`."""
    policy.require(actor, MATCH, pairing)
    return _part(actor, pairing, State.REMATCHING, note)


@transaction.atomic
def start_closing(*, actor: User, pairing: Pairing, note: str) -> Pairing:
    """开始告别 (start the farewell): no more visits. Raises `ReasonMissing`, `PairingMoved`."""
    policy.require(actor, MATCH, pairing)
    return _part(actor, pairing, State.CLOSING, note)


def _part(actor: Actor, pairing: Pairing, to: str, note: str) -> Pairing:
    if not note.strip():
        raise ReasonMissing
    pairing = lock_pairing(pairing.pk)
    moved = move_pairing(actor, pairing, to, note=note)
    _end_pause(moved)
    moved.pauses.filter(from_on__isnull=True).delete()
    cancel_to_come(actor, moved, note=REARRANGED)
    close_names(moved)
    end_members(moved)
    return moved


@transaction.atomic
def close_pairing(*, actor: User, pairing: Pairing, note: str) -> Pairing:
    """结束 (close) after the farewell or before the beginning. Raises `ReasonMissing`, `PairingMoved`."""
    policy.require(actor, MATCH, pairing)
    if not note.strip():
        raise ReasonMissing
    pairing = lock_pairing(pairing.pk)
    moved = move_pairing(actor, pairing, State.CLOSED, note=note, closed_on=today())
    end_members(moved)
    return moved


@transaction.atomic
def plan_handovers(*, on: date) -> int:
    """
    毕业交接提醒 (beat, daily): sixty days before a student graduates the leader hears once; how many.
    """
    until = on + timedelta(days=settings.HOPE_ROOMS["handover_days"])
    rows = PairMember.objects.standing().whole()
    told = 0
    for member in rows.filter(volunteer__graduates_on__range=(on, until)).order_by("pk"):
        for leader in staff_of(member.pairing.post.project.organiser, Membership.Role.VOLUNTEER_LEADER):
            told += notify("hope_rooms.handover_due", to=leader, about=member)
    return told
