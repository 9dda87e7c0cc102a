"""遴选 (selection): the list is closed and published, sheets are filled in, the result is released."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import pgettext

from events.models import Couple, CoupleScore, Wedding, WeddingSelection
from events.wedding_errors import (
    AbsentUnknown,
    ApplicationsStillOpen,
    NobodyEligible,
    NotScored,
    ReleaseTooEarly,
    ReviewsOpen,
    ScoredByTwo,
    ScoresMissing,
    TooManyPoints,
    WeddingMoved,
    WeddingNotOver,
)
from events.wedding_querysets import IN_REVIEW
from events.wedding_selection import ADMITTED, GONE, Ranked, listing_of, ranked, result_of
from events.words import day_said, moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core import draw as lots
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import NotAllowed, explaining

from .editions import MANAGE
from .moves import lock_couple, lock_wedding, move_couple, move_wedding
from .places import settle
from .telling import tell_both

SCORE = "events.score_couple"
State = Couple.State
SCORERS = 2
WALLS = {
    "couple_score_within_the_most": TooManyPoints,
    "couple_score_once_per_seat": ScoredByTwo,
    "couple_score_stays_after_the_release": NotScored,
}


@transaction.atomic
def close_list(*, actor: Actor, wedding: Wedding) -> WeddingSelection:
    """
    定名单 (close the list) after the deadline: numbers and their SHA-256 are public from then on.

    Who has not handed in, or not completed, is out and told so. Raises `ApplicationsStillOpen`,
    `ReviewsOpen`, `NobodyEligible`, `WeddingMoved`.
    """
    policy.require(actor, MANAGE, wedding)
    wedding = lock_wedding(wedding.pk)
    if wedding.state != Wedding.State.OPEN:
        raise WeddingMoved(state=wedding.get_state_display())
    if now() < wedding.closes_at:
        raise ApplicationsStillOpen(closes=moment_words(wedding.closes_at))
    waiting = wedding.couples.filter(state__in=IN_REVIEW).count()
    if waiting:
        raise ReviewsOpen(n=waiting)
    numbers = list(wedding.couples.filter(state=State.ELIGIBLE).values_list("number", flat=True))
    if not numbers:
        raise NobodyEligible
    _end_unfinished(actor, wedding)
    listing = listing_of(numbers)
    told = {"listing": listing, "list_hash": lots.digest(listing), "listed_at": now()}
    WeddingSelection.objects.filter(wedding=wedding, listed_at=None).update(**told)
    move_wedding(actor, wedding, Wedding.State.LISTED)
    found: WeddingSelection = WeddingSelection.objects.get(wedding=wedding)
    return found


def _end_unfinished(actor: Actor, wedding: Wedding) -> None:
    late = wedding.couples.filter(state__in=[State.DRAFT, State.RETURNED])
    for couple in late.order_by("pk"):
        couple.wedding = wedding
        tell_both("couple_ended", move_couple(actor, couple, State.ENDED, reason="not_in_time"))


def give_scores(*, actor: Actor, couple: Couple, points: Mapping[int, int]) -> list[CoupleScore]:
    """
    评分 (score) by one of two scorers, by the number of each criterion; until the release it may be changed.

    Raises `NotScored`, `ScoredByTwo`, `TooManyPoints`, and `NotAllowed` in one's own case.
    """
    policy.require(actor, SCORE, couple)
    human = policy.human_of(actor)
    with explaining(**WALLS), transaction.atomic():
        locked = lock_couple(couple)
        wedding = locked.wedding
        if wedding.state != Wedding.State.LISTED or not wedding.is_scored or locked.state != State.ELIGIBLE:
            raise NotScored
        if locked.members.filter(person=human).exists():
            raise NotAllowed
        seat = _seat_of(locked, human)
        return [
            CoupleScore.objects.update_or_create(
                couple=locked,
                criterion=criterion,
                scorer_id=human,
                defaults={"points": points[criterion.pk], "most": criterion.most, "scorer_seat": seat},
            )[0]
            for criterion in wedding.criteria.all()
        ]


def _seat_of(couple: Couple, human: int) -> int:
    """The own seat of old, or the first that is free. Raises `ScoredByTwo`."""
    seats = dict(couple.scores.order_by().values_list("scorer", "scorer_seat"))
    if human in seats:
        return int(seats[human])
    free = set(range(1, SCORERS + 1)) - set(seats.values())
    if not free:
        raise ScoredByTwo
    return min(free)


@transaction.atomic
def release(*, actor: Actor, wedding: Wedding) -> WeddingSelection:
    """
    公布结果 (release): ranks are computed, stored and told to all in one transaction; before it nothing is.

    Raises `WeddingMoved`, `ReleaseTooEarly`, `ScoresMissing`.
    """
    policy.require(actor, MANAGE, wedding)
    wedding = lock_wedding(wedding.pk)
    if wedding.state != Wedding.State.LISTED:
        raise WeddingMoved(state=wedding.get_state_display())
    held = WeddingSelection.objects.get(wedding=wedding)
    _require_time_to_check(held)
    still = {each.number: each for each in wedding.couples.filter(state=State.ELIGIBLE)}
    sums = _sums(wedding, list(still.values())) if wedding.is_scored else None
    listed = {number for number, _pool in lots.lines_of(held.listing)}
    gone = frozenset(listed - set(still))
    ranks = ranked(held.seed, held.listing, wedding.left, sums, gone)
    told = {"released_at": now(), "places": wedding.left, "result": result_of(ranks)}
    WeddingSelection.objects.filter(pk=held.pk, released_at=None).update(**told)
    wedding = move_wedding(actor, wedding, Wedding.State.RELEASED)
    _tell_result(actor, wedding, ranks, still)
    settle(wedding)
    held.refresh_from_db()
    return held


def _require_time_to_check(held: WeddingSelection) -> None:
    """Between the list and the result, so that anybody can keep the list's hash before."""
    hours = int(settings.EVENTS["wedding_release_waits_hours"])
    if held.listed_at is None or now() < held.listed_at + timedelta(hours=hours):
        raise ReleaseTooEarly(hours=hours)


