"""A year of the model posts as a table: every event, in every state of the year, by everybody."""

from datetime import time
from functools import partial

import pytest
from django.db import InternalError, transaction

from safety import post_errors as errors
from safety.models import PostForm, PostRound
from safety.models.posts.words import ROUND_NEXT
from safety.services.posts import applying, choosing, naming, noticing, reviewing, rounds, seating
from tests import guarding, posting, tabling
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import NotAllowed

pytestmark = pytest.mark.django_db
R = PostRound.State
STATES = list(R)


def reached(state):
    """The year by services alone, as far as it goes without the next press."""
    make = {
        R.DRAFT: posting.draft_round,
        R.OPEN: opened,
        R.SCORING: scored,
        R.SHORTLISTED: lambda: with_a_free_place(*posting.shortlisted(3)),
        R.NOTICE: lambda: with_a_free_place(*posting.in_notice(3)),
        R.AWARDED: lambda: posting.awarded(2)[0],
        R.REPORTED: lambda: naming.report_up(actor=posting.city(), round=posting.awarded(1)[0]),
        R.CANCELLED: lambda: rounds.cancel_round(actor=posting.city(), round=posting.year(), reason="停办。"),
    }
    made = make[state]()
    if not made.reviewers.exists():
        made.reviewers.create(person=posting.reviewer_user().person, seated_by=posting.city())
    assert made.state == state
    return made


def opened():
    made = posting.year()
    posting.registered(made)
    posting.panel(made)
    return made


def scored():
    made, posts = posting.scoring(3)
    posting.all_judged(posts)
    return made


def with_a_free_place(made, posts):
    """The best team is out, and another waits in reserve."""
    reviewing.exclude_post(actor=posting.city(), post=posts[0], reason="concealed", words="瞒报。")
    return PostRound.objects.get(pk=made.pk)


def a_draft_form(of):
    """A version that nobody has published yet, with lines of a hundred per cent."""
    form = PostForm.objects.create(round=of, version=9)
    form.criteria.create(number=1, kind="score", name="安全管理", weight=100, most=10)
    return form


def award(by, of):
    """On the first day after the last notice, where there is one."""
    last = of.posts.exclude(notice_until=None).order_by("-notice_until").first()
    if last is None:
        return naming.award_posts(actor=by, round=of)
    with standing_at(at(posting.day_after(last), time(9))):
        return naming.award_posts(actor=by, round=of)


def set_quota(by, of):
    linzi = Organisation.objects.get(code="linzi")
    return rounds.set_quota(actor=by, round=of, district=linzi, places=2)


def add_criterion(by, of):
    told = {"kind": "veto", "name": "弄虚作假"}
    return rounds.add_criterion(actor=by, form=a_draft_form(of), **told)


def seat(by, of):
    return seating.seat_reviewer(actor=by, round=of, mobile=posting.reviewer_user().mobile)


