"""Model posts: from the shortlist to the name, its re-checks and its end; each rule with its wall."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, transaction

from safety import post_errors as errors
from safety.models import (
    PostCheck,
    PostObjection,
    PostRound,
    PostSheet,
    SafetyPost,
)
from safety.post_keeping_errors import WithdrawalsWait
from safety.services.posts import (
    applying,
    choosing,
    due,
    keeping_names,
    naming,
    noticing,
    reviewing,
    rounds,
)
from tests import people, posting
from zibo_youth.accounts.models import Membership, Organisation
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


def accident(enterprise, days_ago=30, grade="serious"):
    return keeping_names.record_accident(
        actor=posting.city(),
        enterprise=enterprise,
        happened_on=today() - timedelta(days=days_ago),
        grade=grade,
        source="应急管理部门通报",
    )


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


def test_nobody_decides_their_own_objection_or_about_what_they_signed():
    _of, posts = posting.in_notice(2)
    city, signer = people.named(posting.city()), posting.unit(posts[1].enterprise)
    own = noticing.object_to(actor=city, post=posts[0], text="人数不实。")
    office = Organisation.objects.get(code="city")
    Membership.objects.create(
        person=signer.person, organisation=office, role="city_staff", from_on=people.LONG_AGO
    )
    other = noticing.object_to(actor=people.applicant(), post=posts[1], text="人数不实。")
    said = {"is_upheld": True, "answer": "属实。"}
    with pytest.raises(NotAllowed):
        noticing.answer_objection(actor=city, objection=own, **said)
    with pytest.raises(errors.PostOwnReview):
        noticing.answer_objection(actor=people.User.objects.get(pk=signer.pk), objection=other, **said)
    assert [state_of(each) for each in posts] == [P.PUBLIC_NOTICE] * 2


def test_the_answer_goes_to_whoever_objected_and_is_read_by_nobody_else():
    _of, posts = posting.in_notice(1)
    made = noticing.object_to(actor=people.applicant(), post=posts[0], text="人数不实。")
    noticing.answer_objection(
        actor=posting.city(), objection=made, is_upheld=True, answer="王先生，您反映的情况属实。"
    )
    moved = posts[0].transitions.get(to_state=P.EXCLUDED)
    assert (moved.note, posting.refreshed(posts[0]).exclusion) == ("", "objection")


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


def test_nothing_is_reported_up_while_a_withdrawal_waits_for_its_decision():
    of, (post, _other) = posting.awarded(2)
    with later(post, 40):
        accident(post.enterprise, days_ago=1)
        with pytest.raises(WithdrawalsWait, match="1"):
            naming.report_up(actor=posting.city(), round=of)
        said = {"is_revoked": True, "decision": "发生重伤事故，撤销命名。"}
        keeping_names.decide_check(actor=posting.city(), check=post.checks.get(), **said)
        naming.report_up(actor=posting.city(), round=of)
    assert state_of(post) == P.REVOKED


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
