"""活动列表和活动页 (the list and one event): open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.forms.registering import EventFilterForm
from events.models import Event, Registration, Session
from events.phases import TAKES_REGISTRATIONS, Phase, phase_of
from events.querysets import SessionQuerySet
from zibo_youth.accounts import policy
from zibo_youth.core.calendar import now
from zibo_youth.core.calendar_files import Appointment, calendar_file

PER_PAGE = 20
# What a telephone's calendar takes: the soonest ones; a hundred times as many events cost no more.
MOST_IN_A_FEED = 200
TONES = {Phase.OPEN: "ok", Phase.FULL: "warn", Phase.CANCELLED: "error", Phase.RUNNING: "info"}


@dataclass(frozen=True, slots=True)
class Line:
    """A session as a list shows it: what it is now, and whether somebody may come."""

    session: Session
    phase: Phase

    @property
    def tone(self) -> str:
        return TONES.get(self.phase, "plain")

    @property
    def may_be_left(self) -> bool:
        """Whether a place that is taken now may still be cancelled by oneself."""
        return self.session.cancel_until > now()

    @property
    def takes_registrations(self) -> bool:
        return self.phase in TAKES_REGISTRATIONS


def line_of(session: Session) -> Line:
    return Line(session, phase_of(session, now()))


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """活动列表: sessions to come, by kind, month, district and free places."""
    form = EventFilterForm(request.GET or None)
    wanted = _wanted(form.cleaned_data if form.is_valid() else {}).order_by("starts_at", "pk")
    # Only the rows of one page are read whole: those that a late page skips are numbers.
    page = Paginator(wanted.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    rows = Session.objects.filter(pk__in=list(page)).whole().order_by("starts_at", "pk")
    words = {"form": form, "page": page, "lines": [line_of(row) for row in rows]}
    return render(request, "events/list.html", words)


def _wanted(wish: dict[str, Any]) -> SessionQuerySet:
    found: SessionQuerySet = Session.objects.coming(now()).wanted(wish)
    return found


@require_safe
def event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """一个活动: what, for whom, every session with its places; one's own registrations."""
    found: Event = get_object_or_404(Event.objects.visible_to(request.user).whole(), public_id=public_id)
    person = getattr(request.user, "person_id", None)
    own = Registration.objects.of_person(person).live().filter(session__event=found).select_related("session")
    sessions = found.sessions.select_related("draw").prefetch_related("quotas").order_by("starts_at", "pk")
    for each in sessions:
        each.event = found
    words = {
        "event": found,
        "lines": [line_of(each) for each in sessions],
        "own": own,
        "skips": settings.EVENTS["group_skips"],
        "brings_people": _brings_people(request, found),
    }
    return render(request, "events/event.html", words)


def _brings_people(request: HttpRequest, found: Event) -> bool:
    """Whether this office may bring its people here by a roster."""
    is_staff = request.user.is_authenticated and request.user.is_staff
    return is_staff and found.roster_most > 0 and policy.may(request.user, "events.register_group")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """日历订阅 (iCalendar): every session to come that the list shows with the same wishes."""
    form = EventFilterForm(request.GET or None)
    rows = _wanted(form.cleaned_data if form.is_valid() else {}).whole().order_by("starts_at", "pk")
    coming = [_appointment(request, each) for each in rows[:MOST_IN_A_FEED]]
    return calendar_file(coming, programme="events", name="events")


def _appointment(request: HttpRequest, session: Session) -> Appointment:
    event = session.event
    return Appointment(
        uid=f"session-{session.public_id}@{request.get_host()}",
        start=timezone.localtime(session.starts_at),
        end=timezone.localtime(session.ends_at),
        summary=" · ".join(filter(None, (event.local_title, session.local_name))),
        location=session.place,
        description=f"{event.local_summary}\n{request.build_absolute_uri(event.get_absolute_url())}",
    )
