"""复核 and withdrawal as a table: each re-check in each state of it and of its name, every event, everybody."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import InternalError, transaction

from safety import post_errors as errors
from safety.models import PostCheck, SafetyPost
from safety.models.posts.words import CHECK_NEXT
from safety.post_keeping_errors import AccidentVoided
from safety.services.posts import due, keeping_names
from tests import posting, tabling
from tests.safety.test_post_machine import SIGNED_C, SIGNED_D, everybody
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db
K, P = PostCheck.State, SafetyPost.State


def hurt(enterprise, grade="serious", by=None, ago=0):
    return keeping_names.record_accident(
        actor=by or posting.city(),
        enterprise=enterprise,
        happened_on=today() - timedelta(days=ago),
        grade=grade,
        source="应急管理部门通报",
    )


def yearly(post):
    day = post.awarded_on.replace(year=post.awarded_on.year + 1)
    due.open_checks(on=day)
    return post.checks.get(kind="yearly")


def proposed(post):
    said = {"is_kept": False, "finding": "创建活动停滞。"}
    return keeping_names.report_check(actor=posting.district_officer(), check=yearly(post), **said)


def kept(post):
    said = {"is_kept": True, "finding": "合格。"}
    return keeping_names.report_check(actor=posting.district_officer(), check=yearly(post), **said)


def revoked(post):
    said = {"is_revoked": True, "decision": "撤销。"}
    return keeping_names.decide_check(actor=posting.city(), check=proposed(post), **said)


def after_accident(post):
    hurt(post.enterprise)
    return post.checks.get(kind="accident")


def spared(post):
    said = {"is_revoked": False, "decision": "非生产事故。"}
    return keeping_names.decide_check(actor=posting.city(), check=after_accident(post), **said)


def accident_voided(post):
    made = after_accident(post)
    keeping_names.void_accident(actor=posting.city(), accident=made.accident, reason="登记错了。")
    return made


def lapsed(made):
    due.expire_posts(on=made.post.valid_until + timedelta(days=1))
    return made


# What a re-check is, with how its name stands: the columns.
CASES = {
    "open": yearly,
    "kept": kept,
    "proposed": proposed,
    "revoked": revoked,
    "accident proposed": after_accident,
    "accident voided": accident_voided,
    "accident spared": spared,
    "name over, open": lambda post: lapsed(yearly(post)),
    "name over, proposed": lambda post: lapsed(proposed(post)),
    "name over, accident": lambda post: lapsed(after_accident(post)),
}
COLUMNS = list(CASES)


def report(is_kept):
    return lambda by, made: keeping_names.report_check(
        actor=by, check=made, is_kept=is_kept, finding="看过。"
    )


def decide(is_revoked):
    return lambda by, made: keeping_names.decide_check(
        actor=by, check=made, is_revoked=is_revoked, decision="定。"
    )


def void(by, made):
    """The accident of the check, or any other of its enterprise."""
    there = made.accident or hurt(made.post.enterprise, "light")
    keeping_names.void_accident(actor=by, accident=there, reason="登记错了。")


EVENTS = {
    "report_check: kept": report(True),
    "report_check: withdrawal": report(False),
    "decide_check: revoked": decide(True),
    "decide_check: kept": decide(False),
    "record_accident: serious": lambda by, made: hurt(made.post.enterprise, by=by),
    "record_accident: light": lambda by, made: hurt(made.post.enterprise, "light", by=by),
    "void_accident": void,
}
DISTRICT, CITY = ("district",), ("city",)
RECORDS = ("district", "city", "bureau", *SIGNED_D, *SIGNED_C)
M, OWN, VOID = errors.CheckMoved, errors.PostOwnReview, AccidentVoided
# The check, the name, and how many proposals wait after the event.
NAMED, GONE, OVER = P.AWARDED, P.REVOKED, P.EXPIRED
OPEN, KEPT = (K.OPEN, NAMED, 0), (K.KEPT, NAMED, 0)
PROPOSED, REVOKED = (K.PROPOSED, NAMED, 1), (K.REVOKED, GONE, 0)
LAPSED = (K.LAPSED, OVER, 0)


def one_more(told):
    """A serious accident proposes the name once more."""
    return (*told[:2], told[2] + 1)


NOW = (OPEN, KEPT, PROPOSED, REVOKED, PROPOSED, PROPOSED, KEPT, LAPSED, LAPSED, LAPSED)
HURT = tuple(one_more(told) if told[1] == NAMED else told for told in NOW)
TABLE = {
    #                           open      kept  proposed  revoked  accident: proposed, voided, spared  name over
    "report_check: kept": [
        (DISTRICT,             (KEPT,     M,    M,        M,       M,        M,        M,              M, M, M)),
        (SIGNED_D,             (OWN,) * 10),
    ],
    "report_check: withdrawal": [
        (DISTRICT,             (PROPOSED, M,    M,        M,       M,        M,        M,              M, M, M)),
        (SIGNED_D,             (OWN,) * 10),
    ],
    # An accident that was recorded by mistake withdraws nothing: the city leaves the name.
    "decide_check: revoked": [
        (CITY,                 (M,        M,    REVOKED,  M,       REVOKED,  VOID,     M,              M, M, M)),
        (SIGNED_C,             (OWN,) * 10),
    ],
    "decide_check: kept": [
        (CITY,                 (M,        M,    KEPT,     M,       KEPT,     KEPT,     M,              M, M, M)),
        (SIGNED_C,             (OWN,) * 10),
    ],
    "record_accident: serious": (RECORDS, HURT),
    "record_accident: light":   (RECORDS, NOW),
    "void_accident":            (RECORDS, (*NOW[:5], VOID, *NOW[6:])),
}  # fmt: skip


def told(made):
    return made.state, made.post.state, made.post.checks.filter(state=K.PROPOSED).count()


def found_wrong(case):
    _of, (post,) = posting.awarded(1)
    made = CASES[case](post)
    fresh = partial(PostCheck.objects.select_related("post__enterprise", "accident").get, pk=made.pk)
    return tabling.disagreements(TABLE, EVENTS, COLUMNS.index(case), everybody(post), fresh, told)


@pytest.mark.parametrize("case", COLUMNS)
def test_a_name_is_checked_and_withdrawn_as_the_table_says(case):
    assert found_wrong(case) == {}


def test_the_control_a_signer_who_checks_the_own_name_is_found_by_the_table(monkeypatch):
    """Negative control: nobody asks who signed."""
    monkeypatch.setattr(keeping_names, "require_unsigned", lambda *_told: None)
    found = found_wrong("open")
    assert (SIGNED_D[0], KEPT, OWN) in found["report_check: kept"]


def test_the_control_a_withdrawal_for_an_accident_that_was_none_is_found_by_the_table(monkeypatch):
    """Negative control: nobody looks whether the accident still stands."""
    monkeypatch.setattr(keeping_names, "_require_standing", lambda _check: None)
    assert ("city", (K.REVOKED, GONE, 0), VOID) in found_wrong("accident voided")["decide_check: revoked"]


def test_the_table_names_every_state_every_event_and_every_move():
    assert tabling.holes(TABLE, COLUMNS, {*DISTRICT, *RECORDS}) == []
    assert tabling.verbs_of(TABLE) == tabling.verbs(keeping_names)
    assert list(TABLE) == list(EVENTS)
    assert {told[0] for told in NOW} == set(K)
    assert {told[1] for told in NOW} == {NAMED, GONE, OVER}
    moves = {
        (was[0], cell[0])
        for row in TABLE.values()
        for _may, cells in tabling.rows_of(row)
        for was, cell in zip(NOW, cells, strict=True)
        if isinstance(cell, tuple) and cell[0] != was[0]
    }
    # With the name that ends go the other checks of it, and with time the name.
    beside = {(K.OPEN, K.REVOKED), (K.OPEN, K.LAPSED), (K.PROPOSED, K.LAPSED)}
    assert moves | beside == {(start, end) for start, ends in CHECK_NEXT.items() for end in ends}


@pytest.mark.parametrize("case", ["open", "kept", "proposed", "revoked", "name over, open"])
def test_the_database_itself_knows_no_other_move_of_a_check(case):
    _of, (post,) = posting.awarded(1)
    made = CASES[case](post)
    made.refresh_from_db()
    for to in K:
        if to != made.state and to not in CHECK_NEXT.get(made.state, ()):
            with pytest.raises(InternalError), transaction.atomic():
                PostCheck.objects.filter(pk=made.pk).update(state=to)


def test_a_withdrawal_takes_the_other_checks_of_the_name_with_it():
    _of, (post,) = posting.awarded(1)
    other = yearly(post)
    keeping_names.decide_check(
        actor=posting.city(), check=after_accident(post), is_revoked=True, decision="撤销。"
    )
    other.refresh_from_db()
    assert (other.state, other.decision) == (K.REVOKED, "撤销。")
