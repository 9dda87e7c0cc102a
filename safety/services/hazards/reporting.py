"""上报 (reporting): by whoever is logged in; who it was goes into the sealed store, and nowhere else."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from safety import hazard_sight
from safety.hazard_errors import (
    HazardAlreadySent,
    HazardJoinedAlready,
    HazardJoinedToItself,
    HazardNotLike,
    HazardReasonMissing,
    HazardSpotOfEnterprise,
    HazardSpotTooVague,
    HazardWhereMissing,
    WorkAreaElsewhere,
)
from safety.hazard_positions import Position, metres_between
from safety.hazard_querysets import JOINABLE
from safety.hazard_spot import Spot
from safety.models import Enterprise, HazardReport, HazardReporter, WorkArea
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core import crypto, private_files
from zibo_youth.core.audit import nobody_named
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed, explaining

from .moves import Party, State, lock_two, move, write_down
from .photos import FOLDER, Picture, take
from .sealing import seal_reporter
from .telling import bureau, officers, tell

REPORT = "safety.report_hazard"
Severity, Part = HazardReport.Severity, HazardReporter.Part


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody saw; of where, an enterprise, or a place in words with its district, is enough."""

    category: str
    severity: str
    words: str
    photo: UploadedFile | None
    enterprise: Enterprise | None = None
    work_area: WorkArea | None = None
    place: str = ""
    district: Organisation | None = None
    spot: Spot | None = None
    key: str = ""


@sensitive_variables()
@nobody_named()
def report_hazard(*, actor: User, told: Told) -> HazardReport:
    """
    上报隐患 (report); one that is told as major stands with the emergency bureau at once.

    Raises `HazardWhereMissing`, `HazardSpotTooVague`, `HazardSpotOfEnterprise`, `HazardPhotoMissing`,
    `HazardNoPicture`, `WorkAreaElsewhere`,
    `HazardAlreadySent`, `TooOften` and the refusals of ``uploads.rebuild``.
    """
    policy.require(actor, REPORT)
    person = policy.human_of(actor)
    _require_told(told)
    if limits.count(limits.named("hazards", str(person)), limits.DAY) > settings.SAFETY["hazards_a_day"]:
        raise TooOften
    picture = take(told.photo)
    explained = explaining(
        hazard_report_sent_once=HazardAlreadySent,
        hazard_report_told_place_of_no_enterprise=HazardSpotOfEnterprise,
        hazard_report_work_area_of_its_enterprise=WorkAreaElsewhere,
    )
    with private_files.kept(FOLDER, picture.clean) as stored, explained, transaction.atomic():
        made = _written(told, picture, stored)
        seal_reporter(person, made, Part.FIRST)
        write_down(SYSTEM, made, made.state, party=Party.REPORTER)
        _tell_offices(made)
    return made


def _require_told(told: Told) -> None:
    if not told.words.strip():
        raise HazardReasonMissing
    if told.enterprise is None and not (told.place.strip() and told.district):
        raise HazardWhereMissing
    _require_near(told.spot)


def _require_near(spot: Spot | None) -> None:
    metres = settings.SAFETY["hazard_spot_metres"]
    if spot is not None and spot.reach > metres:
        raise HazardSpotTooVague(reach=spot.reach, metres=metres)


def _place_of(told: Told, picture: Picture) -> dict[str, Any]:
    """Where it is: as the picture says, or else as somebody told."""
    columns: dict[str, Any] = {"position_from": HazardReport.PositionFrom.PHOTO if picture.position else ""}
    if told.spot and not picture.position:
        place = told.spot.position
        columns = {"latitude": place.latitude, "longitude": place.longitude, "position_from": told.spot.way}
    return columns


