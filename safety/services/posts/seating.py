"""评审席位 (seats): reviewers of a year, automatic recusal and replacement."""

from __future__ import annotations

from collections import Counter

from django.db import transaction
from django.db.models.functions import Now

from safety.models import PostReviewer, PostRound, PostSheet, SafetyPost
from safety.models.posts.words import DECLARED, RecusalReason
from safety.post_errors import (
    NoSuchReviewer,
    PostRoundMoved,
    RecusalUnknown,
    ReviewerSeated,
    SeatTaken,
    SheetMoved,
    TooFewReviewers,
)
from safety.post_interest import interests
from safety.post_scoring import seats_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .moves import lock_post, round_in
from .rounds import MANAGE

SCORE = "safety.score_post"
R, S = PostRound.State, PostSheet.State
WALLS = {
    "post_sheet_one_reviewer_per_seat": SeatTaken,
    "post_sheet_once_per_reviewer": SeatTaken,
}


@transaction.atomic
def seat_reviewer(*, actor: Actor, round: PostRound, mobile: str) -> PostReviewer:
    """
    聘请评审员 (seat), by the mobile number of whoever holds the office 青安岗评审员; open seats are filled.

    Raises `NoSuchReviewer`, `ReviewerSeated`, `PostRoundMoved`.
    """
    policy.require(actor, MANAGE, round)
    held = round_in(round.pk, R.DRAFT, R.OPEN, R.SCORING)
    person = _reviewer_of(mobile)
    if not isinstance(actor, User):
        raise NoSuchReviewer
    with explaining(post_reviewer_once_per_round=ReviewerSeated), transaction.atomic():
        made = PostReviewer.objects.create(round=held, person=person, seated_by=actor)
    if held.state == R.SCORING:
        for post in held.posts.filter(state=SafetyPost.State.SCORING).order_by("pk"):
            post.round = held
            fill_seats(post)
    return made


def _reviewer_of(mobile: str) -> Person:
    offices = Membership.objects.current(today()).filter(role=Membership.Role.POST_REVIEWER)
    log_in = User.objects.filter(mobile=mobile, is_active=True, person__in=offices.values("person")).first()
    if log_in is None or log_in.person is None:
        raise NoSuchReviewer
    return log_in.person


def take_into_scoring(post: SafetyPost) -> None:
    """A post that comes in while scoring runs has its seats at once."""
    if post.round.state == R.SCORING:
        require_full(post, fill_seats(post))


def require_full(post: SafetyPost, left: int) -> None:
    if left:
        raise TooFewReviewers(post=post.team_name, left=left)


def fill_seats(post: SafetyPost) -> int:
    """
    Recusals are written, free seats given to the least busy; how many stay empty.

    The caller holds the year's row, so two replacements never choose at once.
    """
    panel = list(post.round.reviewers.seated().select_related("person"))
    there = list(PostSheet.objects.filter(post=post, revision=post.revision))
    barred = interests(post, panel)
    known = {each.reviewer_id for each in there}
    of_post = {"round": post.round, "post": post, "revision": post.revision}
    PostSheet.objects.bulk_create(
        PostSheet(**of_post, reviewer_id=number, state=S.RECUSED, recusal=why)
        for number, why in sorted(barred.items())
        if number not in known
    )
    free = _free_seats(post, there)
    chosen = seats_of([each.pk for each in panel], {*barred, *known}, _load(post.round), len(free))
    people = {each.pk: each.person for each in panel}
    with explaining(**WALLS), transaction.atomic():
        for seat, number in zip(free, chosen, strict=False):
            sheet = PostSheet.objects.create(**of_post, reviewer_id=number, seat=seat)
            notify("safety.post_sheet_assigned", to=people[number], about=sheet)
    return len(free) - len(chosen)


def _free_seats(post: SafetyPost, there: list[PostSheet]) -> list[int]:
    taken = {each.seat for each in there}
    return [seat for seat in range(1, post.round.reviewers_each + 1) if seat not in taken]


def _load(round: PostRound) -> Counter[int]:
    """How many sheets each reviewer has in this year."""
    rows = round.sheets.filter(state__in=[S.ASSIGNED, S.SUBMITTED]).order_by()
    return Counter(rows.values_list("reviewer", flat=True))


@transaction.atomic
def recuse(*, actor: Actor, sheet: PostSheet, why: str) -> PostSheet:
    """
    申请回避 (recuse), declared by the reviewer before the sheet is handed in; somebody else takes the seat.

    Raises `RecusalUnknown`, `SheetMoved`.
    """
    policy.require(actor, SCORE, sheet)
    if why not in DECLARED:
        raise RecusalUnknown
    return _leave(sheet, why)


def _leave(sheet: PostSheet, why: str) -> PostSheet:
    post = lock_post(sheet.post)
    if post.round.state != R.SCORING:
        raise PostRoundMoved(state=post.round.get_state_display())
    mine = PostSheet.objects.filter(pk=sheet.pk, state=S.ASSIGNED)
    if not mine.update(state=S.RECUSED, recusal=why, seat=None, draft=""):
        raise SheetMoved
    fill_seats(post)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def dismiss_reviewer(*, actor: Actor, reviewer: PostReviewer) -> PostReviewer:
    """解聘 (dismiss): what is owed goes to others, what was handed in stays. Raises `PostRoundMoved`."""
    policy.require(actor, MANAGE, reviewer.round)
    held = round_in(reviewer.round_id, R.DRAFT, R.OPEN, R.SCORING)
    PostReviewer.objects.filter(pk=reviewer.pk, left_at=None).update(left_at=Now())
    for sheet in PostSheet.objects.filter(reviewer=reviewer, state=S.ASSIGNED).select_related("post"):
        _leave(sheet, RecusalReason.OTHER)
    reviewer.refresh_from_db()
    reviewer.round = held
    return reviewer
