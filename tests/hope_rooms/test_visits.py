"""走访: agreed by both, with the address in its time; together or red; reported, looked at by another, counted."""

from datetime import date, time, timedelta

import pytest

from hope_rooms.data_classes import Part, Purpose
from hope_rooms.errors import AccessRefused, ReasonMissing
from hope_rooms.models import Access, ChildVisit
from hope_rooms.pairing_errors import (
    BothMustBeThere,
    ChildVisitMoved,
    FamilyHasNotAgreed,
    OtherAdultAccepts,
    SecondPersonNeeded,
    VisitInRed,
    VisitPlanned,
    VisitTimesWrong,
)
from hope_rooms.services import guard, partings, visit_reports, visit_watch, visits
from hope_rooms.services.consents import withdraw_consent
from tests import pairing, shifting, volunteering
from volunteers.models import Shift
from volunteers.services import attendance, lapses, shifts, signups
from volunteers.shift_errors import ShiftBegun
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import at, now, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def visit(living, pair):
    return pairing.planned(living, pair)


def may_see_the_address(one, child):
    try:
        guard.read(pairing.login(one), child, Part.HOME, purpose=Purpose.VISIT)
    except AccessRefused:
        return False
    return True


def span_of(visit, one):
    return visit.pairing.child.grants.get(kind="visit", state="granted", person=one.person)


def watch(visit, moment=None):
    moment = moment or now()
    with standing_at(moment):
        visit_watch.watch_visits(at=moment)
    visit.refresh_from_db()
    return visit


def reported(visit, pair, words="一起读书、写作业。"):
    with standing_at(visit.ends_at + HOUR):
        return visit_reports.report_visit(actor=pairing.login(pair[0]), visit=visit, words=words)


def reviewed(visit, by, accepts=True, reason=""):
    with standing_at(visit.ends_at + 2 * HOUR):
        return visit_reports.review_visit(actor=by, visit=visit, accepts=accepts, reason=reason)


def test_it_stands_when_the_other_adult_has_agreed_and_both_are_on_its_shift(living, pair):
    visit = visits.ask_visit(actor=pairing.login(pair[0]), pairing=living, wish=pairing.wish())
    assert (visit.state, visit.shift) == ("asked", None)
    with pytest.raises(OtherAdultAccepts):
        visits.accept_visit(actor=pairing.login(pair[0]), visit=visit)

    visit = visits.accept_visit(actor=pairing.login(pair[1]), visit=visit)

    assert visit.state == "planned"
    assert {signup.volunteer for signup in visit.shift.signups.holding()} == set(pair)
    assert visit.shift.capacity == 2


def test_nobody_but_the_pair_plans(living, team):
    for stranger in (pairing.login(pairing.adult()), team.leader):
        with pytest.raises(NotAllowed):
            visits.ask_visit(actor=stranger, pairing=living, wish=pairing.wish())


def test_one_visit_to_come_at_a_time(living, pair, visit):
    with pytest.raises(VisitPlanned):
        visits.ask_visit(actor=pairing.login(pair[1]), pairing=living, wish=pairing.wish())


@pytest.mark.parametrize(("starts", "hours"), [(-HOUR, 2), (61 * 24 * HOUR, 2), (HOUR, 9), (HOUR, 0)])
def test_it_lies_ahead_and_is_no_day_long(living, pair, starts, hours):
    with pytest.raises(VisitTimesWrong):
        visits.ask_visit(
            actor=pairing.login(pair[0]), pairing=living, wish=pairing.wish(now() + starts, hours)
        )


def test_the_shift_tells_strangers_no_address(visit):
    assert visit.shift.place == visits.PLACE


# --- the address in its time (§9.20) ------------------------------------------------------------


def test_the_address_opens_a_day_before_and_closes_two_hours_after_the_end(visit, pair):
    for one in pair:
        span = span_of(visit, one)
        assert span.starts_at == visit.starts_at - 24 * HOUR
        assert span.ends_at == visit.ends_at + 2 * HOUR
        assert (span.part, span.data_class) == ("home", 3)


