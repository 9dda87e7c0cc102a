"""What quizzes tell whoever answered: closed by the clock, graded anew, annulled."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import NoticeKind, register

from .models import QuizAttempt

NAME_IN_A_TEXT = 14
RELATED = ("entry__quiz",)
State = QuizAttempt.State
COUNTS = (State.SUBMITTED, State.EXPIRED)


def _words(attempt: QuizAttempt) -> dict[str, Any]:
    """The values of every template, in the active language."""
    changes = list(attempt.regrades.all())
    return {
        "quiz": truncatechars(attempt.entry.quiz.local_title, NAME_IN_A_TEXT),
        "score": attempt.score,
        "answered": attempt.answered,
        "total": len(attempt.paper),
        "old": changes[0].old_score if changes else "",
        "why": changes[0].key.reason if changes else "",
        "reason": attempt.annul_reason,
    }


def _register(name: str, title: Any, holds: Any) -> None:
    register(
        NoticeKind(
            key=f"safety.{name}",
            title=title,
            holds=holds,
            words=_words,
            url=lambda attempt: reverse("quiz_result", args=[attempt.public_id]),
            related=RELATED,
            prefetched=("regrades__key",),
        )
    )


def register_quiz_notices() -> None:
    """Called once, when the app is ready."""
    _register("quiz_expired", _("答题时间已到，已自动交卷"), lambda attempt: attempt.state == State.EXPIRED)
    _register("quiz_regraded", _("答题成绩有更正"), lambda attempt: attempt.state in COUNTS)
    _register("quiz_annulled", _("答题成绩已取消"), lambda attempt: attempt.state == State.ANNULLED)
