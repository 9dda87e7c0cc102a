"""时长账: lines are written once, confirmed by two, noticed for seven days; corrections mirror and never overwrite."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests import hours as ours
from tests import people, volunteering
from tests.hours import WEEK, moment
from volunteers import hours as totals
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    AnswerMissing,
    DisputeAnswered,
    DisputeOpen,
    HoursBeyondPlan,
    HoursMoved,
    HoursNeedReason,
    HoursNotInSteps,
    HoursOverlap,
    HoursRecorded,
    HoursTimesWrong,
    HoursTooLate,
    HoursTooMany,
    SecondPersonNeeded,
    ShareNotHigh,
)
from volunteers.hour_rules import check_day
from volunteers.models import HourEntry
from volunteers.services import certificates, corrections, hours
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def state(actor, one, post, *, day_ago=1, start=9, end=12, minutes=None, reason="签退遗漏"):
    minutes = minutes if minutes is not None else int((end - start) * 60)
    return hours.state_hours(
        actor=actor,
        volunteer=one,
        post=post,
        starts_at=moment(day_ago, start),
        ends_at=moment(day_ago, end),
        minutes=minutes,
        reason=reason,
    )


def dispute(entry, wrong="少记一小时"):
    return corrections.dispute_hours(actor=volunteering.user_of(entry.volunteer), entry=entry, wrong=wrong)


class TestCredit:
    def test_a_scan_and_whoever_accepts_it_are_two(self, post, one, leader):
        signup = ours.attendance(post, one)
        entry = hours.credit(actor=leader, signup=signup)

        assert (entry.minutes, entry.state, entry.approver) == (180, "confirmed", leader)
        assert (entry.organiser, entry.project) == (post.project.organiser, post.project)

    def test_a_roll_waits_for_somebody_else(self, post, one, leader):
        entry = hours.credit(actor=leader, signup=ours.attendance(post, one, way="roll"))

        assert entry.state == "provisional"
        with pytest.raises(SecondPersonNeeded):
            hours.confirm_hours(actor=leader, entry=entry)
        with (
            pytest.raises(IntegrityError, match="hour_entry_confirmed_by_a_second_person"),
            transaction.atomic(),
        ):
            HourEntry.objects.filter(pk=entry.pk).update(
                state="confirmed", confirmed_at=now(), approver=leader
            )
        assert hours.confirm_hours(actor=ours.leader_of(post), entry=entry).state == "confirmed"

    @pytest.mark.parametrize(
        ("late", "early", "minutes"), [(0, 0, 180), (1, 0, 150), (29, 0, 150), (30, 1, 120), (-30, -30, 180)]
    )
    def test_minutes_within_the_shift_are_rounded_down_to_half_hours(
        self, post, one, leader, late, early, minutes
    ):
        came, left = moment(1, 9) + late * timedelta(minutes=1), moment(1, 12) - early * timedelta(minutes=1)
        signup = ours.attendance(post, one, checked_in_at=came, checked_out_at=left)
        assert hours.credit(actor=leader, signup=signup).minutes == minutes

    def test_what_is_not_credited_leaves_no_line(self, one, leader, post):
        post.is_credited = False
        post.save()
        assert hours.credit(actor=leader, signup=ours.attendance(post, one)) is None
        assert not HourEntry.objects.exists()

    def test_a_signup_is_credited_once(self, post, one, leader):
        signup = ours.attendance(post, one)
        hours.credit(actor=leader, signup=signup)
        with pytest.raises((HoursRecorded, HoursOverlap)):
            hours.credit(actor=leader, signup=signup)

    def test_nobody_credits_themselves_by_whatever_log_in(self, post):
        leader = ours.leader_of(post)
        self_serving = volunteering.volunteer(leader)
        signup = ours.attendance(post, self_serving, way="roll")
        with pytest.raises(NotAllowed):
            hours.credit(actor=leader, signup=signup)
        made = hours.credit(actor=ours.leader_of(post), signup=signup)
        with pytest.raises(NotAllowed):
            hours.confirm_hours(actor=leader, entry=made)
        with pytest.raises(IntegrityError, match="decides about own hours"), transaction.atomic():
            HourEntry.objects.filter(pk=made.pk).update(
                state="confirmed", confirmed_at=now(), approver=leader
            )

    def test_a_leader_of_another_organisation_may_not(self, post, one):
        with pytest.raises(NotAllowed):
            hours.credit(actor=people.leader(volunteering.organisation()), signup=ours.attendance(post, one))


class TestStatement:
    def test_needs_a_reason_steps_a_span_and_no_overlap(self, post, one, leader):
        for refusal, wrong in [
            (ReasonMissing, {"reason": " "}),
            (HoursNotInSteps, {"minutes": 100}),
            (HoursNotInSteps, {"minutes": 210}),
            (HoursTimesWrong, {"start": 12, "end": 9, "minutes": 60}),
            (HoursTimesWrong, {"day_ago": -1}),
        ]:
            with pytest.raises(refusal):
                state(leader, one, post, **wrong)
        entry = state(leader, one, post)
        assert (entry.state, entry.evidence) == ("provisional", "statement")
        with pytest.raises(HoursOverlap):
            state(leader, one, post, start=11, end=13)
        assert state(leader, one, post, start=12, end=13).minutes == 60

    def test_is_no_longer_than_what_was_planned(self, post, one, leader):
        volunteering.shift(post, starts_at=moment(1, 9), hours=2)
        with pytest.raises(HoursBeyondPlan):
            state(leader, one, post)
        assert state(leader, one, post, minutes=120).minutes == 120

    def test_is_made_within_ten_working_days(self, post, one, leader):
        with pytest.raises(HoursTooLate):
            state(leader, one, post, day_ago=30)

    def test_a_long_day_says_why_and_none_is_longer_than_ten_hours(self, post, one, leader):
        ours.entry(post, one, day_ago=3, from_hour=6, long=8)
        second = ours.attendance(post, one, day_ago=3, from_hour=15, long=2)
        assert hours.credit(actor=leader, signup=second).minutes == 120
        for refused in [{"day_ago": 3, "start": 20, "end": 20.5}, {"day_ago": 2, "start": 5.5, "end": 6}]:
            with pytest.raises(HoursTooMany):
                state(leader, one, volunteering.post(post.project), **refused)
        # 24 hours after the first the next day begins.
        assert state(leader, one, volunteering.post(post.project), day_ago=2, start=6, end=6.5).pk

    def test_the_rule_of_a_day_asks_for_words(self, one):
        check_day(one, moment(1, 8), 480, reason="")
        with pytest.raises(HoursNeedReason):
            check_day(one, moment(1, 8), 510, reason="")
        check_day(one, moment(1, 8), 510, reason="夜间值守")


class TestNotice:
    def test_hours_count_after_seven_days_to_the_second(self, post, one):
        entry = ours.entry(post, one, state="noticed")
        ends = entry.notice_ends_at

        assert hours.finalise(at=ends - SECOND) == 0
        assert totals.final_minutes(one) == 0
        assert hours.finalise(at=ends) == 1
        assert totals.final_minutes(one) == 180
        assert hours.finalise(at=ends + SECOND) == 0

    def test_what_somebody_disputes_waits(self, post, one, officer):
        entry = ours.entry(post, one, state="noticed")
        asked = dispute(entry)
        with pytest.raises(DisputeOpen):
            dispute(entry)

        assert hours.finalise(at=now() + 2 * WEEK) == 0
        with pytest.raises(AnswerMissing):
            corrections.refuse_dispute(actor=officer, dispute=asked, answer=" ")
        corrections.refuse_dispute(actor=officer, dispute=asked, answer="签到记录完整")
        with pytest.raises(DisputeAnswered):
            corrections.refuse_dispute(actor=officer, dispute=asked, answer="再答")
        entry.refresh_from_db()
        assert entry.state == "noticed"
        assert hours.finalise(at=now() + 2 * WEEK) == 1

    def test_manual_hours_of_a_project_wait_for_a_review(self, post, one, leader, officer):
        stated = state(leader, one, post)
        hours.confirm_hours(actor=ours.leader_of(post), entry=stated)
        scanned = ours.entry(post, one, state="noticed", day_ago=2)

        share = totals.share_of(post.project)
        assert (share.percent, share.waits_for_review) == (50, True)
        assert hours.finalise(at=now() + WEEK) == 1
        scanned.refresh_from_db()
        assert scanned.state == "final"
        with pytest.raises(NotAllowed):
            hours.accept_manual_share(actor=leader, project=post.project, reason="无签到条件")
        with pytest.raises(ReasonMissing):
            hours.accept_manual_share(actor=officer, project=post.project, reason="")
        hours.accept_manual_share(actor=officer, project=post.project, reason="无签到条件")
        with pytest.raises(ShareNotHigh):
            hours.accept_manual_share(actor=officer, project=post.project, reason="无签到条件")
        assert hours.finalise(at=now() + WEEK) == 1
        # More of it asks for another look.
        state(leader, one, post, day_ago=3)
        assert totals.share_of(post.project).waits_for_review


class TestCorrection:
    def test_upheld_mirrors_the_line_and_writes_another(self, post, one, officer):
        wrong = ours.entry(post, one, state="final")
        asked = dispute(wrong)
        right = corrections.uphold_dispute(actor=officer, dispute=asked, answer="应为 2.5 小时", minutes=150)

        wrong.refresh_from_db()
        mirror = wrong.reversals.get()
        assert (wrong.state, wrong.minutes, mirror.minutes, mirror.kind) == ("revoked", 180, 180, "reversal")
        assert (right.minutes, right.state, right.signup) == (150, "provisional", wrong.signup)
        assert totals.final_minutes(one) == 0
        with pytest.raises(SecondPersonNeeded):
            hours.confirm_hours(actor=officer, entry=right)
        hours.confirm_hours(actor=people.city_staff(), entry=right)

    def test_is_the_districts_business_and_leaves_one_reversal(self, post, one, leader, officer):
        entry = ours.entry(post, one)
        with pytest.raises(NotAllowed):
            corrections.correct_hours(actor=leader, entry=entry, reason="误记")
        with pytest.raises(NotAllowed):
            corrections.correct_hours(actor=people.officer("huantai"), entry=entry, reason="误记")
        assert corrections.correct_hours(actor=officer, entry=entry, reason="误记") is None
        with pytest.raises(HoursMoved):
            corrections.correct_hours(actor=officer, entry=entry, reason="再来")
        # The time is free again.
        assert state(leader, one, post).minutes == 180

    def test_somebody_elses_hours_are_not_disputed(self, post, one):
        with pytest.raises(NotAllowed):
            corrections.dispute_hours(actor=people.applicant(), entry=ours.entry(post, one), wrong="不对")


class TestWalls:
    @pytest.mark.parametrize(
        "change",
        [
            {"minutes": 30},
            {"volunteer": None},
            {"starts_at": None},
            {"kind": "reversal"},
            {"evidence": "import"},
            {"recorded_at": None},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_a_line_is_written_once(self, post, one, change):
        entry = ours.entry(post, one)
        with pytest.raises(DatabaseError), transaction.atomic():
            HourEntry.objects.filter(pk=entry.pk).update(**change)

    def test_a_line_is_never_deleted_and_does_not_jump(self, post, one):
        entry = ours.entry(post, one)
        with pytest.raises(DatabaseError, match="delete"), transaction.atomic():
            HourEntry.objects.filter(pk=entry.pk).delete()
        with pytest.raises(DatabaseError, match="transition"), transaction.atomic():
            HourEntry.objects.filter(pk=entry.pk).update(state="final", noticed_at=now(), final_at=now())

    @pytest.mark.parametrize(
        ("wall", "fields"),
        [
            ("hour_entry_counts_something", {"minutes": 0}),
            ("hour_entry_no_longer_than_its_span", {"minutes": 181}),
            ("hour_entry_reversal_takes_something_back", {"kind": "reversal", "state": "revoked"}),
            ("hour_entry_state_agrees_with_times", {"state": "final"}),
        ],
    )
    def test_what_cannot_be_written(self, post, one, leader, wall, fields):
        plain = {
            "volunteer": one,
            "project": post.project,
            "post": post,
            "organiser": post.project.organiser,
            "starts_at": moment(1, 9),
            "ends_at": moment(1, 12),
            "minutes": 180,
            "evidence": "statement",
            "recorded_by": leader,
        }
        with pytest.raises(IntegrityError, match=wall), transaction.atomic():
            HourEntry.objects.create(**plain | fields)
        # The negative control: without the fault it is written.
        assert HourEntry.objects.create(**plain).pk

    def test_a_reversal_mirrors_its_credit(self, post, one, leader):
        entry = ours.entry(post, one)
        mirrored = {
            name: getattr(entry, name)
            for name in ("volunteer", "project", "post", "organiser", "starts_at", "ends_at", "evidence")
        }
        with (
            pytest.raises(IntegrityError, match="hour_entry_reversal_mirrors_its_credit"),
            transaction.atomic(),
        ):
            HourEntry.objects.create(
                **mirrored, minutes=150, kind="reversal", reverses=entry, state="revoked", recorded_by=leader
            )


def test_years_and_stars_go_by_final_hours(post, one, settings):
    ours.entry(post, one, state="final")
    ours.entry(post, one, state="confirmed", day_ago=3)
    [year] = totals.years_of(HourEntry.objects.filter(volunteer=one))
    assert (year.minutes, year.entries, year.year) == (180, 1, moment(1, 9).year)

    assert [totals.stars_of(minutes * 60).count for minutes in (99, 100, 300, 1499, 1500)] == [0, 1, 2, 4, 5]
    assert totals.stars_of(90 * 60).missing_hours == 10
    assert totals.stars_of(1500 * 60).next_hours is None


def test_a_late_job_dates_the_certificate_by_the_end_of_its_notice(post, one):
    ours.entry(post, one, state="final")
    paper = ours.certificate(post, one, state="issued")
    assert certificates.take_effect(at=paper.takes_effect_at - SECOND) == 0
    assert certificates.take_effect(at=paper.takes_effect_at + 3 * WEEK) == 1
    paper.refresh_from_db()
    assert paper.valid_at == paper.takes_effect_at
