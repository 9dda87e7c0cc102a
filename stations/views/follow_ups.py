"""回访 (follow-ups) at the desk: who is silent, answers by telephone, claims to be checked, their proof."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import services
from stations.forms.follow_ups import DecisionForm, ProofForm, form_of
from stations.models import FollowUp, Placement
from stations.querysets import FollowUpQuerySet, PlacementQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .desk import at_desk, stations_of

PER_PAGE = 30


def _follow_ups_of(request: SignedInRequest) -> FollowUpQuerySet:
    """The follow-ups of the desk that asks, one's own case apart: nobody rings oneself."""
    rows: FollowUpQuerySet = FollowUp.objects.managed_by(request.user)
    return rows.exclude(stay__guest=request.user.person_id).select_related("stay__guest", "stay__station")


def _claims_of(request: SignedInRequest) -> PlacementQuerySet:
    """The claims that the reader's district decides on; a house sees none."""
    rows: PlacementQuerySet = Placement.objects.managed_by(request.user)
    return rows.exclude(stay__guest=request.user.person_id).select_related(
        "stay__guest", "stay__station", "evidence"
    )


@at_desk
@require_safe
def desk_follow_ups(request: SignedInRequest) -> HttpResponse:
    """回访页 (follow-ups): who has been asked and not answered, and the claims that wait."""
    stations, station = stations_of(request)
    silent, claims = _follow_ups_of(request).unanswered(), _claims_of(request).claimed()
    if station is not None:
        silent, claims = silent.filter(stay__station=station), claims.filter(stay__station=station)
    context = {
        "stations": stations,
        "station": station,
        "page": Paginator(silent.filter(closes_on__gte=today()), PER_PAGE).get_page(request.GET.get("page")),
        "claims": claims,
        "decides": policy.may(request.user, "stations.manage_placement"),
        "sees_funnel": policy.may(request.user, "stations.view_funnel"),
    }
    return render(request, "stations/desk/follow_ups.html", context)


@at_desk
@answered_once
def desk_follow_up(request: SignedInRequest, number: int) -> HttpResponse:
    """电话回访 (by telephone): the guest's number, the questions, and what was answered."""
    follow_up = get_object_or_404(_follow_ups_of(request), pk=number)
    form = form_of(follow_up)(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            services.answer_by_phone(actor=request.user, follow_up=follow_up, answer=form.answer)
            messages.success(request, _("已记下电话里的回答。"))
            return redirect("desk_follow_ups")
    context = {
        "form": form,
        "follow_up": follow_up,
        "stay": follow_up.stay,
        "may_answer": follow_up.is_open_on(today()) and follow_up.via != FollowUp.Via.LINK,
    }
    return render(request, "stations/desk/follow_up.html", context)


@at_desk
@answered_once
def desk_placement(request: SignedInRequest, number: int) -> HttpResponse:
    """核实签约 (decide on a claim): what the guest said, the proof, and the district's word."""
    placement = get_object_or_404(_claims_of(request), pk=number)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        decide = (
            services.confirm_placement
            if said["verdict"] == DecisionForm.CONFIRM
            else services.decline_placement
        )
        with shown_on(form):
            decide(actor=request.user, placement=placement, reason=said["reason"])
            messages.success(request, _("已记下核实结果，并告诉了本人。"))
            return redirect("desk_follow_ups")
    context = {"form": form, "placement": placement, "stay": placement.stay}
    return render(request, "stations/desk/placement.html", context)


@login_required
@answered_once
def placement_proof(request: SignedInRequest, number: int) -> HttpResponse:
    """上传签约证明 (proof): the guest's own, while the claim waits."""
    own = Placement.objects.visible_to(request.user).filter(stay__guest=request.user.person_id)
    placement = get_object_or_404(own.select_related("stay__station", "stay__guest"), pk=number)
    if placement.state != Placement.State.CLAIMED and request.method != "POST":
        raise Http404
    form = ProofForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with shown_on(form):
            services.prove_placement(actor=request.user, placement=placement, **form.cleaned_data)
            messages.success(request, _("证明已上传，区县团委会核实。"))
            return redirect(placement.stay)
    context = {"form": form, "placement": placement, "back": reverse("stay", args=[placement.stay.reference])}
    return render(request, "stations/mine/proof.html", context)
