"""Nights beyond the cap: one guest waits for the officer's answer, another was granted two."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stations.models import Stay
from stations.services.extra_nights import ask_extra_nights, grant_extra_nights
from zibo_youth.core.calendar import today

if TYPE_CHECKING:
    from .lately import Lately

HOUSE, REASONS = "zd-01", ("面试改期，须多住两晚（演示）", "体检结果延后，须多住两晚（演示）")


def tell_exceptions(lately: Lately) -> None:
    """Asked by the desk that knows the guests; the district's officer grants the last."""
    accounts, station = lately.world.accounts, lately.world.stations[HOUSE]
    known = Stay.objects.filter(station=station, state=Stay.State.CHECKED_OUT).order_by("-departure", "pk")
    for stay, reason in zip(known.select_related("guest"), REASONS, strict=False):
        extra = ask_extra_nights(
            actor=accounts["operator"],
            person=stay.guest,
            station=station,
            nights=2,
            until_on=today() + timedelta(days=21),
            reason=reason,
        )
    grant_extra_nights(actor=accounts["officer_zhangdian"], extranights=extra, reason="情况属实（演示）")
