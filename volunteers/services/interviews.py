"""面试选拔 (selection): each is heard, the mean score ranks, ties go by the order of coming."""

from __future__ import annotations

from django.db import transaction

from volunteers.models import Application, InterviewNote, Round
from volunteers.round_errors import (
    InterviewOver,
    NobodyApplied,
    NotHeard,
    RoundMoved,
    ScoreOutOfRange,
    WrongMethod,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import NotAllowed, explaining

from .draws import rank
from .locks import lock_round
from .round_places import move_application, tell

MANAGE, DECIDE = "volunteers.manage_round", "volunteers.decide_application"
State = Application.State


@explaining(interview_score_is_of_a_hundred=ScoreOutOfRange)
@transaction.atomic
def write_note(
    *, actor: User, application: Application, score: int, recommendation: str, words: str = ""
) -> InterviewNote:
    """
    记面试 (write a note): each interviewer one, changed until the ranking. Never on oneself.

    Raises `InterviewOver`, `ScoreOutOfRange`.
    """
    policy.require_for_another(actor, DECIDE, application, application.volunteer.person_id)
    lock_round(application.round_id)
    application.refresh_from_db()
    if application.state != State.APPLIED or application.rank is not None:
        raise InterviewOver
    note, _is_new = InterviewNote.objects.update_or_create(
        application=application,
        by=actor,
        defaults={"score": score, "recommendation": recommendation, "words": words.strip()},
    )
    return note


@explaining()
@transaction.atomic
def refuse(*, actor: User, application: Application, note: str) -> Application:
    """不录取 (refuse) one application, with a reason that the volunteer reads. Raises `ApplicationMoved`."""
    policy.require_for_another(actor, DECIDE, application, application.volunteer.person_id)
    lock_round(application.round_id)
    application.refresh_from_db()
    move_application(actor, application, State.REFUSED, note=note)
    tell(application, "round_result", dedup="refused")
    return application


@transaction.atomic
def rank_heard(*, actor: User, round: Round) -> Round:
    """
    按面试排名 (rank): by mean score, ties by number; places are offered in that order.

    Whoever applied too leaves it to others. Raises `WrongMethod`, `RoundMoved` before the round is
    closed, `NotHeard`, `NobodyApplied`.
    """
    policy.require(actor, MANAGE, round)
    held = lock_round(round.pk)
    rows = Application.objects.filter(round=held)
    _check_ranked_now(held)
    if rows.filter(volunteer__person=actor.person_id).exists():
        raise NotAllowed
    unheard = rows.unheard().count()
    if unheard:
        raise NotHeard(n=unheard)
    heard = sorted(rows.applied().scored(), key=lambda each: (-each.score, each.number))
    if not heard:
        raise NobodyApplied
    rank(actor, held, [each.number for each in heard])
    round.refresh_from_db()
    return round


def _check_ranked_now(held: Round) -> None:
    if held.method != Round.Method.SELECTION:
        raise WrongMethod(method=Round.Method.SELECTION.label)
    if held.state != Round.State.CLOSED:
        raise RoundMoved(state=held.get_state_display())
