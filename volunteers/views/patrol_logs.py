"""巡护日志 (the log): what a team writes on the phone while it is out: people, hazards, equipment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from volunteers.forms.patrol_logs import EquipmentForm, HazardForm, LogForm
from volunteers.models import Equipment, PatrolShift
from volunteers.services import patrol_logs
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on


def _of_my_team(request: SignedInRequest, public_id: UUID) -> PatrolShift:
    """The patrol that this user may write of; for everybody else there is no such page."""
    rows = PatrolShift.objects.visible_to(request.user).whole()
    found: PatrolShift = get_object_or_404(rows, shift__public_id=public_id)
    if patrol_logs.writer_of(request.user, found) is None:
        raise Http404
    return found


def pieces_of(patrol: PatrolShift) -> list[Equipment]:
    """Equipment in use at the points of a patrol, in the order of the way."""
    rows = Equipment.objects.filter(is_active=True, point__in=patrol.points.all()).select_related("point")
    return list(rows.order_by("point__position", "point__code", "serial"))


@login_required
@answered_once
def write(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """记日志: whom the team sent away from the water, in numbers by age."""
    patrol = _of_my_team(request, public_id)
    form = LogForm(request.POST or None, points=patrol.points.all())
    if form.is_valid():
        told = form.cleaned_data
        with shown_on(form):
            patrol_logs.write_log(
                actor=request.user,
                patrol=patrol,
                point=told["point"],
                kind=told["kind"],
                seen=patrol_logs.Seen(**form.seen()),
                words=told["words"],
                clock=told["clock"],
            )
            messages.success(request, _("已记录。"))
            return redirect(patrol)
    return _page(request, "volunteers/patrol/write.html", patrol, form)


@login_required
@answered_once
def hazard(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """报隐患: an entry and a ticket, with a picture if there is one."""
    patrol = _of_my_team(request, public_id)
    form = HazardForm(request.POST or None, request.FILES or None, points=patrol.points.all())
    if form.is_valid():
        with shown_on(form):
            ticket = patrol_logs.report_hazard(actor=request.user, patrol=patrol, **form.cleaned_data)
            told = _("已上报，整改期限 %(day)s。交办后会告诉您。") % {"day": ticket.due_on.isoformat()}
            messages.success(request, told)
            return redirect(patrol)
    return _page(request, "volunteers/patrol/hazard.html", patrol, form)


@login_required
@answered_once
def equipment(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """检查器材: every piece at the points of the patrol."""
    patrol = _of_my_team(request, public_id)
    form = EquipmentForm(request.POST or None, pieces=pieces_of(patrol))
    if form.is_valid():
        with shown_on(form):
            patrol_logs.check_on_patrol(actor=request.user, patrol=patrol, found=form.found())
            messages.success(request, _("器材检查已记录。"))
            return redirect(patrol)
    return _page(request, "volunteers/patrol/check.html", patrol, form)


def _page(request: SignedInRequest, template: str, patrol: PatrolShift, form: Any) -> HttpResponse:
    return render(request, template, {"form": form, "patrol": patrol})
