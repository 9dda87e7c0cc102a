"""
交付条件 (readiness): everything that keeps a finished room closed, in words.

All three acceptances, air within the limits, no defect of safety, and two adults named who will come.
"""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _

from hope_rooms.models import AirTest, HopeRoom, Pairing
from hope_rooms.models.pairing import NAMED
from hope_rooms.models.survey import Level

ACCEPTING = (Level.TOWN, Level.DISTRICT, Level.CITY)
TWO = 2


def air_passes(readings: dict[str, Decimal]) -> bool:
    """Whether each reading, in mg/m³, is within its limit; at the limit it is."""
    return all(readings[name] <= Decimal(limit) for name, limit in settings.HOPE_ROOMS["air_limits"].items())


def air_of(room: HopeRoom) -> AirTest | None:
    """The newest report since the windows were opened; an older one tells of another air."""
    since = room.transitions.filter(to_state=HopeRoom.State.AIRING).order_by("-id").first()
    if since is None:
        return None
    found: AirTest | None = room.air_tests.filter(recorded_at__gte=since.at).order_by("-id").first()
    return found


def missing_for_handover(room: HopeRoom) -> list[str]:
    """What is missing, in words; nothing: it may be handed over."""
    passed = set(room.acceptances.filter(passed=True).values_list("level", flat=True))
    missing = [_("%(level)s验收") % {"level": level.label} for level in ACCEPTING if level not in passed]
    test = air_of(room)
    if test is None or not test.passed:
        missing.append(_("合格的空气检测"))
    if room.defects.uncleared().of_safety().exists():
        missing.append(_("消除安全缺陷"))
    if not has_two_adults(room):
        missing.append(_("提名两名结对志愿者"))
    return missing


def may_be_handed_over(room: HopeRoom) -> bool:
    return not missing_for_handover(room)


def has_two_adults(room: HopeRoom) -> bool:
    """Whether two adults, whose eligibility the pairing has asked, are named for the child."""
    pairing = Pairing.objects.filter(child=room.child_id, state__in=NAMED).first()
    return pairing is not None and pairing.members.standing().count() == TWO
