"""Quizzes for tests: banks, quizzes and attempts, by their services; the fields of a bank by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db.models import Model

from safety.models import (
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
from safety.quiz_paper import shown_of
from safety.services.quizzes import answering, banks, finishing, holding, regrading, starting
from safety.services.quizzes.holding import QuizPlan
from tests import people
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now

_serial = count(1)


def bank(of: str = "zhangdian", *, questions: int = 30) -> QuestionBank:
    """A bank with questions of every kind: each third of several letters, each fifth to be judged."""
    district = Organisation.objects.get(code=of)
    made = banks.open_bank(
        actor=people.officer(of=of),
        organisation=district,
        reporting_org=district,
        name=f"第{next(_serial)}题库",
    )
    rows = BankQuestion.objects.bulk_create(_question(made, number) for number in range(1, questions + 1))
    AnswerKey.objects.bulk_create(AnswerKey(question=row, letters=letters_of(row.kind)) for row in rows)
    return made


_bank = bank


def letters_of(kind: str) -> str:
    return {"single": "B", "multiple": "AC", "true_false": "A"}[kind]


def kind_of(number: int) -> str:
    if number % 5 == 0:
        return "true_false"
    return "multiple" if number % 3 == 0 else "single"


def _question(of: QuestionBank, number: int) -> BankQuestion:
    kind = kind_of(number)
    options = ["正确", "错误"] if kind == "true_false" else ["先汇报", "先停机", "先断电", "先撤人"]
    return BankQuestion(
        bank=of,
        code=f"Q{number:03d}",
        kind=kind,
        words=f"第 {number} 题：发现隐患应当怎样做？",
        words_en=f"Question {number}: what is done about a hazard?",
        options=options,
        options_en=["True", "False"] if kind == "true_false" else ["report", "stop", "cut power", "leave"],
        explanation="见安全生产法第五十九条。",
        explanation_en="See article 59.",
    )


def plan(of: str = "zhangdian", *, bank: QuestionBank | None = None, **fields: Any) -> QuizPlan:
    """Five questions of five points in ten minutes, since yesterday and until tomorrow."""
    district = Organisation.objects.get(code=of)
    said: dict[str, Any] = {
        "organiser": district,
        "reporting_org": district,
        "bank": bank or _bank(of),
        "title": f"第{next(_serial)}期安全知识答题",
        "summary": "安全生产月答题。",
        "opens_at": now() - timedelta(days=1),
        "closes_at": now() + timedelta(days=1),
        "questions": 5,
        "points": 5,
        "seconds": 600,
    }
    return QuizPlan(**said | fields)


def quiz(of: str = "zhangdian", **fields: Any) -> Quiz:
    """A published quiz."""
    by = people.officer(of=of)
    return holding.publish_quiz(actor=by, quiz=holding.write_quiz(actor=by, plan=plan(of, **fields)))


def draft(of: str = "zhangdian", **fields: Any) -> Quiz:
    return holding.write_quiz(actor=people.officer(of=of), plan=plan(of, **fields))


def start(user: User, of: Quiz, **more: Any) -> QuizAttempt:
    return starting.start_attempt(actor=user, quiz=of, **more)


def answer(attempt: QuizAttempt, number: int, *, right: bool = True) -> Any:
    """As the paper shows it; a wrong answer is one letter that is not right, or one too few."""
    user = attempt.entry.person.users.get()
    shown = right_one(attempt, number) if right else wrong_one(attempt, number)
    return answering.answer_question(actor=user, attempt=attempt, number=number, shown=shown)


def right_one(attempt: QuizAttempt, number: int) -> str:
    """The letters that are right, as they stand on this paper."""
    question = BankQuestion.objects.get(pk=attempt.paper[number - 1])
    return shown_of(letters_of(question.kind), attempt.orders[number - 1])


def wrong_one(attempt: QuizAttempt, number: int) -> str:
    question = BankQuestion.objects.get(pk=attempt.paper[number - 1])
    wrong = {"single": "A", "multiple": "A", "true_false": "B"}[question.kind]
    return shown_of(wrong, attempt.orders[number - 1])


def whole(user: User, of: Quiz, *, right: int | None = None) -> QuizAttempt:
    """A paper that is answered to the end, the first ones right."""
    attempt = start(user, of)
    for number in range(1, of.questions + 1):
        answer(attempt, number, right=right is None or number <= right)
    attempt.refresh_from_db()
    return attempt


def overtaken(attempt: QuizAttempt, by: timedelta = timedelta(minutes=1)) -> datetime:
    """A moment so long after its deadline."""
    return attempt.deadline + by


def submit(attempt: QuizAttempt) -> QuizAttempt:
    return finishing.submit_attempt(actor=attempt.entry.person.users.get(), attempt=attempt)


def correct(question: BankQuestion, letters: str = "", **more: Any) -> Any:
    by = people.officer(of=question.bank.organisation.code)
    told = {"letters": letters, "reason": "标准答案有误"} | more
    return regrading.correct_key(actor=by, question=question, **told)


def rows_of(user: User, of: str = "zhangdian") -> dict[type[Model], Model]:
    """A finished attempt of a user's with everything that hangs on it, at a quiz of a district."""
    made = quiz(of)
    attempt = whole(user, made, right=3)
    QuizAttempt.objects.filter(pk=attempt.pk).update(device="d" * 64)
    question = BankQuestion.objects.get(pk=attempt.paper[4])
    correct(question, is_void=True)
    attempt.refresh_from_db()
    return {
        QuestionBank: made.bank,
        BankQuestion: question,
        AnswerKey: question.keys.first(),
        Quiz: made,
        QuizTransition: made.transitions.first(),
        QuizEntry: attempt.entry,
        QuizAttempt: attempt,
        QuizAnswer: attempt.answers.first(),
        Regrade: attempt.regrades.first(),
    }
