"""Model posts at one instant: the last place, one seat, a sheet and its secrecy, an award against an objection."""

import threading
from contextlib import contextmanager
from datetime import time, timedelta

import pytest
from django.db import connection, transaction

from safety.models import EnterpriseAccident, PostObjection, PostRound, PostScore, PostSheet, SafetyPost
from safety.services.posts import (
    applying,
    choosing,
    judging,
    keeping_names,
    moves,
    naming,
    noticing,
    reviewing,
    seating,
)
from tests import people, posting
from tests.races.walls import disabled, dropped
from tests.racing import CROWD, at_once, outcome, until_waited_for
from zibo_youth.core.calendar import at, standing_at, today

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
P, S = SafetyPost.State, PostSheet.State
EIGHT = 8


@contextmanager
def without_check(name):
    """As if a check, or a unique wall, were not there, until the rows that break it are gone."""
    with dropped(name):
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE safety_postround CASCADE")


def unlocked(monkeypatch, *modules):
    """Nobody waits for anybody: each reads the rows as they are."""

    def lock_round(number):
        return PostRound.objects.get(pk=number)

    def lock_post(post):
        rows = SafetyPost.objects.select_related("enterprise__organisation", "form", "round")
        return rows.get(pk=post.pk)

    monkeypatch.setattr(moves, "lock_round", lock_round)
    for module in modules:
        for name, fake in (("lock_round", lock_round), ("lock_post", lock_post)):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, fake)


# --- places --------------------------------------------------------------------------------------


def _taken_up(number, places=1):
    of = posting.year(quotas={"zhangdian": places})
    return of, [posting.taken_up(of) for _ in range(number)]


def test_of_many_teams_a_district_recommends_as_many_as_its_quota():
    of, posts = _taken_up(EIGHT, places=3)
    answers = at_once(lambda n: posting.recommend(posts[n]), crowd=EIGHT)
    assert outcome(answers) == {"SafetyPost": 3, "QuotaUsedUp": EIGHT - 3}
    assert of.quotas.get().taken == of.posts.filter(state=P.CITY_SCREENING).count() == 3


def test_without_locks_the_counter_alone_keeps_the_quota(monkeypatch):
    of, posts = _taken_up(EIGHT)
    unlocked(monkeypatch, reviewing)
    answers = at_once(lambda n: posting.recommend(posts[n]), crowd=EIGHT)
    assert outcome(answers) == {"SafetyPost": 1, "QuotaUsedUp": EIGHT - 1}
    assert of.posts.filter(state=P.CITY_SCREENING).count() == 1


@pytest.mark.control
def test_without_the_counter_s_check_a_quota_is_overrun():
    """Negative control: the lock orders them, the check refuses the second."""
    of, posts = _taken_up(EIGHT)
    with without_check("post_quota_never_overfull"):
        answers = at_once(lambda n: posting.recommend(posts[n]), crowd=EIGHT)
        assert outcome(answers) == {"SafetyPost": EIGHT}
        assert of.quotas.get().taken == EIGHT


def test_a_shortlist_is_made_once_and_within_its_places():
    of, posts = posting.scoring(3)
    posting.all_judged(posts)
    by = posting.city()
    answers = at_once(lambda n: choosing.make_shortlist(actor=by, round=of), crowd=EIGHT)
    assert outcome(answers) == {"PostRound": 1, "PostRoundMoved": EIGHT - 1}
    assert of.posts.filter(state=P.SHORTLISTED).count() == PostRound.objects.get(pk=of.pk).taken == 2


def test_one_free_place_is_given_to_one_of_the_reserve():
    of, posts = posting.shortlisted(5)
    by = posting.city()
    reviewing.exclude_post(actor=by, post=posts[0], reason="concealed", words="瞒报。")
    answers = at_once(lambda n: choosing.promote_next(actor=by, round=of), crowd=EIGHT)
    assert outcome(answers) == {"SafetyPost": 1, "ShortlistFull": EIGHT - 1}
    assert posting.refreshed(posts[2]).state == P.SHORTLISTED


