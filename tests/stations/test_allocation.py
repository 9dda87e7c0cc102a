"""
Beds dealt anew: what a plan may do, that one is found, and how few it moves.

A house is drawn in words: a line a bed, a column a night. ``a`` and ``A`` are
guests who may be moved, ``x`` and ``X`` nights that stand, ``#`` a closure;
capitals are women. Rooms are named before their beds.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from stations.allocation import Fixed, Guest, House, Plan, Room, deal, deal_anew
from stations.allocation.board import Board
from stations.allocation.house import FEMALE, MALE

FIRST = date(2027, 3, 1)


def night(number: int) -> date:
    return FIRST + timedelta(days=number)


def guest(arrival: int, departure: int, gender: int = MALE, **details) -> Guest:
    return Guest(gender, night(arrival), night(departure), **details)


def drawn(*lines: str) -> House:
    """``"flexible 11 aa.bb"``: a bed, numbered in order; the number names its room."""
    rooms: dict[int, Room] = {}
    fixed, guests = [], []
    for bed, line in enumerate(lines):
        mode, room, nights = line.split()
        known = rooms.get(int(room), Room(int(room), mode, ()))
        closed = tuple((night(since), night(until)) for sign, since, until in runs(nights) if sign == "#")
        rooms[known.id] = Room(known.id, mode, (*known.beds, bed), known.closed + closed)
        for sign, since, until in runs(nights):
            gender = FEMALE if sign.isupper() else MALE
            if sign in "xX":
                fixed.append(Fixed(bed, gender, night(since), night(until)))
            elif sign not in ".#":
                guests.append(guest(since, until, gender, stay=ord(sign), bed=bed))
    return House(tuple(rooms.values()), tuple(fixed), tuple(guests))


def runs(nights: str):
    for sign, run in itertools.groupby(enumerate(nights), key=lambda pair: pair[1]):
        places = [place for place, _sign in run]
        yield sign, places[0], places[-1] + 1


def moved(plan: Plan | None) -> dict[str, int]:
    assert plan is not None
    return {chr(stay): bed for stay, bed in plan.moves.items()}


# --- the rules, written a second time and slowly ---------------------------------------------


def keeps_the_rules(house: House, beds: list[int], asker: Guest) -> bool:
    """Whether every guest of the house, and the asker last, may lie where ``beds`` says."""
    sleepers = [*zip([*house.guests, asker], beds, strict=True)]
    lies = [(sleeper, bed) for sleeper, bed in sleepers] + [(each, each.bed) for each in house.fixed]
    taken = [(bed, day) for sleeper, bed in lies for day in days(sleeper)]
    genders = {(room_of(house, bed).id, day, who.gender) for who, bed in lies for day in days(who)}
    return (
        len(taken) == len(set(taken))
        and len(genders) == len({(room, day) for room, day, _gender in genders})
        and all(bed == who.bed or may_lie(house, who, bed) for who, bed in sleepers)
        and not any(bed != who.bed and stuck(house, who) for who, bed in sleepers[:-1])
    )


def may_lie(house: House, who: Guest, bed: int) -> bool:
    room = room_of(house, bed)
    wished = {"any": True, "single": room.mode == "single", "shared": room.mode != "single"}[who.wish]
    closed = any(since <= day < until for since, until in room.closed for day in days(who))
    return wished and not closed and room.mode != {MALE: "female", FEMALE: "male"}[who.gender]


def stuck(house: House, who: Guest) -> bool:
    return not may_lie(house, who, who.bed)


def room_of(house: House, bed: int) -> Room:
    return next(room for room in house.rooms if bed in room.beds)


def days(span: Guest | Fixed) -> list[date]:
    return [span.arrival + timedelta(days=n) for n in range((span.departure - span.arrival).days)]


def fewest_moves(house: House, asker: Guest) -> int | None:
    """By trying every bed for everybody. None: no plan keeps the rules."""
    every_bed = [bed for room in house.rooms for bed in room.beds]
    found = [
        sum(bed != who.bed for who, bed in zip(house.guests, beds, strict=False))
        for beds in itertools.product(every_bed, repeat=len(house.guests) + 1)
        if keeps_the_rules(house, list(beds), asker)
    ]
    return min(found, default=None)


def beds_after(house: House, plan: Plan) -> list[int]:
    return [plan.moves.get(who.stay, who.bed) for who in house.guests] + [plan.bed]


# --- sentences -------------------------------------------------------------------------------


def test_a_free_bed_is_given_and_nobody_moves():
    plan = deal_anew(drawn("male 1 aabb", "male 1 ...."), guest(1, 3))
    assert (plan.bed, plan.moves) == (1, {})


def test_one_guest_moves_so_that_another_finds_one_bed_for_all_nights():
    """Each night has a bed, no bed has all nights."""
    plan = deal_anew(drawn("male 1 aa..", "male 1 ..bb"), guest(0, 4))
    assert len(plan.moves) == 1


def test_of_two_guests_the_one_who_arrives_later_moves():
    plan = deal_anew(drawn("male 1 aa..", "male 1 ..bb"), guest(0, 4))
    assert (moved(plan), plan.bed) == ({"b": 0}, 1)


def test_guests_push_each_other_on_when_one_move_is_not_enough():
    """He wishes the single room; who lies there goes to the flexible one, and she who lay there to the women's."""
    plan = deal_anew(drawn("single 1 aa", "flexible 2 BB", "female 3 .."), guest(0, 2, wish="single"))
    assert (moved(plan), plan.bed) == ({"a": 1, "B": 2}, 0)


