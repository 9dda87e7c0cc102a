"""合作单位 are kept here; 推荐码 are read here, issued and revoked on the partner's page."""

from __future__ import annotations

from django.contrib import admin

from stations.models import Partner, ReferralCode
from stations.referral_errors import QuotaBelowIssued
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


@admin.register(Partner)
class PartnerAdmin(ScopedAdmin):
    """合作单位: an employer or a university, with how many codes it may be given."""

    refusals = {"referral_code_number_within_quota": QuotaBelowIssued()}
    list_display = ["name", "kind", "reporting_org", "quota"]
    list_filter = ["kind"]
    list_select_related = ["reporting_org"]
    search_fields = ["name"]


@admin.register(ReferralCode)
class ReferralCodeAdmin(ReadOnlyAdmin):
    """推荐码: by number, never in clear."""

    view_action = "stations.view_partner"
    list_display = ["partner", "number", "state", "valid_until", "stay", "used_at", "issued_at"]
    list_filter = ["state"]
    list_select_related = ["partner", "stay"]
    search_fields = ["partner__name"]
    date_hierarchy = "issued_at"
    fields = [
        *("partner", "number", "cap", "state", "valid_until", "issued_at", "issued_by"),
        *("stay", "used_at", "revoked_at", "revoke_reason"),
    ]
