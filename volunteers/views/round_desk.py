"""招募管理 (round desk): pools, who waits, interviews, the steps of a draw; for those who organise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.rounds import DecisionForm, NoteForm
from volunteers.models import Application, InterviewNote, Round
from volunteers.services import applications, draws, interviews, rounds
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office
from .steps import tried

MANAGE, DECIDE = "volunteers.manage_round", "volunteers.decide_application"
STEPS: dict[str, Callable[..., Any]] = {
    "open": rounds.open_round,
    "close": rounds.close_round,
    "deal": rounds.deal_what_is_free,
    "list": draws.publish_list,
    "draw": draws.draw_places,
    "rank": interviews.rank_heard,
    "settle": rounds.settle_round,
    "cancel": rounds.cancel_round,
}


@needs_office(MANAGE)
@require_safe
def round_desk(request: SignedInRequest) -> HttpResponse:
    """招募管理: every round of one's projects, the latest first."""
    page = Paginator(Round.objects.managed_by(request.user).whole(), 30).get_page(request.GET.get("page"))
    return render(request, "volunteers/rounds/desk.html", {"page": page})


@needs_office(MANAGE)
@require_safe
def round_sheet(request: SignedInRequest, number: int) -> HttpResponse:
    """One round: how full each pool is, the step that comes next, and its applications by rank."""
    found = _managed(request, number)
    rows = found.applications.whole().scored().order_by("rank", "number")
    context = {
        "round": found,
        "pools": found.pools.counted(),
        "steps": steps_of(found),
        "page": Paginator(rows, 100).get_page(request.GET.get("page")),
    }
    return render(request, "volunteers/rounds/sheet.html", context)


@needs_office(MANAGE)
@require_POST
@answered_once
def round_step(request: SignedInRequest, number: int) -> HttpResponse:
    """One step of a round."""
    found = _managed(request, number)
    if request.POST.get("act") not in STEPS:
        raise Http404
    tried(request, lambda: STEPS[request.POST["act"]](actor=request.user, round=found), _("已办理。"))
    return redirect("volunteer_round_sheet", found.pk)


@needs_office(DECIDE)
@answered_once
def candidate(request: SignedInRequest, number: int) -> HttpResponse:
    """One application at the desk: its notes; write one's own, refuse it, or take a place back."""
    found = get_object_or_404(Application.objects.managed_by(request.user).whole(), pk=number)
    own = found.interview_notes.filter(by=request.user).first()
    acts = request.POST.get("act")
    note = NoteForm(request.POST if acts == "note" else None, initial=own.__dict__ if own else None)
    decision = DecisionForm(request.POST if acts in DECISIONS else None)
    form = decision if acts in DECISIONS else note
    if form.is_valid():
        with shown_on(form):
            act = DECISIONS.get(acts or "", interviews.write_note)
            act(actor=request.user, application=found, **form.cleaned_data)
            messages.success(request, _("已办理。"))
            return redirect("volunteer_candidate", found.pk)
    notes = InterviewNote.objects.managed_by(request.user).filter(application=found).select_related("by")
    context = {"application": found, "notes": notes, "note": note, "decision": decision, "form": form}
    return render(request, "volunteers/rounds/candidate.html", context)


DECISIONS: dict[str, Callable[..., Application]] = {
    "refuse": interviews.refuse,
    "release": applications.release,
}


def steps_of(of: Round) -> list[tuple[str, str]]:
    """Steps that are possible now, with the words of their buttons; the next one first."""
    words = {
        "open": _("开放报名"),
        "list": _("公布抽签名单"),
        "draw": _("抽签并公布种子"),
        "rank": _("按面试排名并录取"),
        "deal": _("补发空出的名额"),
        "close": _("提前截止报名"),
        "settle": _("结束招募"),
        "cancel": _("取消招募"),
    }
    possible: dict[str, list[str]] = {
        Round.State.DRAFT: ["open", "cancel"],
        Round.State.OPEN: ["deal", "close", "cancel"],
        Round.State.CLOSED: [*_ranking(of), "deal", "settle", "cancel"],
    }
    return [(step, words[step]) for step in possible.get(of.state, [])]


def _ranking(of: Round) -> list[str]:
    if of.is_draw and of.drawn_at is None:
        return ["draw" if of.listed_at else "list"]
    is_heard = of.method == Round.Method.SELECTION and of.applications.applied().exists()
    return ["rank"] if is_heard else []


def _managed(request: SignedInRequest, number: int) -> Round:
    found: Round = get_object_or_404(Round.objects.managed_by(request.user).whole(), pk=number)
    return found
