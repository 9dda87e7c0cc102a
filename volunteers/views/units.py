"""选举单位 (electoral units): an organisation names its delegates and candidates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.election_querysets import ElectoralUnitQuerySet
from volunteers.forms.association import CandidateForm, DelegateForm
from volunteers.models import Congress, Delegate, ElectoralUnit
from volunteers.services import candidates
from volunteers.services import congress as steps
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on

from .doors import needs_office

NAME = "volunteers.name_delegate"
RUNNING = (Congress.State.DRAFT, Congress.State.NOMINATING, Congress.State.NOTICE, Congress.State.SESSION)


def _units(request: SignedInRequest) -> ElectoralUnitQuerySet:
    units: ElectoralUnitQuerySet = ElectoralUnit.objects.managed_by(request.user)
    return units.select_related("congress", "organisation")


@needs_office(NAME)
@require_safe
def unit_list(request: SignedInRequest) -> HttpResponse:
    """The units that one names for."""
    units = _units(request).filter(congress__state__in=RUNNING)
    return render(request, "volunteers/association/units.html", {"units": units})


@needs_office(NAME)
@answered_once
def unit(request: SignedInRequest, number: int) -> HttpResponse:
    """One unit: its delegates within the quota, and a new one."""
    found = get_object_or_404(_units(request), pk=number)
    form = DelegateForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            steps.name_delegate(actor=request.user, unit=found, **form.cleaned_data)
            messages.success(request, _("代表已确定，本人会收到消息。"))
            return redirect("volunteer_unit", found.pk)
    context = {
        "unit": found,
        "form": form,
        "delegates": found.delegates.select_related("volunteer__person"),
        "candidates": found.candidates.select_related("office", "volunteer__person"),
        "may_name": found.congress.state in steps.SETTING_UP,
        "may_nominate": found.congress.state == Congress.State.NOMINATING,
    }
    return render(request, "volunteers/association/unit.html", context)


@needs_office(NAME)
@answered_once
def nominate(request: SignedInRequest, number: int) -> HttpResponse:
    """提名候选人."""
    found = get_object_or_404(_units(request), pk=number)
    form = CandidateForm(request.POST or None, unit=found)
    if form.is_valid():
        with shown_on(form):
            candidates.name_candidate(actor=request.user, unit=found, **form.cleaned_data)
            messages.success(request, _("提名已提交，由团市委审查。"))
            return redirect("volunteer_unit", found.pk)
    return render(request, "volunteers/association/nominate.html", {"unit": found, "form": form})


@needs_office(NAME)
@require_POST
@answered_once
def remove_delegate(request: SignedInRequest, number: int) -> HttpResponse:
    """取消代表, before the notice."""
    rows = Delegate.objects.managed_by(request.user).select_related("unit__organisation")
    found = get_object_or_404(rows, pk=number)
    try:
        steps.remove_delegate(actor=request.user, delegate=found)
        messages.success(request, _("已取消，名额空出。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("volunteer_unit", found.unit_id)
