"""青安岗 as a table: from every state, every event, by every role; what the table does not name is refused."""

import contextlib

import pytest
from django.db import InternalError, transaction

from safety.models import PostRound, PostSheet, SafetyPost
from safety.models.posts.words import CHECK_NEXT, POST_NEXT, ROUND_NEXT, SHEET_NEXT
from safety.services.posts import applying, reviewing
from tests import guarding, people, posting
from zibo_youth.core.errors import DomainError, NotAllowed

pytestmark = pytest.mark.django_db
P = SafetyPost.State

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
    P.DECLINED: lambda: declined(posting.taken_up(posting.year())),
    P.WITHDRAWN: lambda: withdrawn(posting.signed(posting.year())),
}


def returned(post):
    made = reviewing.return_post(actor=posting.district_officer(), post=post, words="补。")
    applying.write_revision(actor=posting.unit(post.enterprise), post=made, told=posting.team_told())
    return made


def declined(post):
    return reviewing.decline_post(actor=posting.district_officer(), post=post, words="不。")


def withdrawn(post):
    return applying.withdraw_post(actor=posting.unit(post.enterprise), post=post)


EVENTS = {
    "sign": lambda by, post: applying.sign_post(actor=by, post=post, is_true=True),
    "withdraw": lambda by, post: applying.withdraw_post(actor=by, post=post),
    "take_up": lambda by, post: reviewing.take_up(actor=by, post=post),
    "recommend": lambda by, post: reviewing.recommend(actor=by, post=post, opinion="同意。"),
    "register": lambda by, post: reviewing.register_post(actor=by, post=post),
    "return": lambda by, post: reviewing.return_post(actor=by, post=post, words="补。"),
    "decline": lambda by, post: reviewing.decline_post(actor=by, post=post, words="不。"),
    "exclude": lambda by, post: reviewing.exclude_post(actor=by, post=post, reason="rules", words="否。"),
}
UNIT, DISTRICT, CITY = "unit", "district", "city"
# (state, event) → (who may, where it leads); nothing else is possible to anybody.
TABLE = {
    (P.DRAFT, "sign"): (UNIT, P.UNIT_SIGNED),
    (P.RETURNED, "sign"): (UNIT, P.UNIT_SIGNED),
    (P.DRAFT, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.UNIT_SIGNED, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.DISTRICT_REVIEW, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.RETURNED, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.CITY_SCREENING, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.SCORING, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.SHORTLISTED, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.PUBLIC_NOTICE, "withdraw"): (UNIT, P.WITHDRAWN),
    (P.UNIT_SIGNED, "take_up"): (DISTRICT, P.DISTRICT_REVIEW),
    (P.DISTRICT_REVIEW, "recommend"): (DISTRICT, P.CITY_SCREENING),
    (P.DISTRICT_REVIEW, "return"): (DISTRICT, P.RETURNED),
    (P.DISTRICT_REVIEW, "decline"): (DISTRICT, P.DECLINED),
    (P.CITY_SCREENING, "register"): (CITY, P.SCORING),
    (P.CITY_SCREENING, "return"): (CITY, P.RETURNED),
    (P.SCORING, "return"): (CITY, P.RETURNED),
    (P.CITY_SCREENING, "decline"): (CITY, P.DECLINED),
    (P.RETURNED, "decline"): (CITY, P.DECLINED),
    (P.UNIT_SIGNED, "exclude"): (CITY, P.EXCLUDED),
    (P.DISTRICT_REVIEW, "exclude"): (CITY, P.EXCLUDED),
    (P.RETURNED, "exclude"): (CITY, P.EXCLUDED),
    (P.CITY_SCREENING, "exclude"): (CITY, P.EXCLUDED),
    (P.SCORING, "exclude"): (CITY, P.EXCLUDED),
    (P.SHORTLISTED, "exclude"): (CITY, P.EXCLUDED),
    (P.NOT_SELECTED, "exclude"): (CITY, P.EXCLUDED),
    (P.PUBLIC_NOTICE, "exclude"): (CITY, P.EXCLUDED),
}


def everybody(post):
    return {
        UNIT: posting.unit(post.enterprise),
        DISTRICT: posting.district_officer(),
        CITY: posting.city(),
        "foreign unit": guarding.safety_officer(guarding.enterprise(), name="外安"),
        "foreign district": posting.district_officer("linzi"),
        "reviewer": posting.reviewer_user(),
        "emergency bureau": guarding.emergency_officer(),
        "administrator": people.administrator(),
        "applicant": people.applicant(),
    }


@pytest.mark.parametrize("state", sorted(REACHED))
def test_from_each_state_each_event_by_each_role_goes_as_the_table_says(state):
    post = REACHED[state]()
    users = everybody(post)
    wrong = []
    for event, act in EVENTS.items():
        may, leads_to = TABLE.get((state, event), ("", ""))
        for role, user in users.items():
            found = pressed(post, act, user)
            expected = leads_to if role == may else state
            if found != expected:
                wrong.append((event, role, found, expected))
    assert wrong == []


def pressed(post, act, user):
    """Where it stands after the press; whatever came of it is undone."""
    fresh = posting.refreshed(post)
    with transaction.atomic():
        with contextlib.suppress(NotAllowed, DomainError):
            act(user, fresh)
        found = SafetyPost.objects.get(pk=post.pk).state
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("state", sorted(REACHED))
def test_the_database_itself_knows_no_other_move(state):
    post = REACHED[state]()
    for to in sorted(set(SafetyPost.State.values) - set(POST_NEXT.get(state, ())) - {str(state)}):
        with pytest.raises(InternalError), transaction.atomic():
            SafetyPost.objects.filter(pk=post.pk).update(state=to)


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
    assert {to for targets in CHECK_NEXT.values() for to in targets} == {"kept", "proposed", "revoked"}
