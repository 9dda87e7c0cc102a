"""施工 (works): an agreement and a safe site, a log each day, a stop by two people, what was put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils.translation import pgettext

from hope_rooms.building_errors import (
    AgreedByAnother,
    AgreementMissing,
    DayWrong,
    InstalledMissing,
    LogStands,
    NoPauseToAgree,
    PauseAsked,
)
from hope_rooms.models import BillLine, Build, BuildLog, BuildPause, HopeRoom
from hope_rooms.models.survey import Level
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import safe, said
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .rooms import State, hand_of, lock_room

BUILD, LOG, AGREE = "hope_rooms.build_room", "hope_rooms.log_build", "hope_rooms.agree_suspension"


@dataclass(frozen=True, slots=True)
class Contract:
    """With whom, agreed with the family on which day, how the child is kept safe, from when."""

    contractor: str
    agreement_on: date
    presence: str
    starts_on: date


@transaction.atomic
def start_build(*, actor: User, room: HopeRoom, contract: Contract) -> HopeRoom:
    """
    开工 (start): money is found, the family has signed, somebody is there or the site is locked.

    Raises `AgreementMissing`, `WordsNotSafe`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    policy.require(actor, BUILD, room)
    if not (contract.contractor.strip() and contract.presence in Build.Presence.values):
        raise AgreementMissing
    if not contract.agreement_on <= contract.starts_on <= today():
        raise AgreementMissing
    room = lock_room(room, State.FUNDED)
    hand_of(actor, room, Level.DISTRICT)
    due = contract.starts_on + timedelta(days=settings.HOPE_ROOMS["build_days"])
    told = asdict(contract) | {"contractor": safe(contract.contractor), "due_on": due}
    Build.objects.filter(room=room).update(**told)
    return move_room(actor, room, State.BUILDING)


@transaction.atomic
def write_log(*, actor: User, room: HopeRoom, on: date, words: str) -> BuildLog:
    """施工日志 (daily log). Raises `LogStands`, `DayWrong`, `ReasonMissing`, `WordsNotSafe`, `RoomMoved`."""
    policy.require(actor, LOG, room)
    told = said(words)
    room = lock_room(room, State.BUILDING)
    _within(on, room.build.starts_on, today())
    with explaining(build_log_once_a_day=LogStands), transaction.atomic():
        log: BuildLog = BuildLog.objects.create(room=room, on=on, words=told, written_by=actor)
    return log


def _within(day: date, first: date | None, last: date) -> None:
    if first is None or not first <= day <= last:
        raise DayWrong(first=first, last=last)


@transaction.atomic
def ask_suspension(*, actor: User, room: HopeRoom, reason: str, resume_on: date) -> BuildPause:
    """
    申请停工 (ask for a stop) with a reason and the day on which works go on.

    Raises `ReasonMissing`, `WordsNotSafe`, `DayWrong`, `PauseAsked`, `RoomMoved`.
    """
    policy.require(actor, LOG, room)
    words, longest = said(reason), settings.HOPE_ROOMS["suspension_most_days"]
    _within(resume_on, today() + timedelta(days=1), today() + timedelta(days=longest))
    room = lock_room(room, State.BUILDING)
    with explaining(build_pause_one_at_a_time=PauseAsked), transaction.atomic():
        pause: BuildPause = BuildPause.objects.create(
            room=room, reason=words, resume_on=resume_on, asked_by=actor
        )
    return pause


@transaction.atomic
def agree_suspension(*, actor: User, room: HopeRoom) -> HopeRoom:
    """同意停工 (agree), by another. Raises `NoPauseToAgree`, `AgreedByAnother`, `RoomMoved`."""
    policy.require(actor, AGREE, room)
    room = lock_room(room, State.BUILDING)
    pause = room.pauses.asked().select_related("asked_by").first()
    if pause is None:
        raise NoPauseToAgree
    if policy.human_of(actor) == pause.asked_by.person_id:
        raise AgreedByAnother
    room.pauses.filter(pk=pause.pk).update(agreed_by=actor, from_on=today())
    return move_room(actor, room, State.SUSPENDED, note=pause.reason)


@transaction.atomic
def resume_build(*, actor: User, room: HopeRoom) -> HopeRoom:
    """复工 (go on): the works are due as many days later as they stood still. Raises `RoomMoved`."""
    policy.require(actor, BUILD, room)
    room = lock_room(room, State.SUSPENDED)
    pause = room.pauses.running().get()
    room.pauses.filter(pk=pause.pk).update(ended_on=today())
    Build.objects.filter(room=room).update(due_on=room.build.due_on + (today() - pause.from_on))
    return move_room(actor, room, State.BUILDING)


@transaction.atomic
def finish_build(*, actor: User, room: HopeRoom, installed: Mapping[int, Decimal]) -> HopeRoom:
    """
    完工 (done): each line of the bill says how many were put in; ``installed`` by the line's number.

    A stop that nobody agreed to is over with it. Raises `InstalledMissing`, `RoomMoved`.
    """
    policy.require(actor, BUILD, room)
    room = lock_room(room, State.BUILDING)
    hand_of(actor, room, Level.DISTRICT)
    bill = list(room.bill.all())
    wrong = [line.item for line in bill if not 0 <= installed.get(line.pk, Decimal(-1)) <= line.quantity]
    if wrong:
        raise InstalledMissing(items=pgettext("标点", "、").join(wrong))
    for line in bill:
        line.installed = installed[line.pk]
    BillLine.objects.bulk_update(bill, ["installed"])
    room.pauses.asked().delete()
    Build.objects.filter(room=room).update(finished_on=today())
    return move_room(actor, room, State.BUILDER_DONE)
