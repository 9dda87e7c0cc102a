"""隐患随手拍: reported with a photo, joined, given to somebody until a due time; what is stuck, rewards, whose rows."""

from datetime import time, timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.utils import timezone

from safety.hazard_errors import (
    ClaimCodeUnknown,
    HazardAlreadySent,
    HazardJoinedAlready,
    HazardMoved,
    HazardNotLike,
    HazardNotMajor,
    HazardPhotoMissing,
    HazardReasonMissing,
    HazardWhereMissing,
    NobodyToMend,
    RewardPaid,
    WorkAreaElsewhere,
)
from safety.hazard_sight import own_reports, part_in
from safety.hazard_terms import due_time
from safety.models import HazardReport, HazardStuckList
from safety.services.hazards import bureau, confirming, due, reporting, reviewing, rewarding, telling
from tests import guarding, hazarding, people
from tests.hazarding import FAR, HERE, NEAR, photo
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, now, standing_at
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def plant():
    return hazarding.Plant()


def told_kinds(*, to=None):
    rows = Notice.objects.filter(kind__startswith="safety.")
    rows = rows.filter(to=to.person) if to else rows
    return sorted(kind.removeprefix("safety.") for kind in rows.values_list("kind", flat=True))


# --- the report ----------------------------------------------------------------------------------


def test_a_report_at_an_enterprise_lies_in_its_district_and_its_officers_hear(plant):
    hazard = plant.reported()
    assert (hazard.state, hazard.reporting_org.code) == ("submitted", "zhangdian")
    assert hazard.where == f"{plant.enterprise} · 一车间"
    assert told_kinds(to=plant.officer) == ["hazard_new"]
    assert told_kinds(to=plant.safety) == []


def test_a_report_at_a_place_needs_no_enterprise_and_no_position():
    hazard = hazarding.report(place="人民路过街天桥", photo=photo())
    assert (hazard.enterprise, hazard.has_position, hazard.where) == (None, False, "人民路过街天桥")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"photo": None}, HazardPhotoMissing),
        ({"words": "  "}, HazardReasonMissing),
        ({"place": " "}, HazardWhereMissing),
        ({"district": None}, HazardWhereMissing),
    ],
)
def test_what_is_missing_is_named(fields, refusal):
    with pytest.raises(refusal):
        hazarding.report(**fields)
    assert not HazardReport.objects.exists()


def test_a_work_area_of_another_enterprise_is_refused(plant):
    with pytest.raises(WorkAreaElsewhere):
        plant.reported(work_area=hazarding.Plant().area)


def test_the_same_form_makes_one_report(plant):
    plant.reported(key="k" * 32)
    with pytest.raises(HazardAlreadySent):
        plant.reported(key="k" * 32)
    assert HazardReport.objects.count() == 1


def test_nobody_reports_without_end(settings):
    settings.SAFETY = settings.SAFETY | {"hazards_a_day": 1}
    by = people.applicant()
    hazarding.report(by)
    with pytest.raises(TooOften):
        hazarding.report(by)


def test_a_major_one_is_with_the_bureau_at_once():
    duty = guarding.emergency_officer()
    hazard = hazarding.report(severity="major")
    assert (hazard.state, hazard.accepted_at) == ("mirrored", None)
    assert told_kinds(to=duty) == ["hazard_major"]
    with pytest.raises(HazardNotMajor):
        bureau.return_hazard(actor=duty, hazard=hazard, severity="major", words="是重大")
    bureau.record_progress(actor=duty, hazard=hazard, number="应急 12", words="已到现场")
    hazard = bureau.close_major(actor=duty, hazard=hazard, words="已排除")
    assert (hazard.state, hazard.outcome, hazard.other_number) == ("closed", "elsewhere", "应急 12")
    assert not hazard.is_fixed


def test_one_that_is_found_to_be_major_goes_there_too(plant):
    hazard = hazarding.accept(plant.reported(), plant.officer, severity="major")
    assert (hazard.state, hazard.severity) == ("mirrored", "major")


# --- the same, seen twice ------------------------------------------------------------------------


