"""
重新排房 (re-dealing): beds of guests who have not arrived change so that one more stay finds one.

Who moves is decided by `stations.allocation`; here the house is read and the plan
is written, inside the caller's transaction and under the station's lock that the
caller holds. Nights keep their date and number: only the bed changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Exists, OuterRef

from stations.allocation import Fixed, Guest, House, Room, deal_anew
from stations.models import Bed, BedMove, Closure, Station, Stay, StayNight
from stations.models.stay import EXPECTED
from stations.parties import PARTY
from zibo_youth.core.calendar import today
from zibo_youth.core.prepared import Prepared

from .pool import FORGET_EMPTY_ROOMS

# Who may be moved: a bed is held, and nobody has come. From the day of arrival on
# the desk names the bed to the guest, so it no longer changes.
MOVABLE = (Stay.State.DRAFT, Stay.State.OFFERED, *EXPECTED)

# Who moves to another bed sleeps on the same nights: with every open bed slept in on one of
# them, no re-dealing helps. Told in one look; the house is read only where there is hope.
NIGHT_WITHOUT_ANY_BED = Prepared(
    "night_without_any_bed",
    """
    SELECT later FROM generate_series(0, %(departure)s - %(arrival)s - 1) AS later
    WHERE NOT EXISTS (
        SELECT FROM stations_bed_openings(%(station)s, %(arrival)s + later, %(arrival)s + later + 1)
        WHERE for_men OR for_women)
    LIMIT 1
    """,
    {"station": "bigint", "arrival": "date", "departure": "date"},
)

LIFT_NIGHTS = """
DELETE FROM stations_staynight WHERE stay_id = ANY(%s)
RETURNING room_id, date, stay_id, guest_id, gender, number, policy_id, cap,
    extra_id, extra_nights, extra_until
"""
# Nights go in by date, as everywhere (services/taking.py).
LAY_NIGHTS = """
WITH night AS (
    SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::varchar[], %s::date[], %s::bigint[], %s::bigint[],
        %s::smallint[], %s::smallint[], %s::bigint[], %s::smallint[],
        %s::bigint[], %s::smallint[], %s::date[])
        AS night (bed, room, mode, date, stay, guest, gender, number, policy, cap,
            extra, extra_nights, extra_until)
), company AS (
    INSERT INTO stations_roomnight (room_id, date, gender, gender_mode)
    SELECT DISTINCT room, date, gender, mode FROM night ORDER BY date, room
    ON CONFLICT ON CONSTRAINT room_night_one_gender_per_room DO NOTHING
)
INSERT INTO stations_staynight (stay_id, guest_id, gender, bed_id, room_id, date, number, policy_id, cap,
    extra_id, extra_nights, extra_until)
SELECT stay, guest, gender, bed, room, date, number, policy, cap, extra, extra_nights, extra_until
FROM night ORDER BY date, bed
"""


def redeal_for(stay: Stay, *, arrival: date, departure: date, only_bed: int | None = None) -> int | None:
    """
    The bed that a stay can have for these nights once others have moved, or None and nothing is changed.

    For whoever found no bed free: the caller has asked for permission, holds the
    station's lock, and takes the nights itself, on this very bed. Nights of the
    stay that are given up must be gone before. ``only_bed`` is for a guest in the
    house who stays longer, and for a pinned one: that bed or none, whatever the
    wish. One statement where nothing can help, else four to look and three to move.
    """
    if is_full(stay.station_id, arrival, departure):
        return None
    house = house_of(stay.station)
    wish = stay.room_wish if only_bed is None else Stay.RoomWish.ANY.value
    asker = Guest(stay.guest.gender, arrival, departure, wish=wish, only_bed=only_bed)
    plan = deal_anew(house, asker)
    if plan is None:
        return None
    if plan.moves:
        _move(plan.moves, {bed: room for room in house.rooms for bed in room.beds})
    return plan.bed


def is_full(station_id: int, arrival: date, departure: date) -> bool:
    """Whether on one of these nights every open bed is slept in, so that moving others cannot help."""
    span = {"station": station_id, "arrival": arrival, "departure": departure}
    return NIGHT_WITHOUT_ANY_BED.one(span) is not None


def _rooms(station: Station) -> tuple[Room, ...]:
    """Every room that single guests share, with its beds, and the nights on which it takes nobody new."""
    shut: list[tuple[int | None, date, date]] = [(None, date.min, station.opened_on)]
    if station.closed_on is not None:
        shut.append((None, station.closed_on, date.max))
    shut += Closure.objects.filter(station=station).values_list("room", "from_on", "until_on")
    beds: dict[tuple[int, str], list[int]] = {}
    dealt = Bed.objects.filter(room__station=station).exclude(room__gender_mode=PARTY)
    for bed, room, mode in dealt.values_list("pk", "room", "room__gender_mode"):
        beds.setdefault((room, mode), []).append(bed)
    return tuple(
        Room(
            room,
            mode,
            tuple(inside),
            tuple((since, until) for where, since, until in shut if where in (None, room)),
        )
        for (room, mode), inside in beds.items()
    )


def house_of(station: Station) -> House:
    """A station's nights from today on: those of guests who may be moved, and all others as they stand."""
    fixed: list[Fixed] = []
    guests: list[Guest] = []
    for row in _slept(station):
        if _may_move(row):
            guests.append(
                Guest(
                    row["gender"],
                    row["stay__arrival"],
                    row["stay__departure"],
                    wish=row["stay__room_wish"],
                    stay=row["stay"],
                    bed=row["bed"],
                )
            )
        else:
            fixed += [Fixed(row["bed"], row["gender"], day, day + timedelta(days=1)) for day in row["dates"]]
    return House(_rooms(station), tuple(fixed), tuple(guests))


def _slept(station: Station) -> Iterator[dict[str, Any]]:
    """A row for each stay and bed, with the nights from today on; people who belong together stay so."""
    nights = StayNight.objects.filter(room__station=station, date__gte=today(), party=None).order_by()
    columns = ("arrival", "departure", "room_wish", "state", "bed_pinned_for")
    rows: Any = nights.values("stay", "bed", "gender", *(f"stay__{name}" for name in columns))
    placed_by_hand = Exists(BedMove.objects.filter(stay=OuterRef("stay")))
    return iter(rows.annotate(dates=ArrayAgg("date"), placed_by_hand=placed_by_hand))


def _may_move(row: Mapping[str, Any]) -> bool:
    """Nobody has come, no desk chose or pinned the bed, and it is one bed for the whole stay."""
    length = (row["stay__departure"] - row["stay__arrival"]).days
    is_expected = row["stay__state"] in MOVABLE and row["stay__arrival"] > today()
    is_placed = row["placed_by_hand"] or row["stay__bed_pinned_for"]
    return is_expected and not is_placed and length == len(row["dates"])


def _move(moves: Mapping[int, int], room_of: Mapping[int, Room]) -> None:
    """Lift all nights of the stays that move, then lay them into their new beds."""
    with connection.cursor() as cursor:
        cursor.execute(LIFT_NIGHTS, [list(moves)])
        lifted = cursor.fetchall()
        cursor.execute(FORGET_EMPTY_ROOMS, [[night[0] for night in lifted], [night[1] for night in lifted]])
        laid = [(moves[night[2]], *night[1:]) for night in lifted]
        laid = [(bed, room_of[bed].id, room_of[bed].mode, *rest) for bed, *rest in laid]
        cursor.execute(LAY_NIGHTS, [list(column) for column in zip(*laid, strict=True)])
