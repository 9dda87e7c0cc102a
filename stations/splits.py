"""分段入住 (split stay): a stay in two parts, when no single bed is free for all of its nights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today

from .allocation import split_stay
from .availability import open_nights_of
from .facts import Request, facts_of
from .models import Station
from .nearness import nearest

MOST_PARTS, NEIGHBOURS = 2, 8


@dataclass(frozen=True, slots=True)
class SplitPart:
    """一段 (part): one house from a day up to another."""

    station: Station
    arrival: date
    departure: date

    @property
    def length(self) -> int:
        return (self.departure - self.arrival).days


def split_for(
    guest: Person, station: Station, arrival: date, departure: date, room_wish: str = "any"
) -> list[SplitPart]:
    """
    Two parts that cover every night: most of them in the asked house, the rest in one nearby; or none.

    Nothing is proposed to whom the year leaves no two uses, for each part is a
    stay of its own. Four queries: paid only when a bed is gone.
    """
    is_short = departure - arrival < timedelta(days=MOST_PARTS)
    if is_short or not _may_use_two(guest, station, arrival, departure):
        return []
    houses = [station.pk, *nearest(station, arrival, most=NEIGHBOURS)]
    candidates = open_nights_of(houses, arrival, departure, guest.gender, room_wish)
    parts = split_stay(candidates, arrival, departure, most_parts=MOST_PARTS) or ()
    if len(parts) < MOST_PARTS:
        return []
    found = Station.objects.select_related("area").in_bulk({part.station for part in parts})
    return [SplitPart(found[part.station], part.arrival, part.departure) for part in parts]


def spelled(parts: Sequence[SplitPart]) -> str:
    """A split in one line, as a form sends it back: ``zd-01 2026-12-01 zd-02 2026-12-03 2026-12-04``."""
    words = [word for part in parts for word in (part.station.code, part.arrival.isoformat())]
    return " ".join([*words, parts[-1].departure.isoformat()]) if parts else ""


def _may_use_two(guest: Person, station: Station, arrival: date, departure: date) -> bool:
    asked = Request(arrival, departure, "", declared_non_native=True, has_evidence=True)
    facts = facts_of(guest=guest, station=station, request=asked, today=today())
    return facts.stays_made.get(arrival.year, 0) + MOST_PARTS <= facts.policy.max_stays_per_window
