"""导出和对账 (records): the ledger in an open format, and three counts of it side by side."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from volunteers.forms.hour_records import EXPORT, RecordsForm
from volunteers.reconciliation import reconcile, tables_of
from volunteers.records import Span, span_of, table_of
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.services import record_export
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import prepare
from zibo_youth.reports.periods import Month

from .doors import needs_office

# The records in either open format, or the report that goes with them.
FILES = {"csv": "csv", "jsonl": "jsonl", "reconciliation": "xlsx"}
MOST_SHOWN = 200


@needs_office(EXPORT)
@require_safe
def records(request: SignedInRequest) -> HttpResponse:
    """导出和对账: a plain GET form, the accounts of each month, the differences, the files."""
    return _page(request, _form_of(request), ExportForm())


@needs_office(EXPORT)
@require_POST
def file(request: SignedInRequest, kind: str) -> HttpResponse:
    """下载 (download): who takes it says what for."""
    form, why = _form_of(request), ExportForm(request.POST)
    if kind not in FILES or not form.is_valid():
        raise Http404
    if why.is_valid():
        with shown_on(why), transaction.atomic():
            return _written_down(request, form, kind, why.cleaned_data["reason"])
    return _page(request, form, why)


def _form_of(request: SignedInRequest) -> RecordsForm:
    """Asked as the address says; at first, for the month before this one."""
    before = Month.of(today()).plus(-1).code
    asked = {"since": before, "until": before, "of": ""} | request.GET.dict()
    return RecordsForm(asked, user=request.user)


def _span(request: SignedInRequest, form: RecordsForm) -> Span:
    told = form.cleaned_data
    return span_of(request.user, told["first"], told["last"], told["of"])


def _query(form: RecordsForm) -> str:
    """The same question in an address."""
    return urlencode({name: form.data[name] for name in form.fields})


def _page(request: SignedInRequest, form: RecordsForm, why: ExportForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "why": why}
    if form.is_valid():
        try:
            accounts = reconcile(_span(request, form))
            lines = [(one, each) for one in accounts for each in one.differences]
            context |= {"accounts": accounts, "lines": lines[:MOST_SHOWN], "query": _query(form)}
        except DomainError as refusal:
            form.add_error("until", str(refusal))
    return render(request, "volunteers/desk/hour_records.html", context)


def _written_down(request: SignedInRequest, form: RecordsForm, kind: str, reason: str) -> HttpResponse:
    span = _span(request, form)
    tables = tables_of(reconcile(span)) if kind == "reconciliation" else [table_of(span)]
    title = _("志愿服务记录对账") if kind == "reconciliation" else _("志愿服务记录")
    export = prepare(f"{title}-{form.data['since']}-{form.data['until']}", FILES[kind], *tables)
    record_export(
        actor=request.user,
        table="volunteers.hourentry",
        format_name=FILES[kind],
        rows=export.rows,
        reason=reason,
        conditions=f"{title} {_query(form)}",
    )
    return cast(HttpResponse, export.answer())
