"""Model posts: seats, recusal and sheets (scenario 25); each rule with the wall behind it."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction

from safety import post_errors as errors
from safety.models import (
    PostCriterion,
    PostRound,
    PostScore,
    PostSheet,
    SafetyPost,
)
from safety.services.posts import (
    applying,
    choosing,
    judging,
    reviewing,
    rounds,
    seating,
)
from tests import people, posting
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


def test_a_veto_that_is_ticked_after_the_clearing_waits_for_the_city_again():
    of, posts = posting.scoring(1)
    first, *others = posting.owed(posts[0])
    reviewing.clear_vetoes(actor=posting.city(), post=posts[0], words="预先核销。")
    posting.judge(first, 1.0)
    assert posting.refreshed(posts[0]).vetoes_cleared_at is not None
    for sheet in others:
        posting.judge(sheet, 1.0, n5=1)
    with pytest.raises(errors.VetoUndecided):
        choosing.make_shortlist(actor=posting.city(), round=of)


@pytest.mark.parametrize("how", ["withdrawn", "called off"])
def test_nobody_owes_a_sheet_on_a_team_that_is_out(how):
    of, (post,) = posting.scoring(1)
    posting.judge(posting.owed(post)[0])
    if how == "withdrawn":
        applying.withdraw_post(actor=posting.unit(post.enterprise), post=post)
    else:
        rounds.cancel_round(actor=posting.city(), round=of, reason="停办。")
    assert set(post.sheets.values_list("state", flat=True)) == {S.SUPERSEDED}
    assert not posting.owed(post)


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
