"""停用 (closures) at the desk: whom it would hit is shown before it is done, and it can be lifted early."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations import services
from stations.closure_words import told_of
from stations.forms.closures import ClosureForm
from stations.models import Closure, Rehousing
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on

from .desk import at_desk, stations_of


@at_desk
@require_safe
def desk_closures(request: SignedInRequest) -> HttpResponse:
    """停用与改住 (closures, and the guests whom they hit) of the desk that asks."""
    stations, station = stations_of(request)
    closures = Closure.objects.managed_by(request.user).lasting(today()).order_by("from_on", "pk")
    moved = Rehousing.objects.managed_by(request.user).for_lists()
    if station is not None:
        closures, moved = closures.filter(station=station), moved.filter(station=station)
    context = {
        "stations": stations,
        "station": station,
        "closures": closures.select_related("station", "room"),
        "to_call": moved.to_call(),
        "asked": moved.filter(state=Rehousing.State.PROPOSED).order_by("answer_by"),
        "settled": moved.settled().order_by("-decided_at")[:20],
    }
    return render(request, "stations/closures/list.html", context)


@at_desk
@answered_once
def desk_close(request: SignedInRequest) -> HttpResponse:
    """新建停用 (close a room or the house): first what would happen to whom, then the act."""
    _stations, station = stations_of(request)
    if station is None:
        return redirect("desk_closures")
    form = ClosureForm(request.POST or None, station=station, rooms=station.rooms.order_by("name"))
    context: dict[str, Any] = {"form": form, "station": station}
    if form.is_valid():
        with shown_on(form):
            if "confirmed" in request.POST:
                made = services.close(actor=request.user, closure=form.closure())
                messages.success(request, _("已停用，") + (told_of(made) or _("没有来宾受影响。")))
                return redirect(f"{reverse('desk_closures')}?station={station.code}")
            context["closure"] = form.closure()
            context["preview"] = services.preview_closure(actor=request.user, closure=form.closure())
    return render(request, "stations/closures/close.html", context)


@at_desk
@answered_once
def desk_lift(request: SignedInRequest, number: int) -> HttpResponse:
    """提前恢复 (lift a closure): asks once, and says who keeps the own bed."""
    rows = Closure.objects.managed_by(request.user).select_related("station", "room")
    closure = get_object_or_404(rows, pk=number)
    if closure.until_on <= today():
        raise Http404
    back_url = f"{reverse('desk_closures')}?station={closure.station.code}"
    if request.method == "POST":
        try:
            back = services.lift_closure(actor=request.user, closure=closure)
            messages.success(request, _("已恢复，%(n)s 位来宾保留或回到原来的床位。") % {"n": len(back)})
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect(back_url)
    context = {"closure": closure, "open": closure.rehousings.open().count(), "back_url": back_url}
    return render(request, "stations/closures/lift.html", context)
