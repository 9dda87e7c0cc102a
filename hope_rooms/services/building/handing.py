"""通风检测和交付 (air and hand-over): no child moves in before the air is good and everything is there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import pgettext

from hope_rooms.building_errors import AirTestStands, DayWrong, NotReadyForHandover
from hope_rooms.errors import ReasonMissing
from hope_rooms.models import AirTest, Build, HopeRoom
from hope_rooms.models.survey import Level
from hope_rooms.readiness import air_passes, missing_for_handover
from hope_rooms.services.moves import move_room
from hope_rooms.services.words import said
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .acceptance import HAND_OVER, clear_defects
from .rooms import State, hand_of, lock_room


@dataclass(frozen=True, slots=True)
class Report:
    """A laboratory's report; readings in mg/m³."""

    lab: str
    report_no: str
    sampled_on: date
    formaldehyde: Decimal
    benzene: Decimal
    tvoc: Decimal

    @property
    def readings(self) -> dict[str, Decimal]:
        return {"formaldehyde": self.formaldehyde, "benzene": self.benzene, "tvoc": self.tvoc}


@transaction.atomic
def record_air_test(*, actor: User, room: HopeRoom, report: Report) -> AirTest:
    """
    登记空气检测 (record): whether it passes is computed. Sampled since the windows were opened.

    Raises `DayWrong`, `AirTestStands`, `ReasonMissing`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    policy.require(actor, HAND_OVER, room)
    room = lock_room(room, State.AIRING)
    hand_of(actor, room, Level.DISTRICT)
    since = timezone.localtime(room.state_since).date()
    if not since <= report.sampled_on <= today():
        raise DayWrong(first=since, last=today())
    # The number of a report is long, and nobody's telephone.
    told = asdict(report) | {"lab": said(report.lab), "report_no": report.report_no.strip()}
    if not told["report_no"]:
        raise ReasonMissing
    with explaining(air_test_report_counts_once=AirTestStands), transaction.atomic():
        test: AirTest = AirTest.objects.create(
            room=room, passed=air_passes(report.readings), recorded_by=actor, **told
        )
    if test.passed:
        clear_defects(actor, room)
    return test


@transaction.atomic
def hand_over(*, actor: User, room: HopeRoom, keys_on: date, inventory_on: date) -> HopeRoom:
    """
    交付 (hand over): keys given and the inventory signed, when nothing is missing any more.

    Raises `NotReadyForHandover` with all that is missing, `DayWrong`, `ActedAtAnotherLevel`, `RoomMoved`.
    """
    policy.require(actor, HAND_OVER, room)
    room = lock_room(room, State.AIRING)
    hand_of(actor, room, Level.DISTRICT)
    missing = missing_for_handover(room)
    if missing:
        raise NotReadyForHandover(missing=pgettext("标点", "、").join(missing))
    first = timezone.localtime(room.state_since).date()
    if not all(first <= day <= today() for day in (keys_on, inventory_on)):
        raise DayWrong(first=first, last=today())
    Build.objects.filter(room=room).update(keys_on=keys_on, inventory_on=inventory_on)
    return move_room(actor, room, State.HANDED_OVER, handed_over_at=Now())
