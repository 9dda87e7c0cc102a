"""改住与入住单 (rehousings beside their stay): what happens to the proposal when the stay itself moves on."""

from __future__ import annotations

from stations.models import Closure, Rehousing, Stay, StayNight
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


def end_open(actor: Actor, stay: Stay) -> None:
    """The stay is over, so nothing is left to arrange."""
    _settle(actor, stay, State.ENDED)


def settle_when_out(actor: Actor, stay: Stay) -> None:
    """Whoever changes dates or bed has arranged it, as soon as no night lies in a closed bed any more."""
    if is_displaced(stay) and not is_hit(stay):
        _settle(actor, stay, State.ARRANGED)


def is_hit(stay: Stay) -> bool:
    """Whether a night to come lies in a bed that is closed on it."""
    closures = Closure.objects.touching(stay.arrival, stay.departure).filter(station=stay.station_id)
    return any(nights_hit(closure).filter(stay=stay).exists() for closure in closures)


def nights_hit(closure: Closure) -> StayNightQuerySet:
    """Nights from today on in beds that the closure takes, by date."""
    first = max(closure.from_on, today())
    nights: StayNightQuerySet = StayNight.objects.between(first, closure.until_on).order_by("date")
    if closure.room_id:
        return nights.filter(room=closure.room_id)
    return nights.filter(room__station=closure.station_id)


def _settle(actor: Actor, stay: Stay, state: str) -> None:
    Rehousing.objects.filter(held=stay, state__in=OPEN).update(
        state=state, decided_by=actor.pk, decided_at=now()
    )
