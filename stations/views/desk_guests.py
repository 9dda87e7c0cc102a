"""前台登记 (registration at the desk): a walk-in, and a booking for somebody on the telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from stations import services
from stations.errors import NotEligible
from stations.forms.guests import CallerForm, GuestForm, WalkInForm
from stations.models import Station, Stay
from zibo_youth.accounts import limits
from zibo_youth.accounts.models import ConsentText
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .desk import at_desk

FIRST_OF_TWO = gettext_lazy("已登记并留好床位，等另一位审核人复核；通过后入住码发到来电人的手机。")
DONE = {
    WalkInForm: gettext_lazy("来宾已登记并入住。"),
    CallerForm: gettext_lazy("已代为预约，入住码已发到来电人的手机。"),
}


@at_desk
@answered_once
def walk_in(request: SignedInRequest) -> HttpResponse:
    """现场入住 (walk-in)."""
    return _registered(request, WalkInForm, services.walk_in)


@at_desk
@answered_once
def book_by_phone(request: SignedInRequest) -> HttpResponse:
    """电话代约 (booking on behalf)."""
    return _registered(request, CallerForm, services.book_by_phone)


def _registered(
    request: SignedInRequest, form_class: type[GuestForm], service: Callable[..., Stay]
) -> HttpResponse:
    """The form, until its service has taken it; what the rules say of the guest stands below a refusal."""
    stations = Station.objects.managed_by(request.user).open_on(today()).order_by("area__position", "code")
    chosen = {"station": request.GET.get("station")}
    form = form_class(request.POST or None, stations=stations, initial=chosen)
    context: dict[str, Any] = {
        "form": form,
        "is_walk_in": form_class is WalkInForm,
        "texts": [current_text(scope) for scope in ConsentText.AT_A_DESK],
    }
    if form.is_valid():
        with shown_on(form):
            limits.allow_referral(request.user.pk, form.cleaned_data["referral"])
            try:
                stay = service(actor=request.user, **form.answers)
            except NotEligible as refusal:
                context["assessment"] = refusal.assessment
                raise
            waits = stay.state == Stay.State.SUBMITTED
            messages.success(request, str(FIRST_OF_TWO if waits else DONE[form_class]))
            return redirect("desk_stay", stay.reference)
    return render(request, "stations/desk/guest.html", context)
