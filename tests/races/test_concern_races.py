"""关切 under load: one decision of many, and no place with children slips past a confirmation."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from hope_rooms.concern_errors import ConcernMoved
from hope_rooms.models import ChildrenHold, Concern, ConcernTransition
from hope_rooms.services.concerns import alerts, freeing, handling
from tests import pairing, volunteering, worrying
from tests.racing import at_once
from volunteers.errors import NotArrangedNow
from volunteers.models import Signup, Volunteer
from volunteers.services import signups
from zibo_youth.accounts.models import User

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD, SUBJECTS = 16, 8


@pytest.fixture
def team(city):
    return pairing.team()


def _named(city, v, reporter):
    concern = worrying.acknowledged(pairing.login(reporter), city.lead)
    return handling.name_in_concern(actor=city.lead, concern=concern, subject=v.person)


def confirm(city, concern):
    lead = User.objects.get(pk=city.lead.pk)
    fresh = Concern.objects.get(pk=concern.pk)
    return handling.confirm_concern(actor=lead, concern=fresh, words=worrying.WHY)


def test_of_many_confirmations_one_is_made(city, team):
    pair = pairing.two()
    pairing.active(city, team, pair)
    concern = _named(city, pair[1], pair[0])

    answers = at_once(lambda _n: confirm(city, concern), CROWD)

    assert Counter(type(each) for each in answers) == {tuple: 1, ConcernMoved: CROWD - 1}
    assert ChildrenHold.objects.count() == 1
    assert ConcernTransition.objects.filter(to_state="confirmed").count() == 1


def test_a_level_is_told_once_by_many_workers(city, team):
    pair = pairing.two()
    pairing.active(city, team, pair)
    concern = worrying.reported(pairing.login(pair[0]))
    moment = concern.reported_at + timedelta(hours=2)

    answers = at_once(lambda _n: alerts.watch_concerns(at=moment), CROWD)

    assert sum(answers) == 2
    assert sorted(concern.alerts.values_list("level", flat=True)) == ["deputy", "director", "lead"]


def crowd_of_subjects(city, team):
    reporter = pairing.adult()
    subjects = [pairing.adult() for _ in range(SUBJECTS)]
    return [(v, pairing.login(v), _named(city, v, reporter)) for v in subjects]


def race(city, team, subjects):
    shift = volunteering.shift(team.post, capacity=SUBJECTS)

    def act(number):
        _v, user, concern = subjects[number // 2]
        if number % 2:
            return signups.sign_up(actor=user, shift=shift)
        return confirm(city, concern)

    return at_once(act, SUBJECTS * 2)


def kept():
    """Places with children of whoever is held."""
    on_hold = ChildrenHold.objects.standing().values("person")
    return Signup.objects.filter(state="signed_up", volunteer__person__in=on_hold).count()


def test_whoever_comes_first_nobody_on_hold_keeps_a_place(city, team):
    answers = race(city, team, crowd_of_subjects(city, team))

    assert {type(each) for each in answers[::2]} == {tuple}, answers
    assert {type(each) for each in answers[1::2]} <= {Signup, NotArrangedNow}, answers
    assert kept() == 0


@pytest.mark.control
def test_the_control_without_the_volunteers_lock_a_sign_up_slips_past(city, team, monkeypatch):
    """Both have looked before either writes: the confirmation does not see the place, the sign-up not the hold."""
    together = threading.Barrier(2)
    free_places, create = freeing._free_places, signups._seat_for_a_newcomer

    def seen(number):
        return Volunteer.objects.get(pk=number)

    def freed_first(person):
        free_places(person)
        together.wait(timeout=20)

    def looked_first(shift):
        together.wait(timeout=20)
        return create(shift)

    monkeypatch.setattr(signups, "lock_volunteer", seen)
    monkeypatch.setattr(freeing, "lock_volunteers", lambda numbers: None)
    monkeypatch.setattr(freeing, "_free_places", freed_first)
    monkeypatch.setattr(signups, "_seat_for_a_newcomer", looked_first)
    subjects = crowd_of_subjects(city, team)[:1]
    shift = volunteering.shift(team.post, capacity=SUBJECTS)
    _v, user, concern = subjects[0]

    at_once(lambda n: signups.sign_up(actor=user, shift=shift) if n else confirm(city, concern), 2)

    assert kept() == 1
