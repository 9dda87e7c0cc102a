"""财政审核表 (check sheet): leaves the portal for a written reason, and with a line that says who took it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from loans.check_sheet import check_sheet
from loans.models import SubsidyClaim
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.services import record_export
from zibo_youth.core.exports import Export, prepare

EXPORT = "loans.export_check_sheet"
# What has been looked at by the bank, and is not over: finance reckons these again.
TO_CHECK = ("bank_confirmed", "league_checked", "finance_approved", "forfeited")


def export_check_sheet(*, actor: User, reason: str) -> Export:
    """导出审核表 (export) as a workbook. Raises `NotAllowed`, `ReasonMissing`."""
    policy.require(actor, EXPORT)
    rows = SubsidyClaim.objects.managed_by(actor).filter(state__in=TO_CHECK)
    export = prepare(_("贴息审核表"), "xlsx", check_sheet(rows))
    record_export(
        actor=actor, table="loans.subsidyclaim", format_name="xlsx", rows=export.rows, reason=reason
    )
    return export
