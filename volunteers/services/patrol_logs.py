"""
巡护日志 (logs): what the team writes on the phone, in numbers and without names; hazards; equipment.

Only who was on the shift writes, from the start roll until some hours after the end roll.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from volunteers.models import (
    Equipment,
    EquipmentCheck,
    HazardTicket,
    PatrolLog,
    PatrolPoint,
    PatrolShift,
    Signup,
)
from volunteers.patrol_log_errors import (
    LogClosed,
    LogOutsidePatrol,
    NobodyDissuaded,
    NothingChecked,
    PhotoNotPicture,
    PointOfAnotherWater,
    WordsMissing,
)
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import User
from zibo_youth.core import private_files, uploads
from zibo_youth.core.calendar import at as instant
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import explaining

from .crowds import refuse_numbers

WRITE = "volunteers.write_patrollog"
Kind = PatrolLog.Kind
THERE = (Signup.State.CHECKED_IN, Signup.State.CHECKED_OUT, Signup.State.ATTENDED)
FOLDER = "patrol"
PHOTOS_A_DAY = 40
PICTURES = (uploads.JPEG, uploads.PNG)
WALLS = {
    "patrol_log_point_is_of_its_water": PointOfAnotherWater,
    "patrol_log_counts_who_was_dissuaded": NobodyDissuaded,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom the team spoke to, by age; nobody by name."""

    under_6: int = 0
    aged_6_13: int = 0
    aged_14_17: int = 0
    adults: int = 0


NOBODY = Seen()


def writer_of(user: User, patrol: PatrolShift) -> Signup | None:
    """The signup by which this user is of the team, if they were there and the log is open."""
    if user.person_id is None or not _is_open(patrol):
        return None
    found: Signup | None = Signup.objects.filter(
        shift=patrol.shift_id, volunteer__person=user.person_id, state__in=THERE
    ).first()
    return found if found and policy.may(user, WRITE, found) else None


def _is_open(patrol: PatrolShift) -> bool:
    if patrol.state == PatrolShift.State.UNDER_WAY:
        return True
    hours = settings.VOLUNTEERS["patrol_log_after_hours"]
    return patrol.ended_at is not None and now() < patrol.ended_at + timedelta(hours=hours)


def _team_member(actor: User, patrol: PatrolShift) -> Signup:
    """Raises `LogClosed`, `NotAllowed`."""
    patrol.refresh_from_db()
    if not _is_open(patrol):
        raise LogClosed(hours=settings.VOLUNTEERS["patrol_log_after_hours"])
    there = Signup.objects.filter(shift=patrol.shift_id, state__in=THERE)
    signup = there.filter(volunteer__person=policy.human_of(actor)).first() or Signup()
    policy.require(actor, WRITE, signup)
    return signup


def _moment(patrol: PatrolShift, clock: time | None) -> datetime:
    """When it was, on the day of the patrol or after its midnight. Raises `LogOutsidePatrol`."""
    if clock is None:
        return min(now(), patrol.ended_at or now())
    began: Any = patrol.began_at
    moment = instant(timezone.localdate(began), clock)
    # A clock has no seconds: the minute of the roll itself counts.
    if moment < began.replace(second=0, microsecond=0):
        moment += timedelta(days=1)
    if moment > (patrol.ended_at or now()):
        raise LogOutsidePatrol
    return moment


def write_log(
    *,
    actor: User,
    patrol: PatrolShift,
    point: PatrolPoint,
    kind: str,
    seen: Seen = NOBODY,
    words: str = "",
    clock: time | None = None,
) -> PatrolLog:
    """
    记日志 (write): whom the team sent away from the water, by age, or what else there was.

    Raises `LogClosed`, `LogOutsidePatrol`, `PointOfAnotherWater`, `NobodyDissuaded`,
    `WordsMissing`, `TellsOfSomebody`.
    """
    signup = _team_member(actor, patrol)
    if kind != Kind.DISSUADED and not words.strip():
        raise WordsMissing
    with explaining(**WALLS), transaction.atomic():
        return _write(signup, patrol, point, kind=kind, words=words, clock=clock, **asdict(seen))


