"""系列预约 (a series of visits): each of its visits, and the one press that keeps the later ones."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stations import services
from stations.models import LoungeSeries
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError

from .lounge_mine import tone


def _own(request: SignedInRequest, number: int) -> LoungeSeries:
    own = LoungeSeries.objects.visible_to(request.user).filter(person=request.user.person_id)
    series: LoungeSeries = get_object_or_404(own.select_related("zone__lounge"), pk=number)
    return series


@login_required
@require_safe
def lounge_series(request: SignedInRequest, number: int) -> HttpResponse:
    """一个系列 (one series): which visits stand, and which wait for the person's word."""
    series = _own(request, number)
    visits = series.visits.order_by("date")
    later = visits.awaited().filter(date__gt=series.kept_through) if series.kept_through else visits.none()
    context = {
        "series": series,
        "visits": [{"visit": visit, "tone": tone(visit)} for visit in visits],
        "later": later.count(),
    }
    return render(request, "stations/lounges/series.html", context)


@login_required
@require_POST
@answered_once
def lounge_series_keep(request: SignedInRequest, number: int) -> HttpResponse:
    """继续保留 (keep) the visits of the next weeks."""
    series = _own(request, number)
    try:
        services.keep_series(actor=request.user, series=series)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已确认，后面的各次继续为您保留。"))
    return redirect(series)
