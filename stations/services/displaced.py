"""
改住与入住单 (rehousings beside their stay): which beds are out of use, and what becomes of the proposal.

A closure takes beds for some nights. A house that closes for good takes them
without an end, and one that opens later than it said, up to that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from stations.models import Closure, Rehousing, Station, Stay, StayNight
from stations.models.rehousing import OPEN
from stations.models.stay import LIVE
from stations.querysets import StayNightQuerySet
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now, today

State = Rehousing.State


def is_displaced(stay: Stay) -> bool:
    """Whether the guest lost the bed through us and has not said yes to another: such a one is not blamed."""
    return Rehousing.objects.open().filter(held=stay).exists()


def goes_on(stay: Stay) -> bool:
    """Whether the guest, moved in the midst of a stay, has the rest of it before them in another house."""
    return Rehousing.objects.filter(stay=stay, held__state__in=LIVE).exclude(held=stay).exists()


def continues(stay: Stay) -> bool:
    """Whether it is the rest of a stay that a closure has ended in another house: no use of the year."""
    return Rehousing.objects.filter(held=stay).exclude(stay=stay).exists()


def end_open(actor: Actor, stay: Stay) -> None:
    """The stay is over, so nothing is left to arrange."""
    _settle(actor, stay, State.ENDED)


def settle_when_out(actor: Actor, stay: Stay) -> None:
    """Whoever changes dates or bed has arranged it, as soon as no night lies in a closed bed any more."""
    if is_displaced(stay) and not is_hit(stay):
        _settle(actor, stay, State.ARRANGED)


def is_hit(stay: Stay) -> bool:
    """Whether a night to come lies in a bed that is out of use on it."""
    to_come = StayNight.objects.filter(stay=stay, date__gte=today())
    return bool(to_come.out_of_service().exists())


@dataclass(frozen=True, slots=True)
class OutOfUse:
    """停用的床 (beds out of use): a room or a house, from one night on until a day, and why."""

    station: Station
    from_on: date
    until_on: date
    cause: str
    room: int | None = None
    closure: Closure | None = None

    @classmethod
    def by(cls, closure: Closure) -> Self:
        span = closure.from_on, closure.until_on
        return cls(closure.station, *span, Rehousing.Cause.CLOSURE, closure.room_id, closure)

    def nights_hit(self) -> StayNightQuerySet:
        """Nights from today on in these beds, by date."""
        first = max(self.from_on, today())
        nights: StayNightQuerySet = StayNight.objects.between(first, self.until_on).order_by("date")
        if self.room:
            return nights.filter(room=self.room)
        return nights.filter(room__station=self.station)


def all_out_of_use(station: Station) -> list[OutOfUse]:
    """Whatever takes beds of a house from today on."""
    closures = Closure.objects.filter(station=station).lasting(today()).select_related("station")
    return [*map(OutOfUse.by, closures), *out_of_its_days(station)]


def out_of_its_days(station: Station) -> list[OutOfUse]:
    """驿站的启用和停办 (before a house opens, and after it closes for good)."""
    shut = []
    if station.closed_on is not None:
        shut.append(OutOfUse(station, station.closed_on, date.max, Rehousing.Cause.CLOSED))
    if station.opened_on > today():
        shut.append(OutOfUse(station, today(), station.opened_on, Rehousing.Cause.POSTPONED))
    return shut


def _settle(actor: Actor, stay: Stay, state: str) -> None:
    Rehousing.objects.filter(held=stay, state__in=OPEN).update(
        state=state, decided_by=actor.pk, decided_at=now()
    )
