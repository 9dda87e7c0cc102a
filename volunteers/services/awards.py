"""
评选 (the awards): the steps of a season, from the call to the decision.

Whoever moves a season, or what hangs on it, holds the season's row.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from volunteers.award_errors import (
    NominationMoved,
    NominationUnfit,
    OverQuota,
    RankPassedOver,
    SeasonElsewhere,
    SeasonIncomplete,
)
from volunteers.award_standing import obstacles
from volunteers.errors import ReasonMissing
from volunteers.models import (
    AwardCategory,
    AwardNomination,
    AwardSeason,
    Objection,
    PanelScore,
)
from volunteers.ranking import Line, passes_over, ranked
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today, workdays_after
from zibo_youth.core.moves import along, reach
from zibo_youth.notifications.outbox import notify

from .panel_rows import write_obvious_recusals

State, Nomination = AwardSeason.State, AwardNomination.State
MANAGE = "volunteers.manage_awardseason"


def lock_season(number: int, *states: str) -> AwardSeason:
    """Nobody else moves this season until the transaction ends; raises `SeasonElsewhere`."""
    season: AwardSeason = AwardSeason.objects.select_for_update(no_key=True).get(pk=number)
    if season.state not in states:
        raise SeasonElsewhere(state=season.get_state_display())
    return season


def _move(season: AwardSeason, to: str, **changes: Any) -> AwardSeason:
    along(season, to, SeasonElsewhere, **changes)
    return season


@transaction.atomic
def open_recommendations(*, actor: Actor, season: AwardSeason) -> AwardSeason:
    """开始推荐. Raises `SeasonIncomplete` without categories."""
    policy.require(actor, MANAGE, season)
    held = lock_season(season.pk, State.DRAFT)
    if not held.categories.exists():
        raise SeasonIncomplete(what=_("须有奖项"))
    return _move(season, State.RECOMMENDING)


def decide(nomination: AwardNomination, to: str, **changes: Any) -> AwardNomination:
    """The caller has asked for the right and holds the season; raises `NominationMoved`."""
    reach(nomination, to, NominationMoved, **changes)
    return nomination


@transaction.atomic
def accept_nomination(*, actor: Actor, nomination: AwardNomination) -> AwardNomination:
    """参评, while the conditions are met with the hours of the nomination; raises `NominationUnfit`."""
    policy.require(actor, MANAGE, nomination.season)
    lock_season(nomination.season_id, State.RECOMMENDING)
    one = nomination.volunteer
    if one and (reasons := obstacles(nomination.category, one, nomination.minutes)):
        raise NominationUnfit(reasons="；".join(reasons))
    return decide(nomination, Nomination.ACCEPTED)


@transaction.atomic
def refuse_nomination(*, actor: Actor, nomination: AwardNomination, reason: str) -> AwardNomination:
    """不予受理, with a reason that the recommender reads."""
    policy.require(actor, MANAGE, nomination.season)
    if not reason.strip():
        raise ReasonMissing
    lock_season(nomination.season_id, State.RECOMMENDING)
    return _tell(decide(nomination, Nomination.REFUSED, reason=reason))


@transaction.atomic
def consent_to_name(*, actor: Actor, nomination: AwardNomination, may_be_named: bool) -> AwardNomination:
    """同意公布姓名, or no longer: the volunteer's own word, at any time."""
    policy.require(actor, "volunteers.consent_to_award", nomination)
    AwardNomination.objects.filter(pk=nomination.pk).update(may_be_named=may_be_named)
    nomination.refresh_from_db()
    return nomination


@transaction.atomic
def open_review(*, actor: Actor, season: AwardSeason) -> AwardSeason:
    """开始评审: every nomination is decided, the panel stands, and obvious interests are recused."""
    policy.require(actor, MANAGE, season)
    held = lock_season(season.pk, State.RECOMMENDING)
    if held.nominations.filter(state=Nomination.SUBMITTED).exists():
        raise SeasonIncomplete(what=_("还有推荐没有审查"))
    panel = list(held.panel.select_related("person"))
    if len(panel) < settings.VOLUNTEERS["panel_size"]:
        raise SeasonIncomplete(what=_("评委不足 %(size)s 人") % {"size": settings.VOLUNTEERS["panel_size"]})
    for unanswered in held.nominations.filter(state=Nomination.ASKED):
        decide(unanswered, Nomination.DECLINED)
    write_obvious_recusals(held, panel)
    for member in panel:
        notify("volunteers.panel_asked", to=member.person, about=member)
    return _move(season, State.REVIEW)


