"""青安岗 as a table: from every state, every event, by every role, told by the class of the refusal."""

from functools import partial

import pytest
from django.db import InternalError, transaction

from safety import post_errors as errors
from safety.models import PostCheck, PostRound, PostSheet, SafetyPost
from safety.models.posts.words import CHECK_NEXT, POST_NEXT, ROUND_NEXT, SHEET_NEXT
from safety.services.posts import applying, due, keeping_names, naming, reviewing, rounds
from tests import people, posting, tabling
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
P = SafetyPost.State
STATES = list(P)

# How a post comes to a state, by services alone.
REACHED = {
    P.DRAFT: lambda: posting.written(posting.year()),
    P.UNIT_SIGNED: lambda: posting.signed(posting.year()),
    P.DISTRICT_REVIEW: lambda: posting.taken_up(posting.year()),
    P.CITY_SCREENING: lambda: posting.recommended(posting.year()),
    P.RETURNED: lambda: returned(posting.taken_up(posting.year())),
    P.SCORING: lambda: posting.scoring(1)[1][0],
    P.SHORTLISTED: lambda: posting.shortlisted(1)[1][0],
    P.NOT_SELECTED: lambda: posting.shortlisted(3)[1][2],
    P.PUBLIC_NOTICE: lambda: posting.in_notice(1)[1][0],
    P.AWARDED: lambda: posting.awarded(1)[1][0],
    P.REPORTED_UP: lambda: reported(*posting.awarded(1)),
    P.DECLINED: lambda: declined(posting.taken_up(posting.year())),
    P.EXCLUDED: lambda: excluded(posting.recommended(posting.year())),
    P.WITHDRAWN: lambda: withdrawn(posting.signed(posting.year())),
    P.ENDED: lambda: ended(posting.recommended(posting.year())),
    P.REVOKED: lambda: revoked(posting.awarded(1)[1][0]),
    P.EXPIRED: lambda: expired(posting.awarded(1)[1][0]),
}


def returned(post):
    made = reviewing.return_post(actor=posting.district_officer(), post=post, words="补。")
    applying.write_revision(actor=posting.unit(post.enterprise), post=made, told=posting.team_told())
    return made


def reported(of, posts):
    naming.report_up(actor=posting.city(), round=of)
    return posts[0]


def declined(post):
    return reviewing.decline_post(actor=posting.district_officer(), post=post, words="不。")


def excluded(post):
    return reviewing.exclude_post(actor=posting.city(), post=post, reason="rules", words="否。")


def withdrawn(post):
    return applying.withdraw_post(actor=posting.unit(post.enterprise), post=post)


def ended(post):
    rounds.cancel_round(actor=posting.city(), round=post.round, reason="停办。")
    return post


def revoked(post):
    check = PostCheck.objects.create(
        post=post, kind="yearly", year=today().year, due_on=today(), state="proposed"
    )
    keeping_names.decide_check(actor=posting.city(), check=check, is_revoked=True, decision="停滞。")
    return post


def expired(post):
    due.expire_posts(on=post.valid_until.replace(year=post.valid_until.year + 1))
    return post


def write(by, post):
    applying.write_revision(actor=by, post=post, told=posting.team_told())


def exclude(by, post):
    reviewing.exclude_post(actor=by, post=post, reason="rules", words="否。")


EVENTS = {
    "write_revision": write,
    "sign_post": lambda by, post: applying.sign_post(actor=by, post=post, is_true=True),
    "withdraw_post": lambda by, post: applying.withdraw_post(actor=by, post=post),
    "take_up": lambda by, post: reviewing.take_up(actor=by, post=post),
    "recommend": lambda by, post: reviewing.recommend(actor=by, post=post, opinion="同意。"),
    "register_post": lambda by, post: reviewing.register_post(actor=by, post=post),
    "return_post": lambda by, post: reviewing.return_post(actor=by, post=post, words="补。"),
    "decline_post": lambda by, post: reviewing.decline_post(actor=by, post=post, words="不。"),
    "exclude_post": exclude,
    "clear_vetoes": lambda by, post: reviewing.clear_vetoes(actor=by, post=post, words="不属实。"),
}
UNIT, DISTRICT, CITY = ("unit", "colleague"), ("district",), ("city",)
# The human who signed, in an office that could decide otherwise.
SIGNED_D, SIGNED_C = ("signer in the district",), ("signer in the city",)
MOVED, OWN = errors.PostMoved, errors.PostOwnReview
IN_DISTRICT = {"unit_signed", "district_review"}


def at_each(may, rest=MOVED, **cells):
    return tabling.row(may, STATES, rest, **cells)


def at_a_desk(may, rest, *, of_district, **cells):
    """Of a decision that belongs to the desk where the post lies: the other desk may not."""
    other = {str(each) for each in STATES} - IN_DISTRICT if of_district else IN_DISTRICT
    return at_each(may, rest, **dict.fromkeys(other, NotAllowed) | cells)