def test_whoever_leaves_sooner_sees_it_two_hours_longer(visit, pair):
    early = visit.ends_at - HOUR
    pairing.there(visit, pair[0], visit.starts_at, early)
    watch(visit, early + MINUTE)
    assert span_of(visit, pair[0]).ends_at == early + 2 * HOUR
    assert span_of(visit, pair[1]).ends_at == visit.ends_at + 2 * HOUR


def test_each_look_at_the_address_is_written_down(living, pair):
    soon = pairing.planned(living, pair, now() + HOUR)
    assert may_see_the_address(pair[0], soon.pairing.child)
    looks = Access.objects.filter(child=living.child, part="home", grant__kind="visit")
    assert looks.count() == 1
    far = now() + 48 * HOUR
    shifts.change_shift(
        actor=team_leader(soon),
        shift=soon.shift,
        plan=shifting.plan(soon.shift, starts_at=far, ends_at=far + 2 * HOUR, sign_off_until=far),
    )
    watch(soon)
    assert soon.starts_at == far
    assert not may_see_the_address(pair[0], soon.pairing.child)


def team_leader(visit):
    return staff_of(visit.pairing.post.project.organiser, "volunteer_leader").get().users.get()


def test_called_off_it_closes_at_once(living, pair):
    soon = pairing.planned(living, pair, now() + HOUR)
    visits.cancel_visit(actor=pairing.login(pair[0]), visit=soon, reason="孩子生病")
    assert not may_see_the_address(pair[0], living.child)
    assert Shift.objects.get(pk=soon.shift_id).state == "cancelled"


def test_an_outing_from_elsewhere_needs_no_address(living, pair):
    visit = visits.ask_visit(
        actor=pairing.login(pair[0]), pairing=living, wish=pairing.wish(is_at_home=False)
    )
    visits.accept_visit(actor=pairing.login(pair[1]), visit=visit)
    assert not living.child.grants.filter(kind="visit").exists()


# --- what happens to the shift happens to the visit ----------------------------------------------


def test_a_shift_that_the_team_calls_off_takes_the_visit_along(visit, team):
    shifts.cancel_shift(actor=team.leader, shift=visit.shift, reason="天气")
    assert watch(visit).state == "cancelled"


def test_without_one_of_the_two_there_is_no_visit_and_the_other_is_told(visit, pair):
    mine = visit.shift.signups.get(volunteer=pair[0])
    signups.sign_off(actor=pairing.login(pair[0]), signup=mine)
    assert watch(visit).state == "cancelled"
    assert not visit.pairing.child.grants.filter(kind="visit", state="granted").exists()
    assert Notice.objects.filter(kind="volunteers.shift_cancelled", to=pair[1].person).exists()


def test_a_vetting_that_ends_takes_the_visit_along_and_yesterdays_still_counts(living, pair, team):
    """§9.17: the places to come are released, leader and partner are told; what was served stays."""
    past = pairing.planned(living, pair, now() + HOUR)
    pairing.both_there(past, pair)
    past = reviewed(reported(past, pair), team.leader)
    coming = pairing.planned(living, pair, now() + 72 * HOUR)
    pair[0].items.filter(requirement__code="record-check").update(
        from_on=today() - timedelta(400), until_on=today() - timedelta(1)
    )

    lapses.release_lapsed(at=now())

    assert watch(coming).state == "cancelled"
    assert Notice.objects.filter(kind="volunteers.slot_lost", to=team.leader.person).exists()
    assert ChildVisit.objects.get(pk=past.pk).state == "counted"


def test_a_guardian_who_withdraws_ends_visit_name_and_address(living, pair, city):
    soon = pairing.planned(living, pair, now() + HOUR)
    withdraw_consent(actor=city.officer, child=living.child, purpose="visits")

    assert watch(soon).state == "cancelled"
    assert not may_see_the_address(pair[0], living.child)
    with pytest.raises(AccessRefused):
        guard.read(pairing.login(pair[0]), living.child, Part.PERSON, purpose=Purpose.VISIT)


