"""巡护 (patrols): the patrolled waters for everybody, a patrol for its team, its plan for the leaders."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.patrol import LeaderForm, PatrolPlanForm, RollForm
from volunteers.models import PatrolArea, PatrolShift, Shift, Signup
from volunteers.services import patrol_logs, patrols
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office

MANAGE = "volunteers.manage_serviceproject"
RISK_TONES = {"high": "error", "medium": "warn", "low": "plain"}


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    """巡护水域: where children drown, how dangerous each place is, whom to call; nobody's name."""
    rows = PatrolArea.objects.visible_to(request.user).with_alerts()
    lines = [{"area": area, "points": _points(area.points.all())} for area in rows]
    return render(request, "volunteers/patrol/areas.html", {"lines": lines})


def _points(rows: object) -> list[dict[str, object]]:
    return [{"point": point, "tone": RISK_TONES[point.risk]} for point in rows]  # type: ignore[attr-defined]


@login_required
@answered_once
def patrol(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一次巡护: where, with whom, under which alert; who leads calls the roll at both ends."""
    rows = PatrolShift.objects.visible_to(request.user).whole()
    found = get_object_or_404(rows, shift__public_id=public_id)
    form = RollForm(request.POST or None)
    if "act" in form.errors:
        raise Http404
    if form.is_valid():
        with shown_on(form):
            _call_roll(request, found, **form.cleaned_data)
            return redirect(found)
    here = list(patrols.at_the_water(found.shift))
    context = {
        "form": form,
        "patrol": found,
        "points": _points(found.points.all()),
        "alerts": found.area.standing_alerts,
        "team": found.shift.signups.holding().count(),
        "here": here,
        "logs": found.logs.whole().prefetch_related("checks__equipment"),
        "may_write": patrol_logs.writer_of(request.user, found) is not None,
        "may_call": policy.may(request.user, patrols.CALL_ROLL, found),
        "may_manage": request.user.is_staff and policy.may(request.user, MANAGE, found.shift),
    }
    return render(request, "volunteers/patrol/patrol.html", context)


def _call_roll(
    request: SignedInRequest, found: PatrolShift, act: str, is_line_only: bool, is_phones_charged: bool
) -> None:
    if act == "end":
        patrols.end_patrol(actor=request.user, patrol=found)
        messages.success(request, _("已清点，全员离开水边。"))
    else:
        patrols.begin_patrol(
            actor=request.user,
            patrol=found,
            is_line_only=is_line_only,
            is_phones_charged=is_phones_charged,
        )
        messages.success(request, _("已清点出队，注意安全。"))


@needs_office(MANAGE)
@answered_once
def plan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """安排巡护: a shift of a leader's project becomes one at a water."""
    shift = get_object_or_404(Shift.objects.managed_by(request.user).whole(), public_id=public_id)
    form = PatrolPlanForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            area = form.cleaned_data["area"]
            made = patrols.plan_patrol(
                actor=request.user, shift=shift, area=area, points=form.chosen_points()
            )
            messages.success(request, _("已安排；请在开始前指定带队人。"))
            return redirect(made)
    return render(request, "volunteers/patrol/plan.html", {"form": form, "shift": shift})


@needs_office(MANAGE)
@answered_once
def leader(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """指定带队人, among those signed up."""
    rows = PatrolShift.objects.managed_by(request.user).whole()
    found = get_object_or_404(rows, shift__public_id=public_id)
    coming = found.shift.signups.filter(state__in=[Signup.State.SIGNED_UP, Signup.State.CHECKED_IN])
    signups = coming.select_related("volunteer__person").order_by("seat")
    form = LeaderForm(request.POST or None, signups=signups)
    if form.is_valid():
        with shown_on(form):
            patrols.name_leader(actor=request.user, patrol=found, leader=form.cleaned_data["leader"])
            messages.success(request, _("带队人已指定。"))
            return redirect(found)
    return render(request, "volunteers/patrol/leader.html", {"form": form, "patrol": found})
