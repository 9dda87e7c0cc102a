"""Model posts by their services: from the unit's signature to the report, each rule with the wall behind it."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from safety import post_errors as errors
from safety.models import (
    EnterpriseAccident,
    PostCheck,
    PostCriterion,
    PostForm,
    PostObjection,
    PostQuota,
    PostRevision,
    PostRound,
    PostScore,
    PostSheet,
    SafetyPost,
)
from safety.services.posts import (
    applying,
    choosing,
    due,
    judging,
    keeping_names,
    naming,
    noticing,
    reviewing,
    rounds,
    seating,
)
from tests import guarding, people, posting
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, standing_at, today, workdays_after
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


# --- district and city ---------------------------------------------------------------------------


def test_another_district_neither_takes_up_nor_recommends():
    post = posting.signed(posting.year())
    with pytest.raises(NotAllowed):
        reviewing.take_up(actor=posting.district_officer("linzi"), post=post)
    with pytest.raises(NotAllowed):
        reviewing.take_up(actor=posting.unit(post.enterprise), post=post)


def test_a_district_recommends_within_its_quota_and_a_place_that_falls_free_is_given_again():
    of = posting.year(quotas={"zhangdian": 1, "linzi": 1})
    one, two = posting.recommended(of), posting.taken_up(of)
    with pytest.raises(errors.QuotaUsedUp):
        posting.recommend(two)
    assert posting.recommended(of, district="linzi").state == P.CITY_SCREENING
    reviewing.decline_post(actor=posting.city(), post=one, words="材料不实。")
    assert posting.recommend(two).state == P.CITY_SCREENING
    assert PostQuota.objects.get(round=of, district__code="zhangdian").taken == 1


def test_a_district_without_a_quota_recommends_nobody():
    post = posting.taken_up(posting.year(quotas={"zhangdian": 5}), district="boshan")
    with pytest.raises(errors.QuotaUsedUp):
        posting.recommend(post)


def test_a_quota_is_never_set_below_what_was_recommended():
    of = posting.year()
    posting.recommended(of)
    home = Organisation.objects.get(code="zhangdian")
    with pytest.raises(errors.QuotaBelowTaken):
        rounds.set_quota(actor=posting.city(), round=of, district=home, places=0)


def test_whoever_signed_for_the_unit_decides_nothing_under_another_office():
    of = posting.year()
    post = posting.signed(of)
    two_hats = posting.unit(post.enterprise)
    home = Organisation.objects.get(code="zhangdian")
    two_hats.person.memberships.create(organisation=home, role="district_officer", from_on=people.LONG_AGO)
    from zibo_youth.accounts.models import User

    with pytest.raises(errors.PostOwnReview):
        reviewing.take_up(actor=User.objects.get(pk=two_hats.pk), post=post)


def test_words_are_owed_to_whom_they_concern():
    post = posting.taken_up(posting.year())
    by = posting.district_officer()
    for act in (reviewing.return_post, reviewing.decline_post):
        with pytest.raises(errors.PostReasonMissing):
            act(actor=by, post=post, words="  ")
    with pytest.raises(errors.PostReasonMissing):
        reviewing.recommend(actor=by, post=post, opinion="")


# --- accidents -----------------------------------------------------------------------------------


def accident(enterprise, days_ago=30, grade="serious"):
    return keeping_names.record_accident(
        actor=posting.city(),
        enterprise=enterprise,
        happened_on=today() - timedelta(days=days_ago),
        grade=grade,
        source="应急管理部门通报",
    )


def test_a_serious_accident_keeps_a_team_out_and_a_light_one_or_one_of_long_ago_does_not():
    of = posting.year()
    free, barred = posting.written(of), posting.written(of)
    accident(free.enterprise, grade="light")
    accident(free.enterprise, days_ago=800)
    assert posting.sign(free).state == P.UNIT_SIGNED
    accident(barred.enterprise)
    with pytest.raises(errors.SeriousAccident, match="2 年内不能申报"):
        posting.sign(barred)


def test_an_accident_excludes_what_is_applied_for_and_frees_its_place():
    of = posting.year(quotas={"zhangdian": 1})
    post = posting.recommended(of)
    accident(post.enterprise)
    out = posting.refreshed(post)
    assert (out.state, out.exclusion) == (P.EXCLUDED, "accident")
    assert kinds(posting.unit(post.enterprise)) == ["post_excluded"]
    assert PostQuota.objects.get(round=of).taken == 0


def test_a_team_with_an_accident_is_excluded_whatever_its_points():
    of, posts = posting.scoring(3)
    posting.all_judged(posts)
    made = EnterpriseAccident(
        enterprise=posts[0].enterprise,
        happened_on=today(),
        grade="fatal",
        source="补录",
        recorded_by=posting.city(),
    )
    made.save()  # past the service: nobody was told
    choosing.make_shortlist(actor=posting.city(), round=of)
    assert [state_of(each) for each in posts] == [P.EXCLUDED, P.SHORTLISTED, P.SHORTLISTED]


def test_the_database_itself_lets_no_team_with_an_accident_further():
    _of, posts = posting.shortlisted(2)
    EnterpriseAccident.objects.create(
        enterprise=posts[0].enterprise,
        happened_on=today(),
        grade="fatal",
        source="补录",
        recorded_by=posting.city(),
    )
    days = {"notice_from": today(), "notice_until": today() + 7 * DAY}
    with pytest.raises(IntegrityError, match="post_without_a_serious_accident"), transaction.atomic():
        SafetyPost.objects.filter(pk=posts[0].pk).update(state=P.PUBLIC_NOTICE, **days)
    with pytest.raises(errors.PostAccidentNow):
        noticing.open_notice(actor=posting.city(), round=posts[0].round)


def test_one_that_was_recorded_by_mistake_is_voided_with_a_reason_and_never_changed():
    enterprise = guarding.enterprise()
    made = accident(enterprise)
    with pytest.raises(InternalError), transaction.atomic():
        EnterpriseAccident.objects.update(grade="light")
    with pytest.raises(errors.PostReasonMissing):
        keeping_names.void_accident(actor=posting.city(), accident=made, reason="")
    keeping_names.void_accident(actor=posting.city(), accident=made, reason="重复登记")
    with pytest.raises(errors.AccidentVoided):
        keeping_names.void_accident(actor=posting.city(), accident=made, reason="重复登记")
    assert posting.signed(posting.year(), enterprise).state == P.UNIT_SIGNED


def test_an_accident_lies_behind_us_has_a_source_and_is_never_told_by_the_enterprise():
    enterprise = guarding.enterprise()
    with pytest.raises(errors.AccidentInFuture):
        accident(enterprise, days_ago=-1)
    with pytest.raises(NotAllowed):
        keeping_names.record_accident(
            actor=posting.unit(enterprise),
            enterprise=enterprise,
            happened_on=today(),
            grade="light",
            source="自报",
        )


# --- seats and recusal ---------------------------------------------------------------------------


def sheets(post):
    rows = post.sheets.order_by("pk").select_related("reviewer__person")
    return {each.reviewer.person.full_name: (each.state, each.recusal) for each in rows}


def test_scenario_25_a_reviewer_of_the_team_s_own_enterprise_is_recused_and_replaced():
    of = posting.year()
    post = posting.registered(of)
    posting.seat(of, posting.reviewer_user(post.enterprise.organisation, "本企"))
    for name in ("甲评", "乙评"):
        posting.seat(of, posting.reviewer_user(name=name))
    with pytest.raises(errors.TooFewReviewers, match="还缺 1 名评审员"):
        posting.open_scoring(of)
    posting.seat(of, posting.reviewer_user(name="丙评"))
    posting.open_scoring(of)
    assert sheets(post) == {
        "本企": (S.RECUSED, "organisation"),
        "甲评": (S.ASSIGNED, ""),
        "乙评": (S.ASSIGNED, ""),
        "丙评": (S.ASSIGNED, ""),
    }


def test_who_leads_the_district_and_who_worked_on_the_post_are_recused():
    of = posting.year()
    post = posting.registered(of)
    home = Organisation.objects.get(code="zhangdian")
    leader = posting.reviewer_user(name="区导")
    leader.person.memberships.create(organisation=home, role="district_officer", from_on=people.LONG_AGO)
    worked = post.transitions.get(to_state=P.CITY_SCREENING).actor
    worked.person.memberships.create(
        organisation=Organisation.objects.get(code="city"), role="post_reviewer", from_on=people.LONG_AGO
    )
    worked.person.memberships.filter(role="district_officer").update(until_on=today() - DAY)
    for user in (leader, worked):
        posting.seat(of, user)
    posting.panel(of, 3)
    posting.open_scoring(of)
    assert sheets(post)["区导"] == (S.RECUSED, "district")
    assert sheets(post)["区安"] == (S.RECUSED, "own_work")


def test_the_database_itself_gives_no_seat_to_who_works_at_the_unit():
    of, (post, *_others) = posting.scoring(1)
    insider = posting.reviewer_user(post.enterprise.organisation)
    judge = of.reviewers.create(person=insider.person, seated_by=posting.city())
    with pytest.raises(IntegrityError, match="post_sheet_without_an_interest"), transaction.atomic():
        PostSheet.objects.create(round=of, post=post, reviewer=judge, revision=1, seat=9)


def test_an_interest_that_comes_up_later_keeps_the_sheet_from_being_handed_in():
    _of, (post, *_others) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    sheet.reviewer.person.memberships.create(
        organisation=post.enterprise.organisation, role="safety_officer", from_on=today()
    )
    with pytest.raises(errors.MustRecuse, match="同一单位"):
        posting.judge(sheet)


def test_who_declares_an_interest_is_replaced_and_the_load_is_shared():
    _of, posts = posting.scoring(1, reviewers=4)
    sheet = posting.owed(posts[0])[0]
    by = sheet.reviewer.person.users.get()
    with pytest.raises(errors.RecusalUnknown):
        seating.recuse(actor=by, sheet=sheet, why="organisation")
    seating.recuse(actor=by, sheet=sheet, why="relative")
    assert sheet.state == S.RECUSED
    assert len(posting.owed(posts[0])) == 3
    with pytest.raises(errors.SheetMoved):
        seating.recuse(actor=by, sheet=sheet, why="other")


def test_a_seat_that_nobody_is_left_for_waits_for_a_new_reviewer():
    of, posts = posting.scoring(1, reviewers=3)
    sheet = posting.owed(posts[0])[0]
    seating.recuse(actor=sheet.reviewer.person.users.get(), sheet=sheet, why="other")
    for each in posting.owed(posts[0]):
        posting.judge(each)
    with pytest.raises(errors.SheetsMissing, match="1 份"):
        choosing.make_shortlist(actor=posting.city(), round=of)
    posting.panel(of, 1)
    posting.all_judged(posts)
    assert choosing.make_shortlist(actor=posting.city(), round=of).state == R.SHORTLISTED


def test_sheets_are_shared_out_evenly():
    of, _posts = posting.scoring(4, reviewers=6, places=4)
    load = sorted(each.sheets.filter(state=S.ASSIGNED).count() for each in of.reviewers.all())
    assert load == [2, 2, 2, 2, 2, 2]


def test_only_who_holds_the_office_is_seated_and_once():
    of = posting.year()
    with pytest.raises(errors.NoSuchReviewer):
        posting.seat(of, people.applicant())
    user = posting.reviewer_user()
    posting.seat(of, user)
    with pytest.raises(errors.ReviewerSeated):
        posting.seat(of, user)


def test_a_reviewer_who_is_dismissed_leaves_what_is_owed_to_others():
    _of, posts = posting.scoring(1, reviewers=4)
    sheet = posting.owed(posts[0])[0]
    seating.dismiss_reviewer(actor=posting.city(), reviewer=sheet.reviewer)
    assert len(posting.owed(posts[0])) == 3
    assert sheet.reviewer_id not in {each.reviewer_id for each in posting.owed(posts[0])}


# --- sheets --------------------------------------------------------------------------------------


def test_scenario_25_a_line_marked_not_applicable_lowers_nobody_s_mean():
    of, posts = posting.scoring(2)
    for sheet in posting.owed(posts[0]):
        posting.judge(sheet, 1.0, n2=None)
    for sheet in posting.owed(posts[1]):
        posting.judge(sheet, 1.0)
    choosing.make_shortlist(actor=posting.city(), round=of)
    assert [posting.refreshed(each).mean for each in posts] == [100, 100]


def test_a_sheet_is_handed_in_once_whole_and_by_its_reviewer():
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    by = sheet.reviewer.person.users.get()
    with pytest.raises(NotAllowed):
        judging.submit_sheet(actor=posting.city(), sheet=sheet, points=posting.points(post))
    short = dict(list(posting.points(post).items())[1:])
    with pytest.raises(errors.PointsMissing):
        judging.submit_sheet(actor=by, sheet=sheet, points=short)
    with pytest.raises(errors.PointsMissing):
        posting.judge(sheet, n4=None)  # a deduction is not left open
    with pytest.raises(errors.NothingJudged):
        posting.judge(sheet, n1=None, n2=None, n3=None)
    with pytest.raises(errors.PointsOutsideTheForm):
        posting.judge(sheet, n1=11)
    posting.judge(sheet)
    with pytest.raises(errors.SheetMoved):
        posting.judge(sheet)


def test_what_was_handed_in_never_changes():
    _of, (post,) = posting.scoring(1)
    sheet = posting.judge(posting.owed(post)[0])
    for change in (
        lambda: PostScore.objects.filter(sheet=sheet).update(points=1),
        lambda: PostScore.objects.filter(sheet=sheet).delete(),
        lambda: PostSheet.objects.filter(pk=sheet.pk).update(remark="改"),
        lambda: PostSheet.objects.filter(pk=sheet.pk).update(state=S.ASSIGNED),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_a_score_is_of_a_submitted_sheet_and_of_the_form_that_was_judged():
    of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    line = PostCriterion.objects.filter(form=post.form).first()
    wall = "post_score_of_its_form_and_within_the_most"
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        PostScore.objects.create(sheet=sheet, criterion=line, points=1)
    other = posting.year().forms.get().criteria.first()
    posting.judge(sheet)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        PostScore.objects.create(sheet=sheet, criterion=other, points=1)
    assert of.state == R.SCORING


def test_a_newer_text_asks_for_new_sheets_and_the_old_stay_readable():
    of, posts = posting.scoring(2)
    for post in posts:
        for sheet in posting.owed(post):
            posting.judge(sheet, 0.5)
    back = posts[0]
    reviewing.return_post(actor=posting.city(), post=back, words="数据有误，请更正。")
    assert set(back.sheets.values_list("state", flat=True)) == {S.SUPERSEDED}
    with pytest.raises(errors.TeamsBeingMended):
        choosing.make_shortlist(actor=posting.city(), round=of)
    applying.write_revision(actor=posting.unit(back.enterprise), post=back, told=posting.team_told(young=16))
    again = posting.sign(back)
    reviewing.take_up(actor=posting.district_officer(), post=again)
    posting.register(posting.recommend(again))
    newer = posting.owed(posting.refreshed(back))
    assert {each.revision for each in newer} == {2}
    assert len(newer) == 3
    for sheet in newer:
        posting.judge(sheet, 1.0)
    choosing.make_shortlist(actor=posting.city(), round=of)
    done = posting.refreshed(back)
    assert (done.mean, done.rank) == (100, 1)
    assert PostScore.objects.filter(sheet__post=back, sheet__revision=1).count() == 15


def test_a_veto_that_a_reviewer_ticked_waits_for_the_city():
    of, posts = posting.scoring(2)
    first, *others = posting.owed(posts[0])
    posting.judge(first, 1.0, n5=1)
    for sheet in [*others, *posting.owed(posts[1])]:
        posting.judge(sheet, 0.6)
    with pytest.raises(errors.VetoUndecided, match=posts[0].team_name):
        choosing.make_shortlist(actor=posting.city(), round=of)
    reviewing.clear_vetoes(actor=posting.city(), post=posts[0], words="已核实，不存在瞒报。")
    assert choosing.make_shortlist(actor=posting.city(), round=of).state == R.SHORTLISTED


def test_a_veto_that_is_confirmed_excludes_the_best():
    of, posts = posting.scoring(2)
    posting.all_judged(posts)
    reviewing.exclude_post(actor=posting.city(), post=posts[0], reason="veto", words="瞒报。")
    choosing.make_shortlist(actor=posting.city(), round=of)
    assert [state_of(each) for each in posts] == [P.EXCLUDED, P.SHORTLISTED]
    with pytest.raises(errors.ExclusionUnknown):
        reviewing.exclude_post(actor=posting.city(), post=posts[1], reason="weather", words="雨。")


def test_with_five_reviewers_one_highest_and_one_lowest_are_left_out():
    of, posts = posting.scoring(1, reviewers=5, reviewers_each=5)
    for sheet, share in zip(posting.owed(posts[0]), (0, 0.5, 0.5, 0.5, 1), strict=True):
        posting.judge(sheet, share)
    choosing.make_shortlist(actor=posting.city(), round=of)
    done = posting.refreshed(posts[0])
    assert (done.mean, done.spread) == (50, 0)


# --- the shortlist, the notice, the award --------------------------------------------------------


def test_the_best_are_shortlisted_within_the_places_and_each_is_told():
    of, posts = posting.shortlisted(3)
    assert [(each.state, each.rank) for each in posts] == [
        (P.SHORTLISTED, 1),
        (P.SHORTLISTED, 2),
        (P.NOT_SELECTED, 3),
    ]
    assert of.taken == 2
    assert kinds(posting.unit(posts[2].enterprise)) == ["post_not_selected"]


def test_the_database_itself_shortlists_nobody_above_the_places():
    _of, posts = posting.shortlisted(3)
    with pytest.raises(IntegrityError, match="post_round_never_overfull"), transaction.atomic():
        SafetyPost.objects.filter(pk=posts[2].pk).update(state=P.SHORTLISTED)


def test_a_place_that_falls_free_goes_to_the_next_by_rank_with_a_notice_of_its_own():
    of, posts = posting.in_notice(3)
    with pytest.raises(errors.ShortlistFull):
        choosing.promote_next(actor=posting.city(), round=of)
    reviewing.exclude_post(actor=posting.city(), post=posts[0], reason="concealed", words="瞒报。")
    with noon(today() + 3 * DAY):
        assert choosing.promote_next(actor=posting.city(), round=of) == posts[2]
        with pytest.raises(errors.NoticeMissing):
            naming.award_posts(actor=posting.city(), round=of)
        noticing.open_notice(actor=posting.city(), round=of)
    one, two = posting.refreshed(posts[1]), posting.refreshed(posts[2])
    assert two.notice_until > one.notice_until
    with noon(one.notice_until + DAY), pytest.raises(errors.NoticeRuns):
        naming.award_posts(actor=posting.city(), round=of)
    posting.award(of)
    assert [state_of(each) for each in posts] == [P.EXCLUDED, P.AWARDED, P.AWARDED]


def test_the_notice_runs_five_whole_working_days_and_its_last_day_counts():
    of, posts = posting.in_notice(1)
    last = posts[0].notice_until
    assert last == workdays_after(today(), 5)
    with noon(last), pytest.raises(errors.NoticeRuns):
        naming.award_posts(actor=posting.city(), round=of)
    assert posting.award(of).state == R.AWARDED


def test_the_database_itself_names_nobody_before_the_notice_is_over():
    _of, posts = posting.in_notice(1)
    named = {"awarded_on": posts[0].notice_until, "number": 1, "valid_until": today() + 900 * DAY}
    with pytest.raises(IntegrityError, match="post_awarded_after_its_notice"), transaction.atomic():
        SafetyPost.objects.filter(pk=posts[0].pk).update(state=P.AWARDED, **named)


def test_an_award_waits_for_every_objection_to_be_answered():
    of, posts = posting.in_notice(2)
    objector = people.applicant("孙异")
    made = noticing.object_to(actor=objector, post=posts[0], text="该班组上月有人违章。")
    with pytest.raises(errors.PostObjectionWaiting):
        noticing.object_to(actor=objector, post=posts[0], text="再说一次。")
    with pytest.raises(errors.ObjectionsOpen):
        posting.award(of)
    assert [state_of(each) for each in posts] == [P.PUBLIC_NOTICE, P.PUBLIC_NOTICE]
    noticing.answer_objection(actor=posting.city(), objection=made, is_upheld=False, answer="经核实不属实。")
    assert kinds(objector) == ["post_objection_answered"]
    posting.award(of)
    assert [state_of(each) for each in posts] == [P.AWARDED, P.AWARDED]


def test_the_database_itself_names_nobody_against_an_open_objection():
    _of, posts = posting.in_notice(1)
    noticing.object_to(actor=people.applicant(), post=posts[0], text="有异议。")
    day = posting.day_after(posts[0])
    named = {"awarded_on": day, "number": 1, "valid_until": day + 900 * DAY}
    with pytest.raises(IntegrityError, match="post_award_without_an_open_objection"), transaction.atomic():
        SafetyPost.objects.filter(pk=posts[0].pk).update(state=P.AWARDED, **named)


def test_an_objection_that_holds_puts_the_team_out():
    of, posts = posting.in_notice(2)
    made = noticing.object_to(actor=people.applicant(), post=posts[0], text="人数不实。")
    noticing.answer_objection(actor=posting.city(), objection=made, is_upheld=True, answer="情况属实。")
    with pytest.raises(errors.PostObjectionAnswered):
        noticing.answer_objection(actor=posting.city(), objection=made, is_upheld=False, answer="改。")
    posting.award(of)
    assert [state_of(each) for each in posts] == [P.EXCLUDED, P.AWARDED]
    assert posting.refreshed(posts[1]).number == 1


def test_objections_are_heard_while_the_notice_runs_and_not_before_or_after():
    of, posts = posting.shortlisted(1)
    with pytest.raises(errors.NoPostNotice):
        noticing.object_to(actor=people.applicant(), post=posts[0], text="早。")
    noticing.open_notice(actor=posting.city(), round=of)
    post = posting.refreshed(posts[0])
    with noon(post.notice_until):
        noticing.object_to(actor=people.applicant(), post=post, text="最后一天。")
    with noon(post.notice_until + DAY), pytest.raises(errors.NoPostNotice):
        noticing.object_to(actor=people.applicant(), post=post, text="晚。")
    draft, by = posting.written(posting.year()), people.applicant().person
    with pytest.raises(IntegrityError, match="post_objection_while_its_notice_runs"), transaction.atomic():
        PostObjection.objects.create(post=draft, by=by, text="无公示。")


def test_neither_unit_nor_district_reads_who_objected():
    _of, posts = posting.in_notice(1)
    noticing.object_to(actor=people.applicant(), post=posts[0], text="有异议。")
    for user in (posting.unit(posts[0].enterprise), posting.district_officer(), people.administrator()):
        assert not PostObjection.objects.visible_to(user).exists()
    assert PostObjection.objects.visible_to(posting.city()).count() == 1


def test_who_is_named_has_a_number_by_rank_and_a_last_day_and_all_are_reported_up():
    of, posts = posting.awarded(2)
    assert [each.number for each in posts] == [1, 2]
    assert posts[0].plate == f"淄青安岗〔{of.year}〕001"
    assert posts[0].valid_until == posts[0].awarded_on.replace(year=posts[0].awarded_on.year + 3) - DAY
    with noon(posts[0].awarded_on):
        naming.report_up(actor=posting.city(), round=of)
    assert [state_of(each) for each in posts] == [P.REPORTED_UP, P.REPORTED_UP]
    with pytest.raises(errors.PostRoundMoved):
        naming.report_up(actor=posting.city(), round=of)
    assert kinds(posting.unit(posts[0].enterprise)) == [
        "post_shortlisted",
        "post_in_notice",
        "post_awarded",
        "post_reported",
    ]


def test_nothing_is_reported_before_it_is_named():
    of, _posts = posting.in_notice(1)
    with pytest.raises(errors.PostRoundMoved):
        naming.report_up(actor=posting.city(), round=of)


def test_scoring_waits_for_every_review_and_ends_who_did_not_sign():
    of = posting.year()
    posting.registered(of)
    waiting, draft = posting.signed(of), posting.written(of)
    posting.panel(of)
    with pytest.raises(errors.ReviewsWaiting, match="1 份"):
        posting.open_scoring(of)
    applying.withdraw_post(actor=posting.unit(waiting.enterprise), post=waiting)
    posting.open_scoring(of)
    assert state_of(draft) == P.ENDED
    assert kinds(posting.unit(draft.enterprise)) == ["post_ended"]


def test_a_year_without_anybody_is_not_scored():
    of = posting.year()
    posting.panel(of)
    with pytest.raises(errors.NobodyRegistered):
        posting.open_scoring(of)


def in_review(of):
    return of, [posting.recommended(of)]


@pytest.mark.parametrize("so_far", ["open", "scoring", "shortlisted", "notice"])
def test_a_year_that_is_called_off_ends_everybody_and_says_why(so_far):
    of, posts = {
        "open": lambda: in_review(posting.year()),
        "scoring": lambda: posting.scoring(1),
        "shortlisted": lambda: posting.shortlisted(1),
        "notice": lambda: posting.in_notice(1),
    }[so_far]()
    with pytest.raises(errors.PostReasonMissing):
        rounds.cancel_round(actor=posting.city(), round=of, reason=" ")
    assert rounds.cancel_round(actor=posting.city(), round=of, reason="本年度不再开展。").state == R.CANCELLED
    assert state_of(posts[0]) == P.ENDED
    assert "post_ended" in kinds(posting.unit(posts[0].enterprise))


def test_a_year_with_names_is_not_called_off():
    of, _posts = posting.awarded(1)
    with pytest.raises(errors.PostRoundMoved):
        rounds.cancel_round(actor=posting.city(), round=of, reason="晚了。")


# --- names that stand ----------------------------------------------------------------------------


def later(post, days):
    return noon(post.awarded_on + timedelta(days=days))


def test_a_re_check_is_opened_once_for_each_full_year_and_the_district_answers():
    _of, (post, _two) = posting.awarded(2)
    first = post.awarded_on
    assert due.open_checks(on=first + timedelta(days=300)) == 0
    day = first.replace(year=first.year + 1)
    assert due.open_checks(on=day) == 2
    assert due.open_checks(on=day) == due.open_checks(on=day + DAY) == 0
    check = post.checks.get()
    assert "post_check_due" in kinds(posting.unit(post.enterprise))
    with pytest.raises(NotAllowed):
        keeping_names.report_check(
            actor=posting.district_officer("linzi"), check=check, is_kept=True, finding="合格。"
        )
    kept = keeping_names.report_check(
        actor=posting.district_officer(), check=check, is_kept=True, finding="合格。"
    )
    assert kept.state == PostCheck.State.KEPT
    with pytest.raises(errors.CheckMoved):
        keeping_names.report_check(
            actor=posting.district_officer(), check=check, is_kept=False, finding="再看。"
        )


def test_an_accident_after_the_award_is_a_proposal_that_the_city_decides():
    _of, (post,) = posting.awarded(1)
    with later(post, 40):
        accident(post.enterprise, days_ago=1)
        check = post.checks.get()
        assert (check.kind, check.state) == ("accident", "proposed")
        assert state_of(post) == P.AWARDED
        with pytest.raises(NotAllowed):
            keeping_names.decide_check(
                actor=posting.district_officer(), check=check, is_revoked=True, decision="撤。"
            )
        keeping_names.decide_check(
            actor=posting.city(), check=check, is_revoked=True, decision="发生重伤事故，撤销命名。"
        )
    assert state_of(post) == P.REVOKED
    assert kinds(posting.unit(post.enterprise))[-2:] == ["post_revoke_proposed", "post_revoked"]
    with later(post, 41), pytest.raises(errors.CheckMoved):
        keeping_names.decide_check(actor=posting.city(), check=check, is_revoked=False, decision="改。")


def test_a_proposal_that_does_not_hold_leaves_the_name():
    _of, (post,) = posting.awarded(1)
    due.open_checks(on=post.awarded_on.replace(year=post.awarded_on.year + 1))
    check = post.checks.get()
    keeping_names.report_check(
        actor=posting.district_officer(), check=check, is_kept=False, finding="创建活动停滞。"
    )
    with pytest.raises(errors.PostReasonMissing):
        keeping_names.decide_check(actor=posting.city(), check=check, is_revoked=True, decision="")
    keeping_names.decide_check(actor=posting.city(), check=check, is_revoked=False, decision="限期整改。")
    assert state_of(post) == P.AWARDED


def test_a_light_accident_proposes_nothing():
    _of, (post,) = posting.awarded(1)
    with later(post, 40):
        accident(post.enterprise, days_ago=1, grade="light")
    assert not post.checks.exists()


def test_a_name_ends_after_its_last_day():
    _of, (post,) = posting.awarded(1)
    assert due.expire_posts(on=post.valid_until) == 0
    assert due.expire_posts(on=post.valid_until + DAY) == 1
    assert due.expire_posts(on=post.valid_until + DAY) == 0
    assert state_of(post) == P.EXPIRED


def test_whoever_opened_the_notice_is_told_once_when_it_is_over():
    _of, posts = posting.in_notice(2)
    opened = posts[0].transitions.get(to_state=P.PUBLIC_NOTICE).actor
    last = posts[0].notice_until
    assert due.tell_notices_over(on=last) == 0
    assert due.tell_notices_over(on=last + DAY) == 1
    assert due.tell_notices_over(on=last + DAY) == 0
    assert kinds(opened) == ["post_notice_over"]