def test_what_may_be_the_same_is_offered(plant, settings):
    first = plant.reported()
    others = [
        plant.reported(people.applicant(), category="machine"),
        hazarding.Plant().reported(),
        hazarding.moved(plant.reported(people.applicant()), reported_at=now() - timedelta(days=15)),
    ]
    again = plant.reported(people.applicant())
    assert reporting.similar_to(again) == [first]
    assert not set(others) & set(reporting.similar_to(again))


def test_so_near_is_offered_whatever_it_is_and_the_corner_of_the_box_is_not():
    near = hazarding.report(photo=photo(HERE))
    hazarding.report(photo=photo(FAR))
    # 0.0009° north and east: either is within 100 m, both together are 128.
    corner = hazarding.report(photo=photo(hazarding.position_of("36.900900", "118.050900")))
    mine = hazarding.report(category="machine", photo=photo(NEAR))
    assert reporting.similar_to(mine) == [corner, near] or reporting.similar_to(mine) == [near]
    assert near not in reporting.similar_to(corner)


def test_me_too_joins_the_earlier_report_and_follows_it(plant):
    first, other = plant.reported(), people.applicant()
    mine = plant.reported(other)
    mine = reporting.join_hazard(actor=other, own=mine, original=first)
    first.refresh_from_db()
    assert (mine.state, mine.duplicate_of, first.followers) == ("duplicate", first, 1)
    assert part_in(other.person_id, first) == "follower"
    assert {own.hazard.pk for own in own_reports(other.person_id)} == {first.pk, mine.pk}
    hazarding.accept(first, plant.officer)
    assert telling.tell_reporters() == 2
    assert told_kinds(to=other) == told_kinds(to=plant.reporter) == ["hazard_news"]


def test_only_what_is_offered_and_only_ones_own_is_joined(plant):
    first, other = plant.reported(), people.applicant()
    elsewhere = hazarding.report()
    mine = plant.reported(other)
    with pytest.raises(HazardNotLike):
        reporting.join_hazard(actor=other, own=mine, original=elsewhere)
    with pytest.raises(NotAllowed):
        reporting.join_hazard(actor=people.applicant(), own=mine, original=first)


def test_two_reports_do_not_join_each_other(plant):
    one, other = plant.reported(), people.applicant()
    mine = plant.reported(other)
    reporting.join_hazard(actor=other, own=mine, original=one)
    with pytest.raises(HazardNotLike):
        reporting.join_hazard(actor=plant.reporter, own=one, original=mine)
    with pytest.raises(HazardJoinedAlready):
        reviewing.link_hazard(actor=plant.officer, hazard=one, original=mine)


def test_an_officer_joins_two_and_their_reporters_follow(plant):
    one, other = plant.reported(), people.applicant()
    mine = plant.reported(other)
    moved = reviewing.link_hazard(actor=plant.officer, hazard=mine, original=one)
    one.refresh_from_db()
    assert (moved.state, one.followers, part_in(other.person_id, one)) == ("duplicate", 1, "follower")


def test_an_officer_joins_none_of_another_district(plant):
    elsewhere = hazarding.Plant("linzi").reported()
    with pytest.raises(NotAllowed):
        reviewing.link_hazard(actor=plant.officer, hazard=plant.reported(), original=elsewhere)


# --- who mends it, and until when ----------------------------------------------------------------


def test_seven_days_warn_when_day_four_and_escalate_when_day_eight_begins():
    """Reference loans_safety.md §10, scenario 23; the day of the assignment is day 0."""
    given = at(timezone.localdate(), time(10))
    told = due_time("general", given)
    day = timezone.localdate(given)
    assert told.warn_at == at(day + timedelta(days=4), time.min)
    assert told.due_at == at(day + timedelta(days=8), time.min)


@pytest.mark.parametrize(("severity", "warn", "over"), [("serious", 2, 4), ("minor", 15, 31)])
def test_other_days_have_their_middle_too(severity, warn, over):
    given = at(timezone.localdate(), time(23, 59))
    told = due_time(severity, given)
    day = timezone.localdate(given)
    assert (timezone.localdate(told.warn_at) - day).days == warn
    assert (timezone.localdate(told.due_at) - day).days == over


def test_at_once_is_a_matter_of_hours():
    given = now()
    told = due_time("urgent", given)
    assert (told.warn_at - given, told.due_at - given) == (timedelta(hours=2), timedelta(hours=4))


