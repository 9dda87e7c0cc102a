"""Model posts at one instant, where half a sheet is kept, and where an accident turns out to be none."""

import threading

import pytest
from django.db import transaction

from safety.models import EnterpriseAccident, PostSheet, SafetyPost
from safety.services.posts import judging, keeping_names
from tests import posting
from tests.races.test_post_races import without_check
from tests.racing import at_once, outcome, until_waited_for
from zibo_youth.core.calendar import today

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
P, S = SafetyPost.State, PostSheet.State
EIGHT = 8


# --- half a sheet --------------------------------------------------------------------------------


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


# --- a withdrawal against an accident that was none ----------------------------------------------


def _proposed():
    """A name that an accident of today proposes for withdrawal."""
    _of, (post,) = posting.awarded(1)
    hurt = keeping_names.record_accident(
        actor=posting.city(),
        enterprise=post.enterprise,
        happened_on=today(),
        grade="serious",
        source="应急管理部门通报",
    )
    return post, hurt, post.checks.get()


def _void_while_it_is_decided():
    post, hurt, check = _proposed()
    by, voided = posting.city(), threading.Event()

    def act(number):
        if number == 0:
            with transaction.atomic():
                keeping_names.void_accident(actor=by, accident=hurt, reason="登记错了。")
                voided.set()
                until_waited_for()
            return "voided"
        voided.wait(timeout=60)
        return keeping_names.decide_check(actor=by, check=check, is_revoked=True, decision="撤销。")

    return post, act


def test_a_withdrawal_waits_for_whoever_finds_that_its_accident_was_none():
    post, act = _void_while_it_is_decided()
    assert outcome(at_once(act, crowd=2)) == {"str": 1, "AccidentVoided": 1}
    assert posting.refreshed(post).state == P.AWARDED


@pytest.mark.control
def test_without_the_lock_on_the_accident_a_name_is_withdrawn_for_one_that_was_none(monkeypatch):
    """Negative control: the accident is read and not held, while somebody voids it."""
    post, hurt, check = _proposed()
    by, voided, decided = posting.city(), threading.Event(), threading.Event()

    def read_alone(of):
        assert not any(EnterpriseAccident.objects.filter(checks=of.pk, voided_at__isnull=False))

    monkeypatch.setattr(keeping_names, "_require_standing", read_alone)

    def act(number):
        if number == 0:
            with transaction.atomic():
                keeping_names.void_accident(actor=by, accident=hurt, reason="登记错了。")
                voided.set()
                decided.wait(timeout=60)
            return "voided"
        voided.wait(timeout=60)
        try:
            return keeping_names.decide_check(actor=by, check=check, is_revoked=True, decision="撤销。")
        finally:
            decided.set()

    assert outcome(at_once(act, crowd=2)) == {"str": 1, "PostCheck": 1}
    hurt.refresh_from_db()
    assert (posting.refreshed(post).state, hurt.voided_at is not None) == (P.REVOKED, True)