@pytest.mark.control
def test_without_the_check_of_the_year_more_are_shortlisted_than_there_are_places(monkeypatch):
    """Negative control: whoever moves a post by hand meets the counter, and nothing else."""
    _of, posts = posting.shortlisted(4)
    rest = posts[2:]
    with without_check("post_round_never_overfull"):
        at_once(
            lambda n: SafetyPost.objects.filter(pk=rest[n].pk).update(state=P.SHORTLISTED), crowd=len(rest)
        )
        assert SafetyPost.objects.filter(state=P.SHORTLISTED).count() == 4


# --- seats ---------------------------------------------------------------------------------------


def _open_seat():
    """One seat of one post that nobody is left for, and eight who may be seated."""
    of, posts = posting.scoring(1, reviewers=3)
    sheet = posting.owed(posts[0])[0]
    seating.recuse(actor=sheet.reviewer.person.users.get(), sheet=sheet, why="other")
    return of, posts[0], [posting.reviewer_user() for _ in range(EIGHT)]


def _seated(post):
    return post.sheets.filter(state=S.ASSIGNED).count()


def test_of_eight_who_come_at_once_one_takes_the_seat():
    of, post, crowd = _open_seat()
    answers = at_once(lambda n: posting.seat(of, crowd[n]), crowd=EIGHT)
    assert outcome(answers) == {"PostReviewer": EIGHT}
    assert _seated(post) == of.reviewers_each


def test_without_locks_the_wall_alone_gives_a_seat_to_one(monkeypatch):
    of, post, crowd = _open_seat()
    unlocked(monkeypatch, seating)
    answers = at_once(lambda n: posting.seat(of, crowd[n]), crowd=EIGHT)
    assert outcome(answers)["PostReviewer"] >= 1
    assert set(outcome(answers)) <= {"PostReviewer", "SeatTaken"}
    assert _seated(post) == of.reviewers_each


@pytest.mark.control
def test_without_locks_and_the_wall_a_seat_has_many_reviewers(monkeypatch):
    """Negative control."""
    of, post, crowd = _open_seat()
    unlocked(monkeypatch, seating)
    look = threading.Barrier(EIGHT)
    free = seating._free_seats

    def all_look_first(*asked):
        found = free(*asked)
        look.wait(timeout=60)
        return found

    monkeypatch.setattr(seating, "_free_seats", all_look_first)
    with without_check("post_sheet_one_reviewer_per_seat"):
        at_once(lambda n: posting.seat(of, crowd[n]), crowd=EIGHT)
        assert _seated(post) > of.reviewers_each


def test_two_who_recuse_at_one_instant_are_replaced_by_two():
    _of, posts = posting.scoring(1, reviewers=5)
    owed = posting.owed(posts[0])[:2]
    users = [each.reviewer.person.users.get() for each in owed]
    answers = at_once(lambda n: seating.recuse(actor=users[n], sheet=owed[n], why="relative"), crowd=2)
    assert outcome(answers) == {"PostSheet": 2}
    assert _seated(posts[0]) == 3


# --- sheets and their secrecy --------------------------------------------------------------------


def test_a_sheet_in_two_tabs_is_handed_in_once():
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    answers = at_once(lambda n: posting.judge(sheet, 0.5 + n / 100), crowd=EIGHT)
    assert outcome(answers) == {"PostSheet": 1, "SheetMoved": EIGHT - 1}
    assert PostScore.objects.filter(sheet=sheet).count() == 5


@pytest.mark.control
def test_without_the_look_at_the_old_state_a_sheet_is_handed_in_again(monkeypatch):
    """Negative control: the trigger is away, and the second tab writes over the first."""
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    posting.judge(sheet)
    with disabled("safety_postsheet", "post_sheet_is_final"):
        assert PostSheet.objects.filter(pk=sheet.pk).update(remark="第二个页面") == 1


def _half(sheet):
    by = sheet.reviewer.person.users.get()
    line = sheet.post.form.criteria.first().pk
    return judging.save_sheet(actor=by, sheet=sheet, points={line: 3}, remark="半份")


def test_a_sheet_that_is_kept_in_seven_tabs_and_handed_in_by_one_is_in_and_keeps_nothing():
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    answers = at_once(lambda n: posting.judge(sheet) if n == 3 else _half(sheet), crowd=EIGHT)
    assert set(outcome(answers)) <= {"PostSheet", "SheetMoved"}
    done = PostSheet.objects.get(pk=sheet.pk)
    assert (done.state, done.draft, done.scores.count()) == (S.SUBMITTED, "", 5)


