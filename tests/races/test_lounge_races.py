"""Lounges at one instant: the last half hour, the last seat, the last hour of a week, one strike."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Count, F

from stations import services, tasks
from stations.lounge_door import token_of
from stations.models import LoungeCoupon, LoungeSeries, LoungeSlot, LoungeVisit, Strike
from stations.services import lounge_booking, lounge_door, lounge_moves, lounge_requests, lounge_standing
from tests import people
from tests.lounges import book, hall, moment, monday, wish, zone
from tests.races import walls
from tests.racing import CROWD, at_once, outcome
from zibo_youth.notifications.models import Notice

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def overbooked():
    """Half hours with more visits than the zone has units."""
    held = LoungeSlot.objects.order_by().values("zone", "date", "slot", "zone__units")
    return held.annotate(n=Count("pk")).filter(n__gt=F("zone__units")).count()


def cleared():
    LoungeVisit.objects.update(series=None)
    LoungeSlot.objects.all().delete()
    LoungeCoupon.objects.all().delete()


@pytest.fixture
def without():
    yield from walls.taking_away(cleared)


def without_locks(monkeypatch):
    """Nobody waits for anybody: everybody has looked before the first one writes."""
    import threading

    monkeypatch.setattr(lounge_booking, "lock_person", lambda _pk: None)
    monkeypatch.setattr(lounge_booking, "lock_lounge", lambda _pk: None)
    looked, read = threading.Barrier(CROWD), lounge_booking._read

    def read_together(*asked):
        answer = read(*asked)
        looked.wait(timeout=60)
        return answer

    monkeypatch.setattr(lounge_booking, "_read", read_together)


# --- the last half hour --------------------------------------------------------------------------


def test_of_64_people_one_has_the_room_and_63_hear_that_it_is_taken():
    room, crowd = zone(), people.crowd(CROWD)
    answers = at_once(lambda n: book(crowd[n], room, monday(), 10, 1))

    assert outcome(answers) == {"LoungeVisit": 1, "SlotTaken": CROWD - 1}
    assert LoungeSlot.objects.count() == LoungeCoupon.objects.count() == 2
    assert Notice.objects.filter(kind="stations.lounge_booked").count() == 1


def test_without_locks_the_constraint_alone_lets_one_in(monkeypatch):
    without_locks(monkeypatch)
    room, crowd = zone(), people.crowd(CROWD)
    answers = at_once(lambda n: book(crowd[n], room, monday(), 10, 0.5))

    assert outcome(answers)["LoungeVisit"] == 1
    assert overbooked() == 0


@pytest.mark.control
def test_without_constraint_and_locks_a_room_is_given_twice(monkeypatch, without):
    """Negative control: it is these two that keep the room of one."""
    without_locks(monkeypatch)
    without("lounge_slot_one_visit_per_seat")
    room, crowd = zone(), people.crowd(CROWD)
    answers = at_once(lambda n: book(crowd[n], room, monday(), 10, 0.5))

    assert outcome(answers)["LoungeVisit"] > 1
    assert overbooked() > 0


def test_a_shared_zone_takes_exactly_as_many_as_it_has_seats():
    gym, crowd = zone(mode="shared", seats=20), people.crowd(CROWD)
    answers = at_once(lambda n: book(crowd[n], gym, monday(), 10, 1))

    assert outcome(answers)["LoungeVisit"] == 20
    assert overbooked() == 0
    assert LoungeSlot.objects.count() == 40


def test_a_hall_and_its_zones_never_hold_the_same_half_hour():
    whole, room, gym = hall()
    crowd, wanted = people.crowd(CROWD), (whole, room, gym)
    answers = at_once(lambda n: book(crowd[n], wanted[n % 3], monday(), 10, 1))

    won = [answer.zone_id for answer in answers if isinstance(answer, LoungeVisit)]
    assert overbooked() == 0
    assert won == [whole.pk] or Counter(won) == {room.pk: 1, gym.pk: 4}


# --- the week ------------------------------------------------------------------------------------


def rooms(count):
    return [zone() for _ in range(count)]


def spread(n):
    """Some days around the turn of a calendar week."""
    return monday(2) + timedelta(days=n % 5 - 2)


def fullest_week(user):
    """Half hours in the fullest seven days of a person, counted from the visits."""
    visits = LoungeVisit.objects.holding().filter(person=user.person)
    return max(
        sum(2 for other in visits if timedelta(0) <= other.date - visit.date < timedelta(days=7))
        for visit in visits
    )


def test_64_bookings_of_one_person_in_64_lounges_stay_within_the_week():
    user, each = people.applicant(), rooms(CROWD)
    answers = at_once(lambda n: book(user, each[n], spread(n), 9 + n % 12, 1))

    assert fullest_week(user) == 12
    assert outcome(answers)["LoungeVisit"] >= 6
    assert set(outcome(answers)) <= {"LoungeVisit", "WeeklyHoursUsedUp", "TwoPlacesAtOnce"}


@pytest.mark.control
def test_without_coupons_and_locks_the_week_is_exceeded(monkeypatch, without):
    """Negative control: numbered coupons hold the week where nobody waits."""
    without_locks(monkeypatch)
    without("lounge_coupon_number_once_in_seven_days", "lounge_coupon_one_place_at_a_time")
    user, each = people.applicant(), rooms(CROWD)
    at_once(lambda n: book(user, each[n], spread(n), 9 + n % 12, 1))

    assert fullest_week(user) > 12


def test_without_locks_the_coupons_alone_hold_the_week(monkeypatch):
    without_locks(monkeypatch)
    user, each = people.applicant(), rooms(CROWD)
    at_once(lambda n: book(user, each[n], monday(), 9 + n % 12, 1))

    assert fullest_week(user) <= 12


# --- series --------------------------------------------------------------------------------------


def test_single_bookings_against_series_leave_each_series_whole_or_absent():
    room, crowd = zone(), people.crowd(CROWD)

    def act(n):
        user = crowd[n]
        if n % 2:
            return book(user, room, monday(1 + n % 4), 10, 1)
        return services.book_series(
            actor=user, person=user.person, wish=wish(room), weeks=4, only_free=False
        )[0]

    answers = at_once(act)

    assert overbooked() == 0
    for answer in answers:
        if type(answer).__name__ == "LoungeSeries":
            assert answer.visits.count() == 4
    assert set(outcome(answers)) <= {
        *("LoungeVisit", "LoungeSeries", "SlotTaken", "SeriesClashes", "NothingFree")
    }
    assert LoungeVisit.objects.values("date").distinct().count() == LoungeVisit.objects.count() > 0


def test_a_closure_hits_every_visit_or_the_visit_finds_it_closed():
    room, crowd = zone(mode="shared", seats=64), people.crowd(CROWD)
    officer = people.officer("zhangdian")
    span = {"from_at": moment(LoungeVisit(date=monday(), start=wish(room).start))}
    span["until_at"] = moment(LoungeVisit(date=monday(), start=wish(room).end))

    def act(n):
        if n == CROWD // 2:
            return services.close_lounge(actor=officer, lounge=room.lounge, zone=room, reason="检修", **span)
        return book(crowd[n], room, monday(), 10, 1)

    answers = at_once(act)

    assert LoungeVisit.objects.booked().count() == LoungeSlot.objects.count() == 0
    [(_closure, hit)] = [answer for answer in answers if isinstance(answer, tuple)]
    assert len(hit) == outcome(answers)["LoungeVisit"]
    assert outcome(answers)["ZoneShut"] == CROWD - 1 - len(hit)


# --- requests ------------------------------------------------------------------------------------


@pytest.fixture
def waiting():
    return book(people.applicant(), zone(answer_hours=24), monday(), 10, 1)


def answered(waiting):
    """Half of the desk says yes, half says no, each having seen the request."""
    desk = people.operator(waiting.lounge.operator)

    def act(n):
        visit = LoungeVisit.objects.select_related("series", "person").get(pk=waiting.pk)
        if n % 2:
            return services.confirm_visit(actor=desk, visit=visit)
        return services.refuse_visit(actor=desk, visit=visit, reason="活动")

    return at_once(act)


def test_of_64_answers_to_one_request_the_first_stands(waiting):
    answers = answered(waiting)

    assert outcome(answers) == {"list": 1, "VisitMoved": CROWD - 1}
    waiting.refresh_from_db()
    assert waiting.slots.count() == (2 if waiting.state == "booked" else 0)
    kinds = ["stations.lounge_booked", "stations.lounge_refused"]
    assert Notice.objects.filter(kind__in=kinds).count() == waiting.transitions.count() - 1 == 1


@pytest.mark.control
def test_without_the_state_in_the_update_a_yes_and_a_no_are_both_told(waiting, monkeypatch):
    """Negative control: it is the UPDATE's own condition that lets one answer stand."""
    for module in (lounge_moves, lounge_requests):
        monkeypatch.setattr(module, "move_visit", lambda actor, visit, to, **changes: visit)
    answered(waiting)

    kinds = ["stations.lounge_booked", "stations.lounge_refused"]
    assert Notice.objects.filter(kind__in=kinds).count() == 2


