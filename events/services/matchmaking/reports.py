"""屏蔽和举报 (block and report): about anybody whose card, or match, one sees."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from events.match_errors import AnswerMissing, NotAdmitted, PairMissing, ReportAnswered, ReportEmpty
from events.match_sight import acting_as, profile_of
from events.models import MatchBlock, MatchProfile, MatchReport, MatchRound
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now

from .profiles import CHANGE

ANSWER = "events.answer_matchreport"


def _both(actor: User, turn: MatchRound, badge: int) -> tuple[MatchProfile, MatchProfile]:
    """Oneself and the other; by badge, which everybody of the evening wears in sight."""
    own = profile_of(policy.human_of(actor), turn)
    if own is None or own.badge is None:
        raise NotAdmitted
    policy.require(actor, CHANGE, own)
    other = MatchProfile.objects.filter(round=turn, badge=badge).exclude(pk=own.pk).first()
    if other is None:
        raise PairMissing
    return own, other


@transaction.atomic
def block(*, actor: User, turn: MatchRound, badge: int) -> None:
    """屏蔽 (block), at any time: neither sees the other, and no pair comes of it. Twice is once."""
    own, other = _both(actor, turn, badge)
    with acting_as(own.person_id):
        there: QuerySet[MatchBlock] = MatchBlock.objects.filter(blocker=own, blocked=other)
        if not there.exists():
            MatchBlock(round=turn, blocker=own, blocked=other).save(force_insert=True)


@transaction.atomic
def report(*, actor: User, turn: MatchRound, badge: int, words: str) -> MatchReport:
    """举报 (report) to the city office. Raises `NotAdmitted`, `PairMissing`, `ReportEmpty`."""
    own, other = _both(actor, turn, badge)
    if not words.strip():
        raise ReportEmpty
    made: MatchReport = MatchReport.objects.create(
        round=turn, reporter=own, accused=other, words=words.strip()
    )
    return made


@transaction.atomic
def answer_report(*, actor: User, report: MatchReport, answer: str) -> MatchReport:
    """处理举报 (answer), once. Raises `AnswerMissing`, `ReportAnswered`."""
    policy.require(actor, ANSWER, report)
    if not answer.strip():
        raise AnswerMissing
    told = {"state": MatchReport.State.ANSWERED, "answer": answer.strip()}
    open_ = MatchReport.objects.filter(pk=report.pk, state=MatchReport.State.OPEN)
    if not open_.update(**told, answered_by=actor, answered_at=now()):
        raise ReportAnswered
    report.refresh_from_db()
    return report
