"""审批: the district, then the city, two people who surveyed nothing; or back to the survey."""

import pytest
from django.db import IntegrityError, transaction

from hope_rooms.building_errors import ActedAtAnotherLevel
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused, ReasonMissing, RoomMoved, WordsNotSafe
from hope_rooms.models import Approval, RoomHand, Survey
from hope_rooms.models.survey import Level
from hope_rooms.services import guard
from hope_rooms.services.building import approvals, surveys
from tests import building, hoping, people
from zibo_youth.accounts.models import Membership
from zibo_youth.core.errors import NotAllowed

Role = Membership.Role


@pytest.fixture
def room(city):
    return building.proposed(city)


def test_the_district_approves_then_the_city(city, room):
    room = approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    assert room.state == "district_approved"
    room = approvals.approve(actor=city.city_staff, room=room, level=Level.CITY)
    assert room.state == "approved"
    assert list(Approval.objects.values_list("level", "answer")) == [
        ("district", "agreed"),
        ("city", "agreed"),
    ]


def test_the_city_does_not_approve_before_the_district(city, room):
    with pytest.raises(RoomMoved):
        approvals.approve(actor=city.city_staff, room=room, level=Level.CITY)
    assert not Approval.objects.exists()


def test_a_surveyor_who_holds_the_districts_office_too_does_not_approve_and_a_colleague_does(city):
    room = building.proposed(city)
    surveyor, _visit = building.places(Survey.objects.get())[0]
    surveyor = building.with_office(surveyor, city.here, Role.DISTRICT_OFFICER)

    with pytest.raises(ActedAtAnotherLevel) as refusal:
        approvals.approve(actor=surveyor, room=room, level=Level.DISTRICT)

    assert str(refusal.value) == "您已以“勘察”身份经手过这间小屋，请由另一个人办理"
    assert not Approval.objects.exists()
    assert approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT).state == "district_approved"


def test_one_person_with_both_offices_does_not_approve_twice(city, room):
    both = building.with_office(
        building.officer(city), city.city_staff.person.memberships.get().organisation, Role.CITY_STAFF
    )
    room = approvals.approve(actor=both, room=room, level=Level.DISTRICT)
    with pytest.raises(ActedAtAnotherLevel):
        approvals.approve(actor=both, room=room, level=Level.CITY)
    assert approvals.approve(actor=city.director, room=room, level=Level.CITY).state == "approved"


def test_with_the_citys_yes_the_surveyors_read_nothing_more(city):
    one, other = people.applicant(name="勘示丙"), people.applicant(name="勘示丁")
    survey = building.named(city, pair=[one, other])
    child = survey.room.child
    for user, visit in building.places(survey):
        surveys.check_in(actor=user, visit=visit)
    user, visit = building.places(survey)[0]
    surveys.hand_in(actor=user, visit=visit, findings=building.findings())
    building.asked(city, survey.room)
    room = surveys.propose(actor=user, visit=visit)
    room = approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    assert guard.read(one, child, Part.HOME, purpose=Purpose.SURVEY).parts
    approvals.approve(actor=city.city_staff, room=room, level=Level.CITY)
    with pytest.raises(AccessRefused):
        guard.read(one, child, Part.HOME, purpose=Purpose.SURVEY)


def test_what_is_sent_back_is_surveyed_anew_by_two(city, room):
    room = approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    room = approvals.send_back(actor=city.city_staff, room=room, level=Level.CITY, reason="缺电路照片")
    assert room.state == "surveying"
    user, visit = building.places(Survey.objects.get())[0]
    with pytest.raises(surveys.SurveyNotHandedIn):
        surveys.propose(actor=user, visit=visit)

    building.proposed(city, room)

    assert Survey.objects.filter(room=room).count() == 2
    room.refresh_from_db()
    room = approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    assert approvals.approve(actor=city.city_staff, room=room, level=Level.CITY).state == "approved"


def test_it_is_sent_back_with_a_reason_that_holds_no_number(city, room):
    with pytest.raises(ReasonMissing):
        approvals.send_back(actor=city.officer, room=room, level=Level.DISTRICT, reason=" ")
    with pytest.raises(WordsNotSafe):
        approvals.send_back(actor=city.officer, room=room, level=Level.DISTRICT, reason="打 15400000001")


@pytest.mark.parametrize(
    "who", ["town_officer", "foreign_officer", "city_staff", "director", "finance", "lead", "deputy"]
)
def test_nobody_else_approves_for_the_district(city, room, who):
    with pytest.raises(NotAllowed):
        approvals.approve(actor=getattr(city, who), room=room, level=Level.DISTRICT)


# --- the walls ------------------------------------------------------------------------------


def test_the_database_itself_knows_nobody_at_two_levels(city, room):
    surveyor = RoomHand.objects.filter(room=room, level="survey")[0]
    with pytest.raises(IntegrityError, match="room_hand_acts_at_one_level"), transaction.atomic():
        RoomHand.objects.create(room=room, person=surveyor.person, level="district")


def test_the_database_itself_refuses_an_approval_by_a_surveyor_or_through_another_room(city, room):
    surveyor = RoomHand.objects.filter(room=room, level="survey")[0]
    survey, common = Survey.objects.get(), {"answer": "agreed", "level": "district"}
    with pytest.raises(IntegrityError, match="approval_level_is_the_hands"), transaction.atomic():
        Approval.objects.create(room=room, survey=survey, hand=surveyor, **common)
    other = hoping.screened(city)
    elsewhere = RoomHand.objects.create(room=other, person=city.officer.person, level="district")
    with pytest.raises(IntegrityError, match="approval_hand_is_of_the_room"), transaction.atomic():
        Approval.objects.create(room=room, survey=survey, hand=elsewhere, **common)
    here = RoomHand.objects.create(room=room, person=city.officer.person, level="district")
    foreign = Survey.objects.create(room=other, named_by=city.officer)
    with pytest.raises(IntegrityError, match="approval_survey_is_of_the_room"), transaction.atomic():
        Approval.objects.create(room=room, survey=foreign, hand=here, **common)


def test_the_database_itself_refuses_a_second_answer(city, room):
    approvals.approve(actor=city.officer, room=room, level=Level.DISTRICT)
    row = Approval.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match="approval_once_per_level"), transaction.atomic():
        row.save(force_insert=True)
