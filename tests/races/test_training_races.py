"""Trainings at one instant: the last place of a unit, one list sent often, one person by two ways; and their walls."""

import threading

import pytest

from events.models import Registration, RosterPerson, Session
from events.services import registrations
from events.services.rosters import bringing
from safety.models import Enterprise
from safety.services import enterprise_import, trainings
from safety.services.trainings import listing
from tests import campaigning, eventing, guarding, people
from tests.races.test_event_races import held, without
from tests.races.walls import all_look_first
from tests.racing import CROWD, at_once, outcome

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
__all__ = ["without"]


@pytest.fixture
def enterprise():
    return guarding.enterprise()


@pytest.fixture
def by(enterprise):
    return guarding.safety_officer(enterprise)


def training(enterprise, places):
    turn = campaigning.training(alone=2)
    campaigning.part(turn, enterprise, places)
    turn.refresh_from_db()
    return turn


def sent(user, sealed):
    return trainings.import_trainees(actor=user, sealed=sealed)


def lists(by, turn, size):
    return [campaigning.preview(by, turn, campaigning.trainee()).sealed for _each in range(size)]


def unlocked(monkeypatch):
    """Nobody waits for anybody."""
    rows = Session.objects.select_related("event")
    for module in (listing, registrations):
        monkeypatch.setattr(module, "lock_session", lambda pk: rows.get(pk=pk))


def test_of_64_lists_one_has_the_last_place_of_the_unit(enterprise, by):
    turn = training(enterprise, 3)
    campaigning.send(by, turn, *campaigning.trainees(2))
    sealed = lists(by, turn, CROWD)
    answers = at_once(lambda n: sent(by, sealed[n]))
    assert outcome(answers) == {"Imported": 1, "GroupRefused": CROWD - 1}
    assert turn.quotas.get(organisation=enterprise.organisation).taken == 3


@pytest.mark.control
def test_without_lock_look_and_counters_a_unit_sends_more_than_it_may(monkeypatch, without, enterprise, by):
    """Negative control: it is these that keep the last place."""
    turn = training(enterprise, 3)
    campaigning.send(by, turn, *campaigning.trainees(2))
    sealed = lists(by, turn, CROWD)
    unlocked(monkeypatch)
    monkeypatch.setattr(bringing, "may_take", lambda *told: None)
    monkeypatch.setattr(bringing, "long_enough", lambda *told: None)
    without("session_never_overfull", "quota_never_overfull", "registration_brings_somebody")
    at_once(lambda n: sent(by, sealed[n]))
    assert RosterPerson.objects.filter(session=turn).count() > 3


def test_one_list_sent_64_times_is_written_once(enterprise, by):
    turn = training(enterprise, 60)
    sealed = campaigning.preview(by, turn, *campaigning.trainees(5)).sealed
    answers = at_once(lambda n: sent(by, sealed))
    assert outcome(answers) == {"Imported": CROWD}
    assert sorted(answer.new for answer in answers) == [0] * (CROWD - 1) + [5]
    assert RosterPerson.objects.count() == held(turn) == 5


@pytest.mark.control
def test_without_the_lock_a_list_sent_twice_is_stopped_by_the_walls_alone(monkeypatch, enterprise, by):
    """Negative control: without the lock, callers look at once, and most meet a wall instead of an answer."""
    turn = training(enterprise, 60)
    sealed = campaigning.preview(by, turn, *campaigning.trainees(5)).sealed
    unlocked(monkeypatch)
    answers = at_once(lambda n: sent(by, sealed))
    assert outcome(answers) != {"Imported": CROWD}
    assert RosterPerson.objects.count() == 5


def _two_ways(turn, user, by, crowd=CROWD, once_shown=lambda: None):
    person = user.person
    line = f",{person.full_name},,{person.birth_date},{person.id_last4},,,,,"
    sealed = campaigning.preview(by, turn, line).sealed
    once_shown()

    def act(number):
        return sent(by, sealed) if number % 2 else eventing.register(user, turn, "个人报名")

    return at_once(act, crowd)


def test_one_person_is_entered_by_themselves_or_by_their_unit_and_never_by_both(enterprise, by):
    turn, user = training(enterprise, 9), people.applicant("陈一帆")
    _two_ways(turn, user, by)
    assert held(turn) == 1


@pytest.mark.control
def test_without_the_lock_one_person_has_two_places(monkeypatch, enterprise, by):
    """Negative control: it is the session's lock, held while both look, that keeps one of them out."""
    turn, user = training(enterprise, 9), people.applicant("陈一帆")
    unlocked(monkeypatch)
    together = threading.Barrier(2)

    def both_look_first():
        for module, look in ((registrations, "obstacles"), (listing, "_look")):
            all_look_first(monkeypatch, module, look, together)

    _two_ways(turn, user, by, crowd=2, once_shown=both_look_first)
    assert held(turn) == 2


def test_a_stranger_never_has_a_place_of_a_unit_at_any_instant(enterprise):
    turn, crowd = training(enterprise, 9), people.crowd(CROWD)
    name = turn.quotas.get(organisation=enterprise.organisation).name
    answers = at_once(lambda n: eventing.register(crowd[n], turn, name))
    assert outcome(answers) == {"QuotaOfAnOrganisation": CROWD}


@pytest.mark.control
def test_without_the_wall_a_row_written_past_the_service_takes_the_place_of_a_unit(enterprise, without):
    """Negative control: the trigger stands behind the service."""
    turn, (alone,) = training(enterprise, 9), people.crowd(1)
    part = turn.quotas.get(organisation=enterprise.organisation)
    without(triggers=("events_registration", "registration_in_a_part_that_is_theirs"))
    Registration.objects.create(session=turn, quota=part, person=alone.person)
    part.refresh_from_db()
    assert part.taken == 1


# --- the register --------------------------------------------------------------------------------


def _register(by):
    head = "统一社会信用代码,企业名称,区县,行业,职工人数,35 周岁以下职工人数,企业团组织,地址"
    lines = [f"{guarding.uscc()},淄博示安化工有限公司,zhangdian,危险化学品,100,40,," for _each in range(3)]
    content = "\n".join([head, *lines]).encode("utf-8-sig")
    return enterprise_import.preview_enterprises(actor=by, content=content).sealed


def test_one_register_sent_64_times_is_taken_in_once():
    by = people.officer()
    sealed = _register(by)
    answers = at_once(lambda n: enterprise_import.import_enterprises(actor=by, sealed=sealed))
    assert outcome(answers) == {"EnterprisePreview": CROWD}
    assert sorted(len(answer.new) for answer in answers) == [0] * (CROWD - 1) + [3]
    assert Enterprise.objects.count() == 3


@pytest.mark.control
def test_without_the_lock_of_the_district_others_meet_the_wall_of_the_code(monkeypatch):
    """Negative control: all look before the first one writes; the code's own wall keeps the register single."""
    by = people.officer()
    sealed = _register(by)
    monkeypatch.setattr(enterprise_import, "lock_districts", lambda districts: None)
    all_look_first(monkeypatch, enterprise_import, "lines_of", CROWD)
    answers = at_once(lambda n: enterprise_import.import_enterprises(actor=by, sealed=sealed))
    assert outcome(answers) == {"EnterprisePreview": 1, "EnterpriseKnown": CROWD - 1}
    assert Enterprise.objects.count() == 3
