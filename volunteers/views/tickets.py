"""隐患单 (hazard tickets): the list of the desk, one ticket with its next step, its pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from volunteers.forms.patrol_logs import AssignForm, BeginForm, RectifiedForm, VerdictForm
from volunteers.models import HazardTicket
from volunteers.services import tickets
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core import private_files
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .doors import needs_office

PER_PAGE = 50
TONES = {
    "reported": "warn",
    "assigned": "info",
    "rectifying": "info",
    "rectified": "warn",
    "verified": "ok",
    "not_accepted": "error",
    "dismissed": "plain",
}
TYPES = {"jpg": "image/jpeg", "png": "image/png"}
Told = dict[str, Any]


def _assign(request: SignedInRequest, ticket: HazardTicket, told: Told) -> None:
    if request.POST.get("act") == "dismiss":
        tickets.dismiss_ticket(actor=request.user, ticket=ticket, reason=told["reason"])
        return
    tickets.assign_ticket(
        actor=request.user, ticket=ticket, department=told["department"], due_on=told["due_on"]
    )


def _begin(request: SignedInRequest, ticket: HazardTicket, told: Told) -> None:
    tickets.begin_rectifying(actor=request.user, ticket=ticket)


def _rectified(request: SignedInRequest, ticket: HazardTicket, told: Told) -> None:
    tickets.report_rectified(actor=request.user, ticket=ticket, **told)


def _verdict(request: SignedInRequest, ticket: HazardTicket, told: Told) -> None:
    if request.POST.get("act") == "verify":
        tickets.verify_ticket(actor=request.user, ticket=ticket)
        return
    tickets.refuse_rectification(actor=request.user, ticket=ticket, reason=told["reason"])


@dataclass(frozen=True, slots=True)
class Step:
    """What may be done with a ticket in one state, and by whom."""

    action: str
    form: type[forms.Form]
    act: Callable[[SignedInRequest, HazardTicket, Told], None]
    buttons: tuple[tuple[str, Any], ...]


BEGIN = Step(tickets.RECTIFY, BeginForm, _begin, (("begin", gettext_lazy("登记开始整改")),))
STEPS = {
    "reported": Step(
        tickets.ASSIGN,
        AssignForm,
        _assign,
        (("assign", gettext_lazy("交办")), ("dismiss", gettext_lazy("隐患不成立"))),
    ),
    "assigned": BEGIN,
    "rectifying": Step(
        tickets.RECTIFY, RectifiedForm, _rectified, (("rectified", gettext_lazy("登记整改完成")),)
    ),
    "rectified": Step(
        tickets.VERIFY,
        VerdictForm,
        _verdict,
        (("verify", gettext_lazy("核查通过，销号")), ("refuse", gettext_lazy("核查未通过"))),
    ),
    "not_accepted": BEGIN,
}


@needs_office(tickets.RECTIFY)
@require_safe
def ticket_list(request: SignedInRequest) -> HttpResponse:
    """隐患单: open ones by their day, by water; those that are late, and those that are closed."""
    rows = HazardTicket.objects.managed_by(request.user).whole()
    show = request.GET.get("show", "open")
    chosen = {"late": rows.overdue(today()), "closed": rows.filter(state__in=["verified", "dismissed"])}
    found = chosen.get(show, rows.open()).order_by("log__area__code", "due_on", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {"ticket": ticket, "tone": TONES[ticket.state], "is_late": ticket.is_overdue(today())}
        for ticket in page
    ]
    context = {"page": page, "lines": lines, "show": show if show in chosen else "open"}
    return render(request, "volunteers/patrol/tickets.html", context)


@login_required
@answered_once
def ticket(request: SignedInRequest, number: int) -> HttpResponse:
    """一张隐患单: to who reported it, and with the next step to whose step it is."""
    found = get_object_or_404(HazardTicket.objects.visible_to(request.user).whole(), pk=number)
    step = STEPS.get(found.state)
    form = None
    if step and request.user.is_staff and policy.may(request.user, step.action, found):
        initial = {"department": found.department, "due_on": max(found.due_on, today())}
        form = step.form(
            request.POST if request.method == "POST" else None, request.FILES or None, initial=initial
        )
        if form.is_valid():
            # A button of another state, as on an old page, is not this state's second button.
            if request.POST.get("act") not in dict(step.buttons):
                raise Http404
            with shown_on(form):
                step.act(request, found, form.cleaned_data)
                messages.success(request, _("已登记。"))
                return redirect(found)
    context = {
        "ticket": found,
        "tone": TONES[found.state],
        "is_late": found.is_overdue(today()),
        "form": form,
        "buttons": step.buttons if step else (),
    }
    return render(request, "volunteers/patrol/ticket.html", context)


@login_required
@require_safe
def photo(request: SignedInRequest, number: int) -> HttpResponseBase:
    """现场照片, to whoever may see the ticket."""
    return _picture(request, number, "photo")


@login_required
@require_safe
def proof(request: SignedInRequest, number: int) -> HttpResponseBase:
    """整改照片, to whoever may see the ticket."""
    return _picture(request, number, "proof")


def _picture(request: SignedInRequest, number: int, name: str) -> HttpResponseBase:
    found = get_object_or_404(HazardTicket.objects.visible_to(request.user), pk=number)
    stored = str(getattr(found, name))
    if not stored:
        raise Http404
    kind = stored.rpartition(".")[2]
    return private_files.download(
        stored, filename=f"{name}-{number}.{kind}", content_type=TYPES[kind], cache="no-store, private"
    )