def test_whoever_mends_it_works_there(plant):
    hazard = plant.accepted()
    for nobody in (hazarding.Plant().safety, people.officer("linzi"), people.applicant()):
        with pytest.raises(NobodyToMend):
            hazarding.assign(hazard, nobody, plant.officer)
    hazard = hazarding.assign(hazard, plant.safety, plant.officer)
    assert told_kinds(to=plant.safety) == ["hazard_assigned"]
    until = hazard.due_at
    hazard = hazarding.assign(hazard, plant.officer, plant.officer)
    assert (hazard.assigned_to, hazard.due_at) == (plant.officer.person, until)


def test_a_warning_and_an_escalation_go_out_once_each(plant):
    hazard = plant.assigned()
    before, half, over = hazard.warn_at - timedelta(seconds=1), hazard.warn_at, hazard.due_at
    assert [due.watch_hazards(at=moment) for moment in (before, half, half, over, over)] == [0, 1, 0, 1, 0]
    assert told_kinds(to=plant.safety).count("hazard_half") == 1
    assert told_kinds(to=plant.safety).count("hazard_over") == 1
    assert told_kinds(to=plant.officer).count("hazard_over") == 1


def test_what_is_claimed_is_not_overdue_and_a_missed_warning_is_not_told_late(plant):
    hazard = plant.claimed()
    assert due.watch_hazards(at=hazard.due_at) == 0
    late = plant.assigned(category="machine")
    assert due.watch_hazards(at=late.due_at) == 1
    assert "hazard_half" not in told_kinds()


# --- stuck ---------------------------------------------------------------------------------------


def test_what_is_stuck_is_listed_once_a_day_for_its_district(plant):
    hazarding.moved(plant.reported(), reported_at=now() - timedelta(hours=25))
    plant.reported(people.applicant(), category="machine")
    assert [due.list_stuck(at=now()) for _ in range(2)] == [1, 0]
    row = HazardStuckList.objects.get()
    assert (row.reporting_org.code, row.waiting, row.overdue, row.unconfirmed) == ("zhangdian", 1, 0, 0)
    assert told_kinds(to=plant.officer).count("hazard_stuck") == 1


# --- rewards -------------------------------------------------------------------------------------


def test_points_by_default_and_no_money(plant):
    assert not hasattr(plant.verified(), "reward")


def test_money_for_a_code_and_once(plant, settings):
    settings.SAFETY = settings.SAFETY | {"hazard_rewards": True}
    hazard, city = plant.verified(), people.city_staff()
    code = rewarding.claim_code(hazard)
    assert hazard.reward.amount_yuan == 50
    with pytest.raises(NotAllowed):
        rewarding.pay_reward(actor=plant.officer, code=code)
    with pytest.raises(ClaimCodeUnknown):
        rewarding.pay_reward(actor=city, code="000000000000")
    assert rewarding.pay_reward(actor=city, code=f"{code[:4]} {code[4:8]} {code[8:]}").state == "paid"
    with pytest.raises(RewardPaid):
        rewarding.pay_reward(actor=city, code=code)


# --- whose rows ----------------------------------------------------------------------------------


def test_an_enterprise_meets_its_own_once_accepted(plant):
    raw, own = plant.reported(), plant.accepted(category="machine")
    hazarding.Plant().accepted()
    assert list(HazardReport.objects.visible_to(plant.safety)) == [own]
    assert set(HazardReport.objects.visible_to(plant.officer)) >= {raw, own}
    assert not HazardReport.objects.visible_to(plant.reporter).exists()
    assert not HazardReport.objects.visible_to(people.officer("linzi")).exists()
    assert {row.hazard_id for row in type(own.transitions.first()).objects.visible_to(plant.safety)} == {
        own.pk
    }


def test_the_clock_of_a_decision_may_be_another(plant):
    with standing_at(now() - timedelta(days=30)):
        hazard = plant.assigned()
    assert hazard.is_overdue(now())
    assert Organisation.objects.filter(pk=hazard.reporting_org_id).exists()
    with connection.cursor() as cursor, pytest.raises(InternalError), transaction.atomic():
        cursor.execute("UPDATE safety_hazardreport SET state = 'closed' WHERE id = %s", [hazard.pk])
    with pytest.raises(HazardMoved):
        confirming.close_hazard(actor=plant.officer, hazard=hazard, words="归档")
