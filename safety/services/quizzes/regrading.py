"""
更正答案 (correcting a key): the next version of it, and every paper that asked the question graded anew.

The quizzes' rows are locked: nobody hands in meanwhile (`finishing.LOCK`). Old scores stay on record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from safety.models import AnswerKey, BankQuestion, Quiz, QuizAttempt, Regrade
from safety.quiz_errors import KeyMoved, KeyReasonMissing, KeySame, KeyWrong
from safety.quiz_score import Key, score_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

MANAGE, OF_QUIZZES = "safety.manage_questionbank", "safety.manage_quiz"
BATCH = 1000
ANSWERS = """
SELECT attempt.id, attempt.score, attempt.paper, quiz.points,
    (SELECT array_agg(said.question_id) FROM safety_quizanswer AS said WHERE said.attempt_id = attempt.id),
    (SELECT array_agg(said.chosen) FROM safety_quizanswer AS said WHERE said.attempt_id = attempt.id)
FROM safety_quizattempt AS attempt
JOIN safety_quizentry AS entry ON entry.id = attempt.entry_id
JOIN safety_quiz AS quiz ON quiz.id = entry.quiz_id
WHERE attempt.id = ANY(%s) ORDER BY attempt.id FOR NO KEY UPDATE OF attempt
"""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction did: the key, how many papers were looked at, and whose score changed."""

    key: AnswerKey
    graded: int
    changed: int


@dataclass(frozen=True, slots=True)
class Graded:
    """A finished paper: the score that stands there, and what its answers are worth by the keys in force."""

    attempt: int
    stands: int
    score: int


def correct_key(
    *,
    actor: Actor,
    question: BankQuestion,
    letters: str = "",
    is_void: bool = False,
    reason: str,
    instead_of: int | None = None,
) -> Corrected:
    """
    更正答案 (correct a key), with a reason that whoever answered reads; every paper is graded anew.

    Only by an office that holds every quiz that asks it. ``instead_of``: the number of the key that the
    office saw. Raises `NotAllowed`, `KeyReasonMissing`, `KeySame`, `KeyWrong`, `KeyMoved`.
    """
    policy.require(actor, MANAGE, question.bank)
    if not reason.strip():
        raise KeyReasonMissing
    said = "".join(sorted(set(letters.upper())))
    with (
        explaining(
            answer_key_fits_its_question=KeyWrong,
            answer_key_names_letters_or_is_void=KeyWrong,
            answer_key_number_used_once=KeyMoved,
        ),
        transaction.atomic(),
    ):
        quizzes = _held(actor, question)
        before = question.keys.order_by("-number").first()
        _differs(before, said, is_void, instead_of)
        key: AnswerKey = AnswerKey.objects.create(
            question=question,
            number=before.number + 1 if before else 1,
            letters=said,
            is_void=is_void,
            reason=reason.strip(),
        )
        graded, changed = _regrade(quizzes, key)
    return Corrected(key, graded, changed)


def _held(actor: Actor, question: BankQuestion) -> list[Quiz]:
    """Every quiz that may ask it, none of another office."""
    asking = Quiz.objects.filter(pool__contains=[question.pk]).order_by("pk")
    quizzes = list(asking.select_for_update(no_key=True))
    for quiz in quizzes:
        policy.require(actor, OF_QUIZZES, quiz)
    return quizzes


def _differs(before: AnswerKey | None, letters: str, is_void: bool, seen: int | None) -> None:
    if before is None:
        return
    if seen is not None and before.number != seen:
        raise KeyMoved
    if (before.letters, before.is_void) == (letters, is_void):
        raise KeySame


def _regrade(quizzes: Iterable[Quiz], key: AnswerKey) -> tuple[int, int]:
    """All finished papers that asked the question, annulled ones too: how many, and how many changed."""
    numbers = QuizAttempt.objects.finished().filter(
        entry__quiz__in=[quiz.pk for quiz in quizzes], paper__contains=[key.question_id]
    )
    everybody = list(numbers.order_by("pk").values_list("pk", flat=True))
    graded = changed = 0
    for first in range(0, len(everybody), BATCH):
        told = list(graded_anew(everybody[first : first + BATCH]))
        other = [each for each in told if each.score != each.stands]
        _write(key, other)
        graded, changed = graded + len(told), changed + len(other)
    return graded, changed


def graded_anew(attempts: Iterable[int]) -> Iterator[Graded]:
    """What stored answers are worth by the keys in force; the rows stay locked for the caller."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERS, [list(attempts)])
        rows = cursor.fetchall()
    keys = keys_of({question for row in rows for question in row[2]})
    for number, stands, paper, points, questions, chosen in rows:
        answers = dict(zip(questions or (), chosen or (), strict=True))
        yield Graded(number, stands, score_of(paper, answers, keys, points))


def keys_of(questions: Iterable[int]) -> dict[int, Key]:
    """The keys in force."""
    rows = AnswerKey.objects.in_force().filter(question__in=list(questions))
    return {row.question_id: Key(row.letters, row.is_void) for row in rows}


def _write(key: AnswerKey, changed: list[Graded]) -> None:
    by_number = {each.attempt: each for each in changed}
    rows = list(QuizAttempt.objects.filter(pk__in=by_number).select_related("entry__person").order_by("pk"))
    for attempt in rows:
        attempt.score = by_number[attempt.pk].score
    QuizAttempt.objects.bulk_update(rows, ["score"])
    Regrade.objects.bulk_create(
        Regrade(attempt_id=each.attempt, key=key, old_score=each.stands, new_score=each.score)
        for each in changed
    )
    for attempt in rows:
        notify("safety.quiz_regraded", to=attempt.entry.person, about=attempt, dedup=str(key.pk))
