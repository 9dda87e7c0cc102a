"""门口签到 (check-in at the door): the page behind a zone's poster, and the posters that staff print."""

from __future__ import annotations

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from stations import services
from stations.lounge_door import door_opens_at, next_opening, token_of, visit_at, zone_of
from stations.models import LoungeVisit, LoungeZone
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError

from .desk import at_desk
from .lounge_desk import lounge_of_desk


@login_required
@never_cache
@answered_once
def lounge_door(request: SignedInRequest, token: str) -> HttpResponse:
    """门口 (at the door): the person's visit here with one button, or what is free here now or next."""
    try:
        zone = zone_of(token)
    except DomainError as refusal:
        return render(request, "stations/lounges/door_closed.html", {"why": refusal}, status=refusal.status)
    visit = visit_at(zone, request.user.person)
    if request.method == "POST" and visit:
        try:
            services.check_in_at_door(actor=request.user, visit=visit, token=token)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已签到，请进。"))
        return redirect("lounge_door", token)
    context = {"zone": zone, "visit": visit, "when": _when(visit), "day": today()}
    return render(request, "stations/lounges/door.html", context | {"opening": next_opening(zone)})


def _when(visit: LoungeVisit | None) -> str:
    """Where a visit stands at the door: none, in, early, now, or late."""
    if visit is None:
        return "none"
    if visit.state == LoungeVisit.State.CHECKED_IN:
        return "in"
    if now() < door_opens_at(visit):
        return "early"
    return "now" if now() < visit.kept_until else "late"


@at_desk
@require_safe
def lounge_posters(request: SignedInRequest, code: str) -> HttpResponse:
    """门口海报 (posters): a sheet for each zone of the lounge."""
    lounge = lounge_of_desk(request, code)
    zones = [{"zone": zone, "qr": _qr_of(request, zone)} for zone in lounge.zones.filter(is_active=True)]
    return render(request, "stations/lounges/posters.html", {"lounge": lounge, "zones": zones})


def _qr_of(request: HttpRequest, zone: LoungeZone) -> str:
    with override(settings.LANGUAGE_CODE):
        address = request.build_absolute_uri(reverse("lounge_door", args=[token_of(zone)]))
    return str(segno.make(address, error="m").svg_data_uri(scale=9, border=2, dark="#1f2328", light="#fff"))


@at_desk
@require_POST
@answered_once
def lounge_poster_renew(request: SignedInRequest, number: int) -> HttpResponse:
    """更换海报 (renew): the sheet that hangs there must be printed anew."""
    zones = LoungeZone.objects.managed_by(request.user).select_related("lounge")
    zone: LoungeZone = get_object_or_404(zones, pk=number)
    services.renew_poster(actor=request.user, zone=zone)
    messages.success(
        request, _("已更换“%(zone)s”的海报，请重新打印张贴；旧的不能再用。") % {"zone": zone.local_name}
    )
    return redirect("lounge_posters", zone.lounge.code)
