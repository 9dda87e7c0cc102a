"""市级抽检 (samples): opened for a district, drawn, shown with what makes the draw again, passed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hope_rooms.forms.samples import OpenSampleForm
from hope_rooms.models import SampleBatch
from hope_rooms.services.building import sampling
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.core.errors import shown_on

VIEW = "hope_rooms.view_samplebatch"
ACTS: dict[str, Callable[..., object]] = {"draw": sampling.draw_batch, "pass": sampling.pass_undrawn}


@needs_office(VIEW)
@answered_once
def sample_list(request: SignedInRequest) -> HttpResponse:
    """抽检批次: a district's own, the city's all; the city opens one."""
    may_open = policy.may(request.user, sampling.SAMPLE) and sampling.percent() < sampling.ALL
    districts = Organisation.objects.filter(is_reporting=True).order_by("pk")
    form = OpenSampleForm(request.POST or None, districts=districts) if may_open else None
    if form is not None and form.is_valid():
        with shown_on(form):
            batch = sampling.open_batch(actor=request.user, district=form.cleaned_data["district"])
            messages.success(request, _("已开启，种子摘要已公布。"))
            return redirect(batch)
    rows = SampleBatch.objects.managed_by(request.user).select_related("reporting_org")
    words = {"batches": rows[:50], "form": form, "percent": sampling.percent(), "all": sampling.ALL}
    return render(request, "hope_rooms/rooms/samples.html", words)


@needs_office(VIEW)
@answered_once
def sample(request: SignedInRequest, number: int) -> HttpResponse:
    """一个批次: the hash, then the list, the lots and the seed; the next step."""
    rows = SampleBatch.objects.managed_by(request.user).select_related("reporting_org", "drawn_by__person")
    batch = get_object_or_404(rows, pk=number)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None or not policy.may(request.user, sampling.SAMPLE):
            raise Http404
        if tried(request, lambda: act(actor=request.user, batch=batch), _("已办理。")):
            return redirect(batch)
    lines = batch.rooms.select_related("room__child").order_by("rank")
    may_act = policy.may(request.user, sampling.SAMPLE)
    words = {"batch": batch, "lines": lines, "may_act": may_act, "has_undrawn": lines.filter(why="").exists()}
    return render(request, "hope_rooms/rooms/sample.html", words)
