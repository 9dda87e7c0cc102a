"""Requests that a rule refused, over two months and by every way: the sheet of a month has its columns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stations import services
from stations.errors import BedTaken, NotEligible
from stations.models import Refusal, Stay
from zibo_youth.core.calendar import standing_at, today

from .story import evidence_of, moment_on, person_of

if TYPE_CHECKING:
    from .lately import Lately

Way = Refusal.Way
DAYS_BEHIND, DAYS_BETWEEN = 61, 2
# Days from the day of asking to the arrival, nights, what for: each breaks one rule at least.
WISHES = (
    (200, 2, Stay.Purpose.JOB_SEEKING),
    (-1, 1, Stay.Purpose.JOB_SEEKING),
    (6, 9, Stay.Purpose.INTERNSHIP),
    (5, 2, ""),
)
WAYS = (Way.PAGE, Way.PAGE, Way.API, Way.DESK)


def tell_refusals(lately: Lately) -> None:
    """Every other day somebody asks for what is not given, and asks again: both are one row a rule."""
    rng, codes = lately.rng, list(lately.world.stations)
    for back in range(DAYS_BEHIND, 0, -DAYS_BETWEEN):
        day = today() - timedelta(days=back)
        offset, nights, purpose = rng.choice(WISHES)
        station, guest, way = lately.world.stations[rng.choice(codes)], lately.guest(), rng.choice(WAYS)
        actor = lately.world.desk_of(station) if way == Way.DESK else guest
        for _ in range(2):
            with standing_at(moment_on(rng, day, 9, 20)):
                try:
                    with services.keeping_refusals(way):
                        services.book_stay(
                            actor=actor,
                            guest=person_of(guest),
                            station=station,
                            arrival=day + timedelta(days=offset),
                            departure=day + timedelta(days=offset + nights),
                            purpose=purpose,
                            declared_non_native=True,
                            evidence=[evidence_of(guest, "interview_notice")],
                        )
                except (NotEligible, BedTaken):
                    continue
