"""贴息 (claims): each settlement period of a loan, from desk to desk; the finance bureau's check sheet."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from loans.forms import claims as forms
from loans.models import SubsidyClaim
from loans.services.loans import claim_sheet
from loans.services.loans import claims as services
from zibo_youth.accounts import policy
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

DESK, PER_PAGE = "loans.work_at_claims", 50
S = SubsidyClaim.State
# What waits for whom.
TURNS = {
    "loans.confirm_subsidy_as_bank": S.FIRM_CONFIRMED,
    "loans.check_subsidy": S.BANK_CONFIRMED,
    "loans.approve_subsidy": S.LEAGUE_CHECKED,
}


def _as_firm(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.confirm_as_firm(actor=by, claim=claim)


def _as_bank(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.confirm_as_bank(actor=by, claim=claim)


def _check(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.check_claim(actor=by, claim=claim)


def _approve(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.approve_claim(actor=by, claim=claim)


def _pay(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.pay_claim(actor=by, claim=claim, **form.cleaned_data)


def _return(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.return_claim(actor=by, claim=claim, **form.cleaned_data)


def _claw_back(by: User, claim: SubsidyClaim, form: Any) -> None:
    services.claw_back(actor=by, claim=claim, **form.cleaned_data)


FIRM, BANK, CHECK = "loans.confirm_subsidy_as_firm", "loans.confirm_subsidy_as_bank", "loans.check_subsidy"
APPROVE, RETURN = "loans.approve_subsidy", "loans.return_subsidy"
ON_ITS_WAY = (S.CALCULATED, S.FIRM_CONFIRMED, S.BANK_CONFIRMED, S.LEAGUE_CHECKED, S.FINANCE_APPROVED)
STEPS = (
    Step("as_firm", _("企业确认"), FIRM, (S.CALCULATED,), forms.ClaimForm, _as_firm),
    Step("as_bank", _("银行确认"), BANK, (S.FIRM_CONFIRMED,), forms.ClaimForm, _as_bank),
    Step("check", _("团市委复核通过"), CHECK, (S.BANK_CONFIRMED,), forms.ClaimForm, _check),
    Step("approve", _("财政批准"), APPROVE, (S.LEAGUE_CHECKED,), forms.ClaimForm, _approve),
    Step("pay", _("登记拨付"), APPROVE, (S.FINANCE_APPROVED,), forms.PayForm, _pay),
    Step("return", _("退回重新测算"), RETURN, ON_ITS_WAY, forms.ClaimNoteForm, _return),
    Step("claw_back", _("登记追回"), APPROVE, (S.PAID,), forms.ClaimNoteForm, _claw_back),
)


@needs_office(DESK)
@require_safe
def claim_list(request: SignedInRequest) -> HttpResponse:
    """贴息申请: what waits for this office, then everything it sees."""
    rows = SubsidyClaim.objects.managed_by(request.user).select_related("loan__firm", "loan__bank")
    mine = [state for action, state in TURNS.items() if policy.may(request.user, action)]
    words = {
        "waiting": rows.filter(state__in=mine).order_by("until", "pk")[:PER_PAGE],
        "page": Paginator(rows.order_by("-until", "-pk"), PER_PAGE).get_page(request.GET.get("page")),
        "may_export": policy.may(request.user, claim_sheet.EXPORT),
    }
    return render(request, "loans/claims/list.html", words)


@login_required
@answered_once
def claim(request: SignedInRequest, number: int) -> HttpResponse:
    """一份贴息申请: its two parts, what it was reckoned on, the next step."""
    rows = SubsidyClaim.objects.visible_to(request.user).select_related("loan__firm", "loan__bank", "version")
    found: SubsidyClaim = get_object_or_404(rows, pk=number)
    offered = offer(request, found, STEPS, as_="claim")
    if offered.done:
        return redirect("loan_claim", number)
    words = {
        "claim": found,
        "percent": (found.rate * 100).normalize(),
        "subsidy_percent": (found.subsidy_rate * 100).normalize(),
        "offer": offered,
        "moves": found.transitions.select_related("actor__person"),
        "names": request.user.is_staff,
    }
    return render(request, "loans/claims/claim.html", words)


@needs_office(claim_sheet.EXPORT)
def sheet(request: SignedInRequest) -> HttpResponseBase:
    """财政审核表: for a written reason, as a workbook."""
    form = ExportForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return claim_sheet.export_check_sheet(actor=request.user, **form.cleaned_data).answer()
    return render(request, "loans/claims/sheet.html", {"form": form})