def test_who_is_in_the_house_or_pinned_stays_and_the_asker_is_refused():
    assert deal_anew(drawn("male 1 xx..", "male 1 ..xx"), guest(0, 4)) is None


@pytest.mark.parametrize(
    ("lines", "asker"),
    [
        (["male 1 aaab", "male 1 cd.."], guest(1, 4)),
        (["male 1 aaa.", "male 2 ..#."], guest(1, 4)),
        (["male 1 ....", "flexible 2 .aa.", "flexible 2 ...."], guest(1, 4, FEMALE)),
        (["single 1 .aa.", "flexible 2 ...."], guest(1, 4, wish="single")),
    ],
    ids=["all beds taken", "the last room closed", "other gender", "no bed of the wished kind"],
)
def test_a_night_without_any_bed_refuses_before_anything_is_tried(monkeypatch, lines, asker):
    house = drawn(*lines)
    if asker.wish == "single":
        house = House(house.rooms, (), (replace(house.guests[0], wish="single"),))
    elif asker.gender == FEMALE:
        house = House(house.rooms, (Fixed(1, MALE, night(1), night(3)),), ())
    monkeypatch.setattr(Board, "ways", lambda *_: pytest.fail("searched"))
    assert deal_anew(house, asker) is None


def test_in_order_of_arrival_too_whoever_can_keep_the_bed_keeps_it():
    house = drawn("male 1 ....", "male 1 aa..", "male 1 ..bb", "male 1 cccc")
    assert deal_anew(house, guest(0, 4), nodes=0) == Plan(0, {})


def test_in_order_of_arrival_a_bed_is_dealt_to_who_comes_before_those_in_the_way():
    plan = deal_anew(drawn("male 1 xx...", "male 1 ..aaa"), guest(0, 5), nodes=0)
    assert (moved(plan), plan.bed) == ({"a": 0}, 1)


@pytest.mark.parametrize("mode", ["flexible", "single"])
def test_a_room_never_holds_two_genders_a_night(mode):
    """The single room of two beds too: `room_night_one_gender_per_room` knows no exception."""
    assert deal_anew(drawn(f"{mode} 1 aa..", f"{mode} 1 ...."), guest(1, 3, FEMALE)) is None


def test_a_room_changes_its_gender_when_nobody_sleeps_over():
    plan = deal_anew(drawn("flexible 1 aa..", "flexible 1 ...."), guest(2, 4, FEMALE))
    assert plan.moves == {}


def test_a_whole_room_is_cleared_for_the_other_gender():
    """Two men lie alone in two rooms: one joins the other, and a woman finds a room."""
    house = drawn("flexible 1 aaa", "flexible 1 ...", "flexible 2 .bb", "flexible 2 ...")
    plan = deal_anew(house, guest(0, 3, FEMALE))
    assert (moved(plan), plan.bed) == ({"b": 1}, 2)


@pytest.mark.parametrize("mode", ["male", "female"])
def test_a_room_of_one_gender_takes_no_other(mode):
    theirs, others = {"male": (MALE, FEMALE), "female": (FEMALE, MALE)}[mode]
    assert deal_anew(drawn(f"{mode} 1 ..."), guest(0, 3, theirs))
    assert deal_anew(drawn(f"{mode} 1 ..."), guest(0, 3, others)) is None


def test_nobody_changes_beds_during_a_stay():
    """Every night has a bed, but each bed has a guest of two nights in the way who fits nowhere else."""
    assert deal_anew(drawn("male 1 .xx.", "male 1 x..x"), guest(0, 2)) is None


