"""到期任务: beat doubled, or stopped for three days, does each due thing once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from stations import services as station_services
from stations import tasks
from stations.models import Stay
from tests.notifications.conftest import make_stay, officer_of
from zibo_youth.notifications import services
from zibo_youth.notifications.models import Notice, SmsMessage
from zibo_youth.notifications.outbox import notify


def told(kind: str) -> int:
    return Notice.objects.filter(kind=f"stations.{kind}").count()


def twice_at_once(task) -> None:
    start = threading.Barrier(2)

    def fire() -> None:
        start.wait()
        try:
            task()
        finally:
            connection.close()

    beats = [threading.Thread(target=fire) for _ in range(2)]
    for beat in beats:
        beat.start()
    for beat in beats:
        beat.join()


@pytest.fixture
def at_noon():
    noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(noon):
        yield noon


@pytest.mark.django_db(transaction=True)
def test_two_beats_remind_of_an_arrival_once(guest, station, at_noon):
    make_stay(guest, station, "approved", timezone.localdate())
    twice_at_once(tasks.remind_arrivals)
    twice_at_once(services.sweep)
    assert told("arrival_today") == 1
    assert SmsMessage.objects.filter(kind="stations.arrival_today").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_control_without_one_key_for_one_occasion_two_beats_tell_it_twice(
    guest, station, at_noon, monkeypatch
):
    make_stay(guest, station, "approved", timezone.localdate())
    forgetful = iter("ab")
    monkeypatch.setattr(
        station_services.due, "notify", lambda kind, **told: notify(kind, **told, dedup=next(forgetful))
    )
    twice_at_once(tasks.remind_arrivals)
    assert told("arrival_today") == 2


@pytest.mark.django_db(transaction=True)
def test_two_beats_expire_a_stay_once(guest, station):
    late = make_stay(guest, station, "submitted", timezone.localdate() - timedelta(days=3))
    twice_at_once(tasks.expire_stays)
    late.refresh_from_db()
    assert late.state == "expired"
    assert late.transitions.count() == 1
    assert told("stay_expired") == 1


def test_the_evening_before_and_the_morning_each_have_their_reminder(guest, station):
    arrival = timezone.localdate() + timedelta(days=1)
    make_stay(guest, station, "approved", arrival)
    evening = timezone.localtime().replace(hour=18, minute=1)
    with time_machine.travel(evening - timedelta(minutes=2)):
        tasks.remind_arrivals()
        assert told("arrival_tomorrow") == 0
    with time_machine.travel(evening):
        tasks.remind_arrivals()
        tasks.remind_arrivals()
        assert (told("arrival_tomorrow"), told("arrival_today")) == (1, 0)
    with time_machine.travel(evening + timedelta(hours=14)):
        tasks.remind_arrivals()
        tasks.remind_arrivals()
        assert (told("arrival_tomorrow"), told("arrival_today")) == (1, 1)


def test_after_three_days_of_silence_what_is_overdue_is_told_once(guest, station):
    operator = officer_of(station.operator, "station_operator", "+8613900000004")
    officer = officer_of(station.reporting_org, "district_officer", "+8613900000005")
    handed_in = timezone.now() - timedelta(days=4)
    stay = make_stay(guest, station, "submitted", timezone.localdate() + timedelta(days=5))
    Stay.objects.filter(pk=stay.pk).update(
        submitted_at=handed_in, review_due_at=handed_in + timedelta(days=1)
    )

    for _ in range(3):
        tasks.remind_reviews()
    services.sweep()

    assert list(Notice.objects.values_list("kind", "to")) == [("stations.review_overdue", officer.pk)]
    assert SmsMessage.objects.count() == 1
    assert not operator.notices.exists()  # half time is long past: nobody is told what no longer helps


def test_at_half_time_the_operator_is_reminded_once(guest, station):
    operator = officer_of(station.operator, "station_operator", "+8613900000004")
    stay = make_stay(guest, station, "submitted", timezone.localdate() + timedelta(days=5))
    due = stay.submitted_at + timedelta(days=1)
    Stay.objects.filter(pk=stay.pk).update(review_due_at=due)

    tasks.remind_reviews(at=(stay.submitted_at + timedelta(hours=11)).isoformat())
    assert told("review_half_time") == 0
    for hours in (13, 14, 15):
        tasks.remind_reviews(at=(stay.submitted_at + timedelta(hours=hours)).isoformat())

    assert list(Notice.objects.values_list("kind", "to")) == [("stations.review_half_time", operator.pk)]


def test_a_reminder_that_comes_a_day_late_stays_silent(guest, station, at_noon):
    make_stay(guest, station, "approved", timezone.localdate())
    tasks.remind_arrivals()
    with time_machine.travel(at_noon + timedelta(days=1)):
        services.sweep()
    assert not SmsMessage.objects.exists()


def test_the_departure_day_has_its_reminder(guest, station, at_noon):
    make_stay(guest, station, "checked_in", timezone.localdate() - timedelta(days=2))
    tasks.remind_departures()
    tasks.remind_departures()
    services.sweep()
    assert told("departure_today") == 1
    assert "退房" in SmsMessage.objects.get().text
