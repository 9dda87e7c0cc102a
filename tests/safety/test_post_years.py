"""Model posts: a year is written and opened, a unit signs; each rule with the wall behind it."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from safety import post_errors as errors
from safety.models import (
    PostForm,
    PostRevision,
    PostRound,
    PostSheet,
    SafetyPost,
)
from safety.services.posts import (
    applying,
    reviewing,
    rounds,
)
from tests import guarding, people, posting
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice

pytestmark = pytest.mark.django_db
P, R, S = SafetyPost.State, PostRound.State, PostSheet.State
DAY = timedelta(days=1)


def kinds(user):
    rows = Notice.objects.filter(to=user.person).order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("safety.") for kind in rows]


def noon(day):
    return standing_at(at(day, time(12)))


def state_of(row):
    return type(row).objects.get(pk=row.pk).state


# --- the year ------------------------------------------------------------------------------------


def test_a_year_opens_with_a_published_form_and_a_quota():
    by = posting.city()
    made = rounds.write_round(actor=by, plan=posting.round_plan())
    with pytest.raises(errors.PostRoundNotReady):
        rounds.open_round(actor=by, round=made)
    form = made.forms.get()
    rounds.add_criterion(actor=by, form=form, kind="score", name="安全管理", most=10, weight=60)
    with pytest.raises(errors.PostFormNotReady):
        rounds.publish_form(actor=by, form=form)
    rounds.add_criterion(actor=by, form=form, kind="score", name="创建成效", most=10, weight=40)
    rounds.publish_form(actor=by, form=form)
    with pytest.raises(errors.PostRoundNotReady):
        rounds.open_round(actor=by, round=made)
    rounds.set_quota(actor=by, round=made, district=Organisation.objects.get(code="linzi"), places=3)
    assert rounds.open_round(actor=by, round=made).state == R.OPEN


def test_a_district_writes_no_year():
    with pytest.raises(NotAllowed):
        rounds.write_round(actor=posting.district_officer(), plan=posting.round_plan())


def test_there_is_one_year_of_a_year():
    of = posting.year()
    with pytest.raises(errors.PostRoundYearTaken):
        rounds.write_round(actor=posting.city(), plan=posting.round_plan(year=of.year))
    with pytest.raises(errors.PostRoundDaysWrong):
        posting.draft_round(opens_on=today(), closes_on=today() - DAY)


def test_what_is_published_never_changes():
    form = posting.year().forms.get()
    with pytest.raises(errors.PostFormNotReady):
        rounds.add_criterion(actor=posting.city(), form=form, kind="score", name="另加", most=1, weight=1)
    with pytest.raises(InternalError), transaction.atomic():
        PostForm.objects.filter(pk=form.pk).update(team_most=900)
    with pytest.raises(IntegrityError, match="post_criterion_stays_once_published"), transaction.atomic():
        form.criteria.update(most=100)


def test_a_draft_keeps_the_version_that_it_was_begun_under():
    of = posting.year()
    old = posting.written(of)
    newer = rounds.new_version(actor=posting.city(), round=of, team_most=15)
    assert newer.criteria.count() == 5
    rounds.publish_form(actor=posting.city(), form=newer)
    assert posting.sign(old).form.version == 1
    young = posting.written(of)
    assert young.form.version == 2
    with pytest.raises(errors.TeamTooBig, match="15 人，现填 20 人"):
        posting.sign(young)


def test_one_version_at_a_time_is_written():
    of = posting.year()
    rounds.new_version(actor=posting.city(), round=of)
    with pytest.raises(errors.PostFormOpen):
        rounds.new_version(actor=posting.city(), round=of)


@pytest.mark.parametrize(
    ("kind", "weight", "most"),
    [("score", 0, 10), ("score", 10, 0), ("deduction", 5, 5), ("veto", 0, 2), ("score", 101, 10)],
)
def test_a_line_of_the_sheet_is_of_its_kind(kind, weight, most):
    made = rounds.write_round(actor=posting.city(), plan=posting.round_plan())
    with pytest.raises(errors.CriterionWrong):
        rounds.add_criterion(
            actor=posting.city(), form=made.forms.get(), kind=kind, name="错", weight=weight, most=most
        )


# --- the unit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "refusal", "words"),
    [
        ({"team_size": 101, "young": 90}, errors.TeamTooBig, "集体一般不超过 100 人，现填 101 人"),
        ({"young": 11}, errors.TooFewYoung, "35 周岁以下青年须占 60% 以上，现为 55%"),
        ({"leader_age": 36}, errors.LeaderTooOld, "至少一名负责人不超过 35 周岁，现填 36 周岁"),
    ],
)
def test_a_team_outside_the_form_is_not_signed_and_the_rule_is_named(told, refusal, words):
    post = posting.written(posting.year(), **told)
    with pytest.raises(refusal, match=words):
        posting.sign(post)
    assert state_of(post) == P.DRAFT


@pytest.mark.parametrize(
    "told", [{"team_size": 100, "young": 60}, {"young": 12}, {"leader_age": 35}, {"team_size": 1, "young": 1}]
)
def test_the_limits_themselves_are_within(told):
    assert posting.signed(posting.year(), **told).state == P.UNIT_SIGNED


def test_the_database_itself_signs_no_team_outside_the_form():
    post = posting.written(posting.year(), young=11)
    with pytest.raises(IntegrityError, match="post_team_within_the_form"), transaction.atomic():
        post.revisions.update(signed_at=people.now(), signed_by=posting.city())


def test_more_young_than_members_are_refused():
    post = posting.started(posting.year())
    told = posting.team_told(team_size=5, young=6)
    with pytest.raises(errors.TeamYoungerThanItIs):
        applying.write_revision(actor=posting.unit(post.enterprise), post=post, told=told)


def test_what_was_signed_never_changes():
    post = posting.signed(posting.year())
    with pytest.raises(InternalError), transaction.atomic():
        post.revisions.update(team_size=30)
    with pytest.raises(InternalError), transaction.atomic():
        post.revisions.all().delete()


def test_a_unit_signs_for_the_truth_and_only_what_it_wrote():
    post = posting.started(posting.year())
    by = posting.unit(post.enterprise)
    with pytest.raises(errors.RevisionMissing):
        posting.sign(post)
    with pytest.raises(errors.PostNotTruthful):
        applying.sign_post(actor=by, post=post, is_true=False)


def test_another_enterprise_neither_writes_nor_signs_nor_sees():
    post = posting.written(posting.year())
    stranger = guarding.safety_officer(guarding.enterprise(), name="外安")
    with pytest.raises(NotAllowed):
        applying.sign_post(actor=stranger, post=post, is_true=True)
    assert not SafetyPost.objects.visible_to(stranger).exists()
    assert not PostRevision.objects.visible_to(stranger).exists()


def test_a_draft_is_the_unit_s_alone_and_another_district_never_sees_a_post():
    of = posting.year()
    draft, post = posting.written(of), posting.signed(of)
    assert set(SafetyPost.objects.visible_to(posting.district_officer())) == {post}
    assert set(SafetyPost.objects.visible_to(posting.city())) == {post}
    assert not SafetyPost.objects.visible_to(posting.district_officer("linzi")).exists()
    assert set(SafetyPost.objects.visible_to(posting.unit(draft.enterprise))) == {draft}


def test_a_team_applies_once_a_year_and_again_after_it_was_withdrawn():
    of = posting.year()
    one = posting.started(of)
    by = posting.unit(one.enterprise)
    again = {"actor": by, "round": of, "enterprise": one.enterprise, "team_name": one.team_name}
    with pytest.raises(errors.TeamApplied):
        applying.start_post(**again)
    applying.withdraw_post(actor=by, post=one)
    assert applying.start_post(**again).state == P.DRAFT


def test_nobody_applies_before_it_opens_or_after_it_closes():
    early = posting.year(opens_on=today() + DAY)
    with pytest.raises(errors.PostRoundClosed):
        posting.started(early)
    of = posting.year()
    post = posting.written(of)
    with noon(of.closes_on):
        posting.started(of)
    with noon(of.closes_on + DAY):
        with pytest.raises(errors.PostRoundClosed):
            posting.started(of)
        with pytest.raises(errors.PostRoundClosed):
            posting.sign(post)


def test_who_was_sent_back_signs_again_after_the_closing_day():
    of = posting.year()
    post = posting.taken_up(of)
    reviewing.return_post(actor=posting.district_officer(), post=post, words="请补充做法。")
    by = posting.unit(post.enterprise)
    with noon(of.closes_on + DAY):
        applying.write_revision(actor=by, post=post, told=posting.team_told(deeds="补充。"))
        again = posting.sign(post)
    assert (again.state, again.revision) == (P.UNIT_SIGNED, 2)
    assert kinds(by) == ["post_returned"]