# --- standing bookings ---------------------------------------------------------------------------


@pytest.fixture
def asked(time_machine):
    """A series whose person has been asked, and has until tonight."""
    user = people.applicant()
    series, _answers = services.book_series(
        actor=user, person=user.person, wish=wish(zone(horizon_days=90)), weeks=7, only_free=False
    )
    tasks.ask_series(
        at=moment(LoungeVisit(date=series.kept_through, start=wish(series.zone).start)).isoformat()
    )
    series.refresh_from_db()
    return series


def kept_and_released(asked):
    """One presses while many jobs find the time over."""
    user, limit = asked.person.users.get(), asked.answer_by.isoformat()

    def act(n):
        if n == CROWD // 2:
            return services.keep_series(actor=user, series=LoungeSeries.objects.get(pk=asked.pk))
        return tasks.release_series(at=limit)

    answers = at_once(act)
    is_kept = isinstance(answers[CROWD // 2], LoungeSeries)
    return is_kept, sum(answer for answer in answers if isinstance(answer, int))


def test_a_press_and_the_job_at_one_instant_keep_all_or_release_all(asked):
    before = asked.visits.booked().count()
    is_kept, released = kept_and_released(asked)

    assert is_kept != bool(released)
    assert released <= 1
    later = asked.visits.filter(date__gt=asked.kept_through)
    assert later.booked().count() == (later.count() if is_kept else 0)
    assert asked.visits.booked().count() == (before if is_kept else before - later.count())
    assert Notice.objects.filter(kind="stations.lounge_series_released").count() == released


@pytest.mark.control
def test_without_the_question_in_the_update_what_was_kept_is_released(asked, monkeypatch):
    """Negative control: it is the UPDATE's own condition that makes one answer of two."""
    monkeypatch.setattr(lounge_standing, "_answered", lambda series, rows, **changes: True)
    is_kept, released = kept_and_released(asked)

    assert is_kept
    assert released > 1


# --- no-show -------------------------------------------------------------------------------------


@pytest.fixture
def missed(time_machine):
    visit = book(people.applicant(), zone(), monday(), 10, 1)
    time_machine.move_to(moment(visit, 20), tick=False)
    return visit


def test_64_jobs_at_once_note_one_strike(missed):
    answers = at_once(lambda _n: tasks.release_visits())

    assert sum(answers) == 1
    assert Strike.objects.count() == 1
    assert Notice.objects.filter(kind="stations.strike_recorded").count() == 1
    assert missed.transitions.count() == 2


@pytest.mark.control
def test_without_state_and_occasion_many_jobs_note_many_strikes(missed, monkeypatch):
    """Negative control: the UPDATE's own condition and the occasion's name make it one."""
    monkeypatch.setattr(lounge_moves, "move_visit", lambda actor, visit, to, **changes: visit)
    counted = iter(range(10_000))
    monkeypatch.setattr(lounge_moves, "occasion_of", lambda kind, pk: f"{kind}-{pk}-{next(counted)}")
    at_once(lambda _n: tasks.release_visits())

    assert Strike.objects.count() > 1


def door_desk_and_job(missed):
    """The person at the door, the desk and the job, many of each; the clock stands while the place's time ends."""
    desk, user = people.operator(missed.lounge.operator), missed.person.users.get()
    token = token_of(missed.zone)
    LoungeVisit.objects.filter(pk=missed.pk).update(kept_until=moment(missed, 25))

    def act(n):
        visit = LoungeVisit.objects.get(pk=missed.pk)
        if n % 3 == 0:
            return services.check_in_at_door(actor=user, visit=visit, token=token)
        if n % 3 == 1:
            return services.receive_visit(actor=desk, visit=visit)
        LoungeVisit.objects.filter(pk=missed.pk).update(kept_until=moment(missed, 15))
        return tasks.release_visits()

    return at_once(act)


def test_of_door_desk_and_job_exactly_one_decides(missed):
    answers = door_desk_and_job(missed)

    missed.refresh_from_db()
    came = sum(isinstance(answer, LoungeVisit) for answer in answers)
    released = sum(answer for answer in answers if isinstance(answer, int))
    assert came + released == 1
    assert missed.state == ("checked_in" if came else "no_show")
    assert Strike.objects.count() == released
    assert missed.transitions.count() == 2
    assert set(outcome(answers)) <= {"LoungeVisit", "VisitMoved", "NotDoorTime", "int"}


@pytest.mark.control
def test_without_the_state_in_the_update_door_and_desk_both_decide(missed, monkeypatch):
    """Negative control: it is the UPDATE's own condition that makes one outcome of many."""
    for module in (lounge_moves, lounge_door):
        monkeypatch.setattr(module, "move_visit", lambda actor, visit, to, **changes: visit)
    answers = door_desk_and_job(missed)

    assert sum(isinstance(answer, LoungeVisit) for answer in answers) > 1


def test_a_guest_at_the_desk_and_the_job_end_in_one_state(missed):
    desk = people.operator(missed.lounge.operator)

    def act(n):
        if n == CROWD // 2:
            return services.receive_visit(actor=desk, visit=LoungeVisit.objects.get(pk=missed.pk))
        return tasks.release_visits()

    answers = at_once(act)

    missed.refresh_from_db()
    came = isinstance(answers[CROWD // 2], LoungeVisit)
    assert missed.state == ("checked_in" if came else "no_show")
    assert Strike.objects.count() == (0 if came else 1)
    assert missed.slots.count() == (2 if came else 0)
