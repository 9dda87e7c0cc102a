"""贷款合同 at the desk: looks at the use of the money that are due, then every loan that this office sees."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from loans.models import Loan, PurposeCheck
from loans.services.loans.following import CHECK
from zibo_youth.accounts import policy
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.calendar import today

DESK, PER_PAGE, LONGEST = "loans.work_at_desk", 50, 80


@needs_office(DESK)
@require_safe
def contract_list(request: SignedInRequest) -> HttpResponse:
    """By state, and by the words of a contract number or a company."""
    rows = Loan.objects.managed_by(request.user).select_related("bank", "firm")
    state, words = request.GET.get("state", ""), request.GET.get("q", "").strip()[:LONGEST]
    if state in Loan.State.values:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(
            Q(contract_no__icontains=words) | Q(firm__name__icontains=words) | Q(firm__uscc=words)
        )
    told = {
        "page": Paginator(rows.order_by("-signed_on", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "words": words,
        "states": Loan.State.choices,
        "checks": _checks(request),
        "today": today(),
    }
    return render(request, "loans/contracts.html", told)


def _checks(request: SignedInRequest) -> list[PurposeCheck]:
    """Due by now, the earliest first; of whoever looks."""
    if not policy.may(request.user, CHECK):
        return []
    rows = PurposeCheck.objects.managed_by(request.user).due_by(today())
    return list(rows.select_related("loan__firm", "loan__bank").order_by("due_on", "pk")[:PER_PAGE])
