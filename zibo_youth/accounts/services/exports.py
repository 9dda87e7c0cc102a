"""导出 (exports): a list leaves the portal only with a line that says who took it, and why."""

from __future__ import annotations

from django.db import transaction

from zibo_youth.accounts import policy
from zibo_youth.accounts.errors import ReasonMissing
from zibo_youth.accounts.models import ExportRecord, User


@transaction.atomic
def record_export(
    *,
    actor: User,
    table: str,
    format_name: str,
    rows: int,
    reason: str,
    conditions: str = "",
    action: str = "accounts.export_list",
) -> ExportRecord:
    """
    记下导出 (record an export), before the file is given away.

    ``table`` is the label of the model, ``conditions`` the filters of the list,
    never the words that were searched for. ``action``: whose right it is, where a list has one of its own.
    Raises `NotAllowed`, `ReasonMissing`.
    """
    policy.require(actor, action)
    if not reason.strip():
        raise ReasonMissing
    return ExportRecord.objects.create(
        by=actor,
        table=table,
        format=format_name,
        rows=rows,
        reason=reason.strip()[:200],
        conditions=conditions[:300],
    )
