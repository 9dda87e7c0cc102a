"""
关切 (concerns): whom to call before anything else, the report, and the page of one concern.

To whom it is about a concern does not exist: every page fetches through `visible_to`; a stranger gets 404.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from hope_rooms.concern_errors import NobodyOfThisNumber
from hope_rooms.forms.concerns import AccountForm, CallForm, DecisionForm, NameForm, ReportForm, call_of
from hope_rooms.models import Child, Concern
from hope_rooms.services.concerns import context, freeing, handling, reading, reports
from volunteers.models import Volunteer
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on

PER_PAGE, LONGEST_CODE = 50, 24


@require_safe
def call_now(request: HttpRequest) -> HttpResponse:
    """先打电话: the numbers, before any form and without a log-in."""
    user = request.user
    words = {
        "numbers": settings.HOPE_ROOMS["call_now"],
        "code": request.GET.get("child", "")[:LONGEST_CODE],
        "may_report": not user.is_authenticated or context.may_report(user),
        "may_handle": policy.may(user, handling.HANDLE),
    }
    return render(request, "hope_rooms/concerns/call_now.html", words)


@login_required
@never_cache
@sensitive_post_parameters()
@answered_once
def report(request: SignedInRequest) -> HttpResponse:
    """写下情况: what happened, to whom, who was called; each of it may be missing."""
    if not context.may_report(request.user):
        raise Http404
    start = {"code": request.GET.get("child", "")[:LONGEST_CODE]}
    form = ReportForm(request.POST or None, initial=start, people=context.people_for(request.user))
    if form.is_valid():
        with shown_on(form):
            made = reports.report_concern(actor=request.user, told=form.told())
            messages.success(request, _("已报告，儿童保护负责人已收到通知。"))
            return redirect(made)
    words = {"form": form, "numbers": settings.HOPE_ROOMS["call_now"]}
    return render(request, "hope_rooms/concerns/report.html", words)


@needs_office(handling.HANDLE)
@never_cache
@require_safe
def concern_list(request: SignedInRequest) -> HttpResponse:
    """关切列表: for the three offices that look after concerns; the open ones first."""
    rows = Concern.objects.managed_by(request.user).whole().order_by("-closed_at", "-reported_at")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "hope_rooms/concerns/list.html", {"page": page})


@login_required
@never_cache
@sensitive_post_parameters()
@answered_once
def concern(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份关切: the reporter adds to it; the offices take it on, read, decide."""
    rows = Concern.objects.visible_to(request.user).whole()
    found = get_object_or_404(rows, public_id=public_id)
    handles = request.user.is_staff and policy.may(request.user, handling.HANDLE)
    steps = _steps(request.user, found, handles)
    sent = None
    if act := request.POST.get("act", ""):
        if act == "read" and handles:
            return _page(request, found, handles, steps, passages=_passages(request, found))
        if act not in ACTS or (ACTS[act].for_offices and not handles):
            raise Http404
        sent = ACTS[act].form(request.POST, prefix=act)
        if sent.is_valid() and _done(request, found, act, sent):
            return redirect(found)
    return _page(request, found, handles, steps, act=act, sent=sent)


def _passages(request: SignedInRequest, found: Concern) -> list[reading.Passage]:
    """The sealed words; a refusal is told, and shows nothing."""
    try:
        return reading.read_words(actor=request.user, concern=found)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return []


def _done(request: SignedInRequest, found: Concern, act: str, form: Any) -> bool:
    with shown_on(form):
        messages.success(request, ACTS[act].run(request, found, form.cleaned_data) or _("已办理。"))
        return True
    return False


