"""公示异议 as tables: who may raise one in which state of the post, and who may decide it."""

from datetime import time
from functools import partial

import pytest

from safety import post_errors as errors
from safety.models import PostObjection, SafetyPost
from safety.services.posts import applying, choosing, noticing, reviewing, rounds
from tests import people, posting, tabling
from tests.safety.test_post_machine import REACHED, SIGNED_C, SIGNED_D, everybody
from zibo_youth.accounts.errors import IdentityMissing
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
P = SafetyPost.State
NOTICE = P.PUBLIC_NOTICE
# Whoever told who they are, whatever office they hold.
NAMED = (
    *("unit", "colleague", "unit elsewhere", "district", "district elsewhere", "city", "city before"),
    *("reviewer", "bureau", "administrator", "applicant", *SIGNED_D, *SIGNED_C),
)
UNNAMED, NOBODY = ("newcomer",), ("nobody",)


def raise_one(by, post):
    return noticing.object_to(actor=by, post=post, text="人数与实际不符。")


# --- raising -------------------------------------------------------------------------------------

STATES = [*P, "notice over", "one of theirs waits"]
RAISING = {
    "object_to": [
        tabling.row(
            NAMED,
            STATES,
            errors.NoPostNotice,
            **{NOTICE.value: 1, "one of theirs waits": errors.PostObjectionWaiting},
        ),
        tabling.row(UNNAMED, STATES, IdentityMissing),
    ]
}


@pytest.mark.parametrize("state", STATES)
def test_whoever_is_somebody_raises_an_objection_while_the_notice_runs_and_then_alone(state):
    post = REACHED.get(state, REACHED[NOTICE])()
    by = everybody(post)
    for name in NAMED:
        by[name] = people.named(by[name]) if name != "applicant" else by[name]
    if state == "one of theirs waits":
        for name in NAMED:
            raise_one(by[name], posting.refreshed(post))
    days = at(posting.day_after(post) if state == "notice over" else today(), time(12))
    there = post.objections.count()
    with standing_at(days):
        assert (
            tabling.disagreements(
                RAISING,
                {"object_to": raise_one},
                STATES.index(state),
                by,
                partial(posting.refreshed, post),
                lambda row: row.objections.count() - there,
            )
            == {}
        )


# --- deciding ------------------------------------------------------------------------------------

OPEN, UPHELD, REFUSED = "open", "upheld", "not upheld"
AFTER = {
    # A notice that is over, and whatever ended the post, leaves objections to be answered.
    "in notice": lambda of, post: None,
    "over": lambda of, post: None,
    "withdrawn": lambda of, post: applying.withdraw_post(actor=posting.unit(post.enterprise), post=post),
    "excluded": lambda of, post: reviewing.exclude_post(
        actor=posting.city(), post=post, reason="rules", words="否。"
    ),
    "called off": lambda of, post: rounds.cancel_round(actor=posting.city(), round=of, reason="停办。"),
    "upheld": lambda of, post: None,
    "not upheld": lambda of, post: None,
}
CASES = list(AFTER)
CITY = ("city",)
# Whoever raised it, and whoever signed, may hold the very office that answers.
RAISED = ("raised it, in the city",)


def answered(by, objection, is_upheld):
    return noticing.answer_objection(actor=by, objection=objection, is_upheld=is_upheld, answer="已核实。")


EVENTS = {
    "answer_objection: upheld": lambda by, one: answered(by, one, True),
    "answer_objection: not upheld": lambda by, one: answered(by, one, False),
}
DONE, OWN = errors.PostObjectionAnswered, errors.PostOwnReview
# What becomes of the objection, and of the post.
OUT, STAYS = (True, "excluded"), (False, "public_notice")
TABLE = {
    #                               in notice over   withdrawn             excluded
    "answer_objection: upheld": [
        (CITY, (OUT, OUT, (True, "withdrawn"), (True, "excluded"), (True, "ended"), DONE, DONE)),
        (SIGNED_C, (OWN,) * 7),
    ],
    "answer_objection: not upheld": [
        (CITY, (STAYS, STAYS, (False, "withdrawn"), (False, "excluded"), (False, "ended"), DONE, DONE)),
        (SIGNED_C, (OWN,) * 7),
    ],
}


def told(objection):
    return objection.is_upheld, objection.post.state


def in_case(case):
    of, (post, *_others) = posting.in_notice(2)
    by = everybody(post)
    objector = people.named(people.city_staff("异市"))
    objection = raise_one(objector, post)
    AFTER[case](of, post)
    if case in (UPHELD, REFUSED):
        answered(by["city"], objection, case == UPHELD)
    days = at(posting.day_after(post) if case == "over" else today(), time(12))
    return objection, by | {RAISED[0]: objector}, days


@pytest.mark.parametrize("case", CASES)
def test_the_city_decides_and_nobody_in_their_own_case(case):
    objection, by, days = in_case(case)
    fresh = partial(PostObjection.objects.select_related("post__round", "by").get, pk=objection.pk)
    with standing_at(days):
        assert tabling.disagreements(TABLE, EVENTS, CASES.index(case), by, fresh, told) == {}


def test_the_control_a_city_that_may_answer_its_own_is_found_by_the_table(monkeypatch):
    """Negative control: nobody asks who raised it."""
    objection, by, _days = in_case("in notice")
    monkeypatch.setattr(
        noticing.policy,
        "require_for_another",
        lambda actor, act, of, _who: noticing.policy.require(actor, act, of),
    )
    fresh = partial(PostObjection.objects.select_related("post__round", "by").get, pk=objection.pk)
    found = tabling.disagreements(TABLE, EVENTS, 0, by, fresh, told)
    assert (RAISED[0], OUT, NotAllowed) in found["answer_objection: upheld"]


def test_the_tables_name_every_state_every_event_and_everybody():
    assert tabling.holes(RAISING, STATES, {*NAMED, *UNNAMED}) == []
    assert tabling.holes(TABLE, CASES, {*CITY, *SIGNED_C}) == []
    assert tabling.verbs(noticing) - {"open_notice"} == {"object_to"} | tabling.verbs_of(TABLE)
    assert list(TABLE) == list(EVENTS)
    by = everybody(REACHED[P.DRAFT]())
    assert {*NAMED, *UNNAMED, *NOBODY} == set(by)
    # An objection waits, or was answered one way or the other; each is a column.
    assert {UPHELD, REFUSED} < set(CASES)
    assert choosing.R.NOTICE in rounds.PostRound.NEXT