def _sums(wedding: Wedding, couples: Sequence[Couple]) -> dict[int, int]:
    """Both sheets of each, added. Raises `ScoresMissing`."""
    whole = SCORERS * wedding.criteria.count()
    scored = Couple.objects.filter(pk__in=[each.pk for each in couples])
    found = scored.annotate(sheets=Count("scores"), total=Sum("scores__points"))
    missing = [each for each in found if each.sheets < whole]
    if missing:
        raise ScoresMissing(n=len(missing))
    return {each.number: each.total for each in found}


def _tell_result(actor: Actor, wedding: Wedding, ranks: list[Ranked], still: dict[int, Couple]) -> None:
    """By rank: whoever is admitted comes before any reserve stands behind them."""
    for each in ranks:
        if each.outcome == GONE:
            continue
        couple = still[each.number]
        couple.wedding = wedding
        to, kind = (
            (State.ADMITTED, "couple_admitted")
            if each.outcome == ADMITTED
            else (State.RESERVE, "couple_reserve")
        )
        points = each.points if wedding.is_scored else None
        tell_both(kind, move_couple(actor, couple, to, rank=each.rank, points=points))


@transaction.atomic
def record_held(*, actor: Actor, wedding: Wedding, absent: Sequence[int] = ()) -> Wedding:
    """
    登记已举办 (held), on the day or after it: whoever was admitted was there, but for the ``absent`` numbers.

    Raises `WeddingNotOver`, `AbsentUnknown`, `WeddingMoved`.
    """
    policy.require(actor, MANAGE, wedding)
    wedding = lock_wedding(wedding.pk)
    if wedding.held_on > today():
        raise WeddingNotOver(day=day_said(wedding.held_on))
    admitted = list(wedding.couples.filter(state=State.ADMITTED).order_by("number"))
    unknown = sorted(set(absent) - {each.number for each in admitted})
    if unknown:
        raise AbsentUnknown(numbers=pgettext("标点", "、").join(map(str, unknown)))
    wedding = move_wedding(actor, wedding, Wedding.State.HELD)
    for couple in admitted:
        couple.wedding = wedding
        move_couple(actor, couple, State.ABSENT if couple.number in absent else State.HELD)
    for couple in wedding.couples.filter(state__in=[State.RESERVE, State.OFFERED]).order_by("number"):
        couple.wedding = wedding
        move_couple(actor, couple, State.ENDED, reason="wedding_held")
    return wedding


def is_over(wedding: Wedding) -> bool:
    """Whether its day has come."""
    return wedding.held_on <= timezone.localdate(now())
