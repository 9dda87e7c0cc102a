"""补记申请 (claims of missing hours): the volunteer's page, and the organiser's answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from volunteers.forms.hours import ClaimAnswerForm, ClaimForm
from volunteers.models import HourClaim
from volunteers.services import hour_claims
from volunteers.services.hours import RECORD
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_office, needs_volunteer

TONES = {"asked": "info", "granted": "ok", "refused": "warn"}


@needs_volunteer
@answered_once
def claim(request: VolunteerRequest) -> HttpResponse:
    """申请补记: when, at which post, and why there is no line of it; what was claimed before."""
    form = ClaimForm(request.POST or None, volunteer=request.volunteer)
    if form.is_valid():
        with shown_on(form):
            hour_claims.claim_hours(actor=request.user, volunteer=request.volunteer, **form.cleaned_data)
            messages.success(request, _("已提交，单位负责人核实后答复。"))
            return redirect("volunteer_claim_hours")
    claims = HourClaim.objects.filter(volunteer=request.volunteer).whole().order_by("-pk")[:50]
    lines = [{"claim": each, "tone": TONES[each.state]} for each in claims]
    return render(request, "volunteers/claim_hours.html", {"form": form, "lines": lines})


@needs_office(RECORD)
@answered_once
def answer(request: SignedInRequest, number: int) -> HttpResponse:
    """答复补记申请 (answer): made up on one's own word, or not, with the reason."""
    found = get_object_or_404(HourClaim.objects.managed_by(request.user).whole(), pk=number)
    form = ClaimAnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            messages.success(request, _answer(request, found, form))
            return redirect("volunteer_hour_desk")
    return render(request, "volunteers/desk/hour_claim.html", {"form": form, "claim": found})


def _answer(request: SignedInRequest, found: HourClaim, form: ClaimAnswerForm) -> str:
    told = form.cleaned_data
    if request.POST.get("act") == "grant":
        hour_claims.grant_claim(
            actor=request.user, claim=found, minutes=told["minutes"], answer=told["answer"]
        )
        return _("已补录，由另一人确认后公示。")
    hour_claims.refuse_claim(actor=request.user, claim=found, answer=told["answer"])
    return _("已答复，志愿者会收到消息。")
