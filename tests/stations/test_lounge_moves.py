"""Moves of a visit: cancel, check in, leave, stay away; what goes back, what stays, and who may."""

import pytest
from django.db import DatabaseError, transaction

from stations import services, tasks
from stations.lounge_errors import NotVisitTime, StillKept, VisitBegun, VisitCodeUnknown, VisitMoved
from stations.models import LoungeVisit, Strike, Suspension
from tests import people
from tests.houses import rule
from tests.lounges import book, holds, host, lounge, moment, monday, zone
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def visit(user):
    return book(user, zone(), monday(), 10, 1)


@pytest.fixture
def desk(visit):
    return host(visit.lounge)


def receive(desk, visit):
    return services.receive_visit(actor=desk, visit=visit)


def path(visit):
    return list(visit.transitions.values_list("from_state", "to_state"))


# --- cancel -------------------------------------------------------------------------------------


def test_who_cancels_before_the_start_gets_everything_back(user, visit):
    assert services.cancel_visit(actor=user, visit=visit).state == "cancelled"
    assert holds(visit) == (0, 0)
    assert path(visit) == [("", "booked"), ("booked", "cancelled")]
    assert not Strike.objects.exists()
    assert Notice.objects.filter(to=user.person, kind="stations.lounge_cancelled").count() == 1


def test_after_the_start_only_the_desk_cancels(user, visit, desk, time_machine):
    time_machine.move_to(moment(visit, 1), tick=False)
    with pytest.raises(VisitBegun):
        services.cancel_visit(actor=user, visit=visit)
    assert services.cancel_visit(actor=desk, visit=visit).state == "cancelled"


def test_a_cancelled_visit_is_not_cancelled_again(user, visit):
    services.cancel_visit(actor=user, visit=visit)
    with pytest.raises(VisitMoved, match="已取消"):
        services.cancel_visit(actor=user, visit=visit)
    assert Notice.objects.filter(kind="stations.lounge_cancelled").count() == 1


def test_strangers_cancel_nothing(visit):
    for stranger in (people.applicant(), host(lounge("huantai")), people.officer("huantai")):
        with pytest.raises(NotAllowed):
            services.cancel_visit(actor=stranger, visit=visit)


# --- check in -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("minutes", "may"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_check_in_is_open_from_half_an_hour_before_the_start_to_the_end(
    visit, desk, time_machine, minutes, may
):
    time_machine.move_to(moment(visit, minutes), tick=False)
    if may:
        assert receive(desk, visit).state == "checked_in"
        return
    with pytest.raises(NotVisitTime):
        receive(desk, visit)


def test_a_code_finds_the_visit_of_today_at_its_own_lounge(visit, desk, time_machine):
    with pytest.raises(VisitCodeUnknown):
        services.find_visit(actor=desk, lounge=visit.lounge, code=visit.code)
    time_machine.move_to(moment(visit), tick=False)
    assert services.find_visit(actor=desk, lounge=visit.lounge, code=visit.code) == visit
    elsewhere = lounge()
    with pytest.raises(VisitCodeUnknown):
        services.find_visit(actor=host(elsewhere), lounge=elsewhere, code=visit.code)
    with pytest.raises(NotAllowed):
        services.find_visit(actor=host(elsewhere), lounge=visit.lounge, code=visit.code)
    for wrong in ("", "000000" if visit.code != "000000" else "111111"):
        with pytest.raises(VisitCodeUnknown):
            services.find_visit(actor=desk, lounge=visit.lounge, code=wrong)


def test_nobody_is_received_twice_or_by_a_stranger_or_by_oneself(visit, desk, time_machine):
    time_machine.move_to(moment(visit), tick=False)
    with pytest.raises(NotAllowed):
        receive(people.officer("huantai"), visit)
    own = LoungeVisit(person=desk.person, lounge=visit.lounge, zone=visit.zone)
    with pytest.raises(NotAllowed):
        receive(desk, own)
    receive(desk, visit)
    with pytest.raises(VisitMoved, match="使用中"):
        receive(desk, LoungeVisit.objects.get(pk=visit.pk))


def test_who_leaves_early_frees_the_zone_and_has_used_the_hours(visit, desk, time_machine):
    time_machine.move_to(moment(visit), tick=False)
    receive(desk, visit)
    assert services.complete_visit(actor=desk, visit=visit).state == "completed"
    assert holds(visit) == (0, 2)
    assert book(people.applicant(), visit.zone, visit.date, 10, 1).state == "booked"


def test_a_visit_whose_time_is_up_is_completed_by_the_job(visit, desk, time_machine):
    time_machine.move_to(moment(visit), tick=False)
    receive(desk, visit)
    assert tasks.complete_visits(at=moment(visit, 59).isoformat()) == 0
    assert tasks.complete_visits(at=moment(visit, 60).isoformat()) == 1
    assert tasks.complete_visits(at=moment(visit, 60).isoformat()) == 0
    visit.refresh_from_db()
    assert visit.state == "completed"


# --- no-show ------------------------------------------------------------------------------------


def release(visit, minutes, time_machine):
    time_machine.move_to(moment(visit, minutes), tick=False)
    return tasks.release_visits()


