"""驿站作为地标 (stations as landmarks): those that are open today and have a place on the map."""

from __future__ import annotations

from zibo_youth.core import landmarks
from zibo_youth.core.calendar import today
from zibo_youth.core.landmarks import Landmark

from .models import Station
from .tile_grid import short_name


def open_stations() -> list[Landmark]:
    """One query."""
    rows = Station.objects.open_on(today()).filter(latitude__isnull=False).select_related("area__parent")
    return [
        Landmark(str(one), short_name(one.area.district), one.latitude, one.longitude)
        for one in rows.order_by("code")
    ]


def register_landmarks() -> None:
    """Called once, when the app is ready."""
    landmarks.register(open_stations)
