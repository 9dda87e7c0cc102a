"""答题列表、封面、榜单 (list, cover, board): open to everybody; one's own papers."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from safety.models import Quiz, QuizAttempt
from safety.quiz_board import board_of, teams_of_quiz
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now

PER_PAGE = 20
SECONDS = 30


def quiz_of(request: HttpRequest, public_id: UUID) -> Quiz:
    """A quiz that the public may read."""
    found: Quiz = get_object_or_404(Quiz.objects.visible_to(request.user).whole(), public_id=public_id)
    return found


@require_safe
def quiz_list(request: HttpRequest) -> HttpResponse:
    """答题列表: the latest first."""
    rows = Quiz.objects.visible_to(request.user).whole().order_by("-opens_at", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/quizzes/list.html", {"page": page, "at": now()})


@require_safe
def quiz(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """答题封面: the rules, when, one's own papers, and the way in."""
    found = quiz_of(request, public_id)
    person = getattr(request.user, "person_id", None)
    own = QuizAttempt.objects.of_person(person).filter(entry__quiz=found).whole().order_by("number")
    at = now()
    words = {
        "quiz": found,
        "own": list(own),
        "is_running": found.is_running(at),
        "is_over": found.is_over(at),
        "is_to_come": at < found.opens_at,
    }
    return render(request, "safety/quizzes/cover.html", words)


@never_cache
@require_safe
def board(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """榜单: names masked; while the quiz runs the page comes again by itself, without JavaScript."""
    found = quiz_of(request, public_id)
    at = now()
    words = {
        "quiz": found,
        "board": board_of(found, own=getattr(request.user, "person_id", None)),
        "teams": teams_of_quiz(found),
        "at": at,
        "seconds": SECONDS,
        "is_running": found.is_running(at),
        "is_over": found.is_over(at),
    }
    answer = render(request, "safety/quizzes/board.html", words)
    if found.is_running(at):
        answer["Refresh"] = str(SECONDS)
    return answer


@login_required
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """我的答题: one's own papers, the latest first."""
    rows = QuizAttempt.objects.of_person(request.user.person_id).whole().order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/quizzes/mine.html", {"page": page})
