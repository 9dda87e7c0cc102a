"""审核报名 (reviews) at the desk: who waits for an answer and how long, and one of them to decide."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.entrance import age_at
from events.forms.reviews import ReviewForm
from events.models import RegistrationReview
from events.services import reviewing
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

from .public import line_of

PER_PAGE = 50


@needs_office(reviewing.DECIDE)
@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """待审核的报名: the longest waiting first."""
    reach = policy.reach(request.user, reviewing.DECIDE).office()
    rows = RegistrationReview.objects.within(reach).whole().open()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/desk/reviews.html", {"page": page})


@needs_office(reviewing.DECIDE)
@answered_once
def review(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一份审核: who, what they answered, and the decision; one's own is nobody's to decide."""
    reach = policy.reach(request.user, reviewing.DECIDE).office()
    rows = RegistrationReview.objects.within(reach).whole()
    found: RegistrationReview = get_object_or_404(rows, registration__public_id=public_id)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _decide(request, found, form)
            return redirect("event_reviews")
        found.refresh_from_db()
    registration = found.registration
    words = {
        "review": found,
        "registration": registration,
        "age": age_at(registration.person, registration.session),
        "line": line_of(registration.session),
        "form": form,
        "may_decide": found.is_open and registration.person_id != request.user.person_id,
    }
    return render(request, "events/desk/review.html", words)


def _decide(request: SignedInRequest, found: RegistrationReview, form: ReviewForm) -> None:
    act = request.POST.get("act")
    if act == "admit":
        reviewing.admit(actor=request.user, review=found)
        messages.success(request, _("已通过，报名的人会收到通知。"))
    elif act == "refuse":
        reviewing.refuse(actor=request.user, review=found, **form.cleaned_data)
        messages.success(request, _("已登记不通过，报名的人会看到原因。"))
    else:
        raise Http404