def _of_the_sheet_alone(monkeypatch):
    """Whoever keeps half of it does not look whether it is in."""
    monkeypatch.setattr(judging, "_owed", lambda sheet, _post: PostSheet.objects.filter(pk=sheet.pk))


def test_without_the_look_at_the_state_the_wall_alone_keeps_no_half_beside_a_sheet_that_is_in(monkeypatch):
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    posting.judge(sheet)
    _of_the_sheet_alone(monkeypatch)
    assert outcome(at_once(lambda n: _half(sheet), crowd=2)) == {"SheetMoved": 2}
    assert PostSheet.objects.get(pk=sheet.pk).draft == ""


@pytest.mark.control
def test_without_the_look_and_the_wall_half_a_sheet_lies_beside_the_whole(monkeypatch):
    """Negative control: both are away."""
    _of, (post,) = posting.scoring(1)
    sheet = posting.owed(post)[0]
    posting.judge(sheet)
    _of_the_sheet_alone(monkeypatch)
    with without_check("post_sheet_draft_while_it_is_owed"):
        _half(sheet)
        assert PostSheet.objects.get(pk=sheet.pk).draft != ""


def test_who_has_not_handed_in_sees_nothing_at_the_very_instant_at_which_others_do():
    """The look and the hand-ins cross as they like: a point of another is seen by nobody who owes the own."""
    _of, (post,) = posting.scoring(1)
    owed = posting.owed(post)
    users = [each.reviewer.person.users.get() for each in owed]

    def act(number):
        if number < 2:
            return posting.judge(owed[number])
        seen = set(PostScore.objects.visible_to(users[2]).values_list("sheet", flat=True))
        return sorted(seen)

    answers = at_once(act, crowd=16)
    assert all(each == [] for each in answers[2:])
    posting.judge(owed[2])
    assert PostScore.objects.visible_to(users[2]).values("sheet").distinct().count() == 3


def test_a_sheet_that_comes_in_while_the_shortlist_is_made_counts_or_stops_it():
    of, (post,) = posting.scoring(1)
    *first, last = posting.owed(post)
    for sheet in first:
        posting.judge(sheet)
    by = posting.city()

    def act(number):
        return choosing.make_shortlist(actor=by, round=of) if number else posting.judge(last, 0)

    found = outcome(at_once(act, crowd=2))
    assert found["PostSheet"] == 1
    done = posting.refreshed(post)
    if found["SheetsMissing"]:
        assert done.state == P.SCORING
    else:
        assert (done.state, float(done.mean)) == (P.SHORTLISTED, 66.67)


# --- an award against an objection, against an accident ------------------------------------------


def _over(posts):
    return standing_at(at(posting.day_after(posts[0]), time(9)))


def _object(post, user):
    return PostObjection.objects.create(post=post, by=user.person, text="有异议。")


def test_an_award_and_objections_at_one_instant_are_never_both():
    for _ in range(4):
        of, posts = posting.in_notice(1)
        by, crowd, day = posting.city(), people.crowd(3), posting.day_after(posts[0])

        def act(number, of=of, posts=posts, by=by, crowd=crowd, day=day):
            if number:
                return _object(posts[0], crowd[number - 1])
            with standing_at(at(day, time(9))):
                return naming.award_posts(actor=by, round=of)

        at_once(act, crowd=4)
        is_named = posting.refreshed(posts[0]).state == P.AWARDED
        assert not (is_named and posts[0].objections.unanswered().exists())


def test_an_objection_that_is_being_written_holds_the_award_up_until_it_is_seen():
    of, posts = posting.in_notice(1)
    by, objector, day = posting.city(), people.applicant(), posting.day_after(posts[0])
    written = threading.Event()

    def act(number):
        if number == 0:
            with transaction.atomic():
                _object(posts[0], objector)
                written.set()
                until_waited_for()
            return "said"
        written.wait(timeout=60)
        with standing_at(at(day, time(9))):
            return naming.award_posts(actor=by, round=of)

    answers = at_once(act, crowd=2)
    assert outcome(answers) == {"str": 1, "ObjectionsOpen": 1}
    assert posting.refreshed(posts[0]).state == P.PUBLIC_NOTICE


