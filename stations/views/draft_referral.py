"""The referral code on its way through the wizard: from the link of a sheet to the hand-in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from stations import services
from stations.models import Stay
from stations.referral_codes import LONGEST_TYPED
from stations.referral_errors import ReferralRefused
from zibo_youth.accounts import limits
from zibo_youth.accounts.signed_in import GuestRequest
from zibo_youth.core.errors import StateChanged

KEPT = "referral"


def remember(request: HttpRequest) -> None:
    """A link that carries a code is remembered until the request is handed in, past the log-in as well."""
    said = request.GET.get("referral", "").strip()
    if said and said.isprintable() and len(said) <= LONGEST_TYPED:
        request.session[KEPT] = said


def remembered(request: HttpRequest) -> str:
    return str(request.session.get(KEPT, ""))


def handed_in(request: GuestRequest, draft: Stay, referral: str, hand_in: Callable[[], Stay]) -> Stay:
    """Hand in, with the code where one was given; a refused code leaves the draft as it was."""
    limits.allow_referral(request.user.pk, referral)
    try:
        stay = services.hand_in_referred(actor=request.user, referral=referral, hand_in=hand_in)
    except (ReferralRefused, StateChanged):
        draft.refresh_from_db()
        raise
    request.session.pop(KEPT, None)
    return stay
