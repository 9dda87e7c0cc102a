"""小屋审批和验收 at one instant: one answer counts, and one person acts at one level."""

import pytest
from django.db import transaction

from hope_rooms.models import Acceptance, Approval, RoomHand, RoomTransition
from hope_rooms.models.survey import Level
from hope_rooms.services.building import acceptance, approvals, rooms
from tests import building, hoping, people
from tests.racing import at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 12


@pytest.fixture
def officers(city):
    return [people.officer(city.here.code) for _number in range(CROWD)]


def moves(to):
    return RoomTransition.objects.filter(to_state=to).count()


def loosely(actor, room, to, **changes):
    """As if the state were read, looked at and written: what lock and conditional update are there against."""
    room.state = to
    room.save(update_fields=["state"])
    RoomTransition.objects.create(room=room, actor=actor, to_state=to)
    return room


def without_lock(room, *states):
    return type(room).objects.select_related("child__town", "child__reporting_org").get(pk=room.pk)


def approving(room, officers):
    return outcome(
        at_once(
            lambda number: approvals.approve(actor=officers[number], room=room, level=Level.DISTRICT), CROWD
        )
    )


def test_of_twelve_officers_who_approve_one_does(city, officers):
    room = building.proposed(city)

    assert approving(room, officers) == {"HopeRoom": 1, "RoomMoved": CROWD - 1}
    assert Approval.objects.count() == moves("district_approved") == 1
    # Who was refused has acted on nothing here.
    assert RoomHand.objects.filter(level="district").count() == 1


@pytest.mark.control
def test_the_control_without_lock_and_walls_several_approve(city, officers, monkeypatch):
    room = building.proposed(city)
    monkeypatch.setattr(approvals, "lock_room", without_lock)
    monkeypatch.setattr(approvals, "move_room", loosely)
    monkeypatch.setattr(approvals, "_answer", lambda *_args: None)

    assert approving(room, officers)["HopeRoom"] > 1
    assert moves("district_approved") > 1


def accepting(room, officers):
    return outcome(
        at_once(
            lambda number: acceptance.accept(
                actor=officers[number], room=room, level=Level.DISTRICT, checked=building.ALL
            ),
            CROWD,
        )
    )


def test_of_twelve_officers_who_accept_one_does(city, officers):
    room = building.accepted(city, "town")

    assert accepting(room, officers) == {"HopeRoom": 1, "RoomMoved": CROWD - 1}
    assert Acceptance.objects.filter(level="district").count() == moves("district_accepted") == 1


@pytest.mark.control
def test_the_control_without_lock_the_walls_still_let_one_pass(city, officers, monkeypatch):
    room = building.accepted(city, "town")
    monkeypatch.setattr(acceptance, "lock_room", without_lock)
    monkeypatch.setattr(acceptance, "move_room", loosely)

    found = accepting(room, officers)

    assert (found["HopeRoom"], found["IntegrityError"]) == (1, CROWD - 1)


def test_one_accepts_while_another_finds_a_defect_and_one_of_the_two_counts(city, officers):
    room = building.accepted(city, "town")

    def act(number):
        told = {"actor": officers[number], "room": room, "level": Level.DISTRICT}
        if number % 2:
            return acceptance.refuse(found=[building.found()], **told)
        return acceptance.accept(checked=building.ALL, **told)

    assert outcome(at_once(act, CROWD)) == {"HopeRoom": 1, "RoomMoved": CROWD - 1}
    assert Acceptance.objects.filter(level="district").count() == 1


def test_one_person_who_acts_at_two_levels_at_once_acts_at_one(city):
    room, person = hoping.screened(city), people.applicant().person

    def act(number):
        with transaction.atomic():
            return rooms.hand_of_person(person, room, ("survey", "district")[number % 2])

    found = outcome(at_once(act, CROWD))

    assert found == {"RoomHand": CROWD // 2, "ActedAtAnotherLevel": CROWD // 2}
    assert RoomHand.objects.count() == 1
