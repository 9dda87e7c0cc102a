"""导入建成小屋 (the old ledger): shown before it is written; what is wrong stays outside."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from hope_rooms.forms.legacy import LedgerForm
from hope_rooms.legacy_plan import IMPORT
from hope_rooms.legacy_sheet import ROOMS
from hope_rooms.models import HopeRoom
from hope_rooms.services import legacy
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm


@needs_office(IMPORT)
@answered_once
def ledger(request: SignedInRequest) -> HttpResponse:
    """导入台账: an upload is answered with its preview, a confirmed preview is written."""
    if "sealed" in request.POST:
        return _confirmed(request)
    form = LedgerForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        with shown_on(form):
            content = form.cleaned_data["file"].read()
            preview = legacy.preview_rooms(actor=request.user, content=content)
    words = {
        "form": form,
        "preview": preview,
        "sealed": SealedForm(initial={"sealed": preview.sealed}) if preview else None,
        "known": HopeRoom.objects.managed_by(request.user).filter(is_pre_system=True).count(),
    }
    return render(request, "hope_rooms/rooms/ledger.html", words)


def _confirmed(request: SignedInRequest) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        done = legacy.import_rooms(actor=request.user, sealed=form.cleaned_data.get("sealed", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("已导入 %(n)s 间建成小屋。", "已导入 %(n)s 间建成小屋。", done)
        messages.success(request, said % {"n": done})
    return redirect("hope_ledger")


@needs_office(IMPORT)
@require_safe
def ledger_template(request: SignedInRequest) -> HttpResponse:
    """下载模板 (template): the columns to fill in, and the names that one may write."""
    columns = [str(column.label) for column in ROOMS.columns.values()]
    units = Organisation.objects.filter(is_reporting=True).order_by("pk")
    sheets = (
        Table(str(ROOMS.name), columns, []),
        Table(_("代码"), [_("区县")], [[one.name] for one in units]),
    )
    return cast(HttpResponse, prepare(_("建成小屋"), "xlsx", *sheets).answer())