@pytest.mark.control
def test_without_the_two_walls_a_team_is_named_against_an_open_objection():
    """Negative control: the objection no longer holds the post, and the award no longer asks."""
    of, posts = posting.in_notice(1)
    by, objector, day = posting.city(), people.applicant(), posting.day_after(posts[0])
    written, named = threading.Event(), threading.Event()

    def act(number):
        if number == 0:
            with transaction.atomic():
                _object(posts[0], objector)
                written.set()
                named.wait(timeout=60)
            return "said"
        written.wait(timeout=60)
        try:
            with standing_at(at(day, time(9))):
                return naming.award_posts(actor=by, round=of)
        finally:
            named.set()

    with (
        disabled("safety_safetypost", "post_award_without_an_open_objection"),
        disabled("safety_postobjection", "post_objection_while_its_notice_runs"),
    ):
        answers = at_once(act, crowd=2)
    assert outcome(answers) == {"str": 1, "PostRound": 1}
    assert posting.refreshed(posts[0]).state == P.AWARDED
    assert posts[0].objections.unanswered().count() == 1


def test_an_award_and_an_accident_at_one_instant_never_leave_a_name_that_nobody_looks_at():
    for _ in range(4):
        of, posts = posting.in_notice(1)
        by, day = posting.city(), posting.day_after(posts[0])

        def act(number, of=of, posts=posts, by=by, day=day):
            with standing_at(at(day, time(9))):
                if number:
                    return keeping_names.record_accident(
                        actor=by,
                        enterprise=posts[0].enterprise,
                        happened_on=today() - timedelta(days=3),
                        grade="serious",
                        source="通报",
                    )
                return naming.award_posts(actor=by, round=of)

        answers = at_once(act, crowd=2)
        assert "EnterpriseAccident" in outcome(answers)
        done = posting.refreshed(posts[0])
        is_looked_at = done.checks.filter(state="proposed").exists()
        assert done.state == P.EXCLUDED or (done.state == P.AWARDED and is_looked_at)


@pytest.mark.control
def test_without_the_wall_a_team_with_an_accident_is_named():
    """Negative control."""
    of, posts = posting.in_notice(1)
    EnterpriseAccident.objects.create(
        enterprise=posts[0].enterprise,
        happened_on=today(),
        grade="fatal",
        source="补录",
        recorded_by=posting.city(),
    )
    with disabled("safety_safetypost", "post_without_a_serious_accident"), _over(posts):
        naming.award_posts(actor=posting.city(), round=of)
    assert posting.refreshed(posts[0]).state == P.AWARDED


# --- one application -----------------------------------------------------------------------------


def test_64_presses_begin_one_application_and_sign_it_once():
    of = posting.year()
    post = posting.written(of)
    by = posting.unit(post.enterprise)
    again = {"actor": by, "round": of, "enterprise": post.enterprise, "team_name": "同一班组"}
    assert outcome(at_once(lambda n: applying.start_post(**again))) == {
        "SafetyPost": 1,
        "TeamApplied": CROWD - 1,
    }
    found = outcome(at_once(lambda n: posting.sign(post), crowd=EIGHT))
    assert found == {"SafetyPost": 1, "PostMoved": EIGHT - 1}
    assert post.revisions.count() == 1


def test_two_officers_who_answer_one_objection_answer_it_once():
    _of, posts = posting.in_notice(1)
    said = noticing.object_to(actor=people.applicant(), post=posts[0], text="有异议。")
    users = [people.city_staff(f"市{n}") for n in range(2)]

    def act(number):
        told = {"is_upheld": bool(number), "answer": f"答{number}。"}
        return noticing.answer_objection(actor=users[number], objection=said, **told)

    assert outcome(at_once(act, crowd=2)) == {"PostObjection": 1, "PostObjectionAnswered": 1}
    said.refresh_from_db()
    state = posting.refreshed(posts[0]).state
    assert state == (P.EXCLUDED if said.is_upheld else P.PUBLIC_NOTICE)
