"""What quizzes hold of a person: results stay, for rankings rest on them; the device's mark goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.holdings import Holding, Part, add_part
from zibo_youth.accounts.terms import Term, add_terms

from .models import (
    AnswerKey,
    BankQuestion,
    QuestionBank,
    Quiz,
    QuizAnswer,
    QuizAttempt,
    QuizEntry,
    QuizTransition,
    Regrade,
)
from .services.quizzes.keeping import forget_devices

OF = ("attempt__entry__person",)
HOLDINGS = [
    Holding(model=QuizEntry, of=("person",)),
    Holding(
        model=QuizAttempt,
        of=("entry__person",),
        blank={"device": ""},
        keep={
            "paper": "numbers of questions",
            "orders": "letters of options, in the order in which they were shown",
            "seed": "random signs of ours, from which the paper is drawn again",
            "annul_reason": "an office's reason, for whoever asks why a result does not count",
        },
    ),
    Holding(model=QuizAnswer, of=OF, keep={"chosen": "letters, which a score is recomputed from"}),
    Holding(model=Regrade, of=OF),
]
PAPERS: dict[type[Model], str] = {
    QuestionBank: "the name of a bank of questions",
    BankQuestion: "questions about work safety",
    AnswerKey: "which letters are right, and why a key was corrected",
    Quiz: "what an office says about a quiz",
    QuizTransition: "an office's reasons for what became of a quiz",
}


def _devices(before: datetime) -> QuerySet[Any]:
    return QuizAttempt.objects.filter(entry__quiz__closes_at__lt=before).exclude(device="")


TERMS = [
    Term(
        key="quiz_devices",
        what=_("答题设备标记"),
        since=_("答题结束"),
        then=_("抹去标记"),
        source="假定",
        due=_devices,
        let_go=forget_devices,
        of=("entry__person",),
    )
]


def register_quiz_holdings() -> None:
    """Called once, when the app is ready."""
    add_terms(TERMS)
    add_part("quizzes", Part(holdings=HOLDINGS, papers=PAPERS))
