"""评委会 (the panel): one answer of each member for each nomination, score or recusal, and it is final."""

from __future__ import annotations

from django.db import transaction

from volunteers.award_errors import (
    AlreadyScored,
    AlreadySeated,
    MustRecuse,
    NobodyBehindTheNumber,
    PanelHasAnswered,
    SeasonElsewhere,
)
from volunteers.models import AwardNomination, AwardSeason, PanelMember, PanelScore
from volunteers.models.awards import Recusal
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .awards import MANAGE, answers_missing, has_unscored, lock_season
from .panel_rows import interest, organisations_of, write_obvious_recusals

State = AwardSeason.State
SCORE = "volunteers.score_award"


@transaction.atomic
def seat_member(*, actor: Actor, season: AwardSeason, mobile: str) -> PanelMember:
    """
    聘请评委, before the review or while it runs; obvious interests are recused at once.

    Raises `NobodyBehindTheNumber`, `SeasonElsewhere`, `AlreadySeated`, `PanelHasAnswered`.
    """
    policy.require(actor, MANAGE, season)
    log_in = User.objects.filter(mobile=mobile, is_active=True, person__isnull=False).first()
    if log_in is None or log_in.person is None:
        raise NobodyBehindTheNumber
    person = log_in.person
    held = lock_season(season.pk, State.DRAFT, State.RECOMMENDING, State.REVIEW)
    if held.state == State.REVIEW and not (answers_missing(held) or has_unscored(held)):
        raise PanelHasAnswered
    member, is_new = PanelMember.objects.get_or_create(season=held, person=person)
    if not is_new:
        raise AlreadySeated
    if held.state == State.REVIEW:
        write_obvious_recusals(held, [member])
        notify("volunteers.panel_asked", to=person, about=member)
    return member


def score(*, actor: Actor, member: PanelMember, nomination: AwardNomination, points: int) -> PanelScore:
    """
    评分 (score), 0 to 100, once.

    Raises `MustRecuse`, `AlreadyScored`, `SeasonElsewhere`.
    """
    policy.require(actor, SCORE, member)
    if why := interest(member, nomination, organisations_of(member)):
        raise MustRecuse(why=Recusal(why).label)
    return _answer(member, nomination, points=points)


def recuse(*, actor: Actor, member: PanelMember, nomination: AwardNomination, why: str) -> PanelScore:
    """回避 (recuse): declared by the member, in place of a score. Raises `AlreadyScored`."""
    policy.require(actor, SCORE, member)
    return _answer(member, nomination, recusal=why)


def _answer(member: PanelMember, nomination: AwardNomination, **answer: int | str) -> PanelScore:
    with explaining(panel_score_once_per_member=AlreadyScored), transaction.atomic():
        season = lock_season(member.season_id, State.REVIEW)
        if not season.nominations.accepted().filter(pk=nomination.pk).exists():
            raise SeasonElsewhere(state=nomination.get_state_display())
        return PanelScore.objects.create(season=season, member=member, nomination=nomination, **answer)
