"""股权投资和预授信 at the desk: what waits for a second person, all there are, one of them with its steps."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from loans.forms import investing as forms
from loans.models import EquityInvestment, PreApprovedLine
from loans.models.second_look import LookState as S
from loans.services.investing import equity, pre_approvals
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

VIEW_EQUITY, VIEW_PRE_APPROVED = "loans.view_equityinvestment", "loans.view_preapprovedline"
OVERVIEW, PER_PAGE = "loans.view_overview", 50
TONES = {S.RECORDED: "warn", S.CONFIRMED: "ok", S.WITHDRAWN: "plain"}
WHO = ("recorded_by__person", "confirmed_by__person", "withdrawn_by__person")


def _confirm_equity(by: User, row: EquityInvestment, form: Any) -> None:
    equity.confirm_equity(actor=by, equity=row)


def _withdraw_equity(by: User, row: EquityInvestment, form: Any) -> None:
    equity.withdraw_equity(actor=by, equity=row, **form.cleaned_data)


def _confirm(by: User, row: PreApprovedLine, form: Any) -> None:
    pre_approvals.confirm_pre_approval(actor=by, pre_approved=row)


def _convert(by: User, row: PreApprovedLine, form: Any) -> None:
    pre_approvals.convert(actor=by, pre_approved=row, **form.cleaned_data)


def _unconvert(by: User, row: PreApprovedLine, form: Any) -> None:
    pre_approvals.withdraw_conversion(actor=by, **form.cleaned_data)


def _withdraw(by: User, row: PreApprovedLine, form: Any) -> None:
    pre_approvals.withdraw_pre_approval(actor=by, pre_approved=row, **form.cleaned_data)


def _has_left(row: PreApprovedLine) -> bool:
    return row.converted < row.amount


def _is_converted(row: PreApprovedLine) -> bool:
    return row.converted > 0


def _is_not_converted(row: PreApprovedLine) -> bool:
    return not row.converted


LINES = "loans.view_creditline"
OF_EQUITY, OF_LINES = equity.MANAGE, pre_approvals.MANAGE
ANY = (S.RECORDED, S.CONFIRMED)
EQUITY_STEPS = (
    Step("confirm", _("复核通过"), OF_EQUITY, (S.RECORDED,), forms.EquityLookForm, _confirm_equity),
    Step("withdraw", _("撤销"), OF_EQUITY, ANY, forms.EquityReasonForm, _withdraw_equity),
)
PRE_APPROVAL_STEPS = (
    Step("confirm", _("复核通过"), OF_LINES, (S.RECORDED,), forms.PreApprovalLookForm, _confirm),
    Step("convert", _("登记转为签约授信"), OF_LINES, (S.CONFIRMED,), forms.ConvertForm, _convert, _has_left),
    Step(
        *("unconvert", _("撤销转签约记录"), OF_LINES, (S.CONFIRMED,)),
        *(forms.UnconvertForm, _unconvert, _is_converted),
    ),
    Step(
        *("withdraw", _("撤销"), OF_LINES, ANY),
        *(forms.PreApprovalReasonForm, _withdraw, _is_not_converted),
    ),
)


def _offered(request: SignedInRequest, row: Any, steps: tuple[Step, ...]) -> list[Step]:
    """Whoever wrote a row down is not asked to confirm it."""
    own = row.recorded_by_id == request.user.pk
    return [step for step in steps if not (own and step.act == "confirm")]


def _listed(request: SignedInRequest, rows: Any, manage: str) -> dict[str, Any]:
    waiting = rows.waiting().exclude(recorded_by=request.user)
    return {
        "waiting": waiting[:PER_PAGE] if policy.may(request.user, manage) else [],
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_record": policy.may(request.user, manage),
        "may_see_overview": policy.may(request.user, OVERVIEW),
    }


@needs_office(VIEW_EQUITY)
@require_safe
def equity_list(request: SignedInRequest) -> HttpResponse:
    """股权投资: what waits for a second person, then all."""
    rows = EquityInvestment.objects.managed_by(request.user).select_related("investee", "reporting_org__area")
    return render(request, "loans/investing/equity_list.html", _listed(request, rows, OF_EQUITY))


@needs_office(OF_EQUITY)
@answered_once
def record_equity(request: SignedInRequest) -> HttpResponse:
    """登记股权投资."""
    form = forms.EquityForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            made = equity.record_equity(actor=request.user, investee=form.investee(), told=form.told())
            return redirect(made)
    return render(request, "loans/investing/record_equity.html", {"form": form})


@needs_office(VIEW_EQUITY)
@answered_once
def equity_record(request: SignedInRequest, number: int) -> HttpResponse:
    """一笔股权投资: what it is, who looked, what may be done."""
    rows = EquityInvestment.objects.managed_by(request.user)
    found = get_object_or_404(rows.select_related("investee", "reporting_org__area", *WHO), pk=number)
    offered = offer(request, found, _offered(request, found, EQUITY_STEPS), as_="equity")
    if offered.done:
        return redirect(found)
    words = {"equity": found, "offer": offered, "tone": TONES.get(found.state)}
    return render(request, "loans/investing/equity.html", words)


@needs_office(VIEW_PRE_APPROVED)
@require_safe
def pre_approved_list(request: SignedInRequest) -> HttpResponse:
    """预授信: what waits for a second person, then all."""
    rows = PreApprovedLine.objects.managed_by(request.user).select_related("bank", "reporting_org__area")
    return render(request, "loans/investing/pre_approved_list.html", _listed(request, rows, OF_LINES))


@needs_office(OF_LINES)
@answered_once
def record_pre_approved(request: SignedInRequest) -> HttpResponse:
    """登记预授信."""
    form = forms.PreApprovalForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return redirect(pre_approvals.record_pre_approval(actor=request.user, told=form.told()))
    return render(request, "loans/investing/record_pre_approved.html", {"form": form})


@needs_office(VIEW_PRE_APPROVED)
@answered_once
def pre_approved(request: SignedInRequest, number: int) -> HttpResponse:
    """一笔预授信: what it is, what was signed of it, what may be done."""
    rows = PreApprovedLine.objects.managed_by(request.user)
    found = get_object_or_404(rows.select_related("bank", "reporting_org__area", *WHO), pk=number)
    offered = offer(request, found, _offered(request, found, PRE_APPROVAL_STEPS), as_="pre_approved")
    if offered.done:
        return redirect(found)
    words = {
        "pre_approved": found,
        "left": found.amount - found.converted,
        "conversions": found.conversions.select_related("line", "noted_by__person"),
        "offer": offered,
        "tone": TONES.get(found.state),
        # A bank's programme is on a page that a district does not open.
        "may_see_lines": policy.reach(request.user, LINES).everything,
    }
    return render(request, "loans/investing/pre_approved.html", words)