def test_nothing_is_agreed_after_a_guardian_has_withdrawn(living, pair, city):
    visit = visits.ask_visit(actor=pairing.login(pair[0]), pairing=living, wish=pairing.wish())
    withdraw_consent(actor=city.officer, child=living.child, purpose="visits")
    with pytest.raises(FamilyHasNotAgreed):
        visits.accept_visit(actor=pairing.login(pair[1]), visit=visit)


def test_what_has_begun_is_not_called_off(visit, pair):
    with standing_at(visit.starts_at), pytest.raises(ShiftBegun):
        visits.cancel_visit(actor=pairing.login(pair[0]), visit=visit, reason="孩子生病")


def test_a_review_leaves_the_address_of_the_next_visit_open(living, pair, team):
    first = pairing.planned(living, pair, now() + HOUR)
    pairing.both_there(first, pair)
    first = reported(first, pair)
    coming = pairing.planned(living, pair, now() + 20 * HOUR)
    reviewed(first, team.leader)
    assert may_see_the_address(pair[0], living.child)
    assert coming.state == "planned"


def test_what_the_other_has_not_answered_at_its_hour_is_off(living, pair):
    visit = visits.ask_visit(actor=pairing.login(pair[0]), pairing=living, wish=pairing.wish())
    assert watch(visit, visit.starts_at).state == "cancelled"


def test_a_pause_calls_off_what_is_agreed(visit, living, team, city):
    partings.ask_pause(actor=team.leader, pairing=living, reason="实习", until_on=today() + timedelta(9))
    partings.agree_pause(actor=city.officer, pairing=living)
    assert ChildVisit.objects.get(pk=visit.pk).state == "cancelled"


def test_without_a_report_within_three_days_it_was_missed(visit, pair):
    pairing.both_there(visit, pair)
    assert watch(visit, visit.ends_at + 72 * HOUR - MINUTE).state == "planned"
    assert watch(visit, visit.ends_at + 72 * HOUR).state == "missed"


# --- two adults, always (§9.16) --------------------------------------------------------------------


def test_ten_minutes_after_one_of_two_has_left_it_is_red_and_the_leader_is_told_once(visit, pair, team):
    early = visit.starts_at + HOUR
    pairing.there(visit, pair[0], visit.starts_at)
    pairing.there(visit, pair[1], visit.starts_at, early)
    assert watch(visit, early + 10 * MINUTE).red_at is None

    watch(visit, early + 11 * MINUTE)
    watch(visit, early + 12 * MINUTE)

    assert visit.red_at == early + 10 * MINUTE
    assert Notice.objects.filter(kind="hope_rooms.visit_red", to=team.leader.person).count() == 1


@pytest.fixture
def red(visit, pair):
    pairing.there(visit, pair[0], visit.starts_at, visit.ends_at)
    pairing.there(visit, pair[1], visit.starts_at, visit.ends_at - HOUR)
    return visit


def accept(red, one, by, reason="一人提前离开"):
    with standing_at(red.ends_at + HOUR):
        signup = red.shift.signups.get(volunteer=one)
        return attendance.accept_attendance(actor=by, signup=signup, reason=reason)


def test_no_hours_are_credited_before_somebody_has_accepted_why(red, pair, team):
    with pytest.raises(VisitInRed):
        accept(red, pair[0], team.leader)
    red = reported(red, pair)
    with pytest.raises(ReasonMissing):
        visit_reports.clear_red(actor=team.leader, visit=red)
    with pytest.raises(VisitInRed):
        reviewed(red, team.leader)
    visit_reports.explain_red(actor=pairing.login(pair[1]), visit=red, words="送生病的队友回校，监护人在场")
    with pytest.raises(NotAllowed):
        visit_reports.clear_red(actor=pairing.login(pair[0]), visit=red)
    red = visit_reports.clear_red(actor=team.leader, visit=red)

    assert accept(red, pair[0], team.leader).state == "attended"
    assert reviewed(red, team.leader).state == "counted"


