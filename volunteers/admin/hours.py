"""服务时长, 更正申请, 证明: read here; every line is written by the leader's and the district's desks."""

from __future__ import annotations

from django.contrib import admin

from volunteers.models import (
    Certificate,
    CertificateLine,
    HourClaim,
    HourDispute,
    HourEntry,
    HourImport,
    ManualShareReview,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(HourEntry)
class HourEntryAdmin(ReadOnlyAdmin):
    """服务时长."""

    list_display = ["volunteer", "project", "starts_at", "minutes", "evidence", "kind", "state"]
    list_filter = ["state", "evidence", "kind"]
    list_select_related = ["volunteer__person", "project"]
    search_fields = ["volunteer__volunteer_no"]
    date_hierarchy = "starts_at"
    show_full_result_count = False


@admin.register(HourDispute)
class HourDisputeAdmin(ReadOnlyAdmin):
    """更正申请."""

    list_display = ["entry", "state", "asked_at", "answered_at"]
    list_filter = ["state"]
    list_select_related = ["entry__volunteer"]


@admin.register(HourClaim)
class HourClaimAdmin(ReadOnlyAdmin):
    """补记申请."""

    list_display = ["volunteer", "post", "starts_at", "state", "asked_at", "answered_at"]
    list_filter = ["state"]
    list_select_related = ["volunteer__person", "post__project"]


@admin.register(HourImport)
class HourImportAdmin(ReadOnlyAdmin):
    """时长导入."""

    list_display = ["organiser", "imported_at", "imported_by", "rows", "minutes", "state"]
    list_filter = ["state"]
    list_select_related = ["organiser", "imported_by"]


@admin.register(ManualShareReview)
class ManualShareReviewAdmin(ReadOnlyAdmin):
    """手工时长复核."""

    list_display = ["project", "manual_minutes", "total_minutes", "decided_by", "decided_at"]
    list_select_related = ["project", "decided_by"]


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    """服务记录证明."""

    list_display = ["number", "volunteer", "issuer", "minutes", "state", "issued_at"]
    list_filter = ["state"]
    list_select_related = ["volunteer__person", "issuer"]
    search_fields = ["number", "volunteer__volunteer_no"]
    fields = [
        *("number", "volunteer", "issuer", "from_on", "until_on", "minutes", "purpose", "state", "reason"),
        *(
            "handler",
            "contact_phone",
            "remark",
            "supersedes",
            "asked_at",
            "issued_at",
            "valid_at",
            "ended_at",
        ),
    ]


@admin.register(CertificateLine)
class CertificateLineAdmin(ReadOnlyAdmin):
    """证明明细."""

    view_action = "volunteers.view_certificate"
    list_display = ["certificate", "entry", "minutes"]
    list_select_related = ["certificate", "entry__volunteer"]
