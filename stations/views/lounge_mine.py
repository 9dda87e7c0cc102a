"""我的会客厅预约 (my visits): the list, one visit with its code, and the way to cancel."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from stations import services
from stations.forms.lounges import GiveUpVisitForm, InsteadForm
from stations.lounge_alternatives import zone_instead
from stations.lounge_querysets import LoungeVisitQuerySet
from stations.models import LoungeVisit, LoungeZone
from stations.models.lounge_visit import AWAITED
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError, shown_on

State = LoungeVisit.State
TONES = {
    State.REQUESTED: "warn",
    State.BOOKED: "info",
    State.CHECKED_IN: "ok",
    State.NO_SHOW: "error",
    State.REFUSED: "error",
}
MOST_PAST = 30


def tone(visit: LoungeVisit) -> str:
    return TONES.get(State(visit.state), "plain")


def reason_of(visit: LoungeVisit) -> str:
    """Why the visit came into its state, in the decider's words."""
    moved = visit.transitions.filter(to_state=visit.state).exclude(note="").order_by("-at", "-pk").first()
    return moved.note if moved else ""


def is_closed(visit: LoungeVisit) -> bool:
    """Whether a closure took this visit, and its time is still to come."""
    by_staff = visit.transitions.filter(to_state=State.CANCELLED).exclude(note="")
    return visit.state == State.CANCELLED and visit.starts_at > now() and by_staff.exists()


def booked(visit: LoungeVisit) -> str:
    """What is said after a booking: it stands, or it waits for a yes."""
    if visit.state == State.REQUESTED:
        return _("申请已提交，时段为您留着；工作人员答复后会通知您。")
    return _("预约成功，到场时出示签到码。")


def _own(request: SignedInRequest) -> LoungeVisitQuerySet:
    """The person's own visits; what an officer may see through the office is found at the desk."""
    visits: LoungeVisitQuerySet = LoungeVisit.objects.visible_to(request.user)
    return visits.filter(person=request.user.person_id).select_related(
        "lounge__area__parent", "zone", "series", "proposed_zone__lounge"
    )


@login_required
@require_safe
def my_lounge_visits(request: SignedInRequest) -> HttpResponse:
    """我的会客厅预约: what is to come, soonest first, then what was."""
    ahead = _own(request).holding().filter(date__gte=today()).order_by("date", "start")
    past = _own(request).exclude(pk__in=ahead.values("pk"))[:MOST_PAST]
    context = {
        "ahead": [{"visit": visit, "tone": tone(visit)} for visit in ahead],
        "past": [{"visit": visit, "tone": tone(visit)} for visit in past],
    }
    return render(request, "stations/lounges/mine.html", context)


@login_required
@require_safe
def lounge_visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """一份会客厅预约 (one visit)."""
    visit: LoungeVisit = get_object_or_404(_own(request), reference=reference)
    context = {
        "visit": visit,
        "tone": tone(visit),
        "qr": qr_of(request, visit) if visit.state == State.BOOKED else "",
        "may_cancel": visit.state in AWAITED and now() < visit.starts_at,
        "reason": reason_of(visit),
        "instead": zone_instead(visit),
        "is_closed": is_closed(visit),
        "replacement": visit.replacements.first(),
    }
    return render(request, "stations/lounges/visit.html", context)


def qr_of(request: HttpRequest, visit: LoungeVisit) -> str:
    """The QR code as a data address: the desk's page of this visit, which only staff can open."""
    with override(settings.LANGUAGE_CODE):
        address = request.build_absolute_uri(reverse("lounge_desk_visit", args=[visit.reference]))
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1f2328", light="#fff"))


@login_required
@require_POST
@answered_once
def lounge_visit_instead(request: SignedInRequest, reference: str) -> HttpResponse:
    """改约 (book instead): one press takes the zone that the page has shown."""
    visit: LoungeVisit = get_object_or_404(_own(request), reference=reference)
    form = InsteadForm(request.POST, zones=LoungeZone.objects.bookable().select_related("lounge"))
    if form.is_valid():
        try:
            taken = services.book_instead(actor=request.user, visit=visit, zone=form.cleaned_data["zone"])
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, booked(taken))
            return redirect(taken)
    return redirect(visit)


@login_required
@answered_once
def lounge_visit_cancel(request: SignedInRequest, reference: str) -> HttpResponse:
    """取消 (cancel): asks again on a page; of a series, one visit or all that are left."""
    visit: LoungeVisit = get_object_or_404(_own(request), reference=reference)
    if visit.state not in AWAITED:
        told = _("这份预约现在是“%(state)s”，不能再取消。") % {"state": visit.get_state_display()}
        messages.info(request, told)
        return redirect(visit)
    form = GiveUpVisitForm(request.POST if request.method == "POST" else None, in_series=bool(visit.series))
    if form.is_valid():
        with shown_on(form):
            _give_up(request, visit, form.cleaned_data.get("what", "one"))
            messages.success(request, _("已取消，时长已退回。"))
            return redirect("my_lounge_visits")
    context = {"form": form, "visit": visit, "back_url": visit.get_absolute_url()}
    return render(request, "stations/lounges/cancel.html", context)


def _give_up(request: SignedInRequest, visit: LoungeVisit, what: str) -> None:
    if what == "series" and visit.series:
        services.cancel_series(actor=request.user, series=visit.series)
    else:
        services.cancel_visit(actor=request.user, visit=visit)