def test_nobody_is_put_into_a_closed_room():
    assert deal_anew(drawn("male 1 .##.", "male 2 aa.."), guest(0, 2)) is None
    assert deal_anew(drawn("male 1 ..##", "male 2 aa.."), guest(0, 2))


def test_who_lies_in_a_room_closed_since_is_left_to_those_who_rehouse():
    room = Room(1, "male", (0, 1), closed=((night(0), night(4)),))
    house = House((room, Room(2, "male", (2,))), (), (guest(0, 2, stay=1, bed=0),))
    plan = deal_anew(house, guest(0, 2))
    assert (plan.bed, plan.moves) == (2, {})


@pytest.mark.parametrize(("wish", "bed"), [("single", 0), ("shared", 1), ("any", 1)])
def test_the_wish_of_the_asker_is_kept(wish, bed):
    assert deal_anew(drawn("single 1 ..", "flexible 2 .."), guest(0, 2, wish=wish)).bed == bed


def test_the_wish_of_a_guest_who_is_moved_is_kept():
    house = House(
        (Room(1, "single", (0,)), Room(2, "flexible", (1,))), (), (guest(0, 2, wish="single", stay=1, bed=0),)
    )
    assert deal_anew(house, guest(0, 2, wish="single")) is None
    assert deal_anew(house, guest(0, 2, wish="shared")).moves == {}


def test_a_guest_without_a_wish_leaves_the_single_room_to_who_wishes_it():
    plan = deal_anew(drawn("single 1 aaa", "flexible 2 ..."), guest(1, 3, wish="single"))
    assert (moved(plan), plan.bed) == ({"a": 1}, 0)


def test_a_guest_in_the_house_who_stays_longer_keeps_the_bed_and_others_make_way():
    house = drawn("male 1 xxaa", "male 1 ....")
    plan = deal_anew(house, guest(2, 4, only_bed=0))
    assert (moved(plan), plan.bed) == ({"a": 1}, 0)


# --- against every possibility ---------------------------------------------------------------

NIGHTS = 5


@st.composite
def houses(draw) -> House:
    """Up to four beds in up to three rooms, and up to four guests who lie as the rules allow."""
    sizes = draw(st.sampled_from([(1,), (2,), (1, 1), (2, 1), (2, 2), (1, 1, 2)]))
    modes = st.sampled_from(["flexible", "flexible", "flexible", "male", "female", "single"])
    beds = iter(range(9))
    rooms = []
    for number, size in enumerate(sizes):
        since = draw(st.integers(0, NIGHTS - 1))
        closed = ((night(since), night(since + 1)),) if draw(st.integers(0, 6)) == 6 else ()
        rooms.append(Room(number, draw(modes), tuple(itertools.islice(beds, size)), closed))
    house = House(tuple(rooms))
    for stay in range(draw(st.integers(0, 4))):
        house = draw(joined(house, stay))
    return house


@st.composite
def askers(draw, wishes=("any", "any", "any", "shared", "single")) -> Guest:
    arrival = draw(st.integers(0, NIGHTS - 1))
    departure = draw(st.integers(arrival + 1, min(NIGHTS, arrival + 3)))
    return guest(
        arrival, departure, draw(st.sampled_from([MALE, FEMALE])), wish=draw(st.sampled_from(wishes))
    )


@st.composite
def joined(draw, house: House, stay: int) -> House:
    """The house with one more guest in some bed, pinned or not; as it was when the bed is not free."""
    one = draw(askers())
    bed = draw(st.sampled_from([bed for room in house.rooms for bed in room.beds]))
    if house_is_sound(more := with_guest(house, one, stay, bed, pinned=draw(st.integers(0, 3)) == 3)):
        return more
    return house


def with_guest(house: House, one: Guest, stay: int, bed: int, *, pinned: bool) -> House:
    if pinned:
        return House(
            house.rooms, (*house.fixed, Fixed(bed, one.gender, one.arrival, one.departure)), house.guests
        )
    placed = Guest(one.gender, one.arrival, one.departure, one.wish, stay, bed)
    return House(house.rooms, house.fixed, (*house.guests, placed))


def house_is_sound(house: House) -> bool:
    """A house whose nights are written: rooms of one gender hold no other, no bed is taken twice."""
    spans = [*house.guests, *house.fixed]
    nobody = House((*house.rooms, Room(99, "flexible", (99,))), house.fixed, house.guests)
    modes = {"male": FEMALE, "female": MALE}
    return not any(modes.get(room_of(house, each.bed).mode) == each.gender for each in spans) and (
        keeps_the_rules(nobody, [*(who.bed for who in house.guests), 99], guest(0, 1))
    )


