"""签到签退 (check-in and out): the page behind the QR code, and the six digits for whoever cannot scan."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from volunteers.door import OUT, hours_of, next_kind, own_signup, read_token
from volunteers.forms.scans import DigitsForm
from volunteers.models import Signup
from volunteers.querysets import SignupQuerySet
from volunteers.roll import OPEN_STATES
from volunteers.services import door_scans
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, shown_on

State = Signup.State
NEAR = timedelta(hours=6)


@login_required
@never_cache
@answered_once
def door(request: SignedInRequest, token: str) -> HttpResponse:
    """扫码 (scanned): the volunteer's own place on this shift, with one button."""
    try:
        key = read_token(token)
    except DomainError as refusal:
        return render(request, "volunteers/door/closed.html", {"why": refusal}, status=refusal.status)
    signup = own_signup(request.user, key.shift)
    if request.method == "POST" and signup:
        try:
            passed = door_scans.pass_door(actor=request.user, signup=signup, key=key)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _said(passed))
            return redirect("volunteer_in")
    context = {"shift": key.shift, "kind": key.kind, "signup": signup}
    return render(request, "volunteers/door/door.html", context)


def _said(signup: Signup) -> str:
    return _("已签到，辛苦了。") if signup.state == State.CHECKED_IN else _("已签退，感谢您的服务。")


@login_required
@never_cache
@require_safe
def doors(request: SignedInRequest) -> HttpResponse:
    """我的签到 (my doors): one's shifts around now, and how each stands."""
    lines = [
        {"signup": signup, "kind": next_kind(signup), "opens": hours_of(signup.shift, OUT)[0]}
        for signup in _own(request).during(now() - NEAR, now() + NEAR).order_by("starts_at", "pk")
    ]
    return render(request, "volunteers/door/doors.html", {"lines": lines, "now": now()})


@login_required
@never_cache
@answered_once
def digits(request: SignedInRequest, number: int) -> HttpResponse:
    """数字码 (digits) of one's own shift, for a telephone without a camera."""
    signup = get_object_or_404(_own(request), pk=number)
    form = DigitsForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            given = str(form.cleaned_data["digits"])
            passed = door_scans.enter_digits(actor=request.user, signup=signup, digits=given)
            messages.success(request, _said(passed))
            return redirect("volunteer_in")
    context = {"form": form, "signup": signup, "kind": next_kind(signup)}
    return render(request, "volunteers/door/digits.html", context)


def _own(request: SignedInRequest) -> SignupQuerySet:
    """One's own places that are not judged yet."""
    mine: SignupQuerySet = Signup.objects.whole().filter(
        volunteer__person=request.user.person_id, state__in=OPEN_STATES
    )
    return mine
