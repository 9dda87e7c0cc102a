"""先进集体和个人评选 (awards): what the public reads, one's own nominations, objections."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.association import ObjectionForm
from volunteers.models import AwardNomination, AwardSeason
from volunteers.services import awards, objections
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer

State = AwardSeason.State


@require_safe
def season_list(request: HttpRequest) -> HttpResponse:
    """Every season that was called."""
    return render(request, "volunteers/awards/home.html", {"seasons": AwardSeason.objects.shown()})


@require_safe
def season(request: HttpRequest, code: str) -> HttpResponse:
    """One season: its categories; who is proposed, under a masked name; who is awarded."""
    found = get_object_or_404(AwardSeason.objects.shown(), code=code)
    context = {
        "season": found,
        "categories": found.categories.all(),
        "nominations": found.nominations.in_notice()
        .whole()
        .order_by("category__position", "category", "place"),
        "may_object": found.state == State.NOTICE and today() <= (found.notice_until or today()),
        "may_recommend": found.state == State.RECOMMENDING and today() <= found.recommend_until,
    }
    return render(request, "volunteers/awards/season.html", context)


@needs_volunteer
@require_safe
def own(request: VolunteerRequest) -> HttpResponse:
    """我的评选: what I am recommended for, and whether my name may be told."""
    rows = AwardNomination.objects.filter(volunteer=request.volunteer).whole().order_by("-pk")
    return render(request, "volunteers/awards/own.html", {"nominations": rows})


@needs_volunteer
@require_POST
@answered_once
def consent(request: VolunteerRequest, number: int) -> HttpResponse:
    """同意公布姓名, or no longer."""
    found = get_object_or_404(AwardNomination.objects.filter(volunteer=request.volunteer), pk=number)
    named = request.POST.get("act") == "consent"
    awards.consent_to_name(actor=request.user, nomination=found, may_be_named=named)
    messages.success(request, _("已保存。"))
    return redirect("volunteer_own_awards")


@needs_identity
@answered_once
def object_to_award(request: GuestRequest, number: int) -> HttpResponse:
    """提出异议, while the notice runs."""
    rows = AwardNomination.objects.filter(state="proposed", season__state=State.NOTICE).whole()
    found = get_object_or_404(rows, pk=number)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            objections.object_to_award(actor=request.user, nomination=found, **form.cleaned_data)
            messages.success(request, _("异议已提交，组织单位会核实并答复。"))
            return redirect(found.season)
    context = {"form": form, "about": found.shown_name, "back": found.season}
    return render(request, "volunteers/association/object.html", context)
