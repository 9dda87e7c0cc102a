"""到岗审核 (review of attendance): after the shift, one line after the other, or all that need no word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from volunteers.forms.scans import ReviewForm
from volunteers.models import Shift, Signup
from volunteers.roll import expected, lines
from volunteers.services import attendance
from volunteers.services.attendance import REVIEW
from volunteers.services.late_rolls import KEEP_ROLL
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError

from .doors import needs_office
from .rolls import shift_of


@needs_office(REVIEW)
@never_cache
@answered_once
def review(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """到岗审核: who was there, how long, how that is known, and the decision."""
    shift, form = shift_of(request, public_id, REVIEW), ReviewForm(request.POST or None)
    if request.method == "POST":
        try:
            _decide(request, shift, form)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        return redirect("volunteer_review", public_id)
    context = {
        "shift": shift,
        "lines": lines(expected(shift)),
        "is_over": shift.ends_at <= now(),
        "keeps": policy.may(request.user, KEEP_ROLL, shift),
        "own": request.user.person_id,
        "least": settings.VOLUNTEERS["presence_percent"],
        "form": form,
    }
    return render(request, "volunteers/desk/review.html", context)


def _decide(request: SignedInRequest, shift: Shift, form: ReviewForm) -> None:
    if not form.is_valid():
        messages.error(request, _("理由不超过 300 字。"))
        return
    given: dict[str, Any] = form.cleaned_data
    if given["act"] == "all":
        told = attendance.accept_all(actor=request.user, shift=shift)
        messages.success(request, ngettext("已确认 %(n)s 人。", "已确认 %(n)s 人。", told) % {"n": told})
        return
    signup = get_object_or_404(Signup.objects.whole().filter(shift=shift), pk=given["signup"])
    decide = attendance.accept_attendance if given["act"] == "accept" else attendance.refuse_attendance
    decide(actor=request.user, signup=signup, reason=given["reason"])
    messages.success(request, _("已审核：%(number)s。") % {"number": signup.volunteer.volunteer_no})
