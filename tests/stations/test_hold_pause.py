"""Whoever lets held beds run out again and again waits a while for the next; a request is taken all the same."""

from datetime import timedelta

import pytest
from django.urls import reverse

from stations import services
from stations.hold_errors import HoldPaused
from stations.models import Stay, StayTransition
from stations.services import drafts, holds
from tests import people
from tests.houses import house, paper_of, rule, soon
from tests.people import signed_in
from tests.racing import at_once
from tests.stations.test_queue import draft
from zibo_youth.core.calendar import now, standing_at
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
LAPSED = "hold_lapsed"


@pytest.fixture
def station(db):
    return house("male:1")


def runs_out(guest, station, times=1):
    for _ in range(times):
        stay = services.hold_bed(actor=guest, stay=draft(guest, station))
        assert services.lapse_holds(at=stay.held_until) == 1
    return Stay.objects.get(pk=stay.pk)


def test_after_three_lapses_no_bed_is_held_and_the_refusal_says_which_rule_and_until_when(guest, station):
    runs_out(guest, station, 3)
    with pytest.raises(HoldPaused) as refused:
        services.hold_bed(actor=guest, stay=draft(guest, station))
    assert "24 小时内保留床位共 90 分钟" in str(refused.value)
    assert "上限 90 分钟" in str(refused.value)
    assert not Stay.objects.holding().exists()


def test_the_request_is_taken_all_the_same(guest, station):
    stay = runs_out(guest, station, 3)
    paper_of(guest)
    assert services.submit_stay(actor=guest, stay=stay).state == "submitted"


def test_the_pause_ends_and_one_person_s_is_nobody_elses(guest, station):
    runs_out(guest, station, 3)
    other = people.applicant()
    other_s = services.hold_bed(actor=other, stay=draft(other, station))
    services.lapse_holds(at=other_s.held_until)
    with standing_at(now() + timedelta(hours=25)):
        assert services.hold_bed(actor=guest, stay=draft(guest, station)).is_held


@pytest.mark.parametrize("numbers", [{"hold_lapse_limit": 0}, {"hold_lapse_limit": 4}])
def test_the_policy_says_how_often(guest, station, numbers):
    rule(**numbers)
    runs_out(guest, station, 3)
    assert services.hold_bed(actor=guest, stay=draft(guest, station)).is_held


def keeps_changing_dates(guest, station, times, minutes=29, release=lambda **_: None):
    """A bed is held for so many minutes, then other dates are chosen, and never a request."""
    for number in range(times):
        stay = services.hold_bed(actor=guest, stay=draft(guest, station, soon(5 + number % 2)))
        held = StayTransition.objects.filter(stay=stay, reason="bed_held").latest("pk")
        StayTransition.objects.filter(pk=held.pk).update(at=held.at - timedelta(minutes=minutes))
        release(actor=guest, stay=stay)
    return draft(guest, station, soon(5 + times % 2))


@pytest.mark.parametrize("release", [lambda **_: None, services.release_hold])
def test_who_leaves_each_bed_a_minute_before_its_time_is_paused_as_well(guest, station, release):
    stay = keeps_changing_dates(guest, station, 4, release=release)
    with pytest.raises(HoldPaused) as refused:
        services.hold_bed(actor=guest, stay=stay)
    assert "共 116 分钟而没有提交申请（上限 90 分钟）" in str(refused.value)
    with standing_at(now() + timedelta(hours=25)):
        assert services.hold_bed(actor=guest, stay=stay).is_held


@pytest.mark.parametrize(("times", "minutes"), [(3, 29), (20, 2)])
def test_who_compares_dates_for_a_while_is_not(guest, station, times, minutes):
    stay = keeps_changing_dates(guest, station, times, minutes)
    assert services.hold_bed(actor=guest, stay=stay).is_held


@pytest.mark.control
def test_control_where_a_change_of_dates_is_not_written_down_beds_are_held_for_ever(
    guest, station, monkeypatch
):
    monkeypatch.setattr(drafts, "leave", holds.let_go)
    stay = keeps_changing_dates(guest, station, 10)
    assert services.hold_bed(actor=guest, stay=stay).is_held


def test_giving_a_bed_up_in_time_is_no_lapse(guest, station):
    for _ in range(4):
        stay = services.hold_bed(actor=guest, stay=draft(guest, station))
        services.release_hold(actor=guest, stay=stay)
    assert not StayTransition.objects.filter(reason=LAPSED).exists()


def test_the_page_tells_and_goes_on(guest, station):
    runs_out(guest, station, 3)
    client = signed_in(guest)
    answer = client.post(reverse("stay_room"), {"room_wish": "any"}, follow=True)
    assert "不再保留床位" in answer.content.decode()
    assert answer.status_code == 200


@pytest.mark.control
def test_control_where_lapses_are_not_written_down_a_bed_is_held_for_ever(guest, station, monkeypatch):
    monkeypatch.setattr(holds, "lapse", holds.let_go)
    runs_out(guest, station, 5)
    assert services.hold_bed(actor=guest, stay=draft(guest, station)).is_held


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_16_jobs_that_find_one_hold_run_out_one_writes_the_lapse():
    station, [guest] = house("male:1"), people.crowd(1)
    stay = services.hold_bed(actor=guest, stay=draft(guest, station))
    at_once(lambda _n: services.lapse_holds(at=stay.held_until), 16)
    assert StayTransition.objects.filter(reason=LAPSED).count() == 1
    assert verify()["stay_whose_transitions_end_elsewhere"] == 0
