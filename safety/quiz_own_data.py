"""What quizzes hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import QuizAnswer, QuizAttempt, QuizEntry, Regrade

ENTRY = ("quiz__title", "organisation__name", "district__name", "entered_at")
ATTEMPT = (
    *("public_id", "entry__quiz__title", "number", "day", "answered", "started_at", "deadline"),
    *("finished_at", "score", "state", "annul_reason", "annulled_at"),
)
ANSWER = ("attempt__public_id", "number", "question__words", "chosen", "answered_at")


def quizzes_hold(user: User) -> dict[str, Any]:
    """Entries, attempts with every answer, and scores that a corrected key changed."""
    of = {"attempt__entry__person__users": user}
    return {
        "entries": list(QuizEntry.objects.filter(person__users=user).values(*ENTRY)),
        "attempts": list(QuizAttempt.objects.filter(entry__person__users=user).values(*ATTEMPT)),
        "answers": list(QuizAnswer.objects.filter(**of).values(*ANSWER)),
        "regrades": list(
            Regrade.objects.filter(**of).values("attempt__public_id", "old_score", "new_score", "at")
        ),
    }
