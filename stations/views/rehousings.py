"""改住安排 (rehousings): the guest answers on a page, the desk arranges by telephone."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from stations import services
from stations.forms.closures import AS_PROPOSED, ELSEWHERE, AnswerForm, ArrangeForm
from stations.models import Rehousing, Station
from stations.nearness import rooms_near
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

from .desk import at_desk

TONES = {
    "proposed": "info",
    "declined": "warn",
    "lapsed": "warn",
    "to_arrange": "error",
    "accepted": "ok",
    "arranged": "ok",
}


@login_required
@answered_once
def stay_rehousing(request: SignedInRequest, reference: str) -> HttpResponse:
    """改住安排 (the guest's answer): what changes, where the new bed is, yes or no."""
    own = Rehousing.objects.visible_to(request.user).filter(stay__guest=request.user.person_id)
    rehousing = own.for_lists().filter(held__reference=reference).last()
    if rehousing is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            messages.success(request, _answer(request, rehousing, form.cleaned_data["answer"]))
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(rehousing)
    context = {"rehousing": rehousing, "held": rehousing.held, "tone": TONES.get(rehousing.state, "plain")}
    return render(request, "stations/mine/rehousing.html", context)


def _answer(request: SignedInRequest, rehousing: Rehousing, answer: str) -> str:
    if answer == "accept":
        services.accept_rehousing(actor=request.user, rehousing=rehousing)
        return _("已接受，新的床位是您的了。")
    services.decline_rehousing(actor=request.user, rehousing=rehousing)
    return _("已记下。驿站会给您打电话，在此之前床位继续保留。")


@at_desk
@answered_once
def desk_rehousing(request: SignedInRequest, number: int) -> HttpResponse:
    """电话安排 (arrange by telephone) for one guest."""
    rows = Rehousing.objects.managed_by(request.user).for_lists()
    rehousing = get_object_or_404(rows, pk=number)
    stations = rooms_near(rehousing.held, _first(rehousing)) if rehousing.is_open else []
    form = ArrangeForm(request.POST or None, rehousing=rehousing, stations=stations)
    if form.is_valid():
        with shown_on(form):
            _arrange(request, rehousing, form)
            messages.success(request, _("已记下，来宾会收到通知。"))
            return redirect(f"{reverse('desk_closures')}?station={rehousing.station.code}")
    context = {"rehousing": rehousing, "form": form, "tone": TONES.get(rehousing.state, "plain")}
    return render(request, "stations/closures/arrange.html", context)


def _first(rehousing: Rehousing) -> date:
    return max(rehousing.from_on, rehousing.held.arrival, today())


def _arrange(request: SignedInRequest, rehousing: Rehousing, form: ArrangeForm) -> None:
    said: dict[str, Any] = form.cleaned_data
    asked: dict[str, Any] = {"actor": request.user, "rehousing": rehousing, "note": said["note"]}
    if said["act"] == AS_PROPOSED:
        services.arrange_as_proposed(**asked)
    elif said["act"] == ELSEWHERE:
        station: Station = form.stations[said["station"]]
        services.arrange_elsewhere(**asked, station=station)
    else:
        services.end_rehoused(**asked, reason=said["reason"])
