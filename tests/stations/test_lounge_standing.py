"""Standing bookings: a series is kept for about a month, then its person is asked, and silence releases the rest."""

from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from stations import services, tasks
from stations.lounge_errors import SeriesNotAsked
from stations.models import LoungeSeries, Strike
from tests import people
from tests.lounges import book, holds, host, wish, zone
from tests.people import signed_in
from zibo_youth.core.calendar import at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def room():
    return zone(horizon_days=90)


@pytest.fixture
def series(user, room):
    """Ten weeks; about the first four stand."""
    return booked(user, room, 10)


def booked(user, room, weeks):
    asked = wish(room)
    found, _answers = services.book_series(
        actor=user, person=user.person, wish=asked, weeks=weeks, only_free=False
    )
    return found


def later(series):
    return series.visits.booked().filter(date__gt=series.kept_through)


def ask(series, time_machine):
    """Stand a week before the kept visits end, and ask."""
    time_machine.move_to(at(series.kept_through - timedelta(days=7), time(9)), tick=False)
    count = tasks.ask_series()
    series.refresh_from_db()
    return count


def told(kind):
    return Notice.objects.filter(kind=f"stations.{kind}").count()


def test_a_series_stands_for_28_days_and_is_asked_about_once_a_week_before(series, time_machine):
    assert series.kept_through == today() + timedelta(days=28)
    assert later(series).count() >= 5
    assert tasks.ask_series() == 0
    assert [ask(series, time_machine), tasks.ask_series()] == [1, 0]
    assert series.answer_by == at(series.kept_through, time(20))
    assert told("lounge_series_to_keep") == 1


def test_a_short_series_is_never_asked_about(user, room, time_machine):
    short = booked(user, room, 3)
    assert short.kept_through is None
    time_machine.move_to(at(today() + timedelta(days=25), time(9)), tick=False)
    assert tasks.ask_series() == tasks.release_series() == 0


def test_one_press_keeps_the_next_weeks_and_the_question_comes_again(series, user, time_machine):
    ask(series, time_machine)
    page = signed_in(user)
    assert "继续保留" in page.get(series.get_absolute_url()).content.decode()
    assert page.post(reverse("lounge_series_keep", args=[series.pk])).url == series.get_absolute_url()

    series.refresh_from_db()
    assert (series.kept_through, series.answer_by) == (today() + timedelta(days=28), None)
    assert "继续保留" not in page.get(series.get_absolute_url()).content.decode()
    with pytest.raises(SeriesNotAsked):
        services.keep_series(actor=user, series=series)
    assert ask(series, time_machine) == 1
    assert told("lounge_series_to_keep") == 2


def test_silence_releases_the_later_visits_once_without_a_strike(series, time_machine):
    ask(series, time_machine)
    kept, gone = series.visits.earliest("date"), series.visits.latest("date")
    assert tasks.release_series(at=(series.answer_by - timedelta(seconds=1)).isoformat()) == 0
    time_machine.move_to(series.answer_by, tick=False)
    assert [tasks.release_series(), tasks.release_series()] == [1, 0]

    assert later(series).count() == 0
    assert (holds(gone), holds(kept)) == ((0, 0), (2, 2))
    assert not Strike.objects.exists()
    assert told("lounge_series_released") == 1
    assert book(people.applicant(), series.zone, gone.date, 10, 1).state == "booked"
    with pytest.raises(SeriesNotAsked):
        services.keep_series(actor=series.person.users.get(), series=series)


def test_the_control_what_was_kept_in_time_is_not_released(series, user, time_machine):
    ask(series, time_machine)
    limit, before = series.answer_by, later(series).count()
    services.keep_series(actor=user, series=series)
    assert tasks.release_series(at=limit.isoformat()) == 0
    assert series.visits.booked().filter(date__gt=today() + timedelta(days=7)).count() >= before


def test_who_is_asked_late_still_has_three_days(series, time_machine):
    """Beat stood still: nothing is released before the person could answer."""
    time_machine.move_to(at(series.kept_through + timedelta(days=1), time(9)), tick=False)
    assert tasks.release_series() == 0
    assert tasks.ask_series() == 1
    series.refresh_from_db()
    assert series.answer_by == at(today() + timedelta(days=3), time(9))
    assert tasks.release_series() == 0


def test_who_cancels_the_series_is_not_asked(series, user, time_machine):
    services.cancel_series(actor=user, series=series)
    assert ask(series, time_machine) == 0
    assert told("lounge_series_to_keep") == 0


def test_nobody_keeps_or_sees_the_series_of_another(series, time_machine):
    ask(series, time_machine)
    for stranger in (people.applicant(), host(series.zone), people.officer("zhangdian")):
        with pytest.raises(NotAllowed):
            services.keep_series(actor=stranger, series=series)
        assert signed_in(stranger).get(series.get_absolute_url()).status_code == 404
        keep = reverse("lounge_series_keep", args=[series.pk])
        assert signed_in(stranger).post(keep).status_code == 404


def test_the_pages_say_that_a_word_is_awaited(series, user, time_machine):
    ask(series, time_machine)
    assert "请确认" in signed_in(user).get(reverse("my_lounge_visits")).content.decode()
    time_machine.move_to(series.answer_by, tick=False)
    tasks.release_series()
    assert "已经释放" in signed_in(user).get(series.get_absolute_url()).content.decode()


def test_a_question_about_nothing_is_unwritable(user, room):
    short = booked(user, room, 3)
    with pytest.raises(DatabaseError, match="lounge_series_asks_about_later_visits"), transaction.atomic():
        LoungeSeries.objects.filter(pk=short.pk).update(answer_by="2026-01-01T00:00Z")
