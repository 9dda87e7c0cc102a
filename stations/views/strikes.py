"""失约与申诉 (strikes): what was recorded, what it means, and the way to object."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stations.facts import policy_on
from stations.forms.booking import AppealForm
from stations.models import ExtraNights, Strike, Suspension
from stations.services import strikes
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

TONES = {"standing": "warn", "appealed": "info", "upheld": "warn", "lifted": "ok"}


@login_required
@require_safe
def my_strikes(request: SignedInRequest) -> HttpResponse:
    """失约与申诉 (my strikes), beside a suspension that follows from them."""
    policy = policy_on(today())
    since = today() - timedelta(days=policy.appeal_days)
    own = Strike.objects.visible_to(request.user).filter(person=request.user.person_id)
    lines = [
        {
            "strike": strike,
            "tone": TONES[strike.state],
            "may_appeal": strike.may_become("appealed") and strike.happened_on >= since,
        }
        for strike in own.select_related("operator")
    ]
    suspension = Suspension.objects.filter(person=request.user.person_id).in_force(today()).first()
    granted = ExtraNights.objects.visible_to(request.user).filter(person=request.user.person_id)
    context = {
        "lines": lines,
        "suspension": suspension,
        "extras": granted.usable_on(today()),
        "policy": policy,
    }
    return render(request, "stations/strikes/list.html", context)


@login_required
@answered_once
def strike_appeal(request: SignedInRequest, number: int) -> HttpResponse:
    """申诉 (appeal): once, in the person's own words."""
    own = Strike.objects.visible_to(request.user).filter(person=request.user.person_id)
    strike = get_object_or_404(own.select_related("operator"), pk=number)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            strikes.appeal_strike(actor=request.user, strike=strike, **form.cleaned_data)
            messages.success(request, _("申诉已提交，处理结果会发消息告诉您。"))
            return redirect("my_strikes")
    return render(request, "stations/strikes/appeal.html", {"form": form, "strike": strike})
