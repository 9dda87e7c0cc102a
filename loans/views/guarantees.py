"""担保台: what waits for this office, every guarantee that it sees, one with its claim and the next step."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from loans.business_date import business_date
from loans.guarantee_queues import waiting_for
from loans.models import Guarantee
from loans.models.application_moves import GUARANTOR
from loans.models.guarantee_moves import UNDECIDED
from loans.services.guarantees.owed import owed_of
from loans.services.loans.following import days_late_still
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer

from .guarantee_steps import STEPS

DESK, PER_PAGE = "loans.work_at_guarantees", 50
S = Guarantee.State
TONES = {
    S.ACTIVE: "ok",
    S.RELEASED: "plain",
    S.CLAIMED: "error",
    S.PAID: "warn",
    S.RECOURSE: "warn",
    S.REFUSED: "plain",
    S.WITHDRAWN: "plain",
}


@needs_office(DESK)
@require_safe
def guarantee_list(request: SignedInRequest) -> HttpResponse:
    """担保: what waits for this office, then everything it sees."""
    rows = Guarantee.objects.managed_by(request.user).whole()
    state = request.GET.get("state", "")
    listed = rows.filter(state=state) if state in S.values else rows
    words = {
        "waiting": waiting_for(request.user).whole().order_by("state_since", "pk")[:PER_PAGE],
        "page": Paginator(listed.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": S.choices,
    }
    return render(request, "loans/guarantees/list.html", words)


@needs_office(DESK)
@answered_once
def guarantee(request: SignedInRequest, number: int) -> HttpResponse:
    """一份担保: its terms, its letter, the claim and its money, what may be done now."""
    rows = Guarantee.objects.managed_by(request.user).whole()
    found: Guarantee = get_object_or_404(rows, pk=number)
    offered = offer(request, found, STEPS, as_="guarantee")
    if offered.done:
        return redirect("loan_guarantee", number)
    claim = found.claims.standing().first()
    words = {
        "guarantee": found,
        "tone": TONES.get(S(found.state), "info"),
        "offer": offered,
        "claim": claim,
        "payments": claim.payments.select_related("recorded_by__person") if claim else [],
        "recoveries": claim.recoveries.select_related("recorded_by__person") if claim else [],
        "visits": found.visits.select_related("visited_by"),
        "moves": found.transitions.select_related("actor__person"),
        "is_at_case": found.state in UNDECIDED and policy.may(request.user, GUARANTOR, found),
    }
    return render(request, "loans/guarantees/guarantee.html", words | _standing(request, found))


def _standing(request: SignedInRequest, found: Guarantee) -> dict[str, Any]:
    """How late the loan is, and what a bank could claim today; only while the guarantee is in force."""
    if found.state != S.ACTIVE or found.loan is None:
        return {}
    day, late = business_date(), days_late_still(found.loan)
    left = max(0, (found.trigger_days or 0) - late)
    is_over = found.letter_until is not None and day > found.letter_until
    return {
        "day": day,
        "late": late,
        "left": left,
        "is_over": is_over,
        "owed": owed_of(found, found.loan, day),
    }
