"""补记申请: a service without a line is claimed in time, and answered with a statement or a reason."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from tests import hours as ours
from tests import people, volunteering
from tests.hours import moment
from tests.people import signed_in
from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    AnswerMissing,
    ClaimAnswered,
    HoursBeyondPlan,
    HoursClaimed,
    HoursOverlap,
    HoursTimesWrong,
    HoursTooLate,
    PostNotCredited,
    SecondPersonNeeded,
)
from volunteers.models import HourClaim, Post, TeamMember
from volunteers.queues import CLAIMS
from volunteers.services import hour_claims, hours
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db


def claim(one, post, *, day_ago=1, start=9, end=12, reason="手机没电", actor=None):
    return hour_claims.claim_hours(
        actor=actor or volunteering.user_of(one),
        volunteer=one,
        post=post,
        starts_at=moment(day_ago, start),
        ends_at=moment(day_ago, end),
        reason=reason,
    )


class TestAsking:
    def test_is_for_oneself_in_time_with_a_reason_and_no_line(self, post, one, leader):
        for refusal, wrong in [
            (ReasonMissing, {"reason": " "}),
            (HoursTimesWrong, {"start": 12, "end": 9}),
            (HoursTimesWrong, {"day_ago": -1}),
            (HoursTooLate, {"day_ago": 30}),
            (NotAllowed, {"actor": people.applicant()}),
        ]:
            with pytest.raises(refusal):
                claim(one, post, **wrong)
        asked = claim(one, post)
        assert Notice.objects.filter(kind="volunteers.claim_asked", to=leader.person).count() == 1
        assert asked.due_at > now()
        with pytest.raises(HoursClaimed):
            claim(one, post)
        ours.entry(post, one, day_ago=2)
        with pytest.raises(HoursOverlap):
            claim(one, post, day_ago=2, start=11, end=13)
        with pytest.raises(PostNotCredited):
            claim(one, volunteering.post(post.project, is_credited=False), day_ago=3)

    def test_posts_are_those_of_ones_teams_and_shifts(self, post, one, leader):
        volunteering.post()
        assert not Post.objects.served_by(one).exists()
        TeamMember.objects.create(
            volunteer=one, team=post.project.organiser, state="active", decided_at=now(), decided_by=leader
        )
        ours.attendance(post, one)
        other = ours.attendance(volunteering.post(), one, day_ago=2).shift.post
        assert {*Post.objects.served_by(one)} == {post, other}


class TestAnswer:
    def test_a_grant_is_a_statement_that_a_second_person_confirms(self, post, one, leader):
        volunteering.shift(post, starts_at=moment(1, 9), hours=2)
        asked = claim(one, post)
        with pytest.raises(HoursBeyondPlan):
            hour_claims.grant_claim(actor=leader, claim=asked, minutes=180)
        entry = hour_claims.grant_claim(actor=leader, claim=asked, minutes=120)
        assert (entry.evidence, entry.state, entry.minutes, entry.reason) == (
            *("statement", "provisional", 120),
            "手机没电",
        )
        assert (asked.state, asked.entry, asked.answered_by) == ("granted", entry, leader)
        with pytest.raises(SecondPersonNeeded):
            hours.confirm_hours(actor=leader, entry=entry)
        for late in (
            lambda: hour_claims.grant_claim(actor=leader, claim=asked, minutes=120),
            lambda: hour_claims.refuse_claim(actor=leader, claim=asked, answer="不实"),
        ):
            with pytest.raises(ClaimAnswered):
                late()

    def test_a_refusal_says_why_and_is_not_ones_own(self, post, one, leader):
        asked = claim(one, post)
        for actor in (ours.leader_of(volunteering.post()), people.officer("huantai")):
            with pytest.raises(NotAllowed):
                hour_claims.refuse_claim(actor=actor, claim=asked, answer="不实")
        with pytest.raises(AnswerMissing):
            hour_claims.refuse_claim(actor=leader, claim=asked, answer=" ")
        hour_claims.refuse_claim(actor=leader, claim=asked, answer="当天没有这个班次")
        assert Notice.objects.filter(kind="volunteers.claim_refused", to=one.person).count() == 1
        own = claim(volunteering.volunteer(leader), post)
        with pytest.raises(NotAllowed):
            hour_claims.grant_claim(actor=leader, claim=own, minutes=60)

    def test_an_account_that_is_closed_waits_for_nothing(self, post, one):
        asked = claim(one, post)
        assert hour_claims.end_claims_of([one.person_id]) == 1
        asked.refresh_from_db()
        assert asked.state == "refused"

    def test_the_database_takes_no_answer_without_its_entry_or_reason(self, post, one, leader):
        asked = claim(one, post)
        for change in ({"state": "granted"}, {"state": "refused", "answered_at": now()}):
            with (
                pytest.raises(IntegrityError, match="hour_claim_answered_with_an_entry_or_a_reason"),
                transaction.atomic(),
            ):
                HourClaim.objects.filter(pk=asked.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            HourClaim.objects.filter(pk=asked.pk).update(ends_at=moment(1, 13))
        # The negative control: with its reason it is taken.
        assert HourClaim.objects.filter(pk=asked.pk).update(state="refused", answered_at=now(), answer="不实")


def test_pages_from_the_claim_to_the_answer(post, one, leader):
    ours.attendance(post, one, day_ago=3)
    client, page = signed_in(volunteering.user_of(one)), reverse("volunteer_claim_hours")
    told = {
        "post": post.pk,
        "starts_at": f"{moment(1, 9):%Y-%m-%dT%H:%M}",
        "ends_at": f"{moment(1, 12):%Y-%m-%dT%H:%M}",
        "reason": "手机没电",
    }
    assert client.post(page, told).status_code == 302
    asked = HourClaim.objects.get()
    assert CLAIMS.count(leader) == 1
    desk = signed_in(leader)
    assert asked.get_absolute_url() in desk.get(reverse("volunteer_hour_desk")).text
    assert "请填写补录多少分钟" in desk.post(asked.get_absolute_url(), {"act": "grant"}).text
    desk.post(asked.get_absolute_url(), {"act": "refuse", "answer": "名册上没有"})
    assert "名册上没有" in client.get(page).text
    assert CLAIMS.count(leader) == 0
