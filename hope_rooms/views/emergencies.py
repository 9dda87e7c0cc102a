"""紧急查阅 (emergencies): taken on the page of a case, looked at by another on the next day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hope_rooms.forms.cases import EmergencyForm, ReviewForm
from hope_rooms.models import AccessGrant, Child
from hope_rooms.models.access import EMERGENCY
from hope_rooms.services import grants
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on
from zibo_youth.core.templatetags.portal import cn_moment

HOURS = EMERGENCY.seconds // 3600


@needs_office(grants.TAKE)
@answered_once
def take(request: SignedInRequest, code: str) -> HttpResponse:
    """紧急查阅: what it opens, for how long, who looks at it; then the reason, and it begins at once."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            taken = grants.take_emergency(actor=request.user, child=child, **form.cleaned_data)
            until = {"until": cn_moment(taken.ends_at)}
            messages.success(
                request, _("紧急查阅已开始，到 %(until)s 结束。查阅目的请选“儿童保护”。") % until
            )
            return redirect("hope_case", code)
    own = AccessGrant.objects.holding().filter(child=child, person=request.user.person_id, kind="emergency")
    words = {"child": child, "form": form, "running": own.order_by("-ends_at").first(), "hours": HOURS}
    return render(request, "hope_rooms/cases/take_emergency.html", words)


@needs_office(grants.REVIEW)
@require_safe
def emergency_list(request: SignedInRequest) -> HttpResponse:
    """待复核: emergencies that nobody has looked at, the oldest first."""
    waiting = AccessGrant.objects.managed_by(request.user).to_review().select_related("child", "person")
    return render(request, "hope_rooms/cases/emergencies.html", {"waiting": waiting})


@needs_office(grants.REVIEW)
@answered_once
def emergency(request: SignedInRequest, number: int) -> HttpResponse:
    """一次紧急查阅: why, by whom, what was read under it; and the answer of another person."""
    rows = AccessGrant.objects.managed_by(request.user).filter(kind="emergency")
    found = get_object_or_404(rows.select_related("child", "person", "reviewed_by__person"), pk=number)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            grants.review_emergency(actor=request.user, grant=found, **form.cleaned_data)
            messages.success(request, _("已复核。"))
            return redirect("hope_emergencies")
    words = {
        "grant": found,
        "form": form,
        "looks": found.accesses.order_by("pk"),
        "is_own": found.person_id == request.user.person_id,
    }
    return render(request, "hope_rooms/cases/emergency.html", words)
