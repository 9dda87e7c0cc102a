"""时长管理 (desk of hours): a project's sheet for its leaders, requests to correct for its district."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.hours import AnswerForm, ShareForm, StatementForm
from volunteers.hours import share_of
from volunteers.models import HourClaim, HourDispute, HourEntry, ServiceProject
from volunteers.services import corrections, hours
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office
from .hours import page_of
from .steps import tried

RECORD, CONFIRM, ANSWER, REVIEW = hours.RECORD, hours.CONFIRM, corrections.ANSWER, hours.REVIEW


@needs_office(RECORD)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """时长管理: the projects one manages, what waits for a second person, what waits for an answer."""
    disputes = HourDispute.objects.managed_by(request.user).open()
    entries = HourEntry.objects.managed_by(request.user)
    context = {
        "projects": ServiceProject.objects.managed_by(request.user).exclude(state="draft")[:200],
        "waiting": entries.to_confirm().whole()[:200],
        "disputes": disputes.select_related("entry__volunteer__person", "entry__project")[:200],
        "claims": HourClaim.objects.managed_by(request.user).asked().whole()[:200],
        "may_answer": policy.may(request.user, ANSWER),
    }
    return render(request, "volunteers/desk/hours.html", context)


@needs_office(RECORD)
@answered_once
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """项目时长表 (sheet): every line of a project, how much rests on somebody's word, and its review."""
    project = get_object_or_404(ServiceProject.objects.managed_by(request.user), code=code)
    may_review = policy.may(request.user, REVIEW, project)
    form = ShareForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            hours.accept_manual_share(actor=request.user, project=project, **form.cleaned_data)
            messages.success(request, _("已复核，手工时长按期生效。"))
            return redirect("volunteer_hour_sheet", code)
    rows = HourEntry.objects.filter(project=project)
    context = page_of(request, rows) | {
        "project": project,
        "share": share_of(project),
        "form": form,
        "may_review": may_review,
    }
    return render(request, "volunteers/desk/hour_sheet.html", context)


@needs_office(RECORD)
@answered_once
def state_hours(request: SignedInRequest, code: str) -> HttpResponse:
    """补录时长 (make hours up), on one's word."""
    project = get_object_or_404(ServiceProject.objects.managed_by(request.user), code=code)
    form = StatementForm(request.POST or None, user=request.user, project=project)
    if form.is_valid():
        with shown_on(form):
            hours.state_hours(actor=request.user, **form.cleaned_data)
            messages.success(request, _("已补录，由另一人确认后公示。"))
            return redirect("volunteer_hour_sheet", code)
    return render(request, "volunteers/desk/state_hours.html", {"form": form, "project": project})


@needs_office(CONFIRM)
@require_POST
@answered_once
def confirm(request: SignedInRequest, number: int) -> HttpResponse:
    """确认 (confirm) what somebody else has written down."""
    entry = get_object_or_404(HourEntry.objects.managed_by(request.user).whole(), pk=number)
    tried(request, lambda: hours.confirm_hours(actor=request.user, entry=entry), _("已确认，开始公示。"))
    return redirect("volunteer_hour_desk")


@needs_office(ANSWER)
@answered_once
def dispute(request: SignedInRequest, number: int) -> HttpResponse:
    """答复更正申请 (answer): corrected with what is right, or not, with the reason."""
    rows = HourDispute.objects.managed_by(request.user)
    found = get_object_or_404(
        rows.select_related("entry__volunteer__person", "entry__project__organiser", "entry__post"), pk=number
    )
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _answer(request, found, form)
            messages.success(request, _("已答复，志愿者会收到消息。"))
            return redirect("volunteer_hour_desk")
    return render(request, "volunteers/desk/dispute.html", {"form": form, "dispute": found})


def _answer(request: SignedInRequest, found: HourDispute, form: AnswerForm) -> None:
    told = form.cleaned_data
    if request.POST.get("act") == "uphold":
        corrections.uphold_dispute(
            actor=request.user,
            dispute=found,
            answer=told["answer"],
            minutes=told["minutes"] or 0,
            starts_at=told["starts_at"],
            ends_at=told["ends_at"],
        )
        return
    corrections.refuse_dispute(actor=request.user, dispute=found, answer=told["answer"])
