"""候补与改期 (changes of one's own stay): take an offered bed, move the dates, stay longer, leave earlier."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stations import services
from stations.allowance import allowance_of
from stations.errors import NotEligible
from stations.facts import policy_on
from stations.forms.changes import DatesForm
from stations.models import Stay
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on

from .mine import may_change_dates, own_stay


@login_required
@require_POST
@answered_once
def stay_accept(request: SignedInRequest, reference: str) -> HttpResponse:
    """接受候补到的床位 (accept an offer)."""
    found = own_stay(request, reference)
    try:
        services.accept_offer(actor=request.user, stay=found)
        messages.success(request, _("床位已经是您的了，接下来等待审核。"))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(found)


@login_required
@answered_once
def stay_redate(request: SignedInRequest, reference: str) -> HttpResponse:
    """改日期 (change the dates): before arrival both, in the house the day of departure."""
    found = own_stay(request, reference)
    if not may_change_dates(found):
        messages.info(request, _("这份预约的日期现在不能修改。"))
        return redirect(found)
    form = DatesForm(request.POST or None, stay=found)
    policy = policy_on(found.arrival)
    context: dict[str, Any] = {
        "form": form,
        "stay": found,
        "allowance": allowance_of(found.guest, found.arrival.year, policy),
        "latest": found.departure + timedelta(days=policy.max_free_nights),
    }
    if form.is_valid():
        with shown_on(form):
            try:
                _change(request, found, form)
                messages.success(request, _("日期已修改。"))
                return redirect(found)
            except NotEligible as refusal:
                context["assessment"] = refusal.assessment
                raise
    return render(request, "stations/mine/dates.html", context)


def _change(request: SignedInRequest, stay: Stay, form: DatesForm) -> Stay:
    """Longer, shorter, or other days: each is a service of its own."""
    arrival, departure = form.cleaned_data.get("arrival", stay.arrival), form.cleaned_data["departure"]
    if arrival != stay.arrival:
        return services.change_dates(actor=request.user, stay=stay, arrival=arrival, departure=departure)
    change = services.extend_stay if departure > stay.departure else services.shorten_stay
    return change(actor=request.user, stay=stay, departure=departure)
