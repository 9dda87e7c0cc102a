"""安全行动: who is under supervision; campaigns, model posts, hazards, training and quizzes stand beside."""

from .enterprise import Enterprise, WorkArea
from .quizzes import (
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

__all__ = [
    "AnswerKey",
    "BankQuestion",
    "Enterprise",
    "QuestionBank",
    "Quiz",
    "QuizAnswer",
    "QuizAttempt",
    "QuizEntry",
    "QuizTransition",
    "Regrade",
    "WorkArea",
]