EVENTS = {
    "set_quota": set_quota,
    "new_version": lambda by, of: rounds.new_version(actor=by, round=of),
    "add_criterion": add_criterion,
    "publish_form": lambda by, of: rounds.publish_form(actor=by, form=a_draft_form(of)),
    "seat_reviewer": seat,
    "dismiss_reviewer": lambda by, of: seating.dismiss_reviewer(actor=by, reviewer=of.reviewers.first()),
    "open_round": lambda by, of: rounds.open_round(actor=by, round=of),
    "start_post": lambda by, of: applying.start_post(
        actor=by, round=of, enterprise=UNIT[0], team_name="甲班"
    ),
    "open_scoring": lambda by, of: choosing.open_scoring(actor=by, round=of),
    "make_shortlist": lambda by, of: choosing.make_shortlist(actor=by, round=of),
    "promote_next": lambda by, of: choosing.promote_next(actor=by, round=of),
    "open_notice": lambda by, of: noticing.open_notice(actor=by, round=of),
    "award_posts": award,
    "report_up": lambda by, of: naming.report_up(actor=by, round=of),
    "cancel_round": lambda by, of: rounds.cancel_round(actor=by, round=of, reason="不再开展。"),
}
UNIT = []  # the enterprise of the running test: a year has none of its own
CITY, UNITS = ("city",), ("unit", "colleague")
M, SHUT, NONE = errors.PostRoundMoved, errors.PostRoundClosed, errors.NobodyShortlisted
D, P, S, L, N, A, U, C = STATES
# event: who may, and what they are told in each state of the year; everybody else is not allowed.
TABLE = {
    #                            draft   open   scoring  shortl. notice  awarded reported cancelled
    "set_quota":        (CITY,  (D,      P,     M,       M,      M,      M,      M,       M)),
    "new_version":      (CITY,  (D,      P,     M,       M,      M,      M,      M,       M)),
    "add_criterion":    (CITY,  (D,      P,     M,       M,      M,      M,      M,       M)),
    "publish_form":     (CITY,  (D,      P,     M,       M,      M,      M,      M,       M)),
    "seat_reviewer":    (CITY,  (D,      P,     S,       M,      M,      M,      M,       M)),
    "dismiss_reviewer": (CITY,  (D,      P,     S,       M,      M,      M,      M,       M)),
    "open_round":       (CITY,  (P,      M,     M,       M,      M,      M,      M,       M)),
    "start_post":       (UNITS, (SHUT,   P,     SHUT,    SHUT,   SHUT,   SHUT,   SHUT,    SHUT)),
    "open_scoring":     (CITY,  (M,      S,     M,       M,      M,      M,      M,       M)),
    "make_shortlist":   (CITY,  (M,      M,     L,       M,      M,      M,      M,       M)),
    "promote_next":     (CITY,  (M,      M,     M,       L,      N,      M,      M,       M)),
    "open_notice":      (CITY,  (M,      M,     M,       N,      NONE,   M,      M,       M)),
    "award_posts":      (CITY,  (M,      M,     M,       M,      A,      M,      M,       M)),
    "report_up":        (CITY,  (M,      M,     M,       M,      M,      U,      M,       M)),
    "cancel_round":     (CITY,  (C,      C,     C,       C,      C,      M,      M,       M)),
}  # fmt: skip


def found_wrong(state):
    of = reached(state)
    UNIT[:] = [guarding.enterprise()]
    by = tabling.everybody(UNIT[0])
    fresh = partial(PostRound.objects.get, pk=of.pk)
    return tabling.disagreements(TABLE, EVENTS, STATES.index(state), by, fresh)


@pytest.mark.parametrize("state", STATES)
def test_in_each_state_of_a_year_each_event_is_answered_as_the_table_says(state):
    assert found_wrong(state) == {}


def test_the_control_whoever_slips_past_the_policy_is_found_by_the_table(monkeypatch):
    """Negative control: with no right asked for, everybody opens the year."""
    monkeypatch.setattr(policy, "require", lambda *_told: None)
    assert ("applicant", R.OPEN, NotAllowed) in found_wrong(R.DRAFT)["open_round"]


def test_the_control_a_lock_that_forgets_the_state_is_found_by_the_table(monkeypatch):
    """Negative control: an award that does not ask where the year stands."""
    monkeypatch.setattr(naming, "round_in", lambda number, *_states: PostRound.objects.get(pk=number))
    assert ("city", errors.NobodyInNotice, M) in found_wrong(R.SCORING)["award_posts"]


def test_the_table_names_every_state_every_event_and_every_move():
    by = ["unit", "colleague", "city"]
    assert tabling.holes(TABLE, STATES, by) == []
    assert list(TABLE) == list(EVENTS)
    of_a_year = tabling.verbs(rounds, choosing, naming, seating) - {"write_round", "recuse"}
    assert tabling.verbs_of(TABLE) == of_a_year | {"open_notice", "start_post"}
    moves = tabling.moves_in(TABLE, STATES)
    assert moves == {(start, end) for start, ends in ROUND_NEXT.items() for end in ends}


@pytest.mark.parametrize("state", STATES)
def test_the_database_itself_knows_no_other_move_of_a_year(state):
    of = reached(state)
    for to in STATES:
        if to != state and to not in ROUND_NEXT.get(state, ()):
            told = {"reported_on": today() if to == R.REPORTED else None}
            with pytest.raises(InternalError), transaction.atomic():
                PostRound.objects.filter(pk=of.pk).update(state=to, **told)
