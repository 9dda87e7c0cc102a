"""An alert against sign-ups at one instant: nobody is on a suspended patrol without having been told."""

import threading
from collections import Counter
from datetime import timedelta

import pytest

from tests import patrolling, people, shifting, volunteering
from tests.racing import CROWD, at_once
from volunteers.models import Shift, Signup
from volunteers.services import alerts, signups
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def storm():
    """Ten patrols of one water with room for fifty, an officer, and a crowd of 63."""
    area, officer = patrolling.area(), people.officer()
    begin = now() + timedelta(days=1)
    turns = [patrolling.patrol(area, starts_at=begin).shift for _each in range(10)]
    crowd = volunteering.crowd(CROWD - 1)
    patrolling.fit(*crowd)
    return area, officer, turns, crowd


def untold():
    """Who holds a place on a patrol that stands suspended, and has not heard of the alert."""
    held = Signup.objects.holding().filter(shift__state=Shift.State.SUSPENDED)
    heard = Notice.objects.filter(kind="volunteers.alert_issued").values("to")
    return held.exclude(volunteer__person__in=heard).count()


def rush(storm):
    area, officer, turns, crowd = storm

    def act(number):
        if number == CROWD // 2:
            return alerts.issue_alert(actor=officer, area=area, kind="thunder")
        return shifting.sign_up(crowd[number - (number > CROWD // 2)], turns[number % len(turns)])

    return Counter(type(answer).__name__ for answer in at_once(act))


def test_whoever_signs_up_beside_an_alert_is_told_or_refused(storm):
    answers = rush(storm)
    assert answers["AreaAlert"] == 1
    assert set(answers) <= {"AreaAlert", "Signup", "ShiftNotOpen", "ShiftFull"}
    assert not Shift.objects.filter(state="open").exists()
    assert untold() == 0


def test_without_the_lock_of_the_shift_somebody_is_not_told(storm, monkeypatch):
    """The control: sign-ups have looked before the alert, and write after it."""
    area, officer, turns, crowd = storm
    issued = threading.Event()
    seats = iter(range(1, CROWD))

    def looked(number):
        shift = Shift.objects.select_related("post__project", "post__role").get(pk=number)
        issued.wait(timeout=60)
        return shift

    monkeypatch.setattr(signups, "lock_shift", looked)
    monkeypatch.setattr(signups, "_seat_for_a_newcomer", lambda shift: next(seats))

    def act(number):
        if number == 3:
            made = alerts.issue_alert(actor=officer, area=area, kind="thunder")
            issued.set()
            return made
        return shifting.sign_up(crowd[number], turns[number])

    at_once(act, 3 + 1)
    assert untold() > 0
