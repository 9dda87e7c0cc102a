"""公示异议 (objections): anybody with a name may object while a notice runs; the city answers each one."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models.functions import Now

from volunteers.election_errors import NoNoticeNow, ObjectionAnswered, ObjectionWaiting
from volunteers.models import AwardNomination, AwardSeason, Candidate, Congress, Objection
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining

from .awards import MANAGE as MANAGE_SEASON
from .awards import lock_season, strike_nomination
from .candidates import strike_candidate
from .congress import MANAGE as MANAGE_CONGRESS
from .congress import lock_congress

RAISE = "volunteers.raise_objection"


@explaining(objection_one_waiting_per_person=ObjectionWaiting)
@transaction.atomic
def object_to_candidate(*, actor: User, candidate: Candidate, text: str) -> Objection:
    """Raises `NoNoticeNow`, `ObjectionWaiting`."""
    policy.require(actor, RAISE)
    congress = lock_congress(candidate.congress_id, *Congress.State.values)
    if congress.state != Congress.State.NOTICE or candidate.state != Candidate.State.STANDING:
        raise NoNoticeNow
    _within(congress.notice_until)
    return Objection.objects.create(candidate=candidate, by_id=policy.human_of(actor), text=text)


@explaining(objection_one_waiting_per_person=ObjectionWaiting)
@transaction.atomic
def object_to_award(*, actor: User, nomination: AwardNomination, text: str) -> Objection:
    """Raises `NoNoticeNow`, `ObjectionWaiting`."""
    policy.require(actor, RAISE)
    season = lock_season(nomination.season_id, *AwardSeason.State.values)
    if season.state != AwardSeason.State.NOTICE or nomination.state != AwardNomination.State.PROPOSED:
        raise NoNoticeNow
    _within(season.notice_until)
    return Objection.objects.create(nomination=nomination, by_id=policy.human_of(actor), text=text)


def _within(last: date | None) -> None:
    if last is None or today() > last:
        raise NoNoticeNow


@transaction.atomic
def answer_objection(*, actor: User, objection: Objection, is_upheld: bool, answer: str) -> Objection:
    """
    答复 (answer): an objection that holds takes the candidate off the ballot, or the award away.

    Raises `ObjectionAnswered`.
    """
    about = objection.candidate or objection.nomination
    if isinstance(about, Candidate):
        policy.require(actor, MANAGE_CONGRESS, about.congress)
        lock_congress(about.congress_id, Congress.State.NOTICE)
    elif about is not None:
        policy.require(actor, MANAGE_SEASON, about.season)
        lock_season(about.season_id, AwardSeason.State.NOTICE)
    waiting = Objection.objects.unanswered().filter(pk=objection.pk)
    if not waiting.update(is_upheld=is_upheld, answer=answer, answered_at=Now(), answered_by=actor):
        raise ObjectionAnswered
    if is_upheld:
        _strike(about, answer)
    objection.refresh_from_db()
    return objection


def _strike(about: Candidate | AwardNomination | None, answer: str) -> None:
    if isinstance(about, Candidate):
        strike_candidate(about, answer[:300])
    elif about is not None:
        strike_nomination(about, answer[:300])
