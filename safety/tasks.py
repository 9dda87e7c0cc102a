"""Due jobs of the safety action: each looks up what is due now and calls one service (design.md §3.7)."""

from __future__ import annotations

from celery import shared_task

from safety.services.quizzes import finishing
from zibo_youth.core.calendar import now


@shared_task
def close_quiz_attempts() -> int:
    """到时自动交卷 (beat: every minute): papers whose deadline is over. Safe to run twice."""
    return finishing.close_overdue_attempts(at=now())
