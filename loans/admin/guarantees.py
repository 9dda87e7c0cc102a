"""担保 and what hangs on it: read here; moved at the desk by its services."""

from __future__ import annotations

from django.contrib import admin

from loans.models import (
    Guarantee,
    GuaranteeClaim,
    GuaranteePayment,
    GuaranteeRecovery,
    GuaranteeTransition,
    SiteVisit,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfGuarantees(ReadOnlyAdmin):
    """Read by whoever reads the guarantee."""

    view_action = "loans.view_guarantee"


@admin.register(Guarantee)
class GuaranteeAdmin(OfGuarantees):
    """担保."""

    list_display = ["application", "guarantor", "amount", "share", "state", "letter_no", "letter_until"]
    list_filter = ["state", "guarantor"]
    list_select_related = ["application", "guarantor"]
    search_fields = ["letter_no", "application__reference"]


@admin.register(GuaranteeTransition)
class GuaranteeTransitionAdmin(OfGuarantees):
    """担保流转."""

    list_display = ["guarantee", "from_state", "to_state", "actor", "at"]
    list_select_related = ["guarantee__application", "guarantee__guarantor", "actor__person"]


@admin.register(SiteVisit)
class SiteVisitAdmin(OfGuarantees):
    """实地走访."""

    list_display = ["guarantee", "visited_on", "visited_by", "recorded_at"]
    list_select_related = ["guarantee__application", "guarantee__guarantor", "visited_by"]
    date_hierarchy = "visited_on"


@admin.register(GuaranteeClaim)
class GuaranteeClaimAdmin(OfGuarantees):
    """代偿申请."""

    list_display = ["guarantee", "amount", "days_late", "state", "paid", "recovered", "claimed_at"]
    list_filter = ["state"]
    list_select_related = ["guarantee__application", "guarantee__guarantor"]
    date_hierarchy = "claimed_at"


class OfClaimMoney(OfGuarantees):
    """What was paid and what came back."""

    list_display = ["claim", "paid_on", "amount", "voucher", "reverses", "recorded_by"]
    list_select_related = [
        *("claim__guarantee__application", "claim__guarantee__guarantor"),
        *("reverses", "recorded_by__person"),
    ]
    search_fields = ["voucher"]
    date_hierarchy = "paid_on"


@admin.register(GuaranteePayment)
class GuaranteePaymentAdmin(OfClaimMoney):
    """代偿付款."""


@admin.register(GuaranteeRecovery)
class GuaranteeRecoveryAdmin(OfClaimMoney):
    """追偿回款."""
