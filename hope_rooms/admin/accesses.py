"""查阅: rights, grants, and who has opened which child's record for what."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import Access, AccessAttempt, AccessGrant, LookAnomaly, ReadingRight
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(ReadingRight)
class ReadingRightAdmin(ReadOnlyAdmin):
    """读取权: which office reads up to which class; changed by a migration that says why."""

    list_display = ["role", "scope", "data_class", "days_after_handover"]
    list_filter = ["data_class"]


@admin.register(AccessGrant)
class AccessGrantAdmin(ReadOnlyAdmin):
    """查阅授权: given, asked for and decided on their own pages."""

    view_on_site = False  # an emergency's page is for those who review it
    list_display = ["child", "person", "kind", "data_class", "purpose", "starts_at", "ends_at", "state"]
    list_filter = ["kind", "state", "purpose"]
    list_select_related = ["child", "person"]
    search_fields = ["child__code", "person__full_name"]
    date_hierarchy = "starts_at"


class OfGuards:
    """Read by those who guard the children."""

    view_action = "hope_rooms.view_access"


@admin.register(Access)
class AccessAdmin(OfGuards, ReadOnlyAdmin):
    """查阅记录: written by the database."""

    list_display = ["at", "child", "user", "basis", "data_class", "purpose", "note", "is_writing"]
    list_filter = ["basis", "data_class", "purpose", "is_writing"]
    list_select_related = ["child", "user__person"]
    search_fields = ["child__code", "user__person__full_name"]
    date_hierarchy = "at"
    exclude = ["transaction_no"]


@admin.register(AccessAttempt)
class AccessAttemptAdmin(OfGuards, ReadOnlyAdmin):
    """未获准的查阅."""

    list_display = ["at", "child", "user", "data_class", "purpose"]
    list_filter = ["data_class", "purpose"]
    list_select_related = ["child", "user__person"]
    search_fields = ["child__code", "user__person__full_name"]
    date_hierarchy = "at"


@admin.register(LookAnomaly)
class LookAnomalyAdmin(ReadOnlyAdmin):
    """异常查阅: found by the week's job, read by those who guard the children."""

    list_display = ["week", "user", "kind", "number", "on"]
    list_filter = ["kind"]
    list_select_related = ["user__person"]
    search_fields = ["user__person__full_name"]
    date_hierarchy = "week"
