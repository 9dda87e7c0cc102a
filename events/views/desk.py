"""活动工作台 (the desk): events that an office holds, their sessions, and who comes."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from events.forms.desk import EventForm
from events.models import Event, Session
from events.services import events
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on

from .public import line_of
from .steps import MANAGE, OF_EVENT, OF_SESSION

PER_PAGE = 50
TONES = {"published": "ok", "cancelled": "error"}


@needs_office(MANAGE)
@require_safe
def event_list(request: SignedInRequest) -> HttpResponse:
    """活动工作台: every event of the office, the newest first."""
    rows = Event.objects.managed_by(request.user).whole().order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk/list.html", {"page": page, "tones": TONES})


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """新建活动."""
    form = EventForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = events.write_event(
                actor=request.user, plan=form.plan(), questions=form.cleaned_data["questions"]
            )
            return redirect("managed_event", made.public_id)
    return render(request, "events/desk/new.html", {"form": form})


@needs_office(MANAGE)
@answered_once
def event(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个活动: what it says, its sessions, the next step."""
    found: Event = get_object_or_404(Event.objects.managed_by(request.user).whole(), public_id=public_id)
    offered = offer(request, found, OF_EVENT, as_="event")
    if offered.done:
        return redirect("managed_event", public_id)
    sessions = found.sessions.select_related("event").prefetch_related("quotas")
    words = {
        "event": found,
        "offer": offered,
        "lines": [line_of(each) for each in sessions],
        "questions": found.questions.all(),
        "moves": found.transitions.select_related("actor__person"),
        "tone": TONES.get(found.state, "plain"),
    }
    return render(request, "events/desk/event.html", words)


@needs_office(MANAGE)
@answered_once
def session(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个场次: its places, who comes and who waits, the next step."""
    rows = Session.objects.managed_by(request.user).whole().prefetch_related("quotas")
    found: Session = get_object_or_404(rows, public_id=public_id)
    offered = offer(request, found, OF_SESSION, as_="session")
    if offered.done:
        return redirect("managed_session", public_id)
    people = found.registrations.select_related("person", "quota", "organisation").order_by("pk")
    words = {
        "line": line_of(found),
        "offer": offered,
        "page": Paginator(people, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "events/desk/session.html", words)
