"""导入银行文件: shown row by row before anything is written; then whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loans.bank_sheets import REPAYMENTS, SCHEDULE
from loans.forms.files import FileForm, RepaymentFileForm
from loans.models import BankFile, Loan
from loans.services.loans import files
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm

IMPORT = files.IMPORT
SHEETS = {"repayments": REPAYMENTS, "schedule": SCHEDULE}


@needs_office(IMPORT)
@answered_once
def repayments(request: SignedInRequest) -> HttpResponse:
    """还款明细: an upload is answered with its preview, a confirmed preview is written."""
    if "sealed" in request.POST:
        return _confirmed(request, files.import_repayments, "loan_repayment_file")
    form = RepaymentFileForm(request.POST or None, request.FILES or None, user=request.user, action=IMPORT)
    preview = None
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["file"].read()
            bank = form.cleaned_data["bank"]
            preview = files.preview_repayments(actor=request.user, bank=bank, content=content)
    latest = BankFile.objects.managed_by(request.user).select_related("bank", "imported_by__person")
    words = _words(form, preview, REPAYMENTS) | {"latest": latest.order_by("-pk")[:10]}
    return render(request, "loans/files/repayments.html", words)


@needs_office(IMPORT)
@answered_once
def schedule(request: SignedInRequest, number: int) -> HttpResponse:
    """还款计划 of one loan as its bank tells it, with the convention that explains it."""
    loan: Loan = get_object_or_404(Loan.objects.managed_by(request.user).select_related("bank"), pk=number)
    if "sealed" in request.POST:
        return _confirmed(request, files.import_schedule, "loan_contract", loan.pk)
    form = FileForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["file"].read()
            preview = files.preview_schedule(actor=request.user, loan=loan, content=content)
    return render(request, "loans/files/schedule.html", _words(form, preview, SCHEDULE) | {"loan": loan})


def _words(form: Any, preview: files.FilePreview | None, sheet: Any) -> dict[str, Any]:
    columns = sheet.columns
    lines = preview.lines if preview else []
    return {
        "form": form,
        "preview": preview,
        "columns": [column.label for column in columns.values()],
        "lines": [(line, [line.cells.get(name, "") for name in columns]) for line in lines],
        "sealed": SealedForm(initial={"sealed": preview.sealed}) if preview and preview.sealed else None,
    }


def _confirmed(
    request: SignedInRequest, write: Callable[..., BankFile], back: str, *args: int
) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        done = write(actor=request.user, sealed=form.cleaned_data.get("sealed", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = {"rows": done.rows, "stored": done.stored, "skipped": done.skipped}
        said = _("共 %(rows)s 行：写入 %(stored)s 行，跳过 %(skipped)s 行（已登记过）。")
        messages.success(request, said % told)
    return redirect(back, *args)


@needs_office(IMPORT)
@require_safe
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    """下载模板: the columns to fill in."""
    sheet = SHEETS[kind]
    columns = [str(column.label) for column in sheet.columns.values()]
    return cast(HttpResponse, prepare(str(sheet.name), "xlsx", Table(str(sheet.name), columns, [])).answer())
