"""
推荐 (recommendations): an organisation its own, a volunteer oneself, anybody somebody else.

Whom somebody else names is asked first: nobody is considered, looked at or shown without
the own word, and hours are counted on the day of that word.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from volunteers.award_errors import (
    AlreadyRecommended,
    NominationUnfit,
    RecommendationsOver,
    TooManyRecommendations,
)
from volunteers.award_standing import Subject, kind_of, not_of, obstacles
from volunteers.hours import final_minutes
from volunteers.models import AwardCategory, AwardNomination, AwardSeason, Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .awards import decide, lock_season

RECOMMEND, ONESELF = "volunteers.recommend_award", "volunteers.recommend_oneself"
ANOTHER = "volunteers.recommend_another"
State = AwardNomination.State


def recommend(
    *,
    actor: User,
    category: AwardCategory,
    subject: Subject,
    citation: str,
    recommender: Organisation | None = None,
) -> AwardNomination:
    """
    推荐 (recommend): an organisation its own volunteers, itself, its projects; a volunteer oneself.

    Raises `NominationUnfit`, `AlreadyRecommended`, `RecommendationsOver`, `SeasonElsewhere`.
    """
    policy.require(actor, RECOMMEND if recommender else ONESELF, recommender or subject)
    minutes = _fit(category, subject, recommender)
    with explaining(award_nomination_once_per_category=AlreadyRecommended), transaction.atomic():
        return AwardNomination.objects.create(
            season=_taking(category),
            category=category,
            kind=category.kind,
            recommender=recommender,
            by_id=policy.human_of(actor),
            citation=citation,
            minutes=minutes,
            **_named(subject),
        )


def recommend_another(
    *, actor: User, category: AwardCategory, subject: Subject, citation: str
) -> AwardNomination:
    """
    社会推荐 (recommend somebody else): it waits for the word of the volunteer, or of the organisation.

    Whether the subject is fit is told to nobody but the subject. Raises `NominationUnfit` of
    oneself or the wrong kind, `AlreadyRecommended` by the same person, `TooManyRecommendations`,
    `RecommendationsOver`, `SeasonElsewhere`.
    """
    policy.require(actor, ANOTHER)
    by = policy.human_of(actor)
    if category.kind != kind_of(subject):
        raise NominationUnfit(reasons=_("与奖项类别不符"))
    if isinstance(subject, Volunteer) and subject.person_id == by:
        raise NominationUnfit(reasons=_("推荐自己请用“自荐”"))
    with explaining(award_nomination_named_once_by_each=AlreadyRecommended), transaction.atomic():
        season = _taking(category)
        most = settings.VOLUNTEERS["public_recommendations"]
        if season.nominations.filter(is_public=True, by_id=by).count() >= most:
            raise TooManyRecommendations(most=most)
        named = AwardNomination.objects.create(
            season=season,
            category=category,
            kind=category.kind,
            state=State.ASKED,
            is_public=True,
            recommender=_answering(subject),
            by_id=by,
            citation=citation,
            **_named(subject),
        )
        _ask(named)
    return named


def _ask(nomination: AwardNomination) -> None:
    """The volunteer, or the leaders of the organisation."""
    if nomination.volunteer:
        notify("volunteers.award_asked", to=nomination.volunteer.person, about=nomination)
    elif nomination.recommender:
        for leader in staff_of(nomination.recommender, Membership.Role.VOLUNTEER_LEADER):
            notify("volunteers.award_asked", to=leader, about=nomination)


def _answering(subject: Subject) -> Organisation | None:
    """Which organisation's word is asked; a volunteer answers for oneself."""
    if isinstance(subject, Volunteer):
        return None
    return subject if isinstance(subject, Organisation) else subject.organiser


def take_up(*, actor: User, nomination: AwardNomination) -> AwardNomination:
    """
    同意参评 (take it up), by whom it is about: what a recommendation needs is asked now.

    Raises `NominationUnfit`, `AlreadyRecommended`, `NominationMoved`, `RecommendationsOver`,
    `SeasonElsewhere`.
    """
    _require_the_word(actor, nomination)
    subject = nomination.volunteer or nomination.organisation or nomination.project
    minutes = _fit(nomination.category, subject, nomination.recommender)  # type: ignore[arg-type]
    with explaining(award_nomination_once_per_category=AlreadyRecommended), transaction.atomic():
        _taking(nomination.category)
        return decide(nomination, State.SUBMITTED, minutes=minutes)


@transaction.atomic
def decline(*, actor: User, nomination: AwardNomination) -> AwardNomination:
    """不参评 (decline): nobody is told, and the same person does not ask again. Raises `NominationMoved`."""
    _require_the_word(actor, nomination)
    lock_season(nomination.season_id, AwardSeason.State.RECOMMENDING)
    return decide(nomination, State.DECLINED)


def _require_the_word(actor: User, nomination: AwardNomination) -> None:
    if nomination.volunteer:
        policy.require(actor, ONESELF, nomination.volunteer)
    else:
        policy.require(actor, RECOMMEND, nomination.recommender)


def _taking(category: AwardCategory) -> AwardSeason:
    """The season, held, while it takes recommendations; raises `RecommendationsOver`, `SeasonElsewhere`."""
    season = lock_season(category.season_id, AwardSeason.State.RECOMMENDING)
    if today() > season.recommend_until:
        raise RecommendationsOver(day=season.recommend_until)
    return season


def _fit(category: AwardCategory, subject: Subject, by: Organisation | None) -> int:
    """Final minutes of whoever meets the conditions; raises `NominationUnfit` with each reason."""
    minutes = final_minutes(subject) if isinstance(subject, Volunteer) else 0
    reasons = not_of(subject, by)
    if isinstance(subject, Volunteer):
        reasons = obstacles(category, subject, minutes) + reasons
    if category.kind != kind_of(subject):
        reasons.append(_("与奖项类别不符"))
    if reasons:
        raise NominationUnfit(reasons="；".join(reasons))
    return minutes


def _named(subject: Subject) -> dict[str, Any]:
    """The columns that say whom it is about, and the district that answers for them."""
    if isinstance(subject, Volunteer):
        return {"volunteer": subject, "reporting_org": subject.reporting_org}
    if isinstance(subject, Organisation):
        return {"organisation": subject, "reporting_org": subject.reporting_org or subject}
    return {"project": subject, "reporting_org": subject.reporting_org}
