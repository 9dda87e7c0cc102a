"""待审核的会客厅预约 (requests at the desk of a lounge): said yes to, or refused with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from stations import services
from stations.forms.lounges import RefuseVisitForm
from stations.models import LoungeVisit
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on

from .desk import at_desk
from .lounge_desk import visits_of

State = LoungeVisit.State


@at_desk
@require_POST
@answered_once
def lounge_confirm(request: SignedInRequest, reference: str) -> HttpResponse:
    """通过 (confirm): this visit, or what its series still asks for."""
    visit: LoungeVisit = get_object_or_404(visits_of(request), reference=reference)
    try:
        confirmed = services.confirm_visit(
            actor=request.user, visit=visit, whole_series=request.POST.get("what") == "series"
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = ngettext(
            "已通过 %(n)s 次预约，签到码已发给预约人。",
            "已通过 %(n)s 次预约，签到码已发给预约人。",
            len(confirmed),
        )
        messages.success(request, told % {"n": len(confirmed)})
    return redirect("lounge_desk_visit", reference)


@at_desk
@answered_once
def lounge_refuse(request: SignedInRequest, reference: str) -> HttpResponse:
    """不予通过 (refuse): asks for the reason that the person will read."""
    visit: LoungeVisit = get_object_or_404(visits_of(request), reference=reference)
    if visit.state != State.REQUESTED:
        return redirect("lounge_desk_visit", reference)
    form = RefuseVisitForm(request.POST if request.method == "POST" else None, in_series=bool(visit.series))
    if form.is_valid():
        with shown_on(form):
            _refuse(request, visit, form)
            return redirect("lounge_desk_visit", reference)
    context = {"form": form, "visit": visit, "back_url": reverse("lounge_desk_visit", args=[reference])}
    return render(request, "stations/lounges/refuse.html", context)


def _refuse(request: SignedInRequest, visit: LoungeVisit, form: RefuseVisitForm) -> None:
    refused = services.refuse_visit(
        actor=request.user,
        visit=visit,
        reason=form.cleaned_data["reason"],
        whole_series=form.cleaned_data.get("what") == "series",
    )
    told = ngettext(
        "已退回 %(n)s 次申请，预约人会收到理由。", "已退回 %(n)s 次申请，预约人会收到理由。", len(refused)
    )
    messages.success(request, told % {"n": len(refused)})
