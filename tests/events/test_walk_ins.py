"""Walk-ins: a place that nobody holds, by the same counter and behind the same queue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from events.checkin_errors import (
    DrawStillToCome,
    WalkInFull,
    WalkInHere,
    WalkInNeedsAccount,
    WalkInTooEarly,
    WalkInWaits,
)
from events.errors import AgeTooLow, QuotaForOthers
from events.models import Registration
from events.services.checkin.walk_ins import Arrival, walk_in
from tests import eventing, people
from zibo_youth.accounts.errors import InvalidMobile
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.terms import term
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def arrival(turn, name="王小明", mobile="13900000000", quota=""):
    return Arrival(name, mobile, eventing.quota_of(turn, quota))


def come(turn, *, by=None, **told):
    return walk_in(actor=by or people.officer(), session=turn, arrival=arrival(turn, **told))


def test_a_name_and_a_telephone_hold_a_place_and_are_inside():
    turn = eventing.running(2)
    scan = come(turn)
    turn.refresh_from_db()
    one = scan.registration
    assert (turn.taken, scan.kind, scan.way, one.state) == (1, "in", "door", "registered")
    assert one.transitions.get().reason == "walk_in"
    assert (one.person.full_name, one.person.has_identity) == ("王小明", False)


def test_a_log_in_whose_name_agrees_is_that_person():
    turn, user = eventing.running(), people.applicant("陈一帆", mobile="+8613900000077")
    scan = come(turn, name="陈 一帆", mobile="139 0000 0077")
    assert scan.registration.person == user.person


def test_the_desk_is_not_told_whose_number_it_is():
    turn = eventing.running()
    user = people.applicant("陈一帆", mobile="+8613900000077")
    scan = come(turn, name="别人", mobile="13900000077")
    assert scan.registration.person != user.person


def test_full_is_full():
    turn = eventing.running(1)
    eventing.register_before(people.applicant(), turn)
    with pytest.raises(WalkInFull):
        come(turn)
    assert not Person.objects.filter(full_name="王小明").exists()


def test_a_place_that_is_promised_is_held():
    turn = eventing.session(1, starts_at=now() + timedelta(minutes=30), cancel_until=now())
    with standing_at(turn.starts_at - timedelta(hours=2)):
        first, second = people.crowd(2)
        leaving = eventing.register(first, turn)
        waiting = eventing.wait(second, turn)
        eventing.cancel(leaving)
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    with pytest.raises(WalkInFull):
        come(turn)


def test_whoever_waits_goes_first_until_the_start_and_then_the_queue_is_over():
    turn = eventing.session(2, most_together=2, starts_at=now() + timedelta(minutes=30))
    with standing_at(turn.starts_at - timedelta(hours=2)):
        first, second = people.crowd(2)
        eventing.register(first, turn)
        waiting = eventing.wait(second, turn, seats=2)
    with pytest.raises(WalkInWaits):
        come(turn)
    with standing_at(turn.starts_at):
        come(turn)
    waiting.refresh_from_db()
    assert waiting.state == "released"


def test_before_the_door_opens_places_go_by_registration():
    with pytest.raises(WalkInTooEarly):
        come(eventing.session())


def test_a_draw_gives_no_place_at_the_door():
    turn = eventing.running(by_draw=True)
    with pytest.raises(DrawStillToCome):
        come(turn)


def test_who_is_on_the_list_comes_in_by_it():
    turn = eventing.running()
    one = eventing.register_before(people.applicant(mobile="+8613900000077"), turn)
    Person.objects.filter(pk=one.person_id).update(mobile="+8613900000077")
    with pytest.raises(WalkInHere) as refusal:
        come(turn, mobile="13900000077")
    assert str(one.pk) in str(refusal.value)


def test_where_age_decides_a_name_is_not_enough():
    turn = eventing.running(age_from=18)
    with pytest.raises(WalkInNeedsAccount):
        come(turn)
    people.applicant("陈一帆", age=16, mobile="+8613900000077")
    with pytest.raises(AgeTooLow):
        come(turn, name="陈一帆", mobile="13900000077")


def test_where_gender_decides_a_name_is_not_enough():
    turn = eventing.running(quotas=eventing.WOMEN_AND_MEN)
    with pytest.raises(WalkInNeedsAccount):
        come(turn, quota="女生")
    people.applicant("陈一帆", mobile="+8613900000077")
    with pytest.raises(QuotaForOthers):
        come(turn, name="陈一帆", mobile="13900000077", quota="女生")


def test_a_city_may_ask_for_a_log_in(settings):
    settings.EVENTS = settings.EVENTS | {"walk_in_minimum": "account"}
    with pytest.raises(WalkInNeedsAccount):
        come(eventing.running())


def test_a_telephone_that_is_none_and_a_stranger_s_desk():
    turn = eventing.running()
    with pytest.raises(InvalidMobile):
        come(turn, mobile="123")
    with pytest.raises(NotAllowed):
        come(turn, by=people.officer(of="linzi"))


def test_sent_twice_is_one_place():
    turn = eventing.running()
    told = {"actor": people.officer(), "session": turn, "key": "press-1"}
    walk_in(arrival=arrival(turn), **told)
    with pytest.raises(WalkInHere):
        walk_in(arrival=replace(arrival(turn), full_name="王小明"), **told)
    assert Registration.objects.filter(session=turn).count() == 1


def test_name_and_telephone_go_when_their_term_is_over():
    person = come(eventing.running()).registration.person
    assert not term("event_walk_ins").rows().exists()
    with standing_at(now() + timedelta(days=91)):
        rows = term("event_walk_ins").rows()
        assert [one.pk for one in rows] == [person.pk]
        term("event_walk_ins").let_go(rows)
    person.refresh_from_db()
    assert (person.full_name, person.mobile) == ("", "")
    assert Registration.objects.filter(person=person).exists()
