"""贷款工作台 (the desk): what waits for this office, and one application with the steps that it may take."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from loans.forms.files import BankListForm
from loans.models import LoanApplication
from loans.queues import waiting_for
from loans.services.applications.bank_lists import EXPORT, export_bank_list
from loans.services.guarantees.moves import of_application
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .applying import assessed
from .bank_files import IMPORT
from .claims import DESK as CLAIMS
from .guarantees import DESK as GUARANTEES
from .investing import OVERVIEW
from .lines import VIEW as LINES
from .steps import STEPS

DESK, PER_PAGE = "loans.work_at_desk", 50


@needs_office(DESK)
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """待办: what waits for this office, the earliest deadline first; then everything it sees."""
    rows = LoanApplication.objects.managed_by(request.user).whole()
    state = request.GET.get("state", "")
    listed = rows.filter(state=state) if state in LoanApplication.State.values else rows
    words = {
        "waiting": waiting_for(request.user).whole().order_by("answer_by", "pk")[:PER_PAGE],
        "page": Paginator(listed.order_by("-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": [each for each in LoanApplication.State.choices if each[0] != "draft"],
        "now": now(),
        "may_see_overview": policy.may(request.user, OVERVIEW),
        "may_see_lines": policy.may(request.user, LINES),
        "may_see_claims": policy.may(request.user, CLAIMS),
        "may_see_guarantees": policy.may(request.user, GUARANTEES),
        "may_import": policy.may(request.user, IMPORT),
        "may_take_list": policy.may(request.user, EXPORT),
    }
    return render(request, "loans/desk/queue.html", words)


@needs_office(DESK)
@answered_once
def case(request: SignedInRequest, reference: str) -> HttpResponse:
    """一份申请 at the desk: what was told, what the rules say, its papers, its way, the next step."""
    rows = LoanApplication.objects.managed_by(request.user).whole()
    found: LoanApplication = get_object_or_404(rows, reference=reference)
    offered = offer(request, found, STEPS, as_="application")
    if offered.done:
        return redirect("loan_desk") if _is_out_of_sight(request, found) else redirect("loan_case", reference)
    return render(request, "loans/desk/case.html", {"offer": offered} | _words_of(found))


@needs_office(EXPORT)
def bank_list(request: SignedInRequest) -> HttpResponseBase:
    """推荐名单: of one call for one bank, for a written reason, as a workbook."""
    form = BankListForm(request.POST or None, user=request.user, action=EXPORT)
    if form.is_valid():
        with shown_on(form):
            return export_bank_list(actor=request.user, **form.cleaned_data).answer()
    return render(request, "loans/desk/bank_list.html", {"form": form})


def _is_out_of_sight(request: SignedInRequest, found: LoanApplication) -> bool:
    return not LoanApplication.objects.managed_by(request.user).filter(pk=found.pk).exists()


def _words_of(found: LoanApplication) -> dict[str, Any]:
    return {
        "application": found,
        "assessment": assessed(found),
        "documents": found.documents.all(),
        "guarantee": of_application(found),
        "moves": found.transitions.select_related("actor__person"),
        "is_late": found.answer_by is not None and found.answer_by < now(),
    }
