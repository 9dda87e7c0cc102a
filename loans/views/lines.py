"""授信额度台: every line with what is left on it, and one line with its proof for every day."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from loans.forms.lines import ProposeForm
from loans.line_days import days_of
from loans.models import CreditLine
from loans.services.lines import moves
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.errors import shown_on

from .line_steps import STEPS

VIEW, PER_PAGE = "loans.view_creditline", 50
TONES = {"open": "ok", "frozen": "error", "expired": "warn", "closed": "plain"}


@needs_office(VIEW)
@require_safe
def line_list(request: SignedInRequest) -> HttpResponse:
    """授信额度: by bank, from the programme down."""
    rows = CreditLine.objects.managed_by(request.user).told().select_related("bank", "parent", "firm")
    ordered = rows.order_by("bank__code", "pk")
    words = {
        "page": Paginator(ordered, PER_PAGE).get_page(request.GET.get("page")),
        "may_propose": policy.may(request.user, moves.MANAGE),
    }
    return render(request, "loans/lines/list.html", words)


@needs_office(moves.MANAGE)
@answered_once
def propose(request: SignedInRequest) -> HttpResponse:
    """拟设银行总额度."""
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            line = moves.propose_programme(actor=request.user, **form.cleaned_data)
            return redirect("loan_line", line.pk)
    return render(request, "loans/lines/propose.html", {"form": form})


@needs_office(VIEW)
@answered_once
def line(request: SignedInRequest, number: int) -> HttpResponse:
    """一条额度: what may be done, the lines below, the proof day by day, the entries."""
    rows = CreditLine.objects.managed_by(request.user)
    found: CreditLine = get_object_or_404(rows.told().select_related("bank", "firm"), pk=number)
    offered = offer(request, found, STEPS, as_="line")
    if offered.done:
        return redirect("loan_line", number)
    days = days_of(found)
    words = {
        "line": found,
        # A district sees what its company holds, and not the bank's programme above it.
        "parent": rows.filter(pk=found.parent_id).first(),
        "tone": TONES.get(found.state, "info"),
        "offer": offered,
        "children": found.children.told().select_related("bank"),
        "days": days,
        "is_proved": all(day.agrees for day in days),
        "page": Paginator(
            found.entries.select_related("written_by__person").order_by("-pk"), PER_PAGE
        ).get_page(request.GET.get("page")),
    }
    return render(request, "loans/lines/line.html", words)
