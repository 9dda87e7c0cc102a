"""青年志愿者协会 (the association): who leads it, the running congress, candidates in notice, results."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.association import elected, results, term_end
from volunteers.forms.association import ObjectionForm
from volunteers.models import Candidate, Congress
from volunteers.services import candidates, objections
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

from .doors import VolunteerRequest, needs_volunteer

PUBLIC = (Candidate.State.STANDING, Candidate.State.STRUCK)


@require_safe
def association(request: HttpRequest) -> HttpResponse:
    """The present term, and every congress that was called."""
    present = Congress.objects.announced().first()
    context = {
        "present": present,
        "offices": elected(present) if present else [],
        "ends_on": term_end(present) if present else None,
        "congresses": Congress.objects.shown(),
    }
    return render(request, "volunteers/association/home.html", context)


@require_safe
def congress(request: HttpRequest, code: str) -> HttpResponse:
    """One congress: its candidates from the notice on, its results once announced."""
    found = get_object_or_404(Congress.objects.shown(), code=code)
    told = found.state not in (Congress.State.NOMINATING,)
    standing = found.candidates.filter(state=Candidate.State.STANDING) if told else Candidate.objects.none()
    context = {
        "congress": found,
        "candidates": standing.select_related("office", "unit__organisation", "volunteer__person").order_by(
            "office__position", "office", "pk"
        ),
        "results": list(results(found)) if found.state == Congress.State.ANNOUNCED else [],
        "may_object": found.state == Congress.State.NOTICE and today() <= (found.notice_until or today()),
        "ends_on": term_end(found),
    }
    return render(request, "volunteers/association/congress.html", context)


@needs_identity
@answered_once
def object_to_candidate(request: GuestRequest, number: int) -> HttpResponse:
    """提出异议, while the notice runs."""
    rows = Candidate.objects.standing().filter(congress__state=Congress.State.NOTICE)
    found = get_object_or_404(rows.select_related("congress", "office", "volunteer__person"), pk=number)
    form = ObjectionForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            objections.object_to_candidate(actor=request.user, candidate=found, **form.cleaned_data)
            messages.success(request, _("异议已提交，组织单位会核实并答复。"))
            return redirect(found.congress)
    context = {"form": form, "about": found.volunteer.person.full_name, "back": found.congress}
    return render(request, "volunteers/association/object.html", context)


@needs_volunteer
@require_safe
def own(request: VolunteerRequest) -> HttpResponse:
    """我的换届和评选: where I stand as a candidate, what I objected to."""
    mine = Candidate.objects.filter(volunteer=request.volunteer).select_related("office", "congress")
    return render(request, "volunteers/association/own.html", {"candidates": mine})


@needs_volunteer
@require_POST
@answered_once
def withdraw(request: VolunteerRequest, number: int) -> HttpResponse:
    """退出候选, one's own."""
    mine = Candidate.objects.filter(volunteer=request.volunteer).select_related("congress")
    found = get_object_or_404(mine, pk=number)
    try:
        candidates.withdraw_candidacy(actor=request.user, candidate=found)
        messages.success(request, _("已退出候选。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteer_own_association")
