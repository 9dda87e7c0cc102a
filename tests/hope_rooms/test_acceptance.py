"""三级验收: town, district, city; whoever finds a defect looks again, and nobody looks at two levels."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from hope_rooms.building_errors import (
    ActedAtAnotherLevel,
    ChecklistIncomplete,
    DefectIncomplete,
    DefectMended,
    SafetyDefectOpen,
)
from hope_rooms.errors import RoomMoved, WordsNotSafe
from hope_rooms.models import Acceptance, Child, Defect, RoomHand
from hope_rooms.models.survey import Level
from hope_rooms.services.building import acceptance
from tests import building, people
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed

DAY = timedelta(days=1)
LEVELS = ("town", "district", "city")


def refuse(city, room, level, *found):
    return acceptance.refuse(
        actor=building.acceptor(city, level), room=room, level=Level(level), found=found or [building.found()]
    )


def mend_all(city, room):
    for defect in room.defects.to_mend():
        room = acceptance.mend(actor=city.officer, defect=defect)
    return room


def test_town_district_and_city_accept_in_order(city):
    room = building.done(city)
    states = []
    for level in LEVELS:
        room = building.accept(city, room, level)
        states.append(room.state)
    assert states == ["town_accepted", "district_accepted", "airing"]
    assert room.accepted_on == today()
    assert set(Acceptance.objects.filter(passed=True).values_list("level", flat=True)) == set(LEVELS)


def test_no_level_comes_before_its_turn(city):
    room = building.done(city)
    for level in ("district", "city"):
        with pytest.raises(RoomMoved):
            building.accept(city, room, level)
    room = building.accept(city, room, "town")
    for level in ("town", "city"):
        with pytest.raises(RoomMoved):
            building.accept(city, room, level)


@pytest.mark.parametrize("item", building.ALL)
def test_it_passes_with_every_item_of_three_faces_and_three_objects(city, item):
    room = building.done(city)
    with pytest.raises(ChecklistIncomplete):
        acceptance.accept(
            actor=city.town_officer, room=room, level=Level.TOWN, checked=set(building.ALL) - {item}
        )


def test_a_defect_found_by_the_district_is_looked_at_again_by_the_district_and_not_by_the_town(city):
    room = refuse(city, building.accepted(city, "town"), "district")
    assert (room.state, room.failed_at) == ("rectifying", "town_accepted")
    with pytest.raises(RoomMoved):
        building.accept(city, room, "district")

    room = mend_all(city, room)

    assert (room.state, room.failed_at) == ("town_accepted", "")
    with pytest.raises(RoomMoved):
        building.accept(city, room, "town")
    assert building.accept(city, room, "district").state == "district_accepted"
    assert Defect.objects.get().cleared_by == city.officer


def test_the_room_goes_back_with_the_last_defect_that_is_mended(city):
    room = refuse(city, building.done(city), "town", building.found(), building.found(words="柜门松动"))
    first, second = room.defects.all()
    assert acceptance.mend(actor=city.town_officer, defect=first).state == "rectifying"
    with pytest.raises(DefectMended):
        acceptance.mend(actor=city.town_officer, defect=first)
    assert acceptance.mend(actor=city.officer, defect=second).state == "builder_done"


def test_what_was_mended_badly_is_on_a_new_list(city):
    room = mend_all(city, refuse(city, building.done(city), "town"))
    room = refuse(city, room, "town", building.found(words="插座仍没有接地"))
    assert [defect.cleared_at is None for defect in room.defects.all()] == [False, True]


@pytest.mark.parametrize(
    "told",
    [{"words": " "}, {"severity": "none"}, {"owner": ""}, {"due_on": today() - DAY}],
)
def test_a_defect_says_what_how_grave_who_and_until_when(city, told):
    room = building.done(city)
    with pytest.raises(DefectIncomplete):
        refuse(city, room, "town", building.found(**told))
    room.refresh_from_db()
    assert room.state == "builder_done"
    assert not Acceptance.objects.exists()


def test_a_room_is_not_refused_without_a_defect_nor_with_somebodys_number(city):
    room = building.done(city)
    with pytest.raises(DefectIncomplete):
        acceptance.refuse(actor=city.town_officer, room=room, level=Level.TOWN, found=[])
    with pytest.raises(WordsNotSafe):
        refuse(city, room, "town", building.found(words="找 15400000004"))


def test_a_defect_of_safety_that_is_not_cleared_stops_every_level(city):
    room = building.done(city)
    told = {"found_in": "airing", "severity": "safety", "words": "漏电", "owner": "contractor"}
    Defect.objects.create(room=room, due_on=today(), found_by=city.officer, **told)
    with pytest.raises(SafetyDefectOpen):
        building.accept(city, room, "town")


# --- nobody at two levels -------------------------------------------------------------------


def test_whoever_accepted_for_the_town_does_not_accept_for_the_district(city):
    room = building.accepted(city, "town")
    both = building.with_office(city.town_officer, city.here, "district_officer")
    with pytest.raises(ActedAtAnotherLevel):
        acceptance.accept(actor=both, room=room, level=Level.DISTRICT, checked=building.ALL)
    assert building.accept(city, room, "district").state == "district_accepted"


def test_whoever_surveyed_does_not_accept_and_whoever_built_for_the_district_not_for_the_city(city):
    room = building.done(city)
    surveyor = room.hands.filter(level="survey")[0].person.users.get()
    with pytest.raises(ActedAtAnotherLevel):
        acceptance.accept(actor=surveyor, room=room, level=Level.TOWN, checked=building.ALL)
    room = building.accept(city, building.accept(city, room, "town"), "district")
    whole = city.city_staff.person.memberships.get().organisation
    builder = building.with_office(city.officer, whole, "city_staff")
    with pytest.raises(ActedAtAnotherLevel):
        acceptance.accept(actor=builder, room=room, level=Level.CITY, checked=building.ALL)


def test_where_no_town_looks_after_the_case_another_officer_of_the_district_does(city):
    room = building.done(city)
    Child.objects.filter(pk=room.child_id).update(town=None)
    room = type(room).objects.get(pk=room.pk)
    with pytest.raises(NotAllowed):
        building.accept(city, room, "town")
    with pytest.raises(ActedAtAnotherLevel):
        acceptance.accept(actor=city.officer, room=room, level=Level.TOWN, checked=building.ALL)
    stands_in = people.officer("zhangdian")
    room = acceptance.accept(actor=stands_in, room=room, level=Level.TOWN, checked=building.ALL)
    with pytest.raises(ActedAtAnotherLevel):
        acceptance.accept(actor=stands_in, room=room, level=Level.DISTRICT, checked=building.ALL)


# --- the walls ------------------------------------------------------------------------------


def test_the_database_itself_refuses_a_pass_without_every_item_a_second_pass_and_a_stranger(city):
    room = building.accepted(city, "town")
    hand = RoomHand.objects.get(room=room, person=city.town_officer.person)
    common = {"room": room, "hand": hand, "level": "town", "passed": True}
    with pytest.raises(IntegrityError, match="acceptance_passes_with_every_item"), transaction.atomic():
        Acceptance.objects.create(checked=["wall"], **common)
    with pytest.raises(IntegrityError, match="acceptance_passes_once_per_level"), transaction.atomic():
        Acceptance.objects.create(checked=list(building.ALL), **common)
    surveyor = RoomHand.objects.filter(room=room, level="survey")[0]
    with pytest.raises(IntegrityError, match="acceptance_level_is_the_hands"), transaction.atomic():
        Acceptance.objects.create(room=room, hand=surveyor, level="city", passed=False)