def standings(category: AwardCategory) -> list[Line]:
    """The ranking of a category by the scores given so far."""
    scores: dict[int, list[int]] = {}
    given = PanelScore.objects.given().filter(nomination__category=category)
    for nomination, points in given.values_list("nomination", "points"):
        scores.setdefault(nomination, []).append(points)
    return ranked(scores)


@transaction.atomic
def propose(*, actor: Actor, season: AwardSeason, chosen: Collection[int]) -> AwardSeason:
    """
    拟表彰 (propose) within each quota, nobody better ranked left out, and open the notice.

    Raises `SeasonIncomplete` while scores are missing, `OverQuota`, `RankPassedOver`.
    """
    policy.require(actor, MANAGE, season)
    held = lock_season(season.pk, State.REVIEW)
    _all_scored(held)
    for category in held.categories.all():
        _propose_in(category, set(chosen))
    return _move(season, State.NOTICE, notice_until=_notice_until())


def answers_missing(season: AwardSeason) -> int:
    """How many scores or recusals the panel still owes."""
    owed = season.panel.count() * season.nominations.accepted().count()
    given = PanelScore.objects.filter(season=season, nomination__state=Nomination.ACCEPTED)
    return owed - given.count()


def has_unscored(season: AwardSeason) -> bool:
    """Whether the whole panel has recused from something: more members are needed."""
    return bool(season.nominations.accepted().exclude(scores__points__isnull=False).exists())


def _all_scored(season: AwardSeason) -> None:
    if left := answers_missing(season):
        raise SeasonIncomplete(what=_("还有 %(left)s 份评分没有交") % {"left": left})
    if has_unscored(season):
        raise SeasonIncomplete(what=_("有推荐因评委全部回避而没有分数，请增加评委"))


def _propose_in(category: AwardCategory, chosen: set[int]) -> None:
    lines = standings(category)
    picked = [line.key for line in lines if line.key in chosen]
    if len(picked) > category.quota:
        raise OverQuota(category=category, quota=category.quota)
    if passes_over(lines, picked):
        raise RankPassedOver(category=category)
    for place, number in enumerate(picked, start=1):
        nomination = category.nominations.accepted().get(pk=number)
        decide(nomination, Nomination.PROPOSED, place=place, cap=category.quota)


def _notice_until() -> date:
    return workdays_after(today(), settings.VOLUNTEERS["award_notice_workdays"])


def strike_nomination(nomination: AwardNomination, reason: str) -> AwardNomination:
    """取消资格, after an objection that holds. The caller has asked for the right and holds the season."""
    return _tell(decide(nomination, Nomination.STRUCK, reason=reason, place=None, cap=None))


@transaction.atomic
def announce_awards(*, actor: Actor, season: AwardSeason) -> AwardSeason:
    """公布表彰: the notice has run its days and every objection is answered; each volunteer is told."""
    policy.require(actor, MANAGE, season)
    held = lock_season(season.pk, State.NOTICE)
    if held.notice_until is None or today() <= held.notice_until:
        raise SeasonIncomplete(what=_("公示期还没有结束"))
    if Objection.objects.unanswered().filter(nomination__season=held).exists():
        raise SeasonIncomplete(what=_("还有异议没有答复"))
    ends = {Nomination.PROPOSED: Nomination.AWARDED, Nomination.ACCEPTED: Nomination.NOT_CHOSEN}
    for nomination in held.nominations.filter(state__in=ends):
        _tell(decide(nomination, ends[nomination.state]))
    return _move(season, State.ANNOUNCED, announced_on=today())


@transaction.atomic
def cancel_season(*, actor: Actor, season: AwardSeason) -> AwardSeason:
    """取消评选, before it is announced."""
    policy.require(actor, MANAGE, season)
    lock_season(season.pk, *AwardSeason.NEXT)
    return _move(season, State.CANCELLED)


def _tell(nomination: AwardNomination) -> AwardNomination:
    """Whom it is about and who recommended it, each once."""
    told = {nomination.by_id: nomination.by}
    if nomination.volunteer:
        told[nomination.volunteer.person_id] = nomination.volunteer.person
    for person in told.values():
        notify("volunteers.nomination_decided", to=person, about=nomination)
    return nomination
