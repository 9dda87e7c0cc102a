"""评选工作台 (the award desk) of the city: the next step, recommendations, the panel, the ranking."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.association import RefusalForm
from volunteers.forms.awards import ProposalForm, SeatForm
from volunteers.models import AwardNomination, AwardSeason, Objection
from volunteers.services import awards
from volunteers.services import panel as panels
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office
from .steps import Steps, next_step, take

MANAGE = awards.MANAGE
State = AwardSeason.State
STEPS: Steps = {
    State.DRAFT: ("recommend", awards.open_recommendations),
    State.RECOMMENDING: ("review", awards.open_review),
    State.NOTICE: ("announce", awards.announce_awards),
}


@needs_office(MANAGE)
@require_safe
def season_list(request: SignedInRequest) -> HttpResponse:
    rows = AwardSeason.objects.managed_by(request.user)
    return render(request, "volunteers/awards/desk_list.html", {"seasons": rows})


@needs_office(MANAGE)
@require_safe
def season_desk(request: SignedInRequest, code: str) -> HttpResponse:
    """One season; the ranking is seen when the whole panel has answered, so that it turns nobody's score."""
    found = get_object_or_404(AwardSeason.objects.managed_by(request.user), code=code)
    missing = awards.answers_missing(found) if found.state == State.REVIEW else 0
    context = {
        "season": found,
        "step": next_step(STEPS, found.state),
        "nominations": found.nominations.handed_in().whole(),
        "panel": found.panel.select_related("person"),
        "missing": missing,
        "rankings": [] if missing else _rankings(found),
        "objections": Objection.objects.filter(nomination__season=found).select_related(
            *("nomination__category", "nomination__volunteer__person"),
            *("nomination__organisation", "nomination__project"),
        ),
        "may_seat": found.state in (State.DRAFT, State.RECOMMENDING, State.REVIEW),
        "may_cancel": found.state in AwardSeason.NEXT,
    }
    return render(request, "volunteers/awards/desk.html", context)


def _rankings(found: AwardSeason) -> list[dict[str, Any]]:
    """By category: rank, subject, mean, and who shares a rank."""
    names = {each.pk: each for each in found.nominations.whole()}
    return [
        {
            "category": category,
            "lines": [
                {"line": line, "nomination": names[line.key], "mean": f"{float(line.mean):.2f}"}
                for line in awards.standings(category)
            ],
        }
        for category in found.categories.all()
    ]


@needs_office(MANAGE)
@require_POST
@answered_once
def step(request: SignedInRequest, code: str) -> HttpResponse:
    """The next step, or the end of it all."""
    found = get_object_or_404(AwardSeason.objects.managed_by(request.user), code=code)
    take(request, STEPS, found.state, awards.cancel_season, season=found)
    return redirect("volunteer_award_desk", found.code)


@needs_office(MANAGE)
@answered_once
def nomination(request: SignedInRequest, number: int) -> HttpResponse:
    """审查推荐: before the panel, or not and why."""
    rows = AwardNomination.objects.managed_by(request.user).whole()
    found = get_object_or_404(rows, pk=number)
    form = RefusalForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _decide(request, found, form.cleaned_data["reason"])
            return redirect("volunteer_award_desk", found.season.code)
    return render(request, "volunteers/awards/nomination.html", {"form": form, "nomination": found})


def _decide(request: SignedInRequest, found: AwardNomination, reason: str) -> None:
    if request.POST.get("act") == "refuse":
        awards.refuse_nomination(actor=request.user, nomination=found, reason=reason)
    else:
        awards.accept_nomination(actor=request.user, nomination=found)
    messages.success(request, _("已办理。"))


@needs_office(MANAGE)
@answered_once
def seat(request: SignedInRequest, code: str) -> HttpResponse:
    """聘请评委."""
    found = get_object_or_404(AwardSeason.objects.managed_by(request.user), code=code)
    form = SeatForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            panels.seat_member(actor=request.user, season=found, **form.cleaned_data)
            messages.success(request, _("已聘请。"))
            return redirect("volunteer_award_desk", found.code)
    return render(request, "volunteers/awards/seat.html", {"form": form, "season": found})


@needs_office(MANAGE)
@answered_once
def propose(request: SignedInRequest, code: str) -> HttpResponse:
    """拟表彰, and the notice begins."""
    found = get_object_or_404(AwardSeason.objects.managed_by(request.user), code=code, state=State.REVIEW)
    accepted = list(found.nominations.accepted().whole())
    form = ProposalForm(request.POST if request.method == "POST" else None, nominations=accepted)
    if form.is_valid():
        with shown_on(form):
            awards.propose(actor=request.user, season=found, **form.cleaned_data)
            messages.success(request, _("已提出，公示开始。"))
            return redirect("volunteer_award_desk", found.code)
    missing = awards.answers_missing(found)
    context = {
        "form": form,
        "season": found,
        "missing": missing,
        "rankings": [] if missing else _rankings(found),
    }
    return render(request, "volunteers/awards/propose.html", context)
