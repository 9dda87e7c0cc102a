"""巡护工作台 (the desk of patrols): waters, who is out there now, alerts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.patrol import AlertForm, LiftForm
from volunteers.models import AreaAlert, Equipment, HazardTicket, PatrolArea, PatrolShift
from volunteers.patrol_queues import checked_since
from volunteers.services import alerts
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .doors import needs_office

MANAGE = "volunteers.manage_patrolarea"
MOST = 100


@needs_office(MANAGE)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """工作台: the waters with their alerts; the teams that are out, those not counted out first."""
    patrols = PatrolShift.objects.managed_by(request.user).whole()
    out = patrols.filter(state=PatrolShift.State.UNDER_WAY).order_by("shift__ends_at")
    coming = patrols.filter(state=PatrolShift.State.PLANNED, shift__ends_at__gt=now())
    context = {
        "hazards": HazardTicket.objects.managed_by(request.user).open().count(),
        "wanting": Equipment.objects.managed_by(request.user).wanting(checked_since()).count(),
        "areas": PatrolArea.objects.managed_by(request.user).with_alerts(),
        "out": [{"patrol": patrol, "is_late": patrol.shift.is_over(now())} for patrol in out[:MOST]],
        "coming": coming.order_by("shift__starts_at")[:MOST],
    }
    return render(request, "volunteers/patrol/desk.html", context)


@needs_office(MANAGE)
@answered_once
def issue(request: SignedInRequest, number: int) -> HttpResponse:
    """发布预警: asked once, told to everybody at once."""
    area = get_object_or_404(PatrolArea.objects.managed_by(request.user), pk=number)
    form = AlertForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            alerts.issue_alert(actor=request.user, area=area, kind=form.cleaned_data["kind"])
            messages.success(request, _("预警已发布，班次已暂停，志愿者和负责人已收到消息。"))
            return redirect("patrol_desk")
    return render(
        request,
        "volunteers/patrol/issue.html",
        {"form": form, "area": area, "back_url": reverse("patrol_desk")},
    )


@needs_office(MANAGE)
@answered_once
def lift(request: SignedInRequest, number: int) -> HttpResponse:
    """解除预警."""
    rows = AreaAlert.objects.managed_by(request.user).select_related("area__organiser", "area__reporting_org")
    alert = get_object_or_404(rows, pk=number)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            alerts.lift_alert(actor=request.user, alert=alert)
            messages.success(request, _("预警已解除，未开始的班次已恢复。"))
            return redirect("patrol_desk")
    return render(
        request,
        "volunteers/patrol/lift.html",
        {"form": form, "alert": alert, "back_url": reverse("patrol_desk")},
    )
