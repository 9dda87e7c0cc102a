"""实地勘察: two people, both there, who read the record only while they survey; then the family's word."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hope_rooms import need
from hope_rooms.building_errors import (
    ActedAtAnotherLevel,
    ChildNotAsked,
    ChildSaidNo,
    RoomMustWait,
    SurveyBegun,
    SurveyHandedIn,
    SurveyNotHandedIn,
    SurveyorMissing,
    TwoSurveyorsNeeded,
)
from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused, RoomMoved, WordsNotSafe
from hope_rooms.models import HopeRoom, RoomHand, Survey, SurveyVisit
from hope_rooms.services import guard
from hope_rooms.services.building import leaving, surveys
from hope_rooms.services.consents import withdraw_consent
from tests import building, hoping, people
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice


@pytest.fixture
def survey(city):
    return building.named(city)


def volunteers():
    """Two people without any office: what they read they read by their grant."""
    return [people.applicant(name="勘示甲"), people.applicant(name="勘示乙")]


def come(survey):
    for user, visit in building.places(survey):
        surveys.check_in(actor=user, visit=visit)


def test_two_different_people_are_named_and_told_by_the_code(city):
    pair = volunteers()
    survey = building.named(city, pair=pair)
    assert {visit.hand.person for visit in survey.visits.all()} == {one.person for one in pair}
    told = Notice.objects.filter(kind="hope_rooms.survey_named")
    assert {notice.to for notice in told} == {one.person for one in pair}


def test_one_person_twice_is_not_two(city):
    room, one = hoping.screened(city), people.applicant()
    with pytest.raises(TwoSurveyorsNeeded):
        surveys.name_surveyors(actor=city.officer, room=room, people=[one.person, one.person])
    assert not Survey.objects.exists()


def test_the_town_and_another_district_name_nobody(city):
    room = hoping.screened(city)
    for actor in (city.town_officer, city.foreign_officer, city.city_staff):
        with pytest.raises(NotAllowed):
            surveys.name_surveyors(actor=actor, room=room, people=[one.person for one in volunteers()])


def test_others_are_named_until_somebody_has_come(city, survey):
    first = building.places(survey)
    again = building.named(city, survey.room)
    assert again == survey
    assert SurveyVisit.objects.count() == RoomHand.objects.count() == 2
    assert {user for user, _visit in building.places(again)}.isdisjoint({user for user, _visit in first})
    user, visit = building.places(again)[0]
    surveys.check_in(actor=user, visit=visit)
    with pytest.raises(SurveyBegun):
        building.named(city, survey.room)


def test_a_surveyor_reads_the_home_until_the_room_is_approved_or_left(city):
    one, other = volunteers()
    survey = building.named(city, pair=[one, other])
    room = survey.room
    assert guard.read(one, room.child, Part.HOME, purpose=Purpose.SURVEY).parts
    with pytest.raises(AccessRefused):
        guard.read(one, room.child, Part.NUMBER, purpose=Purpose.SURVEY)
    leaving.hold_room(actor=city.officer, room=room, reason="moving")
    with pytest.raises(AccessRefused):
        guard.read(one, room.child, Part.HOME, purpose=Purpose.SURVEY)


def test_whoever_is_replaced_reads_nothing_more(city):
    one, other = volunteers()
    survey = building.named(city, pair=[one, other])
    building.named(city, survey.room)
    with pytest.raises(AccessRefused):
        guard.read(one, survey.room.child, Part.HOME, purpose=Purpose.SURVEY)


def test_each_checks_in_alone_for_oneself(survey, city):
    (one, first), (other, second) = building.places(survey)
    for actor, visit in ((one, second), (other, first), (city.officer, first), (city.director, first)):
        with pytest.raises(NotAllowed):
            surveys.check_in(actor=actor, visit=visit)
    came = surveys.check_in(actor=one, visit=first).checked_in_at
    assert surveys.check_in(actor=one, visit=first).checked_in_at == came


def test_with_one_surveyor_nothing_is_kept_but_the_attempt(survey):
    (one, first), (_other, second) = building.places(survey)
    surveys.check_in(actor=one, visit=first)

    with pytest.raises(SurveyorMissing):
        surveys.hand_in(actor=one, visit=first, findings=building.findings())

    survey.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert survey.submitted_at is survey.length_m is None
    assert survey.note == ""
    assert first.tried_alone_at
    assert second.tried_alone_at is None


@pytest.mark.control
def test_the_control_with_both_it_is_kept_and_no_attempt_is(survey):
    come(survey)
    user, visit = building.places(survey)[1]
    handed_in = surveys.hand_in(actor=user, visit=visit, findings=building.findings())
    visit.refresh_from_db()
    assert handed_in.submitted_by == user
    assert visit.tried_alone_at is None
    assert HopeRoom.objects.get().area_m2 == Decimal("10.4")


def test_it_is_handed_in_once(city):
    survey = building.surveyed(city)
    user, visit = building.places(survey)[0]
    with pytest.raises(SurveyHandedIn):
        surveys.hand_in(actor=user, visit=visit, findings=building.findings(length_m=Decimal(9)))
    with pytest.raises(SurveyHandedIn):
        building.named(city, survey.room)
    with pytest.raises(SurveyHandedIn):
        surveys.check_in(actor=user, visit=visit)


@pytest.mark.parametrize("note", ["监护人 15400000000", "154 0000 0000", "154-0000-0000"])
def test_its_note_holds_nobodys_number(survey, note):
    come(survey)
    user, visit = building.places(survey)[0]
    with pytest.raises(WordsNotSafe):
        surveys.hand_in(actor=user, visit=visit, findings=building.findings(note=note))


def test_the_score_is_explained_line_by_line_with_the_weights_of_its_day(city, settings):
    survey = building.surveyed(city, sleeping=3, studying=0, crowding=1, damp=2, wiring=3)
    assert survey.need_score == 57
    settings.HOPE_ROOMS = settings.HOPE_ROOMS | {"need_weights": dict.fromkeys(survey.weights, 20)}
    lines = need.explained(survey)
    assert [(line.weight, str(line.points)) for line in lines] == [
        (30, "30.0"),
        (25, "0.0"),
        (20, "6.7"),
        (15, "10.0"),
        (10, "10.0"),
    ]
    assert need.explained(Survey()) == []


def test_the_weights_of_the_city_make_a_hundred(settings):
    weights = settings.HOPE_ROOMS["need_weights"]
    assert need.score_of(dict.fromkeys(weights, 3), weights) == 100
    assert need.score_of(dict.fromkeys(weights, 0), weights) == 0


def test_it_is_proposed_when_the_child_was_asked(city):
    survey = building.surveyed(city)
    user, visit = building.places(survey)[0]
    with pytest.raises(ChildNotAsked):
        surveys.propose(actor=user, visit=visit)
    building.asked(city, survey.room, "no")
    with pytest.raises(ChildSaidNo):
        surveys.propose(actor=user, visit=visit)
    building.asked(city, survey.room, "unsure")
    assert surveys.propose(actor=user, visit=visit).state == "proposed"
    with pytest.raises(RoomMoved):
        surveys.propose(actor=user, visit=visit)


def test_it_is_not_proposed_without_the_guardian(city):
    survey = building.surveyed(city)
    building.asked(city, survey.room)
    withdraw_consent(actor=city.officer, child=survey.room.child, purpose="care")
    user, visit = building.places(survey)[0]
    with pytest.raises(surveys.CareNotAgreed):
        surveys.propose(actor=user, visit=visit)


@pytest.mark.parametrize(
    "told", [{"structure": "dangerous"}, {"structure": "doubtful"}, {"tenure": "rented"}]
)
def test_a_dangerous_or_rented_house_waits(city, told):
    survey = building.surveyed(city, **told)
    building.asked(city, survey.room)
    user, visit = building.places(survey)[0]
    with pytest.raises(RoomMustWait):
        surveys.propose(actor=user, visit=visit)


def test_it_is_not_proposed_before_it_is_handed_in(city, survey):
    building.asked(city, survey.room)
    user, visit = building.places(survey)[0]
    with pytest.raises(SurveyNotHandedIn):
        surveys.propose(actor=user, visit=visit)


def test_whoever_approved_does_not_survey(city):
    room = building.proposed(city)
    building.approvals.send_back(actor=city.officer, room=room, level="district", reason="缺尺寸")
    with pytest.raises(ActedAtAnotherLevel):
        building.named(city, room, [city.officer, people.applicant()])


# --- the walls ------------------------------------------------------------------------------


def test_the_database_itself_refuses_a_third_surveyor_and_one_person_twice(survey, city):
    third = RoomHand.objects.create(room=survey.room, person=people.applicant().person, level="survey")
    with pytest.raises(IntegrityError, match="survey_visit_is_first_or_second"), transaction.atomic():
        SurveyVisit.objects.create(survey=survey, hand=third, place=3)
    first = survey.visits.get(place=1)
    with pytest.raises(IntegrityError, match="survey_visit_by_different_people"), transaction.atomic():
        survey.visits.filter(place=2).update(hand=first.hand)


def test_the_database_itself_refuses_half_a_survey(survey, city):
    rows = Survey.objects.filter(pk=survey.pk)
    with pytest.raises(IntegrityError, match="survey_handed_in_is_whole"), transaction.atomic():
        rows.update(submitted_at=survey.named_at, submitted_by=city.officer, need_score=50)


def test_the_database_itself_refuses_two_open_surveys(survey, city):
    with pytest.raises(IntegrityError, match="survey_one_open_per_room"), transaction.atomic():
        Survey.objects.create(room=survey.room, named_by=city.officer)
