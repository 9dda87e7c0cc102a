"""安全答题: banks and their questions, quizzes, attempts, and what a corrected key changed."""

from .attempt import QuizAnswer, QuizAttempt, QuizEntry, Regrade
from .bank import AnswerKey, BankQuestion, QuestionBank
from .quiz import Quiz, QuizTransition

__all__ = [
    "AnswerKey",
    "BankQuestion",
    "QuestionBank",
    "Quiz",
    "QuizAnswer",
    "QuizAttempt",
    "QuizEntry",
    "QuizTransition",
    "Regrade",
]
