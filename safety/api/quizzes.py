"""安全答题: what the public may read, and one's own papers, one question at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from safety.forms.quizzes import teams_for
from safety.models import Quiz, QuizAttempt
from safety.quiz_board import board_of, teams_of_quiz
from safety.quiz_device import device_of, mark_of, remember
from safety.services.quizzes import answering, finishing, starting
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.one_time import once
from zibo_youth.api.errors import BadInput
from zibo_youth.api.schema import IDEMPOTENCY_KEY, refusals
from zibo_youth.api.views import ApiView, Pages, checked, idempotency_key, own_person, signed_in

from .quiz_shapes import (
    AttemptAnswer,
    BoardAnswer,
    NewAttempt,
    NewPaperAnswer,
    QuizAnswerShape,
    StandingAnswer,
    told_attempt,
    told_standing,
)

QUIZ, NEW_ATTEMPT, NEW_ANSWER, BOARD = QuizAnswerShape(), NewAttempt(), NewPaperAnswer(), BoardAnswer()
FOR_ALL = [AllowAny]


class QuizPages(Pages):
    """Quizzes that were published, the latest first."""

    def draw(self, row: Quiz, request: Request) -> dict[str, Any]:
        return QUIZ.to_representation(row)


class Quizzes(ApiView):
    """答题列表."""

    permission_classes = FOR_ALL
    pagination_class = QuizPages

    @extend_schema(
        operation_id="quizzes",
        summary=_("已发布的安全答题"),
        tags=["quizzes"],
        responses={200: QuizAnswerShape(many=True), **refusals(404)},
    )
    def get(self, request: Request) -> Response:
        rows = Quiz.objects.visible_to(request.user).whole()
        return QuizPages().answer(rows.order_by("-opens_at", "-pk"), request)


def _quiz(request: Request, public_id: UUID) -> Quiz:
    rows = Quiz.objects.visible_to(request.user).whole()
    found: Quiz = get_object_or_404(rows, public_id=public_id)
    return found


class OneQuiz(ApiView):
    """一个答题."""

    permission_classes = FOR_ALL

    @extend_schema(
        operation_id="quiz",
        summary=_("一个安全答题的时间和规则"),
        tags=["quizzes"],
        responses={200: QuizAnswerShape, **refusals(404)},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        return Response(QUIZ.to_representation(_quiz(request, public_id)))


class QuizBoard(ApiView):
    """榜单."""

    permission_classes = FOR_ALL

    @extend_schema(
        operation_id="quiz_board",
        summary=_("榜单：前 100 名和团队，姓名隐去一部分"),
        tags=["quizzes"],
        responses={200: BoardAnswer, **refusals(404)},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        quiz = _quiz(request, public_id)
        board = board_of(quiz, own=getattr(request.user, "person_id", None))
        told = {"people": board.everybody, "lines": board.lines, "own": board.own}
        return Response(BOARD.to_representation(told | {"teams": teams_of_quiz(quiz)}))


class Attempts(ApiView):
    """开始答题."""

    @extend_schema(
        operation_id="quiz_start",
        summary=_("开始答题，或继续没有交的答卷；答复里是现在的这一题"),
        tags=["quizzes"],
        parameters=[IDEMPOTENCY_KEY],
        request=NewAttempt,
        responses={201: AttemptAnswer, **refusals(400, 401, 403, 404, 409, 413, 415, 429)},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        key, user = idempotency_key(request), signed_in(request)
        own_person(request)
        quiz = _quiz(request, public_id)
        asked = checked(NEW_ATTEMPT, request.data)
        mark = mark_of(request.COOKIES, asked.pop("device", ""))
        told = once(
            user,
            key,
            {"quiz": str(public_id), "asked": asked},
            lambda: _started(user, quiz, asked, device_of(mark)),
        )
        answer = Response(told, status=201)
        remember(answer, mark)
        return answer


def _started(user: User, quiz: Quiz, asked: dict[str, Any], device: str) -> dict[str, Any]:
    team = _team(quiz, asked["team"]) if asked.get("team") else None
    attempt = starting.start_attempt(actor=user, quiz=quiz, team=team, device=device)
    return told_attempt(attempt, answering.asked_of(attempt))


def _team(quiz: Quiz, code: str) -> Organisation:
    found: Organisation | None = teams_for(quiz).filter(code=code).first()
    if found is None:
        raise BadInput({"team": [_("没有这个单位")]}, {"team": str(_("代表单位的编码"))})
    return found


def _own(request: Request, public_id: UUID) -> QuizAttempt:
    rows = QuizAttempt.objects.of_person(signed_in(request).person_id).whole()
    found: QuizAttempt = get_object_or_404(rows, public_id=public_id)
    return found


class OneAttempt(ApiView):
    """我的一份答卷."""

    @extend_schema(
        operation_id="quiz_attempt",
        summary=_("我的一份答卷：没有交的附现在的这一题，已交的附得分"),
        tags=["quizzes"],
        responses={200: AttemptAnswer, **refusals(401, 404)},
    )
    def get(self, request: Request, public_id: UUID) -> Response:
        found = _own(request, public_id)
        return Response(told_attempt(found, answering.asked_of(found)))


class Answers(ApiView):
    """作答: few statements, since everybody answers in the same minutes (decision 0085)."""

    @extend_schema(
        operation_id="quiz_answer",
        summary=_("作答一题，答复里是下一题；答完最后一题即交卷。重发同一作答得到同一答复"),
        tags=["quizzes"],
        request=NewPaperAnswer,
        responses={200: StandingAnswer, **refusals(400, 401, 404, 409, 413, 415)},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        user, asked = signed_in(request), checked(NEW_ANSWER, request.data)
        told = answering.answer_by_number(actor=user, public_id=public_id, **asked)
        return Response(told_standing(told))


class Submit(ApiView):
    """交卷."""

    @extend_schema(
        operation_id="quiz_submit",
        summary=_("交卷；再交一次得到同一成绩"),
        tags=["quizzes"],
        request=None,
        responses={200: AttemptAnswer, **refusals(401, 404)},
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        found = finishing.submit_attempt(actor=signed_in(request), attempt=_own(request, public_id))
        return Response(told_attempt(found, None))
