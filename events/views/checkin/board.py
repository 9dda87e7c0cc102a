"""现场看板 and 构成: how a running session stands, asked again by the browser itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.board import GENDERS, balance_of, board_of
from events.services.checkin.scanning import CHECK_IN
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.calendar import now

from .door import session_of

SECONDS = 15


@needs_office(CHECK_IN)
@never_cache
@require_safe
def board(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """现场看板: in, out, expected, free; the page comes again by itself, without JavaScript."""
    session = session_of(request, public_id)
    words = {"session": session, "board": board_of(session), "at": now(), "seconds": SECONDS}
    answer = render(request, "events/desk/checkin/board.html", words)
    answer["Refresh"] = str(SECONDS)
    return answer


@needs_office(CHECK_IN)
@require_safe
def balance(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """构成: who registered and who attended, by gender and age band, small counts hidden."""
    session = session_of(request, public_id)
    words = {
        "session": session,
        "genders": [label for _value, label in GENDERS],
        "registered": balance_of(session),
        "attended": balance_of(session, only_attended=True),
    }
    return render(request, "events/desk/checkin/balance.html", words)