def _page(
    request: SignedInRequest,
    found: Concern,
    handles: bool,
    steps: list[str],
    *,
    passages: list[reading.Passage] | None = None,
    act: str = "",
    sent: Any = None,
) -> HttpResponse:
    forms_of = {each: ACTS[each].form(prefix=each) for each in steps} | ({act: sent} if sent else {})
    words = {
        "concern": found,
        "handles": handles,
        "calls": found.calls.all(),
        "transitions": found.transitions.all() if handles else (),
        "alerts": found.alerts.all() if handles else (),
        "passages": passages or (),
        "is_with_children": bool(handles and found.subject and freeing.is_with_children_now(found.subject)),
        "steps": [(each, ACTS[each], forms_of[each]) for each in steps],
        "sent": sent,
    }
    return render(request, "hope_rooms/concerns/concern.html", words)


def _steps(user: Any, found: Concern, handles: bool) -> list[str]:
    """What may be done with it now, by whoever looks at it."""
    state = Concern.State(found.state)
    if not handles:
        return [] if state == Concern.State.CLOSED else ["account", "call"]
    steps = [*OF_STATE[state]]
    if state == Concern.State.CONFIRMED and found.subject_id:
        steps.remove("name")
    if not handling.may_decide(user, found):
        steps = [each for each in steps if each not in DECISIONS]
    return steps if state == Concern.State.CLOSED else [*steps, "account", "call"]


def _acknowledge(request: SignedInRequest, found: Concern, sent: Any) -> None:
    handling.acknowledge(actor=request.user, concern=found)


def _name(request: SignedInRequest, found: Concern, sent: Any) -> None:
    code, number = sent["code"].strip().upper(), sent["volunteer_no"].strip()
    child = Child.objects.filter(code=code).first() if code else None
    volunteer = Volunteer.objects.filter(volunteer_no=number).first() if number else None
    if (code and child is None) or (number and volunteer is None):
        raise NobodyOfThisNumber
    subject = volunteer.person if volunteer else None
    handling.name_in_concern(actor=request.user, concern=found, child=child, subject=subject)


def _confirm(request: SignedInRequest, found: Concern, sent: Any) -> str:
    _concern, freed = handling.confirm_concern(actor=request.user, concern=found, words=sent["words"])
    return _("已确认。收回 %(pairings)s 份结对、%(places)s 个班次名额、%(grants)s 份查阅授权。") % {
        "pairings": freed.pairings,
        "places": freed.places,
        "grants": freed.grants,
    }


def _unfounded(request: SignedInRequest, found: Concern, sent: Any) -> None:
    handling.find_unfounded(actor=request.user, concern=found, words=sent["words"])


def _close(request: SignedInRequest, found: Concern, sent: Any) -> None:
    handling.close_concern(actor=request.user, concern=found, words=sent["words"])


def _account(request: SignedInRequest, found: Concern, sent: Any) -> None:
    reports.add_account(actor=request.user, concern=found, words=sent["words"])


def _call(request: SignedInRequest, found: Concern, sent: Any) -> None:
    reports.add_call(actor=request.user, concern=found, call=call_of(sent))


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that may be done on the page."""

    label: Any
    form: type[forms.Form]
    run: Callable[[SignedInRequest, Concern, Any], str | None]
    for_offices: bool = True


ACTS = {
    "acknowledge": Act(gettext_lazy("由我接收处理"), forms.Form, _acknowledge),
    "name": Act(gettext_lazy("写明涉及谁"), NameForm, _name),
    "confirm": Act(gettext_lazy("确认关切"), DecisionForm, _confirm),
    "unfounded": Act(gettext_lazy("认定不成立"), DecisionForm, _unfounded),
    "close": Act(gettext_lazy("办结"), DecisionForm, _close),
    "account": Act(gettext_lazy("补写情况"), AccountForm, _account, for_offices=False),
    "call": Act(gettext_lazy("补记通话"), CallForm, _call, for_offices=False),
}
DECISIONS = ("confirm", "unfounded", "close")
S = Concern.State
OF_STATE: dict[str, tuple[str, ...]] = {
    S.REPORTED: ("acknowledge",),
    S.ACKNOWLEDGED: ("name", "confirm", "unfounded"),
    S.CONFIRMED: ("name", "close", "unfounded"),
    S.UNFOUNDED: ("close",),
    S.CLOSED: (),
}
