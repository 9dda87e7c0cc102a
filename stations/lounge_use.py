"""使用情况 (utilisation): hours booked against hours attended, per zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Q, Sum

from .models import Lounge, LoungeVisit, LoungeZone
from .models.lounge_visit import GIVEN_BACK

State = LoungeVisit.State
LENGTH = ExpressionWrapper(F("visits__end") - F("visits__start"), output_field=DurationField())


@dataclass(frozen=True, slots=True)
class ZoneUse:
    """Hours of one zone in a span of days; what was cancelled or never confirmed is none."""

    zone: LoungeZone
    booked: float
    attended: float

    @property
    def percent(self) -> int | None:
        return round(100 * self.attended / self.booked) if self.booked else None


def use_of(lounge: Lounge, first: date, last: date) -> list[ZoneUse]:
    """One query for all zones of a lounge, both days included."""
    within = Q(visits__date__range=(first, last)) & ~Q(visits__state__in=[*GIVEN_BACK, State.REQUESTED])
    came = Q(visits__state__in=[State.CHECKED_IN, State.COMPLETED])
    zones = lounge.zones.annotate(
        booked=Sum(LENGTH, filter=within), attended=Sum(LENGTH, filter=within & came)
    ).order_by("position", "pk")
    return [ZoneUse(zone, _hours(zone.booked), _hours(zone.attended)) for zone in zones]


def _hours(length: timedelta | None) -> float:
    return length.total_seconds() / 3600 if length else 0