def _written(told: Told, picture: Picture, stored: str) -> HazardReport:
    is_major = told.severity == Severity.MAJOR
    district = told.enterprise.organisation.reporting_org if told.enterprise else told.district
    made: HazardReport = HazardReport.objects.create(
        enterprise=told.enterprise,
        work_area=told.work_area,
        place=told.place.strip(),
        reporting_org=cast(Organisation, district),
        category=told.category,
        severity=told.severity,
        words=told.words.strip(),
        state=State.MIRRORED if is_major else State.SUBMITTED,
        mirrored_at=now() if is_major else None,
        sent_key=_mark_of(told.key),
        **picture.columns(stored) | _place_of(told, picture),
    )
    made.refresh_from_db()
    return made


def _mark_of(key: str) -> uuid.UUID:
    """A keyed digest of the form's key: the same form sent twice is told, and no account stands beside it."""
    return uuid.UUID(hex=crypto.blind_index("safety.hazard_sent", key)[:32]) if key else uuid.uuid4()


def sent_with(person: int, key: str) -> hazard_sight.Own | None:
    """This person's report that was sent with this key."""
    return next(iter(hazard_sight.own_reports(person, hazard__sent_key=_mark_of(key))), None)


def _tell_offices(made: HazardReport) -> None:
    if made.state == State.MIRRORED:
        tell("hazard_major", [*bureau(), *officers(made)], made)
    else:
        tell("hazard_new", officers(made), made)


def similar_to(hazard: HazardReport) -> list[HazardReport]:
    """可能重复 (perhaps the same): enterprise and category of the last days, or so near; the newest first."""
    rules = settings.SAFETY
    rows = HazardReport.objects.like(hazard, days=rules["duplicate_days"], metres=rules["duplicate_metres"])
    return [row for row in rows.whole()[:40] if _is_like(hazard, row, rules["duplicate_metres"])]


def _is_like(hazard: HazardReport, other: HazardReport, metres: int) -> bool:
    """The query looked in a box, whose corners are farther away."""
    is_same_kind = (hazard.enterprise_id, hazard.category) == (other.enterprise_id, other.category)
    if hazard.enterprise_id and is_same_kind:
        return True
    if not (hazard.has_position and other.has_position):
        return False
    return metres_between(place_of(hazard), place_of(other)) <= metres


def place_of(row: Any) -> Position:
    """The position of a row that has one."""
    return Position(row.latitude, row.longitude)


@sensitive_variables()
@nobody_named()
def join_hazard(*, actor: User, own: HazardReport, original: HazardReport) -> HazardReport:
    """
    我也发现了 (me too): one's own report goes into an earlier one, which one follows from now on.

    Raises `HazardNotLike`, `HazardJoinedAlready`, `HazardMoved`.
    """
    policy.require(actor, REPORT)
    person = policy.human_of(actor)
    if hazard_sight.part_in(person, own) != Part.FIRST:
        raise NotAllowed
    if original.pk not in {row.pk for row in similar_to(own)}:
        raise HazardNotLike
    with joining(), transaction.atomic():
        mine, first = lock_two(own.pk, original.pk)
        joined = join(SYSTEM, mine, first, party=Party.REPORTER)
        add_follower(person, first)
    return joined


def joining() -> AbstractContextManager[None]:
    """Around every join: what its walls say."""
    return explaining(
        hazard_report_joined_to_an_original=HazardJoinedAlready,
        hazard_report_duplicate_names_another=HazardJoinedToItself,
        hazard_reporter_joined_once=HazardJoinedAlready,
    )


def join(actor: Any, hazard: HazardReport, original: HazardReport, *, party: str) -> HazardReport:
    """The caller holds both and has asked who may."""
    if original.state not in JOINABLE:
        raise HazardJoinedAlready
    return move(actor, hazard, State.DUPLICATE, party=party, note=original.number, duplicate_of=original)


@sensitive_variables()
def add_follower(person: int, original: HazardReport) -> None:
    """Once, and not beside one's own first report; the count is told, never who."""
    if hazard_sight.part_in(person, original):
        return
    seal_reporter(person, original, Part.FOLLOWER)
    HazardReport.objects.filter(pk=original.pk).update(followers=F("followers") + 1)
