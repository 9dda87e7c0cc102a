"""Strikes: recorded once an occasion, counted by policy, appealed in time, lifted with what rested on them."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError

from stations import services
from stations.errors import AppealTooLate, ReasonMissing, StatementMissing
from stations.models import Strike, Suspension
from stations.queues import APPEALS
from stations.services import strikes
from stations.services.strikes import add_strike, appeal_strike, lift_strike, uphold_strike
from tests import people
from tests.houses import book, rule
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.errors import NotAllowed, StateChanged

pytestmark = pytest.mark.django_db


def strike(guest, station, occasion="stay-1", kind="no_show", on=None):
    return add_strike(
        person=guest.person,
        kind=kind,
        occasion=occasion,
        operator=station.operator,
        reporting_org=station.reporting_org,
        on=on or today(),
    )


def missed(guest, station, operator, arrival=None):
    """A stay whose guest did not come, seen on the day after."""
    stay = services.approve_stay(actor=operator, stay=book(guest, station, arrival))
    with standing_at(at(stay.arrival + timedelta(days=1), time(0))):
        return services.mark_no_show(actor=operator, stay=stay)


def test_a_no_show_is_one_strike_of_the_station_where_it_happened(guest, station, operator):
    stay = missed(guest, station, operator)

    found = Strike.objects.get()
    assert (found.person, found.kind, found.occasion) == (guest.person, "no_show", f"stay-{stay.pk}")
    assert (found.operator, found.reporting_org) == (station.operator, station.reporting_org)


def test_one_occasion_is_recorded_once(guest, station):
    assert strike(guest, station) is not None
    assert strike(guest, station) is None
    assert Strike.objects.count() == 1


def test_the_second_within_a_year_suspends_for_the_policy_s_days(guest, station):
    strike(guest, station, "stay-1", on=today() - timedelta(days=300))
    assert not Suspension.objects.exists()

    second = strike(guest, station, "stay-2")

    suspension = Suspension.objects.get()
    assert suspension.caused_by == second
    assert suspension.until_on == today() + timedelta(days=180)


def test_one_beyond_the_window_does_not_count(guest, station):
    strike(guest, station, "stay-1", on=today() - timedelta(days=365))
    strike(guest, station, "stay-2")
    assert not Suspension.objects.exists()


def test_strikes_that_were_paid_for_count_no_second_time(guest, station):
    for number in range(3):
        strike(guest, station, f"stay-{number}")
    assert Suspension.objects.count() == 1
    strike(guest, station, "stay-3")
    assert Suspension.objects.count() == 2


@pytest.mark.parametrize(("late", "suspended"), [(3, 0), (4, 1)])
def test_two_late_cancellations_count_as_one_no_show(guest, station, late, suspended):
    for number in range(late):
        strike(guest, station, f"stay-{number}", kind="late_cancel")
    assert Suspension.objects.count() == suspended


@pytest.mark.parametrize(("hour", "strikes_after"), [(17, 0), (19, 1)])
def test_a_guest_s_cancellation_is_late_after_18_the_day_before(
    guest, station, operator, hour, strikes_after
):
    stay = services.approve_stay(actor=operator, stay=book(guest, station))
    with standing_at(at(stay.arrival - timedelta(days=1), time(hour))):
        services.cancel_stay(actor=guest, stay=stay)
    assert Strike.objects.count() == strikes_after


def test_what_the_station_cancels_late_is_no_strike_of_the_guest(guest, station, operator):
    stay = services.approve_stay(actor=operator, stay=book(guest, station))
    with standing_at(at(stay.arrival, time(0))):
        services.cancel_stay(actor=operator, stay=stay, reason="station_unavailable")
    assert not Strike.objects.exists()


def test_an_appeal_needs_words_and_is_made_once(guest, station):
    found = strike(guest, station)
    with pytest.raises(StatementMissing):
        appeal_strike(actor=guest, strike=found, statement="  ")

    appeal_strike(actor=guest, strike=found, statement="列车晚点")

    assert found.state == "appealed"
    with pytest.raises(StateChanged):
        appeal_strike(actor=guest, strike=found, statement="再说一次")


def test_whoever_decides_sees_how_many_appeals_wait(guest, station, operator, officer):
    appeal_strike(actor=guest, strike=strike(guest, station), statement="列车晚点")
    assert (APPEALS.count(officer), APPEALS.overdue(officer)) == (1, 0)
    assert APPEALS.count(people.officer("huantai")) == 0
    assert not APPEALS.may_see(operator)
    assert "列车晚点" in people.signed_in(officer).get(APPEALS.url(officer)).content.decode()
    with standing_at(now() + timedelta(days=12)):
        assert APPEALS.overdue(officer) == 1


@pytest.mark.parametrize(("days", "is_late"), [(30, False), (31, True)])
def test_an_appeal_is_heard_within_thirty_days(guest, station, days, is_late):
    found = strike(guest, station, on=today() - timedelta(days=days))
    if is_late:
        with pytest.raises(AppealTooLate):
            appeal_strike(actor=guest, strike=found, statement="列车晚点")
    else:
        assert appeal_strike(actor=guest, strike=found, statement="列车晚点").state == "appealed"


def test_a_lifted_strike_ends_the_suspension_that_rested_on_it(guest, station, officer):
    first, second = strike(guest, station, "stay-1"), strike(guest, station, "stay-2")
    assert Suspension.objects.in_force(today()).exists()

    lift_strike(actor=officer, strike=first, reason="情况属实")

    assert not Suspension.objects.in_force(today()).exists()
    assert strikes.count_of(guest.person, on=today()) == 1
    second.refresh_from_db()
    assert second.state == "standing"


def test_control_a_suspension_with_enough_strikes_left_stays(guest, station, officer):
    rule(no_show_limit=1)
    first = strike(guest, station, "stay-1")
    strike(guest, station, "stay-2")
    lift_strike(actor=officer, strike=first, reason="情况属实")
    assert Suspension.objects.in_force(today()).count() == 1


def test_an_upheld_appeal_counts_on(guest, station, officer):
    found = appeal_strike(actor=guest, strike=strike(guest, station), statement="列车晚点")
    uphold_strike(actor=officer, strike=found, reason="无法核实")
    assert strikes.count_of(guest.person, on=today()) == 1


def test_a_decision_needs_a_reason_and_an_officer_of_the_district(guest, station, officer, operator):
    found = strike(guest, station)
    with pytest.raises(ReasonMissing):
        lift_strike(actor=officer, strike=found, reason=" ")
    for nobody in (guest, operator, people.officer("huantai", "王宁")):
        with pytest.raises(NotAllowed):
            lift_strike(actor=nobody, strike=found, reason="情况属实")


def test_the_database_knows_one_occasion_and_one_way(guest, station):
    found = strike(guest, station)
    with pytest.raises(IntegrityError, match="strike_state_agrees_with_times"):
        Strike.objects.filter(pk=found.pk).update(state="lifted")


def test_the_page_shows_own_strikes_and_takes_an_appeal(client, guest, station):
    found = strike(guest, station)
    client.force_login(guest)
    page = client.get("/stations/strikes/")
    assert "未入住" in page.content.decode()
    assert f"/stations/strikes/{found.pk}/appeal/" in page.content.decode()

    answer = client.post(f"/stations/strikes/{found.pk}/appeal/", {"statement": "列车晚点"})

    assert answer.status_code == 302
    found.refresh_from_db()
    assert found.state == "appealed"
