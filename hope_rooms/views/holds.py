"""儿童信息保留 (holds) on a page of the case: placed and lifted, each with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hope_rooms.forms.cases import HoldForm
from hope_rooms.models import Child
from hope_rooms.services import holds
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

ACTS = {"place": holds.place_hold, "lift": holds.lift_hold}


@needs_office(holds.HOLD)
@answered_once
def hold(request: SignedInRequest, code: str) -> HttpResponse:
    """依法保留: what stands and what stood; one form, to place or to lift."""
    child = get_object_or_404(Child.objects.managed_by(request.user), code=code)
    standing = child.holds.standing().first()
    form = HoldForm(request.POST or None)
    act = request.POST.get("act", "")
    if request.method == "POST" and act not in ACTS:
        raise Http404
    if form.is_valid():
        with shown_on(form):
            ACTS[act](actor=request.user, child=child, reason=form.cleaned_data["reason"])
            messages.success(request, _("已办理。"))
            return redirect("hope_hold", code)
    words = {"child": child, "form": form, "standing": standing}
    words["earlier"] = child.holds.lifted().select_related("placed_by__person", "lifted_by__person")
    return render(request, "hope_rooms/cases/hold.html", words)
