"""答题工作台 (the desk): quizzes of an office, their papers with flags, and results that are annulled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safety.forms.quizzes import AnnulForm, QuizForm
from safety.models import Quiz, QuizAttempt
from safety.quiz_flags import WORDS, flags_of
from safety.quiz_marks import marks_of
from safety.quiz_querysets import QuizAttemptQuerySet
from safety.services.quizzes import finishing, holding
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on

from .steps import MANAGE, OF_QUIZ

PER_PAGE = 50
VIEW = "safety.view_quizattempt"


@needs_office(MANAGE)
@require_safe
def quiz_list(request: SignedInRequest) -> HttpResponse:
    """答题工作台: every quiz of the office, the newest first."""
    rows = Quiz.objects.managed_by(request.user).whole().order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/quizzes/desk/list.html", {"page": page})


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """新建答题."""
    form = QuizForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = holding.write_quiz(actor=request.user, plan=form.plan())
            return redirect("managed_quiz", made.public_id)
    return render(request, "safety/quizzes/desk/new.html", {"form": form})


@needs_office(MANAGE)
@answered_once
def quiz(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个答题: its settings, figures, papers with what is suspicious, the next step."""
    found: Quiz = get_object_or_404(Quiz.objects.managed_by(request.user).whole(), public_id=public_id)
    offered = offer(request, found, OF_QUIZ, as_="quiz")
    if offered.done:
        return redirect("managed_quiz", public_id)
    only = request.GET.get("only") == "suspicious"
    page = Paginator(_papers(request, found, only), PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "quiz": found,
        "offer": offered,
        "figures": _figures(found),
        "page": page,
        "lines": [(each, flag_words(each)) for each in page],
        "only_suspicious": only,
        "moves": found.transitions.select_related("actor__person"),
    }
    return render(request, "safety/quizzes/desk/quiz.html", words)


def least_seconds() -> float:
    """The setting of the city."""
    return float(settings.SAFETY["quiz_least_seconds"])


def _papers(request: SignedInRequest, of: Quiz, only_suspicious: bool) -> QuizAttemptQuerySet:
    rows: QuizAttemptQuerySet = QuizAttempt.objects.managed_by(request.user).filter(entry__quiz=of)
    if only_suspicious:
        rows = rows.suspicious(least_seconds())
    return rows.with_flags(least_seconds()).whole().order_by("-pk")


def flag_words(attempt: Any) -> list[str | Promise]:
    """What stands beside a paper; nobody is refused by it."""
    told = flags_of(attempt.took, attempt.answered, attempt.others, least_seconds())
    return [WORDS[each] for each in told]


def _figures(of: Quiz) -> dict[str, int]:
    finished = Q(state__in=["submitted", "expired"])
    found: dict[str, int] = QuizAttempt.objects.filter(entry__quiz=of).aggregate(
        people=Count("entry", distinct=True),
        attempts=Count("pk"),
        finished=Count("pk", filter=finished),
        expired=Count("pk", filter=Q(state="expired")),
        annulled=Count("pk", filter=Q(state="annulled")),
    )
    return found


@needs_office(VIEW)
@answered_once
def attempt(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份答卷: question by question, with its flags; annulled here, with a reason."""
    rows = QuizAttempt.objects.managed_by(request.user).with_flags(least_seconds()).whole()
    found: Any = get_object_or_404(rows, public_id=public_id)
    form = AnnulForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        tried(
            request,
            lambda: finishing.annul_attempt(actor=request.user, attempt=found, reason=reason),
            _("成绩已取消，本人会收到通知。"),
        )
        return redirect("managed_quiz_attempt", public_id)
    words = {
        "attempt": found,
        "quiz": found.entry.quiz,
        "marks": marks_of(found) if not found.is_open else [],
        "flags": flag_words(found),
        "form": form,
        "may_annul": found.state in (QuizAttempt.State.SUBMITTED, QuizAttempt.State.EXPIRED),
        "regrades": found.regrades.select_related("key").order_by("-pk"),
    }
    return render(request, "safety/quizzes/desk/attempt.html", words)
