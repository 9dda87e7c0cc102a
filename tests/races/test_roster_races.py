"""The last places at one instant: a roster against people who come alone, and two files of one school."""

import pytest

from events.models import Registration
from events.services import rosters, taking
from events.services.rosters import uploading
from tests import eventing, people, rostering
from tests.races.test_event_races import held, unlocked_take, without
from tests.racing import CROWD, at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
__all__ = ["without"]


def _against(turn, crowd, files):
    """Half of the callers come alone, the others confirm a roster of three each."""

    def act(number):
        if number % 2:
            return eventing.register(crowd[number], turn)
        user, sealed = files[number // 2]
        return rosters.upload_roster(actor=user, sealed=sealed)

    return at_once(act)


def _files(turn, size):
    made = []
    for _each in range(size):
        school = rostering.school()
        user = rostering.teacher(school)
        content = rostering.file(
            *[rostering.row(f"学{school.pk}第{n}人".translate(DIGITS)) for n in range(3)]
        )
        made.append((user, rostering.preview(user, school, turn, content).sealed))
    return made


DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")


def test_rosters_and_people_fill_the_last_places_exactly():
    turn, crowd = rostering.session(7), people.crowd(CROWD)
    _against(turn, crowd, _files(turn, CROWD // 2))
    turn.refresh_from_db()
    assert held(turn) == turn.taken <= 7
    # Whoever comes alone fits wherever one place is left: nothing stays free.
    assert held(turn) == 7


@pytest.mark.control
def test_without_the_counters_and_the_lock_more_come_than_there_are_places(monkeypatch, without):
    """Negative control: it is these that keep the last places."""
    turn, crowd = rostering.session(4), people.crowd(CROWD)
    files = _files(turn, CROWD // 2)
    rows = type(turn).objects.select_related("event")
    monkeypatch.setattr(uploading, "lock_session", lambda pk: rows.get(pk=pk))
    monkeypatch.setattr(taking, "TAKE_PLACES", unlocked_take())
    without("session_never_overfull", "quota_never_overfull")
    _against(turn, crowd, files)
    assert held(turn) > 4


def test_the_same_file_sent_64_times_registers_once():
    turn, school = rostering.session(60), rostering.school()
    user = rostering.teacher(school)
    sealed = rostering.preview(user, school, turn, rostering.file(*rostering.rows(3))).sealed
    answers = at_once(lambda n: rosters.upload_roster(actor=user, sealed=sealed))
    assert outcome(answers) == {"Registration": 1, "RosterThere": CROWD - 1}
    assert Registration.objects.get().roster.count() == held(turn) == 3


def test_one_more_on_64_rosters_takes_the_one_place_that_is_left():
    turn = rostering.session(CROWD + 1)
    groups = []
    for _each in range(CROWD):
        school = rostering.school()
        user = rostering.teacher(school)
        lines = [rostering.row(f"学{school.pk}".translate(DIGITS))]
        groups.append((user, rostering.bring(user, school, turn, *lines)))
    answers = at_once(
        lambda n: rosters.add_person(actor=groups[n][0], registration=groups[n][1], cells=rostering.cells())
    )
    assert outcome(answers) == {"Registration": 1, "RosterFull": CROWD - 1}
    turn.refresh_from_db()
    assert turn.taken == CROWD + 1
