"""贷款、还款计划、放款和还款: read here; they are moved by services, and by what the banks send."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from loans.models import Disbursement, Loan, LoanTransition, Repayment, ScheduleRow, ScheduleVersion
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfLoans(ReadOnlyAdmin):
    """What hangs on a contract."""

    view_action = "loans.view_loan"


@admin.register(Loan)
class LoanAdmin(OfLoans):
    """贷款."""

    list_display = ["contract_no", "bank", "firm", "contract_amount", "drawn", "state", "signed_on"]
    list_filter = ["state", "bank", "method"]
    list_select_related = ["bank", "firm"]
    search_fields = ["contract_no", "firm__name", "firm__uscc"]
    date_hierarchy = "signed_on"


@admin.register(LoanTransition)
class LoanTransitionAdmin(OfLoans):
    """贷款流转."""

    list_display = ["loan", "from_state", "to_state", "actor", "at"]
    list_select_related = ["loan", "actor__person"]


@admin.register(ScheduleVersion)
class ScheduleVersionAdmin(OfLoans):
    """还款计划."""

    list_display = ["loan", "number", "reason", "origin", "amount", "rate", "is_active", "made_at"]
    list_filter = ["is_active", "reason", "origin"]
    list_select_related = ["loan"]
    search_fields = ["loan__contract_no"]


@admin.register(ScheduleRow)
class ScheduleRowAdmin(OfLoans):
    """还款期次."""

    list_display = ["schedule", "number", "due", "principal", "interest", "closing", "settled_on"]
    list_select_related = ["schedule__loan"]
    search_fields = ["schedule__loan__contract_no"]
    date_hierarchy = "due"

    @admin.display(description=_("期末本金（元）"))
    def closing(self, row: ScheduleRow) -> str:
        return f"{row.closing:,.2f}"


@admin.register(Disbursement)
class DisbursementAdmin(OfLoans):
    """放款."""

    list_display = ["loan", "paid_on", "amount", "voucher", "reverses", "recorded_by"]
    list_select_related = ["loan", "reverses", "recorded_by__person"]
    search_fields = ["loan__contract_no", "voucher"]
    date_hierarchy = "paid_on"


@admin.register(Repayment)
class RepaymentAdmin(OfLoans):
    """还款."""

    list_display = ["loan", "paid_on", "amount", "serial", "reverses", "recorded_by"]
    list_select_related = ["loan", "reverses", "recorded_by__person"]
    search_fields = ["loan__contract_no", "serial"]
    date_hierarchy = "paid_on"
