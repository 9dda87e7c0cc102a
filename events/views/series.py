"""系列场次和场地 (series and venues) at the desk: clashes are shown before anything is kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.forms.series import SeriesForm, VenueForm
from events.models import Event, Venue
from events.services import planning
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.form_fields import SealedForm

from .steps import MANAGE

MOST = 300


@needs_office(MANAGE)
@answered_once
def plan(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """安排系列: the plan is answered with its preview, a confirmed preview is kept."""
    rows = Event.objects.managed_by(request.user).whole()
    event: Event = get_object_or_404(rows.filter(state__in=["draft", "published"]), public_id=public_id)
    if "sealed" in request.POST:
        return _confirmed(request, event)
    form = SeriesForm(request.POST or None, event=event)
    preview = None
    if form.is_valid():
        with shown_on(form):
            preview = planning.preview_series(
                actor=request.user,
                event=event,
                plan=form.plan(),
                days=form.all_days(),
                quotas=form.cleaned_data["quotas"],
            )
    words = {"event": event, "form": form, "preview": preview}
    if preview:
        words["confirm"] = SealedForm(initial={"sealed": preview.sealed})
    return render(request, "events/desk/series.html", words)


def _confirmed(request: SignedInRequest, event: Event) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        made = planning.plan_series(
            actor=request.user,
            sealed=form.cleaned_data.get("sealed", ""),
            only_free=request.POST.get("act") == "free",
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("event_series", event.public_id)
    told = ngettext("已安排 %(n)s 场。", "已安排 %(n)s 场。", len(made)) % {"n": len(made)}
    messages.success(request, told)
    return redirect("managed_event", event.public_id)


@needs_office(MANAGE)
@answered_once
def venues(request: SignedInRequest) -> HttpResponse:
    """场地: those there are, and a new one."""
    form = VenueForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            planning.add_venue(actor=request.user, **form.cleaned_data)
            messages.success(request, _("场地已登记。"))
            return redirect("event_venues")
    rows = Venue.objects.select_related("organisation")[:MOST]
    return render(request, "events/desk/venues.html", {"form": form, "venues": rows})
