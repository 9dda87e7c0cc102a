"""
答题 (playing): start, one question a page, hand in, result.

Every answer is a form of its own, so it works without JavaScript; the page shows the only question that may
be read. A telephone that lost its network opens the same address again and goes on.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from safety.forms.quizzes import AnswerForm, StartForm
from safety.models import Quiz, QuizAttempt
from safety.quiz_device import device_of, mark_of, remember
from safety.quiz_errors import AnswerLate, AttemptFinished
from safety.quiz_marks import marks_of, may_read_keys
from safety.services.quizzes import answering, finishing, starting
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on

from .public import quiz_of


@needs_identity
@never_cache
@answered_once
def start(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """开始答题: for whom one answers, where teams compete, and the press that sets the clock running."""
    quiz = quiz_of(request, public_id)
    entry = quiz.entries.filter(person=request.guest).first()
    form = StartForm(request.POST if request.method == "POST" else None, quiz=quiz, entry=entry)
    if form.is_valid():
        with shown_on(form):
            mark = mark_of(request.COOKIES)
            attempt = starting.start_attempt(
                actor=request.user, quiz=quiz, team=form.cleaned_data.get("team"), device=device_of(mark)
            )
            answer = redirect(attempt)
            remember(answer, mark)
            return answer
    words = {"quiz": quiz, "form": form, "is_running": quiz.is_running(now())}
    return render(request, "safety/quizzes/start.html", words)


def own_attempt(request: HttpRequest, public_id: UUID) -> QuizAttempt:
    """A paper of one's own; everybody else's does not exist."""
    person = getattr(request.user, "person_id", None)
    found: QuizAttempt = get_object_or_404(QuizAttempt.objects.of_person(person).whole(), public_id=public_id)
    return found


@login_required
@never_cache
def attempt(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """现在的这一题: shown, or answered by this form; then the next one."""
    found = own_attempt(request, public_id)
    if request.method == "POST":
        return _answered(request, found)
    if not found.is_open:
        return redirect("quiz_result", public_id)
    at = now()
    words = {
        "attempt": found,
        "quiz": found.entry.quiz,
        "asked": answering.asked_of(found),
        "is_late": at > found.deadline,
        "left": timedelta(seconds=max((found.deadline - at) // timedelta(seconds=1), 0)),
    }
    return render(request, "safety/quizzes/question.html", words)


def _answered(request: SignedInRequest, found: QuizAttempt) -> HttpResponse:
    """A refusal is told on the page that shows where the paper stands."""
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answering.answer_question(actor=request.user, attempt=found, **form.answer())
        except AnswerLate as refusal:
            finishing.submit_attempt(actor=request.user, attempt=found)
            messages.warning(request, str(refusal))
        except AttemptFinished:
            pass
        except DomainError as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, _("请选择一个选项，或跳过这一题。"))
    return redirect("quiz_attempt", found.public_id)


@login_required
@require_POST
def submit(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """交卷: a second press leads to the same result."""
    found = own_attempt(request, public_id)
    finishing.submit_attempt(actor=request.user, attempt=found)
    return redirect("quiz_result", public_id)


@login_required
@never_cache
@require_safe
def result(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """成绩: the score, and keys with explanations once they may be read."""
    found = own_attempt(request, public_id)
    if found.is_open:
        return redirect("quiz_attempt", public_id)
    quiz: Quiz = found.entry.quiz
    is_told = may_read_keys(quiz, now())
    words = {
        "attempt": found,
        "quiz": quiz,
        "marks": marks_of(found) if is_told else [],
        "is_told": is_told,
        "regrades": found.regrades.select_related("key").order_by("-pk"),
        "is_running": quiz.is_running(now()),
    }
    return render(request, "safety/quizzes/result.html", words)
