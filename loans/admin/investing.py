"""股权投资, 预授信 and 新增授信: read here; written at the desk, by two people."""

from __future__ import annotations

from django.contrib import admin

from loans.models import EquityInvestment, LineConversion, NewCredit, PreApprovedLine
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(EquityInvestment)
class EquityInvestmentAdmin(ReadOnlyAdmin):
    """股权投资."""

    list_display = ["investee", "fund", "amount", "invested_on", "reporting_org", "state"]
    list_filter = ["state", "reporting_org"]
    list_select_related = ["investee", "reporting_org"]
    search_fields = ["fund", "investee__name", "investee__uscc"]
    date_hierarchy = "invested_on"


@admin.register(PreApprovedLine)
class PreApprovedLineAdmin(ReadOnlyAdmin):
    """预授信."""

    list_display = ["name", "bank", "amount", "converted", "agreed_on", "valid_until", "state"]
    list_filter = ["state", "bank", "reporting_org"]
    list_select_related = ["bank"]
    search_fields = ["name", "target_group"]
    date_hierarchy = "agreed_on"


@admin.register(LineConversion)
class LineConversionAdmin(ReadOnlyAdmin):
    """预授信转签约."""

    view_action = "loans.view_preapprovedline"
    list_display = ["pre_approved", "line", "amount", "noted_at", "withdrawn_at"]
    list_select_related = ["pre_approved", "line"]


@admin.register(NewCredit)
class NewCreditAdmin(ReadOnlyAdmin):
    """新增授信: what the monthly report counts, row by row."""

    view_action = "loans.view_creditline"
    list_display = ["day", "kind", "bank", "line", "pre_approved", "amount"]
    list_filter = ["kind", "bank"]
    list_select_related = ["bank", "line", "pre_approved"]
    date_hierarchy = "day"