def test_after_15_minutes_the_place_goes_to_whoever_comes_and_one_strike_is_noted(visit, time_machine):
    assert release(visit, 14, time_machine) == 0
    assert release(visit, 15, time_machine) == 1
    assert release(visit, 16, time_machine) == 0

    visit.refresh_from_db()
    assert visit.state == "no_show"
    assert holds(visit) == (0, 2)  # the hours count as used
    [strike] = Strike.objects.all()
    assert (strike.kind, strike.occasion) == ("lounge_no_show", f"visit-{visit.pk}")
    assert (strike.person, strike.happened_on) == (visit.person, visit.date)
    assert strike.operator == visit.lounge.operator
    assert Notice.objects.filter(to=visit.person, kind="stations.strike_recorded").count() == 1
    assert book(people.applicant(), visit.zone, visit.date, 10, 1).state == "booked"


def test_whoever_takes_over_a_running_half_hour_is_given_15_minutes_too(visit, time_machine):
    release(visit, 15, time_machine)
    second = book(people.applicant(), visit.zone, visit.date, 10, 1)
    assert release(visit, 29, time_machine) == 0
    assert release(visit, 30, time_machine) == 1
    second.refresh_from_db()
    assert second.state == "no_show"


def test_the_policy_says_how_long_a_place_is_kept(user, time_machine):
    rule(lounge_release_minutes=30)
    visit = book(user, zone(), monday(), 10, 1)
    assert release(visit, 29, time_machine) == 0
    assert release(visit, 30, time_machine) == 1


def test_who_came_is_not_released(visit, desk, time_machine):
    time_machine.move_to(moment(visit, 5), tick=False)
    receive(desk, visit)
    assert release(visit, 50, time_machine) == 0
    assert not Strike.objects.exists()


def test_the_desk_gives_a_place_away_when_the_minutes_are_over(visit, desk, time_machine):
    time_machine.move_to(moment(visit, 14), tick=False)
    with pytest.raises(StillKept, match="10:15"):
        services.release_visit(actor=desk, visit=visit)
    time_machine.move_to(moment(visit, 15), tick=False)
    assert services.release_visit(actor=desk, visit=visit).state == "no_show"


def test_a_job_that_looked_before_the_guest_was_received_does_nothing(visit, desk, time_machine):
    stale = LoungeVisit.objects.get(pk=visit.pk)
    time_machine.move_to(moment(visit, 15), tick=False)
    receive(desk, visit)
    with pytest.raises(VisitMoved), transaction.atomic():
        services.release_visit(actor=people.city_staff(), visit=stale)
    assert not Strike.objects.exists()


def test_two_no_shows_in_lounges_suspend_for_stations_and_lounges(user, time_machine):
    for week in (1, 2):
        visit = book(user, zone(), monday(week), 10, 1)
        release(visit, 15, time_machine)
    assert Suspension.objects.filter(person=user.person).count() == 1
    strike = Strike.objects.order_by("pk").first()
    services.strikes.lift_strike(actor=people.officer("zhangdian"), strike=strike, reason="停电")
    assert Suspension.objects.get(person=user.person).lifted_at is not None


# --- reminder -----------------------------------------------------------------------------------


def reminded(visit, minutes):
    return tasks.remind_visits(at=moment(visit, minutes).isoformat())


def test_three_hours_before_the_start_one_is_reminded_once(user):
    visit = book(user, zone(), monday(), 14, 1)
    assert reminded(visit, -181) == 0
    assert [reminded(visit, -180), reminded(visit, -175), reminded(visit, -10)] == [1, 0, 0]
    assert Notice.objects.filter(to=user.person, kind="stations.lounge_reminder").count() == 1


def test_nobody_is_woken_for_a_visit_in_the_morning(user):
    visit = book(user, zone(), monday(), 10, 1)
    assert [reminded(visit, minutes) for minutes in (-180, -121, -120)] == [0, 0, 1]


def test_no_reminder_for_what_was_cancelled_has_begun_or_was_booked_just_now(user, time_machine):
    room = zone(answer_hours=24)
    visit = book(user, room, monday(), 14, 1)
    assert reminded(visit, -60) == 0  # nobody has said yes
    services.cancel_visit(actor=user, visit=visit)
    other = book(user, zone(), monday(), 14, 1)
    assert [reminded(visit, -60), reminded(other, 0)] == [1, 0]
    time_machine.move_to(moment(visit, -90), tick=False)
    book(people.applicant(), zone(), monday(), 14, 1)
    assert reminded(visit, -60) == 0


# --- walls --------------------------------------------------------------------------------------

STATES = [state.value for state in LoungeVisit.State]
THEN = "2026-01-01T00:00Z"
CAME = {"checked_in": THEN, "completed": THEN}
ENDED = dict.fromkeys(["completed", "cancelled", "no_show", "refused", "lapsed"], THEN)
WAYS = {"completed": ["checked_in", "completed"], "booked": [], "requested": []}


@pytest.mark.parametrize("new", STATES)
@pytest.mark.parametrize("old", STATES)
def test_the_database_moves_a_visit_only_along_its_ways(user, old, new):
    asked = old in ("requested", "refused", "lapsed")
    visit = book(user, zone(answer_hours=24 if asked else 0), monday(), 10, 1)

    def put(state):
        return LoungeVisit.objects.filter(pk=visit.pk).update(
            state=state, checked_in_at=CAME.get(state), ended_at=ENDED.get(state)
        )

    for step in WAYS.get(old, [old]):
        put(step)
    if new == old or new in LoungeVisit.NEXT.get(old, ()):
        assert put(new) == 1
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        put(new)


def test_a_state_without_its_times_is_unwritable(visit):
    for state in LoungeVisit.NEXT["booked"]:
        with (
            pytest.raises(DatabaseError, match="lounge_visit_state_agrees_with_times"),
            transaction.atomic(),
        ):
            LoungeVisit.objects.filter(pk=visit.pk).update(state=state)
