"""工作表 (sheets of the day) leave the portal for a written reason, and a line says who took them."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from events.models import Wedding
from events.wedding_paper import write_sheets
from events.wedding_sheets import couples_of, tables_of
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import record_export
from zibo_youth.core.exports import prepare
from zibo_youth.core.private_files import as_attachment

from .editions import MANAGE

NO_CACHE = "private, no-store"


def export_sheets(*, actor: User, wedding: Wedding, kind: str, reason: str) -> HttpResponseBase:
    """导出工作表 (export) as a workbook or on paper. Raises `ReasonMissing`, `ChineseFontMissing`."""
    policy.require(actor, MANAGE, wedding)
    title = f"{wedding.local_title} {_('当天工作表')}"
    if kind == "pdf":
        paper = write_sheets(wedding)
        _record(actor, wedding, kind, len(couples_of(wedding)), reason)
        return as_attachment(
            HttpResponse(paper), filename=f"{title}.pdf", content_type="application/pdf", cache=NO_CACHE
        )
    export = prepare(title, "xlsx", *tables_of(wedding))
    _record(actor, wedding, kind, export.rows, reason)
    return export.answer()


def _record(actor: User, wedding: Wedding, kind: str, rows: int, reason: str) -> None:
    record_export(
        actor=actor,
        table="events.couple",
        format_name=kind,
        rows=rows,
        reason=reason,
        conditions=str(wedding),
        action=MANAGE,
    )
