"""推荐名单 (bank list): one workbook for one bank, for a written reason; a line says who took it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from loans.bank_list import bank_list, recommended_to
from loans.models import BankFile, LoanApplication, LoanCall
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.services import record_export
from zibo_youth.core.exports import Export, prepare

EXPORT = "loans.export_bank_list"


def export_bank_list(*, actor: User, call: LoanCall, bank: Organisation, reason: str) -> Export:
    """
    导出推荐名单 (export) of a call for one bank: by the city, or by an officer of that very bank.

    Raises `NotAllowed`, `ReasonMissing`.
    """
    policy.require(actor, EXPORT, BankFile(bank=bank))
    rows = recommended_to(LoanApplication.objects.managed_by(actor), call=call, bank=bank)
    export = prepare(_("推荐名单"), "xlsx", bank_list(rows))
    record_export(
        actor=actor,
        table="loans.loanapplication",
        format_name="xlsx",
        rows=export.rows,
        reason=reason,
        conditions=f"{call.name}；{bank.name}",
        action=EXPORT,
    )
    return export
