"""贷款申请: read here; every step is taken at the desk, by its services."""

from __future__ import annotations

from django.contrib import admin

from loans.models import LoanApplication, LoanApplicationTransition, LoanDocument
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfApplications:
    """Read by whoever sees the application; who is a bank or a guarantor does so at the desk."""

    view_action = "loans.view_loanapplication"


@admin.register(LoanApplication)
class LoanApplicationAdmin(OfApplications, ReadOnlyAdmin):
    """贷款申请."""

    list_display = ["reference", "product", "firm_name", "amount", "state", "reporting_org", "bank"]
    list_filter = ["state", "product", "call", "reporting_org", "bank"]
    list_select_related = ["product", "reporting_org", "bank"]
    search_fields = ["reference", "firm_name", "uscc"]
    date_hierarchy = "submitted_at"


@admin.register(LoanApplicationTransition)
class LoanApplicationTransitionAdmin(OfApplications, ReadOnlyAdmin):
    """贷款申请流转."""

    list_display = ["application", "from_state", "to_state", "reason", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["application", "actor__person"]
    search_fields = ["application__reference"]
    date_hierarchy = "at"


@admin.register(LoanDocument)
class LoanDocumentAdmin(OfApplications, ReadOnlyAdmin):
    """申请材料: the file itself is opened on the page of the application."""

    list_display = ["application", "kind", "original_name", "size", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["application"]
    search_fields = ["application__reference"]
    exclude = ["file"]
    date_hierarchy = "created_at"
