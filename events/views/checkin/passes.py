"""入场凭证 (the pass): on the participant's own telephone, a code for each seat."""

from __future__ import annotations

from uuid import UUID

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.checkin_errors import PassUnknown
from events.models import Registration, Session
from events.passes import code_of, name_of, read_pass
from events.services.checkin.scanning import CHECK_IN
from zibo_youth.accounts import policy
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office


@login_required
@never_cache
@require_safe
def own_pass(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """入场凭证 of one's own registration, while it holds confirmed places."""
    rows = Registration.objects.of_person(request.user.person_id).whole().prefetch_related("companions")
    found: Registration = get_object_or_404(rows, public_id=public_id, state="registered")
    seats = [_seat(found, seat) for seat in range(1, found.seats + 1)]
    return render(request, "events/checkin/pass.html", {"registration": found, "seats": seats})


def _seat(registration: Registration, seat: int) -> dict[str, object]:
    code = code_of(registration, seat)
    with override(settings.LANGUAGE_CODE):
        address = f"{settings.SITE_URL}{reverse('event_pass', args=[code])}"
    qr = segno.make(address, error="m").svg_data_uri(scale=6, border=2, dark="#1f2328", light="#fff")
    return {"number": seat, "name": name_of(registration, seat), "code": code, "qr": qr}


@needs_office(CHECK_IN)
@never_cache
@require_safe
def shown(request: SignedInRequest, code: str) -> HttpResponse:
    """扫到的凭证 (a scanned pass): leads to the door of its session, for whoever keeps it; 404 to others."""
    try:
        session = read_pass(code).registration.session
    except PassUnknown as unknown:
        raise Http404 from unknown
    kept = Session.objects.within(policy.reach(request.user, CHECK_IN).office())
    get_object_or_404(kept, pk=session.pk)
    return redirect(f"{reverse('event_door', args=[session.public_id])}?code={code}")
