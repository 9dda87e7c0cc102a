"""报名和我的活动 (registering, and one's own): places, the queue, an offer, leaving."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.entrance import obstacles
from events.forms.registering import AnswerForm, RegisterForm
from events.models import Registration, Session
from events.services import registrations
from events.services.places import awaits_draw
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .public import line_of

MOST = 100
TONES = {"registered": "ok", "offered": "warn", "waiting": "info", "review": "info"}


@needs_identity
@answered_once
def register(request: GuestRequest, public_id: UUID) -> HttpResponse:
    """报名: what stands in the way is told before the form; no place is free: the queue is offered."""
    rows = Session.objects.visible_to(request.user).whole()
    session: Session = get_object_or_404(rows, public_id=public_id)
    form = RegisterForm(request.POST or None, session=session, person=request.guest)
    may_wait = request.POST.get("act") == "wait"
    if form.is_valid():
        with shown_on(form):
            made = registrations.register(
                actor=request.user, session=session, wish=form.wish(), may_wait=may_wait
            )
            messages.success(request, _said(made))
            return redirect(made)
    words = {"form": form, "line": line_of(session), "obstacles": obstacles(request.guest, session)}
    return render(request, "events/register.html", words)


def _said(made: Registration) -> str:
    if made.state == "review":
        return _("已提交审核，名额为您保留；结果会通知您。")
    if made.holds:
        return _("报名成功。")
    return _("已登记，等待抽签。") if awaits_draw(made.session) else _("已加入候补，有名额时通知您。")


@login_required
@require_safe
def my_events(request: SignedInRequest) -> HttpResponse:
    """我的活动: what is to come, then what was."""
    rows = Registration.objects.of_person(request.user.person_id).whole()
    coming = rows.live().filter(session__ends_at__gt=now()).order_by("session__starts_at", "pk")
    past = rows.exclude(pk__in=coming.order_by().values("pk")).order_by("-session__starts_at", "-pk")
    return render(request, "events/mine.html", {"coming": coming, "past": past[:MOST], "tones": TONES})


@login_required
@answered_once
def registration(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份报名: its state, the place in the queue, an offer's last moment, and how to leave."""
    rows = Registration.objects.of_person(request.user.person_id).whole()
    found: Registration = get_object_or_404(rows, public_id=public_id)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _answer(request, found, form.cleaned_data["act"])
            return redirect(found)
        found.refresh_from_db()
    words = {
        "registration": found,
        "form": form,
        "tone": TONES.get(found.state, "plain"),
        "place_in_queue": _place_in_queue(found),
        "is_to_come": found.session.starts_at > now(),
        "may_leave": found.is_live and (found.state != "registered" or now() <= found.session.cancel_until),
    }
    return render(request, "events/registration.html", words)


def _answer(request: SignedInRequest, found: Registration, act: str) -> None:
    if act == "accept":
        registrations.accept_offer(actor=request.user, registration=found)
        messages.success(request, _("名额已确认。"))
    else:
        registrations.cancel_registration(actor=request.user, registration=found)
        messages.success(request, _("报名已取消。"))


def _place_in_queue(found: Registration) -> int | None:
    """Among those who wait for the same part, in the order of the queue; none before a draw."""
    if found.state != "waiting" or awaits_draw(found.session):
        return None
    came_first = Q(rank__isnull=False) | Q(pk__lt=found.pk)
    before = came_first if found.rank is None else Q(rank__lt=found.rank)
    ahead: int = Registration.objects.queue().filter(before, quota=found.quota_id).count()
    return ahead + 1
