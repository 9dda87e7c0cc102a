"""贷款、还款计划、放款和还款: read here; they are moved by services, and by what the banks send."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from loans.bank_plan import in_words
from loans.loan_errors import RangesOverlap
from loans.models import (
    BankFile,
    BankFileLine,
    BusinessDay,
    Disbursement,
    Loan,
    LoanDay,
    LoanTransition,
    PurposeCheck,
    Repayment,
    RiskRange,
    ScheduleRow,
    ScheduleVersion,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


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


@admin.register(BankFile)
class BankFileAdmin(ReadOnlyAdmin):
    """银行文件."""

    view_action = "loans.view_bankfile"
    list_display = [
        "bank",
        "kind",
        "loan",
        "rows",
        "stored",
        "skipped",
        "found",
        "imported_by",
        "imported_at",
    ]
    list_filter = ["kind", "bank"]
    list_select_related = ["bank", "loan", "imported_by__person"]
    date_hierarchy = "imported_at"

    @admin.display(description=_("计息方式识别结果"))
    def found(self, file: BankFile) -> str:
        return in_words(file.finding)


@admin.register(BankFileLine)
class BankFileLineAdmin(ReadOnlyAdmin):
    """文件行."""

    view_action = "loans.view_bankfile"
    list_display = ["file", "row", "is_stored", "repayment"]
    list_filter = ["is_stored"]
    list_select_related = ["file", "repayment"]


@admin.register(BusinessDay)
class BusinessDayAdmin(ReadOnlyAdmin):
    """业务日期: moved by the nightly run."""

    view_action = "loans.view_product"
    list_display = ["day", "moved_at"]


@admin.register(RiskRange)
class RiskRangeAdmin(ScopedAdmin):
    """风险分类标准."""

    view_action = "loans.view_product"
    change_action = "loans.manage_product"
    refusals = {"risk_range_one_class_per_limit_and_day": RangesOverlap()}
    list_display = ["over_days", "risk_class", "from_on", "until_on", "source", "is_assumed"]
    list_filter = ["risk_class", "is_assumed"]
    search_fields = ["source"]


@admin.register(LoanDay)
class LoanDayAdmin(OfLoans):
    """逾期日记."""

    list_display = ["loan", "day", "days_past_due", "risk_class"]
    list_filter = ["risk_class"]
    list_select_related = ["loan"]
    search_fields = ["loan__contract_no"]
    date_hierarchy = "day"


@admin.register(PurposeCheck)
class PurposeCheckAdmin(OfLoans):
    """用途检查."""

    list_display = ["loan", "due_on", "outcome", "checked_by", "checked_at"]
    list_filter = ["outcome"]
    list_select_related = ["loan", "checked_by__person"]
    date_hierarchy = "due_on"