@pytest.mark.control
def test_the_control_without_the_gate_the_hours_of_a_red_visit_are_credited(red, pair, team, monkeypatch):
    monkeypatch.setattr("volunteers.credit_gates._gates", [])
    assert accept(red, pair[0], team.leader).state == "attended"


def test_together_the_hours_are_credited_at_once(visit, pair, team):
    pairing.both_there(visit, pair)
    assert accept(visit, pair[0], team.leader).state == "attended"


# --- reports ---------------------------------------------------------------------------------------


def test_a_visit_is_reported_when_both_have_been_there(visit, pair):
    pairing.there(visit, pair[0], visit.starts_at, visit.ends_at)
    with pytest.raises(BothMustBeThere):
        reported(visit, pair)


def test_what_it_was_like_is_sealed_and_read_by_whoever_may_read_of_the_child(visit, pair, city):
    pairing.both_there(visit, pair)
    visit = reported(visit, pair)
    assert "读书" not in visit.report_sealed
    before = Access.objects.count()
    assert "读书" in visit_reports.read_report(actor=city.officer, visit=visit, purpose=Purpose.SUPERVISION)
    assert Access.objects.count() == before + 1
    with pytest.raises(AccessRefused):
        visit_reports.read_report(actor=city.foreign_officer, visit=visit, purpose=Purpose.SUPERVISION)


def test_nobody_at_home_is_an_attempt_and_counts_nothing(visit, pair):
    with standing_at(visit.ends_at):
        visit = visit_reports.report_visit(
            actor=pairing.login(pair[0]), visit=visit, words="敲门无人应答", was_home=False
        )
    assert (visit.state, visit.counted_on) == ("attempted", None)


def test_it_counts_after_somebody_outside_of_the_pair_has_looked(visit, pair, team, city):
    pairing.both_there(visit, pair)
    visit = reported(visit, pair)
    with pytest.raises(NotAllowed):
        reviewed(visit, city.foreign_officer)
    visit = reviewed(visit, team.leader)
    assert (visit.state, visit.counted_on) == ("counted", today() + timedelta(1))
    with pytest.raises(ChildVisitMoved):
        reviewed(visit, team.leader)


def test_a_leader_who_is_of_the_pair_does_not_review(city, team):
    one = pairing.adult()
    person = team.leader.person
    type(person).objects.filter(pk=person.pk).update(birth_date=date(1990, 5, 4))
    leading = volunteering.volunteer(team.leader)
    for code in pairing.PROOFS:
        volunteering.item(leading, code)
    pair = [one, leading]
    visit = pairing.planned(pairing.active(city, team, pair), pair)
    pairing.both_there(visit, pair)
    with pytest.raises(SecondPersonNeeded):
        reviewed(reported(visit, pair), team.leader)


def test_a_refusal_says_why(visit, pair, team):
    pairing.both_there(visit, pair)
    visit = reported(visit, pair)
    with pytest.raises(ReasonMissing):
        reviewed(visit, team.leader, accepts=False)
    assert reviewed(visit, team.leader, accepts=False, reason="记录过于简单").state == "rejected"


def test_a_voided_visit_counts_no_more(visit, pair, team, city):
    pairing.both_there(visit, pair)
    visit = reviewed(reported(visit, pair), team.leader)
    with pytest.raises(NotAllowed):
        visit_reports.void_visit(actor=team.leader, visit=visit, reason="查实未到")
    assert visit_reports.void_visit(actor=city.officer, visit=visit, reason="查实未到").state == "voided"


def test_tomorrow_at_two_is_what_the_builder_plans():
    assert pairing.wish().starts_at == at(today() + timedelta(1), time(14))
