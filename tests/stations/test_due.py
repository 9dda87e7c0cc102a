"""What falls due: told once and moved once, however often and however late the jobs run."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stations import services
from stations.models import RoomNight, Stay
from tests import people
from tests.houses import book, rule, soon
from zibo_youth.core.calendar import now
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    """A Monday of plain working days: 24 working hours end on Tuesday at ten."""
    time_machine.move_to("2026-05-11 10:00:00 +0800", tick=False)
    return time_machine


def told(kind):
    return Notice.objects.filter(kind=f"stations.{kind}").count()


def run_all(**_nothing):
    services.remind_reviews(at=now())
    services.remind_arrivals(at=now())
    services.remind_departures(at=now())
    services.expire_stays(at=now())


@pytest.fixture
def stay(guest, operator, officer, station):
    """Waits for its review; arrives on Saturday, leaves on Monday."""
    stay = book(guest, station, soon(5), nights=2)
    Stay.objects.filter(pk=stay.pk).update(submitted_at=now())  # PostgreSQL's clock cannot be moved
    stay.refresh_from_db()
    return stay


def test_a_request_is_due_one_working_day_later(stay):
    assert f"{timezone.localtime(stay.review_due_at):%Y-%m-%d %H:%M}" == "2026-05-12 10:00"


def test_at_half_time_the_operator_is_told_once(monday, stay, operator, officer):
    monday.move_to("2026-05-11 21:59:00 +0800", tick=False)
    assert services.remind_reviews(at=now()) == 0
    monday.move_to("2026-05-11 22:01:00 +0800", tick=False)
    assert services.remind_reviews(at=now()) == 1
    assert services.remind_reviews(at=now()) == 0
    notice = Notice.objects.get(kind="stations.review_half_time")
    assert (notice.to, told("review_overdue")) == (operator.person, 0)


def test_after_the_deadline_the_officer_is_told_once_and_the_operator_no_more(monday, stay, officer):
    monday.move_to("2026-05-12 10:01:00 +0800", tick=False)
    assert [services.remind_reviews(at=now()) for _ in range(3)] == [1, 0, 0]
    assert Notice.objects.get(kind="stations.review_overdue").to == officer.person
    assert told("review_half_time") == 0


def test_a_decided_request_reminds_nobody(monday, stay, operator):
    services.approve_stay(actor=operator, stay=stay)
    monday.move_to("2026-05-13 10:00:00 +0800", tick=False)
    assert services.remind_reviews(at=now()) == 0


def test_a_request_handed_in_again_is_reminded_anew(monday, stay, guest, operator):
    monday.move_to("2026-05-11 23:00:00 +0800", tick=False)
    services.remind_reviews(at=now())
    services.return_stay(actor=operator, stay=stay, reason="evidence_unclear")
    monday.move_to("2026-05-12 09:00:00 +0800", tick=False)
    assert services.remind_reviews(at=now()) == 0  # the clock stood still
    services.resubmit_stay(actor=guest, stay=stay, evidence=list(stay.evidence.all()))
    monday.move_to("2026-05-12 14:29:00 +0800", tick=False)  # eleven hours were left
    services.remind_reviews(at=now())
    assert told("review_half_time") == 1
    monday.move_to("2026-05-12 14:31:00 +0800", tick=False)
    services.remind_reviews(at=now())
    assert told("review_half_time") == 2


def test_the_guest_is_told_the_evening_before_and_on_the_morning(monday, stay, operator):
    services.approve_stay(actor=operator, stay=stay)
    seen = []
    for moment in ("15 17:59", "15 18:00", "15 22:00", "16 07:59", "16 08:00", "16 20:00"):
        monday.move_to(f"2026-05-{moment}:00 +0800", tick=False)
        seen.append(services.remind_arrivals(at=now()))
    assert seen == [0, 1, 0, 0, 1, 0]
    assert (told("arrival_tomorrow"), told("arrival_today")) == (1, 1)


def test_on_the_departure_day_the_guest_in_house_is_told_once(monday, stay, operator):
    services.approve_stay(actor=operator, stay=stay)
    monday.move_to("2026-05-16 15:00:00 +0800", tick=False)
    services.check_in(actor=operator, stay=stay)
    seen = []
    for moment in ("17 12:00", "18 07:59", "18 08:00", "18 09:00"):
        monday.move_to(f"2026-05-{moment}:00 +0800", tick=False)
        seen.append(services.remind_departures(at=now()))
    assert seen == [0, 0, 1, 0]


def test_nobody_is_reminded_at_night_and_the_morning_catches_up(monday, stay, operator):
    services.approve_stay(actor=operator, stay=stay)
    seen = []
    for moment in ("15 22:00", "15 23:59", "16 07:59", "16 08:00", "16 22:30"):
        monday.move_to(f"2026-05-{moment}:00 +0800", tick=False)
        seen.append(services.remind_arrivals(at=now()))
    assert seen == [0, 0, 0, 1, 0]
    monday.move_to("2026-05-16 15:00:00 +0800", tick=False)
    services.check_in(actor=operator, stay=stay)
    monday.move_to("2026-05-18 22:00:00 +0800", tick=False)
    assert services.remind_departures(at=now()) == 0


def test_three_days_without_beat_are_caught_up_without_telling_what_is_over(monday, stay, operator):
    """Nobody is told on Saturday evening that tomorrow was the day before yesterday."""
    services.approve_stay(actor=operator, stay=stay)
    monday.move_to("2026-05-16 20:00:00 +0800", tick=False)
    run_all()
    run_all()
    assert (told("arrival_tomorrow"), told("arrival_today")) == (0, 1)


# --- what nobody decides any more -----------------------------------------------------------


def test_a_draft_is_kept_seven_days(monday, guest, station):
    draft = services.save_draft(
        actor=guest, guest=guest.person, station=station, arrival=soon(), departure=soon(6)
    )
    Stay.objects.filter(pk=draft.pk).update(created_at=now())
    monday.shift(timedelta(days=7) - timedelta(minutes=1))
    assert services.expire_stays(at=now()) == 0
    monday.shift(timedelta(minutes=2))
    assert [services.expire_stays(at=now()) for _ in range(2)] == [1, 0]
    draft.refresh_from_db()
    assert (draft.state, draft.transitions.last().actor) == ("expired", None)


@pytest.mark.parametrize("returned", [False, True])
def test_a_request_whose_first_night_has_begun_lets_its_bed_go(monday, stay, guest, operator, returned):
    if returned:
        rule(answer_hours=0)
        services.return_stay(actor=operator, stay=stay, reason="evidence_unclear")
    monday.move_to("2026-05-16 23:00:00 +0800", tick=False)
    assert services.expire_stays(at=now()) == 0
    monday.move_to("2026-05-17 00:05:00 +0800", tick=False)
    assert [services.expire_stays(at=now()) for _ in range(3)] == [1, 0, 0]
    stay.refresh_from_db()
    assert stay.state == "expired"
    assert not stay.nights.exists()
    assert not RoomNight.objects.exists()
    assert told("stay_expired") == 1


@pytest.mark.parametrize("state", ["approved", "checked_in"])
def test_a_decided_stay_never_expires(monday, stay, operator, state):
    services.approve_stay(actor=operator, stay=stay)
    monday.move_to("2026-05-16 15:00:00 +0800", tick=False)
    if state == "checked_in":
        services.check_in(actor=operator, stay=stay)
    monday.move_to("2026-06-16 15:00:00 +0800", tick=False)
    assert services.expire_stays(at=now()) == 0
    assert Stay.objects.get(pk=stay.pk).nights.count() == 2


def test_days_of_a_draft_are_the_policys(monday, guest, station):
    rule(draft_days=1)
    services.save_draft(actor=guest, guest=guest.person, station=station, arrival=soon(), departure=soon(6))
    Stay.objects.update(created_at=now())
    monday.shift(timedelta(days=1, minutes=1))
    assert services.expire_stays(at=now()) == 1


def test_many_operators_are_each_told_once(monday, stay, operator, station):
    second = people.operator(station.operator, name="孙二")
    monday.move_to("2026-05-11 23:00:00 +0800", tick=False)
    assert [services.remind_reviews(at=now()) for _ in range(2)] == [2, 0]
    receivers = Notice.objects.filter(kind="stations.review_half_time").values_list("to", flat=True)
    assert set(receivers) == {operator.person_id, second.person_id}
