"""固定床位 (pinned beds): who needs this very bed keeps it, whoever else is dealt anew."""

from __future__ import annotations

from django.db import transaction

from stations.errors import ReasonMissing, WrongState
from stations.models import Stay
from stations.models.stay import LIVE
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining

from .pool import lock_station
from .queue import settle


def pin_bed(*, actor: User, stay: Stay, reason: str) -> Stay:
    """
    固定床位 (pin the bed): no re-dealing moves this stay.

    Raises `ReasonMissing`, and `WrongState` when the stay holds no bed.
    """
    policy.require_for_another(actor, "stations.check_in_stay", stay, stay.guest_id)
    if reason not in Stay.PinReason.values:
        raise ReasonMissing
    return _pin(stay, reason)


def unpin_bed(*, actor: User, stay: Stay) -> Stay:
    """取消固定 (unpin): the bed may change again until the guest arrives. Raises `WrongState`."""
    policy.require_for_another(actor, "stations.check_in_stay", stay, stay.guest_id)
    with explaining(), transaction.atomic():
        _pin(stay, "")
        settle(stay.station_id)  # a bed that may change again can make room for somebody who waits
    return stay


def _pin(stay: Stay, reason: str) -> Stay:
    with explaining(), transaction.atomic():
        lock_station(stay.station_id)  # a re-deal that runs at this moment ends first
        here = Stay.objects.filter(pk=stay.pk, station=stay.station_id)
        moved = here.filter(state__in=LIVE).update(bed_pinned_for=reason)
        stay.refresh_from_db()
        if not moved:
            raise WrongState(state=stay.get_state_display())
    return stay
