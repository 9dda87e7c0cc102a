"""余位: the SQL says what a slow reading of the rule says, on any mixture of stays, closures and rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stations.availability import (
    FEMALE,
    MALE,
    Beds,
    Openings,
    beds_free,
    calendar_of,
    calendars_of,
    open_nights_of,
    openings_of,
)
from stations.models import Bed, Closure, Room, RoomNight, Station, Stay, StayNight, StayPolicy
from tests import people
from zibo_youth.accounts.models import Area, Organisation, Person
from zibo_youth.core.calendar import nights, now

pytestmark = pytest.mark.django_db

FIRST = date(2026, 3, 2)
DAYS = 10


@dataclass(frozen=True)
class World:
    """One station as plain facts; days count from FIRST."""

    opens: int
    closes: int | None
    rooms: tuple[tuple[str, int], ...]  # (mode, beds)
    sleepers: tuple[
        tuple[int, int, int, int], ...
    ]  # (room, bed, day, gender), written as far as the walls let them
    closures: tuple[tuple[int | None, int, int], ...]  # (room or the whole station, first night, nights)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


# --- the slow reading of the rule -------------------------------------------------------------


def settle(world: World) -> tuple[set[tuple[int, int, int]], dict[tuple[int, int], int]]:
    """Who could move in, one after another: taken (room, bed, day), and the gender of each (room, day)."""
    taken, sleeps = set(), {}
    for any_room, bed, night, gender in world.sleepers:
        room = any_room % len(world.rooms)
        mode, beds = world.rooms[room]
        place = (room, bed % beds, night)
        is_admitted = {"male": gender == MALE, "female": gender == FEMALE, "party": False}.get(mode, True)
        if is_admitted and place not in taken and sleeps.setdefault((room, night), gender) == gender:
            taken.add(place)
    return taken, sleeps


def is_open(world: World, room: int, night: int) -> bool:
    shut = any(
        (place is None or place % len(world.rooms) == room) and first <= night < first + length
        for place, first, length in world.closures
    )
    return world.opens <= night and (world.closes is None or night < world.closes) and not shut


def expected(world: World, arrival: int, length: int) -> Openings:
    taken, sleeps = settle(world)
    free = {MALE: 0, FEMALE: 0, None: 0}
    total = {MALE: 0, FEMALE: 0, None: 0}
    for room, (mode, beds) in enumerate(world.rooms):
        if mode == "party":
            continue  # no bed of it is anybody's alone
        admitted = {"male": [MALE], "female": [FEMALE]}.get(mode, [MALE, FEMALE])
        for bed in range(beds):
            welcome = [
                gender
                for gender in admitted
                if all(
                    is_open(world, room, night)
                    and (room, bed, night) not in taken
                    and sleeps.get((room, night), gender) == gender
                    for night in range(arrival, arrival + length)
                )
            ]
            for gender in (*admitted, None):
                total[gender] += 1
            for gender in (*welcome, *([None] if welcome else [])):
                free[gender] += 1
    return Openings(*(Beds(free[gender], total[gender]) for gender in (MALE, FEMALE, None)))


# --- the same world as rows -------------------------------------------------------------------


def build(world: World) -> Station:
    unit = Organisation.objects.get(code="zhangdian")
    station = Station.objects.create(
        code="oracle",
        name="核对驿站",
        area=Area.objects.get(code="370303"),
        reporting_org=unit,
        operator=unit,
        opened_on=day(world.opens),
        closed_on=None if world.closes is None else max(day(world.closes), day(world.opens)),
    )
    rooms = [
        Room.objects.create(station=station, name=str(number), gender_mode=mode)
        for number, (mode, _beds) in enumerate(world.rooms)
    ]
    beds = {
        (number, label): Bed.objects.create(room=rooms[number], label=str(label))
        for number, (_mode, count) in enumerate(world.rooms)
        for label in range(count)
    }
    for place, first, length in world.closures:
        room = None if place is None else rooms[place % len(rooms)]
        Closure.objects.create(station=station, room=room, from_on=day(first), until_on=day(first + length))
    move_in(station, rooms, beds, *settle(world))
    return station


def move_in(station, rooms, beds, taken, sleeps) -> None:
    policy = StayPolicy.objects.order_by("-effective_from")[0]
    account = people.User.objects.create_user(people.mobile_number())
    RoomNight.objects.bulk_create(
        RoomNight(room=rooms[room], date=day(night), gender=gender, gender_mode=rooms[room].gender_mode)
        for (room, night), gender in sleeps.items()
    )
    for room, bed, night in taken:
        guest = Person.objects.create(gender=sleeps[room, night])
        stay = Stay.objects.create(
            guest=guest,
            booked_by=account,
            station=station,
            policy=policy,
            arrival=day(night),
            departure=day(night + 1),
            purpose="job_seeking",
            state="submitted",
            submitted_at=now(),
        )
        StayNight.objects.create(
            stay=stay,
            guest=guest,
            gender=guest.gender,
            bed=beds[room, bed],
            room=rooms[room],
            date=day(night),
            number=1,
            policy=policy,
            cap=policy.max_free_nights,
        )


number = st.integers(0, DAYS - 1)
worlds = st.builds(
    World,
    opens=st.sampled_from([-30, -30, 0, 3]),
    closes=st.sampled_from([None, None, 4, 8]),
    rooms=st.lists(
        st.tuples(st.sampled_from(Room.GenderMode.values), st.integers(1, 3)), min_size=1, max_size=3
    ).map(tuple),
    sleepers=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), number, st.sampled_from([MALE, FEMALE])), max_size=14
    ).map(tuple),
    closures=st.lists(st.tuples(st.none() | st.integers(0, 2), number, st.integers(1, 4)), max_size=2).map(
        tuple
    ),
)


@settings(max_examples=60)
@given(world=worlds, arrival=number, length=st.integers(1, 6))
def test_counts_what_the_rule_says(world, arrival, length):
    with transaction.atomic():
        station = build(world)
        found = openings_of([station.pk], day(arrival), day(arrival + length))
        assert found == {station.pk: expected(world, arrival, length)}
        calendar = calendars_of(station, day(0), day(DAYS + 3))
        assert calendar == {day(night): expected(world, night, 1) for night in range(DAYS + 3)}
        transaction.set_rollback(True)


@settings(max_examples=40)
@given(world=worlds, arrival=number, length=st.integers(1, 6), gender=st.sampled_from([MALE, FEMALE]))
def test_open_nights_of_beds_agree_with_the_counts_night_by_night_and_for_the_whole_stay(
    world, arrival, length, gender
):
    with transaction.atomic():
        station = build(world)
        (found,) = open_nights_of([station.pk], day(arrival), day(arrival + length), gender)
        beds = list(found.open_nights.values())
        for night in range(arrival, arrival + length):
            counted = expected(world, night, 1).for_gender(gender).free
            assert sum(day(night) in open_nights for open_nights in beds) == counted
        whole = sum(len(open_nights) == length for open_nights in beds)
        assert whole == expected(world, arrival, length).for_gender(gender).free
        transaction.set_rollback(True)


# A world in which each clause of the rule decides about some bed.
FULL_WORLD = World(
    opens=1,
    closes=9,
    rooms=(("flexible", 2), ("male", 2), ("single", 1), ("party", 2)),
    sleepers=((0, 0, 2, MALE), (1, 0, 3, MALE), (0, 1, 4, FEMALE)),
    closures=((2, 5, 2),),
)
CLAUSES = {
    "a taken bed": ("taken.bed_id = bed.id", "false"),
    "a closure": ("closed.from_on < $3", "false"),
    "women in the room": ("sleeps.gender = 2", "false"),
    "men in the room": ("sleeps.gender = 1", "false"),
    "the opening day": ("station.opened_on <= $2", "true"),
    "the closing day": ("coalesce(station.closed_on >= $3, true)", "true"),
    "a room for people who belong together": ("room.gender_mode <> 'party'", "true"),
    "the room's mode": ("room.gender_mode <> 'male'", "true"),
}


@pytest.mark.parametrize("clause", CLAUSES)
def test_notices_when_a_clause_of_the_rule_is_lost(clause):
    station = build(FULL_WORLD)
    rule = {day(night): expected(FULL_WORLD, night, 1) for night in range(DAYS)}
    assert calendars_of(station, day(0), day(DAYS)) == rule

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('stations_bed_openings'::regproc)")
        definition = cursor.fetchone()[0]
        assert CLAUSES[clause][0] in definition
        cursor.execute(definition.replace(*CLAUSES[clause]))

    assert calendars_of(station, day(0), day(DAYS)) != rule


def test_a_stay_needs_one_bed_for_all_its_nights():
    world = World(-30, None, (("male", 2),), ((0, 0, 0, MALE), (0, 1, 1, MALE)), ())
    station = build(world)

    assert [night.free for night in calendar_of(station, day(0), day(2), MALE)] == [1, 1]
    assert beds_free([station.pk], day(0), day(2), MALE) == {station.pk: 0}


def test_one_query_for_a_calendar_and_one_for_many_stations(django_assert_num_queries):
    station = build(FULL_WORLD)

    with django_assert_num_queries(1):
        assert len(calendar_of(station, day(0), day(30))) == 30
    with django_assert_num_queries(1):
        assert beds_free([station.pk, 10**12], day(1), day(2), None) == {station.pk: 5, 10**12: 0}


@pytest.mark.parametrize(("wish", "rooms"), [("any", 3), ("shared", 2), ("single", 1)])
def test_open_nights_keep_to_the_wished_kind_of_room(wish, rooms, django_assert_num_queries):
    station = build(World(-30, None, (("flexible", 1), ("male", 1), ("single", 1)), (), ()))

    with django_assert_num_queries(1):
        asked, unknown = open_nights_of([station.pk, 10**12], day(0), day(2), MALE, wish)

    assert (asked.station, len(asked.open_nights)) == (station.pk, rooms)
    assert set(asked.open_nights.values()) == {frozenset([day(0), day(1)])}
    assert unknown.open_nights == {}


def test_no_nights_and_no_stations_give_nothing():
    station = build(FULL_WORLD)

    assert calendar_of(station, day(3), day(3)) == []
    assert openings_of([], day(0), day(1)) == {}


@pytest.mark.parametrize(
    ("free", "total", "word"),
    [
        (0, 0, "full"),
        (0, 9, "full"),
        (1, 1, "few"),
        (2, 4, "few"),
        (3, 4, "free"),
        (3, 15, "few"),
        (3, 14, "free"),
    ],
)
def test_says_the_word(free, total, word):
    assert Beds(free, total).word == word


def test_a_calendar_day_says_all_four():
    station = build(FULL_WORLD)

    (only,) = calendar_of(station, day(2), day(3), FEMALE)

    assert (only.date, only.free, only.total, only.word) == (day(2), 1, 3, "few")
    assert nights(day(2), day(3)) == [only.date]


def plan_of_openings() -> str:
    """How PostgreSQL walks when it is talked out of walking step by step."""
    station = build(FULL_WORLD)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off; SET LOCAL enable_seqscan = off")
        values = [station.pk, day(1), day(2)]
        cursor.execute(
            "EXPLAIN (VERBOSE) SELECT * FROM stations_bed_openings(%s, %s::date, %s::date)", values
        )
        return "\n".join(line for (line,) in cursor.fetchall())


def test_looks_at_the_beds_of_one_station_and_at_their_nights_alone():
    plan = plan_of_openings()

    assert "stations_bed.room_id = room.id" in plan
    assert "taken.bed_id = stations_bed.id" in plan
    assert "hashed" not in plan
    assert "Hash Join" not in plan
    assert "Merge Join" not in plan


@pytest.mark.control
def test_control_without_the_barriers_it_may_read_the_beds_of_the_whole_city():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('stations_bed_openings'::regproc)")
        cursor.execute(cursor.fetchone()[0].replace("OFFSET 0", ""))

    plan = plan_of_openings()
    assert "Hash Join" in plan or "Merge Join" in plan