OUT = {
    str(state): P.EXCLUDED
    for state in (
        *(P.UNIT_SIGNED, P.DISTRICT_REVIEW, P.RETURNED, P.CITY_SCREENING, P.SCORING),
        *(P.SHORTLISTED, P.NOT_SELECTED, P.PUBLIC_NOTICE),
    )
}
BACK = {
    str(state): P.WITHDRAWN
    for state in (
        *(P.DRAFT, P.UNIT_SIGNED, P.DISTRICT_REVIEW, P.RETURNED, P.CITY_SCREENING),
        *(P.SCORING, P.SHORTLISTED, P.PUBLIC_NOTICE),
    )
}
# event: who may, and what they are told in which state (in all others: moved); nobody else is allowed.
TABLE = {
    "write_revision": at_each(UNIT, draft=P.DRAFT, returned=P.RETURNED),
    "sign_post": at_each(UNIT, draft=P.UNIT_SIGNED, returned=P.UNIT_SIGNED),
    "withdraw_post": at_each(UNIT, **BACK),
    "take_up": [at_each(DISTRICT, unit_signed=P.DISTRICT_REVIEW), at_each(SIGNED_D, OWN)],
    # What was never signed has no text to recommend or to register.
    "recommend": [
        at_each(DISTRICT, draft=errors.RevisionMissing, district_review=P.CITY_SCREENING),
        at_each(SIGNED_D, OWN),
    ],
    "register_post": [
        at_each(CITY, draft=errors.RevisionMissing, city_screening=P.SCORING),
        at_each(SIGNED_C, OWN),
    ],
    "return_post": [
        at_a_desk(DISTRICT, MOVED, of_district=True, district_review=P.RETURNED),
        at_a_desk(CITY, MOVED, of_district=False, city_screening=P.RETURNED, scoring=P.RETURNED),
        at_a_desk(SIGNED_D, OWN, of_district=True),
        at_a_desk(SIGNED_C, OWN, of_district=False),
    ],
    "decline_post": [
        at_a_desk(DISTRICT, MOVED, of_district=True, district_review=P.DECLINED),
        at_a_desk(CITY, MOVED, of_district=False, city_screening=P.DECLINED, returned=P.DECLINED),
        at_a_desk(SIGNED_D, OWN, of_district=True),
        at_a_desk(SIGNED_C, OWN, of_district=False),
    ],
    "exclude_post": [at_each(CITY, **OUT), at_each(SIGNED_C, OWN)],
    "clear_vetoes": [at_each(CITY, scoring=P.SCORING), at_each(SIGNED_C, OWN)],
}


def everybody(post):
    """Also two who signed for the team once, and hold another office now."""
    in_district, in_city = people.officer(name="转区"), people.city_staff("转市")
    for number, one in enumerate((in_district, in_city), 90):
        said = {"number": number, "form": post.form, "signed_at": now(), "signed_by": one}
        post.revisions.create(
            **said, workplace="一车间", team_size=20, young=14, leader_age=30, measures="练兵。", deeds="无。"
        )
    by = {"signer in the district": in_district, "signer in the city": in_city}
    return tabling.everybody(post.enterprise) | by


def found_wrong(state):
    post = REACHED[state]()
    fresh = partial(posting.refreshed, post)
    assert fresh().state == state
    return tabling.disagreements(TABLE, EVENTS, STATES.index(state), everybody(post), fresh)


@pytest.mark.parametrize("state", STATES)
def test_from_each_state_each_event_by_each_role_goes_as_the_table_says(state):
    assert found_wrong(state) == {}


def test_the_control_an_office_that_may_decide_what_it_signed_is_found_by_the_table(monkeypatch):
    """Negative control: nobody asks any more who signed."""
    monkeypatch.setattr(reviewing, "require_unsigned", lambda *_told: None)
    found = found_wrong(P.DISTRICT_REVIEW)
    assert ("signer in the district", P.CITY_SCREENING, OWN) in found["recommend"]


@pytest.mark.parametrize("state", STATES)
def test_the_database_itself_knows_no_other_move(state):
    post = REACHED[state]()
    for to in sorted(set(SafetyPost.State.values) - set(POST_NEXT.get(state, ())) - {str(state)}):
        with pytest.raises(InternalError), transaction.atomic():
            SafetyPost.objects.filter(pk=post.pk).update(state=to)


def test_the_table_names_every_state_every_event_and_every_role():
    assert set(REACHED) == set(STATES)
    assert list(TABLE) == list(EVENTS)
    assert tabling.verbs_of(TABLE) == tabling.verbs(applying, reviewing) - {"start_post"}
    known = {*UNIT, *DISTRICT, *CITY, *SIGNED_D, *SIGNED_C}
    assert tabling.holes(TABLE, STATES, known) == []


def test_every_move_of_a_post_is_one_of_the_table_or_of_its_year():
    """The year shortlists, gives notice, names, reports and ends; time ends a name, a check withdraws it."""
    shortlist = {(P.SCORING, P.SHORTLISTED), (P.SCORING, P.NOT_SELECTED), (P.NOT_SELECTED, P.SHORTLISTED)}
    of_the_year = shortlist | {
        (P.SHORTLISTED, P.PUBLIC_NOTICE),
        (P.PUBLIC_NOTICE, P.AWARDED),
        (P.AWARDED, P.REPORTED_UP),
    }
    ended_then = {(start, P.ENDED) for start, ends in POST_NEXT.items() if P.ENDED in ends}
    named = {(start, end) for start in (P.AWARDED, P.REPORTED_UP) for end in (P.REVOKED, P.EXPIRED)}
    told = tabling.moves_in(TABLE, STATES) | of_the_year | ended_then | named
    assert told == {(start, end) for start, ends in POST_NEXT.items() for end in ends}


def test_every_state_is_reached_and_every_end_is_an_end():
    ends = set(SafetyPost.State.values) - set(POST_NEXT)
    assert ends == {"declined", "excluded", "withdrawn", "ended", "revoked", "expired"}
    assert {to for targets in POST_NEXT.values() for to in targets} | {"draft"} == set(
        SafetyPost.State.values
    )
    assert {to for targets in ROUND_NEXT.values() for to in targets} | {"draft"} == set(
        PostRound.State.values
    )
    assert {to for targets in SHEET_NEXT.values() for to in targets} | {"assigned"} == set(
        PostSheet.State.values
    )
    assert {to for targets in CHECK_NEXT.values() for to in targets} == {
        *("kept", "proposed", "revoked", "lapsed")
    }
