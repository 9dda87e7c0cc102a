"""活动场次 (mass events): the list, a session with its second person, and a count that is made anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.crowds import CorrectionForm, CountForm, DecideForm
from volunteers.models import CrowdSession
from volunteers.services import crowds
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office

VIEW = "volunteers.view_crowdsession"
PER_PAGE = 50
TONES = {"recorded": "warn", "confirmed": "ok", "voided": "plain"}


def _organisers(request: SignedInRequest) -> Any:
    """Those for whom one may count, and which report somewhere."""
    reach = policy.reach(request.user, crowds.RECORD).office()
    return Organisation.objects.within(reach).filter(reporting_org__isnull=False)


@needs_office(VIEW)
@require_safe
def sessions(request: SignedInRequest) -> HttpResponse:
    """活动场次: the latest first, those that wait for a second person before them."""
    rows = CrowdSession.objects.managed_by(request.user).whole()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": rows.to_confirm()[:PER_PAGE],
        "page": page,
        "lines": [{"session": session, "tone": TONES[session.state]} for session in page],
        "may_record": policy.may(request.user, crowds.RECORD),
    }
    return render(request, "volunteers/crowds/list.html", context)


@needs_office(crowds.RECORD)
@answered_once
def record(request: SignedInRequest) -> HttpResponse:
    """登记场次."""
    form = CountForm(request.POST or None, organisations=_organisers(request))
    if form.is_valid():
        with shown_on(form):
            made = crowds.record_session(actor=request.user, count=crowds.Count(**form.cleaned_data))
            messages.success(request, _("已登记，由另一人确认后计入月报。"))
            return redirect(made)
    return render(request, "volunteers/crowds/count.html", {"form": form})


@needs_office(VIEW)
@answered_once
def session(request: SignedInRequest, number: int) -> HttpResponse:
    """一场活动: what was counted and by whom; a second person confirms it, or it is voided."""
    found = get_object_or_404(CrowdSession.objects.managed_by(request.user).whole(), pk=number)
    form = DecideForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _decide(request, found, **form.cleaned_data)
            return redirect(found)
    is_waiting = found.state == CrowdSession.State.RECORDED
    voids = crowds.RECORD if is_waiting else crowds.VOID
    is_own = found.recorded_by.person_id == request.user.person_id
    context = {
        "form": form,
        "session": found,
        "tone": TONES[found.state],
        "is_own": is_own and is_waiting,
        "may_confirm": is_waiting and not is_own and policy.may(request.user, crowds.CONFIRM, found),
        "may_void": found.state != CrowdSession.State.VOIDED and policy.may(request.user, voids, found),
    }
    return render(request, "volunteers/crowds/session.html", context)


def _decide(request: SignedInRequest, found: CrowdSession, reason: str) -> None:
    act = request.POST.get("act")
    if act == "confirm":
        crowds.confirm_session(actor=request.user, session=found)
        messages.success(request, _("已确认，计入月报。"))
    elif act == "void":
        crowds.void_session(actor=request.user, session=found, reason=reason)
        messages.success(request, _("已作废，不再计入月报。"))
    else:
        raise Http404


@needs_office(crowds.RECORD)
@answered_once
def correct(request: SignedInRequest, number: int) -> HttpResponse:
    """更正场次: the old count is voided, the right one waits for another person."""
    standing = CrowdSession.objects.managed_by(request.user).exclude(state=CrowdSession.State.VOIDED)
    found = get_object_or_404(standing.whole(), pk=number)
    told = {name: getattr(found, name) for name in CountForm.base_fields}
    form = CorrectionForm(request.POST or None, initial=told, organisations=_organisers(request))
    if form.is_valid():
        told = dict(form.cleaned_data)
        with shown_on(form):
            reason, count = told.pop("reason"), crowds.Count(**told)
            made = crowds.correct_session(actor=request.user, session=found, count=count, reason=reason)
            messages.success(request, _("已更正，由另一人确认后计入月报。"))
            return redirect(made)
    return render(request, "volunteers/crowds/count.html", {"form": form, "session": found})
