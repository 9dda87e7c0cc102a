"""
上报 (reporting) and one's own reports: where, what, the picture; what became of it; the answer to a repair.

The address of one's own page is a keyed digest of the sealed row and not the report, so that a line of a log
that has the account beside the address leads to no report (decision 0084).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from safety.forms.hazard_spot import PICK
from safety.forms.hazards import AnswerForm, ReportForm, WhereForm
from safety.hazard_errors import HazardAlreadySent
from safety.hazard_sight import Own, own_report, own_reports
from safety.models import Enterprise, HazardReport
from safety.services.hazards import confirming, reporting
from safety.services.hazards.rewarding import claim_code
from zibo_youth.accounts.signed_in import SignedInRequest, tried
from zibo_youth.core.errors import shown_on
from zibo_youth.core.middleware import asks_where_the_device_is

from .photos import photo_answer

State = HazardReport.State


@login_required
@never_cache
@asks_where_the_device_is
@sensitive_post_parameters()
@sensitive_variables()
def report(request: SignedInRequest) -> HttpResponse:
    """
    上报隐患: first the enterprise or another place, then everything on one page.

    The form's one-time key is kept as a keyed digest on the report itself: the house's own table of keys
    would write down that this account sent these very words.
    """
    where = WhereForm(request.GET if "enterprise" in request.GET else None)
    if not where.is_valid():
        return render(request, "safety/hazards/where.html", {"form": where})
    enterprise: Enterprise | None = where.cleaned_data["enterprise"]
    form = _report_form(request, enterprise)
    if form.is_valid():
        with shown_on(form):
            return _reported(request, form)
    return render(request, "safety/hazards/report.html", {"form": form, "enterprise": enterprise})


def _report_form(request: SignedInRequest, enterprise: Enterprise | None) -> ReportForm:
    """Filled in; where a cell of the sketch was pressed, as it was, with that spot and unchecked."""
    if PICK in request.POST:
        told = request.POST.dict() | {"spot": request.POST[PICK]}
        return ReportForm(enterprise=enterprise, initial=told)
    return ReportForm(request.POST or None, request.FILES or None, enterprise=enterprise)


def _reported(request: SignedInRequest, form: ReportForm) -> HttpResponse:
    key = request.POST.get("one_time_key", "")
    try:
        made = reporting.report_hazard(actor=request.user, told=form.told(key))
    except HazardAlreadySent as refusal:
        messages.info(request, str(refusal))
        return redirect("my_hazards")
    messages.success(request, _("已收到，编号 %(number)s。") % {"number": made.number})
    [own] = own_reports(request.user.person_id, hazard=made)
    return redirect(own)


@login_required
@never_cache
@require_safe
def my_hazards(request: SignedInRequest) -> HttpResponse:
    """我的上报: everything reported or joined, and the points."""
    found = own_reports(request.user.person_id)
    words = {"reports": found, "points": sum(own.points for own in found)}
    return render(request, "safety/hazards/mine.html", words)


def _own(request: SignedInRequest, public_id: UUID) -> Own:
    found = own_report(request.user.person_id, public_id)
    if found is None:
        raise Http404
    return found


@login_required
@never_cache
def my_hazard(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """
    一条上报: its way, what may be the same, the answer to a repair, the claim code.

    No one-time key: it would keep this very address beside the account; a second answer, or join, is refused.
    """
    own = _own(request, public_id)
    sent = request.POST if request.POST.get("act") == "answer" else None
    form = AnswerForm(sent, hazard=own.hazard) if own.is_asked else None
    if form and form.is_valid():
        with shown_on(form):
            confirming.answer_as_reporter(actor=request.user, hazard=own.hazard, **form.cleaned_data)
            messages.success(request, _("已答复，谢谢。"))
            return redirect(own)
    if request.POST.get("act") == "join" and _joined(request, own):
        return redirect("my_hazards")
    return render(request, "safety/hazards/own.html", _words_of(own, form))


def _joined(request: SignedInRequest, own: Own) -> bool:
    """Into one of those that are offered, by its number; any other is not found."""
    offered = {each.number: each for each in _similar(own)}
    original = offered.get(request.POST.get("number", ""))
    if original is None:
        raise Http404
    return tried(
        request,
        lambda: reporting.join_hazard(actor=request.user, own=own.hazard, original=original),
        _("已并入，之后的进展会一起通知您。"),
    )


def _similar(own: Own) -> list[HazardReport]:
    may_join = own.is_first and State.DUPLICATE in HazardReport.NEXT.get(own.hazard.state, ())
    return reporting.similar_to(own.hazard) if may_join else []


def _words_of(own: Own, form: AnswerForm | None) -> dict[str, Any]:
    hazard = own.hazard
    has_reward = own.is_first and hasattr(hazard, "reward")
    return {
        "own": own,
        "hazard": hazard,
        "moves": own.moves,
        "fixes": hazard.fixes.all(),
        "similar": _similar(own),
        "form": form,
        "days": settings.SAFETY["duplicate_days"],
        "metres": settings.SAFETY["duplicate_metres"],
        "code": claim_code(hazard) if has_reward else "",
    }


@login_required
@require_safe
def my_photo(request: SignedInRequest, public_id: UUID, shot: int) -> HttpResponseBase:
    """照片: one's own at 0, those of the repairs by their number; nobody's who only joined."""
    own = _own(request, public_id)
    if shot:
        return photo_answer(own.hazard.fixes.filter(number=shot).first())
    return photo_answer(own.hazard if own.is_first else None)