@settings(max_examples=400)
@given(houses(), askers())
@example(drawn("flexible 0 ab", "flexible 1 .A"), guest(0, 2, FEMALE))
def test_a_plan_is_found_whenever_one_exists_keeps_every_rule_and_moves_the_fewest(house, asker):
    plan, fewest = deal_anew(house, asker), fewest_moves(house, asker)

    assert (plan is None) == (fewest is None)
    if plan is not None:
        assert keeps_the_rules(house, beds_after(house, plan), asker)
        assert len(plan.moves) == fewest


@settings(max_examples=200)
@given(houses(), askers())
def test_a_search_that_was_cut_short_still_keeps_every_rule(house, asker):
    """In order of arrival alone: it may miss a plan, and never makes a wrong one."""
    plan = deal_anew(house, asker, nodes=0)
    if plan is not None:
        assert keeps_the_rules(house, beds_after(house, plan), asker)


@settings(max_examples=200)
@given(st.lists(askers(wishes=("any",)), max_size=14), askers(wishes=("any",)), st.integers(1, 5), st.data())
def test_in_rooms_that_are_alike_a_bed_is_dealt_whenever_every_night_has_room(spans, asker, beds, data):
    """Interval colouring: without a search, in order of arrival, whoever is in the house stays there."""
    room = Room(1, "male", tuple(range(beds)))
    house = House((room,))
    for stay, span in enumerate(spans):
        one = guest((span.arrival - FIRST).days, (span.departure - FIRST).days)
        for bed in data.draw(st.permutations(room.beds)):
            more = with_guest(house, one, stay, bed, pinned=one.arrival == FIRST)
            if house_is_sound(more):
                house = more
                break
    asker = guest((asker.arrival - FIRST).days, (asker.departure - FIRST).days)
    sleepers = [day for each in (*house.guests, *house.fixed) for day in days(each)]
    has_room = all(sleepers.count(day) < beds for day in days(asker))

    for nodes in (0, deal.NODES):
        plan = deal_anew(house, asker, nodes=nodes)
        assert (plan is not None) == has_room
        assert plan is None or keeps_the_rules(house, beds_after(house, plan), asker)


@settings(max_examples=200)
@given(houses(), askers())
def test_the_quick_refusal_refuses_nothing_that_could_be_dealt(house, asker):
    assume(not Board(house, asker).has_room_every_night())
    assert fewest_moves(house, asker) is None


# --- controls: without the guard, the tests above fall ---------------------------------------


@pytest.mark.control
def test_the_control_a_board_that_forgets_genders_mixes_a_room(monkeypatch):
    monkeypatch.setattr(Board, "_refuses", lambda *_: False)
    house, asker = drawn("flexible 1 xx", "flexible 1 .."), guest(0, 2, FEMALE)
    monkeypatch.setattr(Board, "has_room_every_night", lambda _: True)
    plan = deal_anew(house, asker)
    assert not keeps_the_rules(house, beds_after(house, plan), asker)


@pytest.mark.control
def test_the_control_first_come_first_bed_misses_what_dealing_anew_finds():
    """Without moving anybody, the asker of the first sentences goes away."""
    house = drawn("male 1 aa..", "male 1 ..bb")
    stands = tuple(Fixed(who.bed, who.gender, who.arrival, who.departure) for who in house.guests)
    assert deal_anew(House(house.rooms, stands), guest(0, 4)) is None


@pytest.mark.control
@pytest.mark.parametrize(
    "beds",
    [[0, 0, 1], [0, 2, 1], [0, 1, 2], [3, 1, 2]],
    ids=["bed twice", "two genders", "closed", "wish overruled"],
)
def test_the_control_the_slow_rules_see_what_is_wrong(beds):
    """Two guests and an asker in four beds: only the plan of the last line is right."""
    rooms = (
        Room(1, "flexible", (0, 1)),
        Room(2, "flexible", (2,), closed=((night(0), night(1)),)),
        Room(3, "single", (3,)),
    )
    house = House(
        rooms, (), (guest(0, 2, stay=1, bed=0, wish="shared"), guest(0, 2, stay=2, bed=1, wish="shared"))
    )
    assert not keeps_the_rules(house, beds, guest(0, 2, FEMALE))
    assert keeps_the_rules(house, [0, 1, 3], guest(0, 2, FEMALE))
