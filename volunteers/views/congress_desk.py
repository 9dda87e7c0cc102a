"""换届工作台 (the congress desk) of the city: next step, candidates, roll, rounds of ballot, objections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from volunteers.association import results
from volunteers.forms.association import (
    AnswerForm,
    NewPassphrasesForm,
    PassphrasesForm,
    RefusalForm,
    RollForm,
)
from volunteers.models import (
    AssociationOffice,
    BallotRound,
    Candidate,
    Congress,
    ElectoralUnit,
    Objection,
)
from volunteers.services import balloting, candidates, objections
from volunteers.services import congress as service
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office
from .steps import Steps, next_step, take, tried

MANAGE = service.MANAGE
State = Congress.State
STEPS: Steps = {
    State.DRAFT: ("nominate", service.open_nominations),
    State.NOMINATING: ("notice", service.open_notice),
    State.NOTICE: ("session", service.open_session),
    State.SESSION: ("announce", service.announce),
}


@needs_office(MANAGE)
@require_safe
def congress_list(request: SignedInRequest) -> HttpResponse:
    rows = Congress.objects.managed_by(request.user)
    return render(request, "volunteers/association/desk_list.html", {"congresses": rows})


@needs_office(MANAGE)
@require_safe
def congress_desk(request: SignedInRequest, code: str) -> HttpResponse:
    """One congress: what it has, what is missing, and the next step."""
    found = get_object_or_404(Congress.objects.managed_by(request.user), code=code)
    context = {
        "congress": found,
        "step": next_step(STEPS, found.state),
        "units": found.units.select_related("organisation").prefetch_related("delegates"),
        "candidates": found.candidates.select_related("office", "unit__organisation", "volunteer__person"),
        "offices": found.offices.prefetch_related("rounds__turnout"),
        "results": list(results(found)),
        "objections": Objection.objects.filter(candidate__congress=found).select_related(
            "candidate__office", "candidate__volunteer__person"
        ),
        "delegates": found.delegates.count(),
        "present": found.delegates.present().count(),
        "may_cancel": found.state in Congress.NEXT,
    }
    return render(request, "volunteers/association/desk.html", context)


@needs_office(MANAGE)
@require_POST
@answered_once
def step(request: SignedInRequest, code: str) -> HttpResponse:
    """The next step, or the end of it all."""
    found = get_object_or_404(Congress.objects.managed_by(request.user), code=code)
    take(request, STEPS, found.state, service.cancel, congress=found)
    return redirect("volunteer_congress_desk", found.code)


@needs_office(MANAGE)
@answered_once
def candidate(request: SignedInRequest, number: int) -> HttpResponse:
    """审查候选人: on the ballot, or not and why."""
    rows = Candidate.objects.managed_by(request.user)
    found = get_object_or_404(rows.select_related("congress", "office", "volunteer__person"), pk=number)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _decide(request, found, form.cleaned_data["reason"])
            return redirect("volunteer_congress_desk", found.congress.code)
    return render(request, "volunteers/association/candidate.html", {"form": form, "candidate": found})


def _decide(request: SignedInRequest, found: Candidate, reason: str) -> None:
    if request.POST.get("act") == "refuse":
        candidates.refuse_candidate(actor=request.user, candidate=found, reason=reason)
    else:
        candidates.admit_candidate(actor=request.user, candidate=found)
    messages.success(request, _("已办理。"))


@needs_office(MANAGE)
@answered_once
def roll(request: SignedInRequest, number: int) -> HttpResponse:
    """签到: the delegates of one unit."""
    units = ElectoralUnit.objects.managed_by(request.user).select_related("congress", "organisation")
    found = get_object_or_404(units, pk=number)
    delegates = list(found.delegates.select_related("congress", "volunteer__person"))
    form = RollForm(request.POST if request.method == "POST" else None, delegates=delegates)
    if form.is_valid():
        with shown_on(form):
            service.call_unit(actor=request.user, unit=found, present=form.cleaned_data["present"])
            messages.success(request, _("签到已保存。"))
            return redirect("volunteer_congress_desk", found.congress.code)
    return render(request, "volunteers/association/roll.html", {"form": form, "unit": found})


@sensitive_post_parameters()
@needs_office(MANAGE)
def open_round(request: SignedInRequest, number: int) -> HttpResponse:
    """开始投票; passphrases pass through no one-time key, which would keep a hash of them."""
    rows = AssociationOffice.objects.managed_by(request.user).select_related("congress")
    found = get_object_or_404(rows, pk=number)
    form = NewPassphrasesForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            balloting.open_round(actor=request.user, office=found, **form.cleaned_data)
            messages.success(request, _("投票已开始，到会代表会收到消息。"))
            return redirect("volunteer_congress_desk", found.congress.code)
    return render(request, "volunteers/association/open_round.html", {"form": form, "office": found})


@needs_office(MANAGE)
@require_POST
@answered_once
def close_round(request: SignedInRequest, number: int) -> HttpResponse:
    """截止投票, or 作废."""
    rows = BallotRound.objects.managed_by(request.user).select_related("congress")
    found = get_object_or_404(rows, pk=number)
    act = {"void": balloting.void_round, "close": balloting.close_round}.get(request.POST.get("act", ""))
    if act:
        tried(request, lambda: act(actor=request.user, ballot_round=found), _("已办理。"))
    return redirect("volunteer_congress_desk", found.congress.code)


@sensitive_post_parameters()
@needs_office(MANAGE)
def count_round(request: SignedInRequest, number: int) -> HttpResponse:
    """计票, with both passphrases."""
    rows = BallotRound.objects.managed_by(request.user).select_related("congress", "office")
    found = get_object_or_404(rows, pk=number)
    form = PassphrasesForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            balloting.count_round(actor=request.user, ballot_round=found, **form.cleaned_data)
            messages.success(request, _("计票完成，票箱已清空。"))
            return redirect("volunteer_congress_desk", found.congress.code)
    return render(request, "volunteers/association/count_round.html", {"form": form, "round": found})


@needs_office("volunteers.view_objection")
@answered_once
def objection(request: SignedInRequest, number: int) -> HttpResponse:
    """答复异议, of a candidate or of an award."""
    rows = Objection.objects.managed_by(request.user)
    found = get_object_or_404(rows.select_related("candidate__congress", "nomination__season"), pk=number)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            upheld = form.cleaned_data["outcome"] == "upheld"
            answer = form.cleaned_data["answer"]
            objections.answer_objection(actor=request.user, objection=found, is_upheld=upheld, answer=answer)
            messages.success(request, _("已答复。"))
            return _back(found)
    return render(request, "volunteers/association/objection.html", {"form": form, "objection": found})


def _back(found: Objection) -> HttpResponse:
    if found.candidate:
        return redirect("volunteer_congress_desk", found.candidate.congress.code)
    return redirect("volunteer_award_desk", found.nomination.season.code)  # type: ignore[union-attr]
