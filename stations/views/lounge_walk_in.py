"""现场登记 (walk-in at a lounge): registered, given what is free now, and in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stations import services
from stations.forms.lounges import WalkInVisitForm
from stations.lounge_days import MINUTES, boards_of, running_slot
from stations.models import Lounge
from stations.services.lounge_booking import CONSENTS_OF_A_VISIT
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import shown_on

from .desk import at_desk
from .lounge_desk import lounge_of_desk


@at_desk
@answered_once
def lounge_walk_in(request: SignedInRequest, code: str) -> HttpResponse:
    """现场登记 (walk-in): what is free from now on stands above the form."""
    lounge = lounge_of_desk(request, code)
    zones = lounge.zones.bookable().select_related("lounge")
    form = WalkInVisitForm(request.POST or None, zones=zones)
    if form.is_valid():
        with shown_on(form):
            visit = services.receive_walk_in(actor=request.user, **form.answers)
            messages.success(request, _("已登记并签到。"))
            return redirect("lounge_desk_visit", visit.reference)
    context = {
        "lounge": lounge,
        "form": form,
        "free": free_now(lounge),
        "texts": [current_text(scope) for scope in CONSENTS_OF_A_VISIT],
    }
    return render(request, "stations/lounges/walk_in.html", context)


def free_now(lounge: Lounge) -> list[dict[str, Any]]:
    """Zones that somebody may use from the running half hour on: how many places, for how many minutes."""
    running = running_slot(now())
    boards = [board for board in boards_of(lounge, [today()]).values() if board.zone.is_active]
    free = [(board, board.lengths_from(running)) for board in boards]
    return [
        {
            "zone": board.zone,
            "left": board.offered(running) if board.zone.is_shared else None,
            "minutes": lengths[-1] * MINUTES,
        }
        for board, lengths in free
        if lengths
    ]
