"""我的申请 (the founder's page): where it stands, what is asked, the bank's offer, the way out."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loans.models import LoanApplication
from loans.models.application_moves import ApplicationState
from loans.services import applications
from loans.services.guarantees.moves import of_application
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, tried

from .home import own_applications

S = ApplicationState
# The four steps of reference/domain.md page 32, and in which states each is the present one.
STEPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("区县初审"), (S.SUBMITTED, S.DISTRICT_REVIEW)),
    (gettext_lazy("市级推荐"), (S.CITY_REVIEW,)),
    (gettext_lazy("银行受理"), (S.BANK_REVIEW, S.GUARANTOR_REVIEW)),
    (gettext_lazy("结果"), (S.OFFERED, S.ACCEPTED, S.CONTRACTED, S.REJECTED, S.WITHDRAWN, S.EXPIRED)),
)
ENDS = {"withdraw": applications.withdraw_application, "decline": applications.decline_offer}


def step_of(application: LoanApplication) -> int:
    """Which of the four steps it is at, from 1; while it is completed, the one it goes back to."""
    state = application.asked_from or application.state
    return next((number for number, (_label, states) in enumerate(STEPS, 1) if state in states), 1)


def found_by(request: SignedInRequest, reference: str) -> LoanApplication | None:
    """The founder's own application; None where it is an office's, to whom another page belongs."""
    own: LoanApplication | None = own_applications(request.user).filter(reference=reference).first()
    if own is None and not LoanApplication.objects.managed_by(request.user).filter(reference=reference):
        raise Http404
    return own


@login_required
@answered_once
def application(request: SignedInRequest, reference: str) -> HttpResponse:
    """一份申请: the founder's view; a draft is its task list, an office has the desk."""
    found = found_by(request, reference)
    if found is None:
        return redirect("loan_case", reference)
    if found.state == S.DRAFT:
        return redirect("loan_tasks", reference)
    if request.method == "POST" and request.POST.get("act") == "accept":
        told = _("已确认，请按银行通知签约。")
        tried(request, lambda: applications.accept_offer(actor=request.user, application=found), told)
        return redirect(found)
    return render(request, "loans/application.html", _words_of(found))


def _words_of(found: LoanApplication) -> dict[str, Any]:
    last = found.transitions.last()
    return {
        "application": found,
        "labels": [label for label, _states in STEPS],
        "step": step_of(found),
        "last": last,
        "moves": [move for move in found.transitions.all() if move.from_state],
        "may_withdraw": found.may("withdraw"),
        "guarantee": of_application(found),
        "documents": found.documents.all(),
    }


@login_required
@answered_once
def end(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """撤回 or 不接受: asked again on a page of its own."""
    found = found_by(request, reference)
    if found is None or act not in ENDS or not found.may(act):
        raise Http404
    if request.method == "POST":
        told = _("已撤回这份申请。") if act == "withdraw" else _("已告知银行您不接受这个方案。")
        tried(request, lambda: ENDS[act](actor=request.user, application=found), told)
        return redirect("loans")
    return render(request, "loans/end.html", {"application": found, "act": act})
