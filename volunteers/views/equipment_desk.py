"""救生器材 (equipment) at the desk: what is missing, broken or not looked at, and a look from the office."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.patrol_logs import CheckForm
from volunteers.models import Equipment
from volunteers.patrol_queues import checked_since
from volunteers.services import patrol_logs
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import shown_on

from .doors import needs_office

MANAGE = "volunteers.manage_patrolarea"
MOST = 200
TONES = {"ok": "ok", "missing": "error", "broken": "error"}


@needs_office(MANAGE)
@require_safe
def wanting(request: SignedInRequest) -> HttpResponse:
    """待处理器材: never looked at first, then the longest ago."""
    days = settings.VOLUNTEERS["equipment_check_days"]
    rows = Equipment.objects.managed_by(request.user).wanting(checked_since()).whole()
    lines = [{"piece": piece, "tone": TONES[piece.state]} for piece in rows[:MOST]]
    return render(request, "volunteers/patrol/equipment.html", {"lines": lines, "days": days})


@needs_office(MANAGE)
@answered_once
def check(request: SignedInRequest, number: int) -> HttpResponse:
    """检查一件器材: replaced, mended, or found missing."""
    piece = get_object_or_404(Equipment.objects.managed_by(request.user).whole(), pk=number)
    form = CheckForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            state = form.cleaned_data["state"]
            patrol_logs.check_at_desk(actor=request.user, equipment=piece, state=state)
            messages.success(request, _("器材检查已记录。"))
            return redirect("patrol_equipment_desk")
    checks = piece.checks.select_related("log")[:20]
    context = {"form": form, "piece": piece, "tone": TONES[piece.state], "checks": checks}
    return render(request, "volunteers/patrol/piece.html", context)