def _write(
    signup: Signup, patrol: PatrolShift, point: PatrolPoint, *, words: str, clock: time | None, **told: Any
) -> PatrolLog:
    refuse_numbers(words)
    log: PatrolLog = PatrolLog.objects.create(
        patrol=patrol,
        shift_id=patrol.shift_id,
        area_id=patrol.area_id,
        point=point,
        signup=signup,
        at=_moment(patrol, clock),
        words=words.strip(),
        **told,
    )
    return log


def report_hazard(
    *,
    actor: User,
    patrol: PatrolShift,
    point: PatrolPoint,
    grade: str,
    description: str,
    photo: UploadedFile | None = None,
    clock: time | None = None,
) -> HazardTicket:
    """
    报隐患 (report a hazard): an entry of the log, and a ticket with a day by its grade.

    Raises as `write_log`, `PhotoNotPicture`, `TooOften` and the refusals of ``uploads.rebuild``.
    """
    signup = _team_member(actor, patrol)
    if not description.strip():
        raise WordsMissing
    clean = rebuilt_picture(actor, photo) if photo else None
    kept = private_files.kept(FOLDER, clean) if clean else nullcontext("")
    with kept as stored, explaining(**WALLS), transaction.atomic():
        log = _write(signup, patrol, point, kind=Kind.HAZARD, words=description, clock=clock)
        ticket: HazardTicket = HazardTicket.objects.create(
            log=log,
            grade=grade,
            description=log.words,
            photo=stored,
            department=patrol.area.department,
            due_on=today() + timedelta(days=settings.VOLUNTEERS["hazard_days"][grade]),
        )
    return ticket


def rebuilt_picture(actor: User, photo: UploadedFile) -> uploads.CleanFile:
    """A picture of our own making, without what a camera writes beside it."""
    if limits.count(f"patrol-photo:{actor.pk}", limits.DAY) > PHOTOS_A_DAY:
        raise TooOften
    clean = uploads.rebuild(photo)
    if clean.content_type not in PICTURES:
        raise PhotoNotPicture
    return clean


@transaction.atomic
def check_on_patrol(
    *, actor: User, patrol: PatrolShift, found: Mapping[Equipment, str]
) -> list[EquipmentCheck]:
    """
    检查器材 (check) on patrol: one entry of the log for each point, one check for each piece.

    Raises `NothingChecked`, and as `write_log`.
    """
    signup = _team_member(actor, patrol)
    if not found:
        raise NothingChecked
    by_point: dict[PatrolPoint, dict[Equipment, str]] = defaultdict(dict)
    for piece, state in found.items():
        by_point[piece.point][piece] = state
    checks: list[EquipmentCheck] = []
    for point in sorted(by_point, key=lambda point: point.pk):
        if point.area_id != patrol.area_id:
            raise PointOfAnotherWater
        log = _write(signup, patrol, point, kind=Kind.EQUIPMENT, words="", clock=None)
        pieces = sorted(by_point[point], key=lambda piece: piece.pk)
        checks += [note_check(piece, by_point[point][piece], actor, log) for piece in pieces]
    return checks


def note_check(piece: Equipment, state: str, by: User, log: PatrolLog | None = None) -> EquipmentCheck:
    """One look and its result, together; the caller has asked for permission and holds a transaction."""
    locked = Equipment.objects.select_for_update(no_key=True).get(pk=piece.pk)
    moment = log.at if log else now()
    check: EquipmentCheck = EquipmentCheck.objects.create(
        equipment=locked, log=log, by=by, state=state, at=moment
    )
    if locked.last_checked_at is None or locked.last_checked_at <= moment:
        Equipment.objects.filter(pk=locked.pk).update(state=state, last_checked_at=moment)
    return check


@transaction.atomic
def check_at_desk(*, actor: User, equipment: Equipment, state: str) -> EquipmentCheck:
    """检查器材 by whoever keeps the water: replaced, mended, or found missing."""
    policy.require(actor, "volunteers.manage_patrolarea", equipment)
    return note_check(equipment, state, actor)
