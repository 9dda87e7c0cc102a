"""我的会客厅预约 (my visits): the list, one visit with its code, and the way to cancel."""

from __future__ import annotations

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from stations import services
from stations.forms.lounges import GiveUpVisitForm
from stations.lounge_querysets import LoungeVisitQuerySet
from stations.models import LoungeVisit
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import shown_on

from .signed_in import SignedInRequest

State = LoungeVisit.State
TONES = {State.BOOKED: "info", State.CHECKED_IN: "ok", State.NO_SHOW: "error"}
MOST_PAST = 30


def tone(visit: LoungeVisit) -> str:
    return TONES.get(State(visit.state), "plain")


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
        "may_cancel": visit.state == State.BOOKED and now() < visit.starts_at,
        "proposal": _proposal(visit),
    }
    return render(request, "stations/lounges/visit.html", context)


def qr_of(request: HttpRequest, visit: LoungeVisit) -> str:
    """The QR code as a data address: the desk's page of this visit, which only staff can open."""
    with override(settings.LANGUAGE_CODE):
        address = request.build_absolute_uri(reverse("lounge_desk_visit", args=[visit.reference]))
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1f2328", light="#fff"))


def _proposal(visit: LoungeVisit) -> str:
    """Where another zone of the same time is booked; empty when none was proposed, or the time is over."""
    zone = visit.proposed_zone
    if zone is None or visit.state != State.CANCELLED or visit.starts_at <= now():
        return ""
    asked = {"zone": zone.pk, "date": visit.date.isoformat(), "start": f"{visit.start:%H:%M}"}
    return f"{reverse('lounge_book', args=[zone.lounge.code])}?{urlencode(asked)}"


@login_required
@answered_once
def lounge_visit_cancel(request: SignedInRequest, reference: str) -> HttpResponse:
    """取消 (cancel): asks again on a page; of a series, one visit or all that are left."""
    visit: LoungeVisit = get_object_or_404(_own(request), reference=reference)
    if visit.state != State.BOOKED:
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
