"""我的时长 (my hours): by year, each with its proof and state; what is wrong is said here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.hours import DisputeForm
from volunteers.hour_querysets import HourEntryQuerySet
from volunteers.hours import final_minutes, stars_of, years_of
from volunteers.models import HourEntry, TeamMember
from volunteers.services import corrections
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer

PER_PAGE = 30
TONES = {"provisional": "info", "confirmed": "info", "noticed": "info", "disputed": "warn", "final": "ok"}


def page_of(request: HttpRequest, rows: HourEntryQuerySet) -> dict[str, Any]:
    """One page of entries, the latest first, and the query of the next: no row is counted."""
    found = list(rows.before(_place(request)).whole().order_by("-starts_at", "-pk")[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    older = ""
    if len(found) > PER_PAGE:
        older = urlencode({"at": shown[-1].starts_at.isoformat(), "row": shown[-1].pk})
    return {
        "lines": [{"entry": entry, "tone": TONES.get(entry.state, "")} for entry in shown],
        "older": older,
    }


def _place(request: HttpRequest) -> tuple[datetime, int] | None:
    """The row after which the page begins; whatever cannot be read is the beginning."""
    try:
        moment = datetime.fromisoformat(request.GET.get("at", ""))
        number = int(request.GET.get("row", ""))
    except ValueError:
        return None
    return (moment, number) if moment.tzinfo and 0 < number < 2**63 else None


@needs_volunteer
@require_safe
def my_hours(request: VolunteerRequest) -> HttpResponse:
    """我的时长: totals, stars, years, and the lines behind them."""
    entries = HourEntry.objects.filter(volunteer=request.volunteer)
    minutes = final_minutes(request.volunteer)
    context = page_of(request, entries) | {
        "hours": minutes / 60,
        "stars": stars_of(minutes),
        "years": years_of(entries),
    }
    return render(request, "volunteers/hours.html", context)


@needs_volunteer
@answered_once
def hour_entry(request: VolunteerRequest, number: int) -> HttpResponse:
    """One line of one's own: who wrote and confirmed it, and a form to say that it is wrong."""
    rows = HourEntry.objects.filter(volunteer=request.volunteer).whole()
    entry = get_object_or_404(rows, pk=number)
    form = DisputeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            corrections.dispute_hours(actor=request.user, entry=entry, **form.cleaned_data)
            messages.success(request, _("已提交，区县团委核实后会答复您。"))
            return redirect("volunteer_hour_entry", number)
    context = {
        "form": form,
        "entry": entry,
        "tone": TONES.get(entry.state, ""),
        "disputes": entry.disputes.order_by("-pk"),
    }
    return render(request, "volunteers/hour_entry.html", context)


@needs_volunteer
@require_safe
def hours_notice(request: VolunteerRequest) -> HttpResponse:
    """时长公示 (notice): inside one's own teams, with masked names, before hours count."""
    teams = TeamMember.objects.active().filter(volunteer=request.volunteer).values("team")
    rows = HourEntry.objects.filter(organiser__in=teams, state=HourEntry.State.NOTICED)
    return render(request, "volunteers/hours_notice.html", page_of(request, rows))
