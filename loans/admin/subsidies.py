"""贴息: the rule is edited by the city; claims are read here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from loans.loan_errors import SubsidiesOverlap
from loans.models import ClaimTransition, SubsidyClaim, SubsidyVersion
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


@admin.register(SubsidyVersion)
class SubsidyVersionAdmin(ScopedAdmin):
    """贴息办法: written once; afterwards only the day on which it ends."""

    view_action = "loans.view_product"
    change_action = "loans.manage_product"
    refusals = {"subsidy_version_alone_in_force": SubsidiesOverlap()}
    list_display = ["name", "product", "basis", "share", "points", "from_on", "until_on"]
    list_filter = ["product", "basis"]
    list_select_related = ["product"]
    search_fields = ["name", "source"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return []
        return [field.name for field in self.opts.fields if field.name not in ("id", "until_on")]


@admin.register(SubsidyClaim)
class SubsidyClaimAdmin(ReadOnlyAdmin):
    """贴息申请."""

    view_action = "loans.view_subsidyclaim"
    list_display = ["loan", "number", "until", "interest", "borrower", "subsidy", "state", "forfeit"]
    list_filter = ["state", "forfeit", "version"]
    list_select_related = ["loan"]
    search_fields = ["loan__contract_no", "loan__firm__name"]
    date_hierarchy = "until"


@admin.register(ClaimTransition)
class ClaimTransitionAdmin(ReadOnlyAdmin):
    """贴息流转."""

    view_action = "loans.view_subsidyclaim"
    list_display = ["claim", "from_state", "to_state", "actor", "note", "at"]
    list_select_related = ["claim__loan", "actor__person"]
