"""入场与到场 in the admin: read here; written at the door and when a session is settled."""

from __future__ import annotations

from django.contrib import admin

from events.models import Attendance, AttendanceCertificate, EntryScan, Feedback, ScanUpload
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


class OfWhoCame(ReadOnlyAdmin):
    """Read by whoever works with the registrations."""

    view_action = "events.view_registration"


@admin.register(EntryScan)
class EntryScanAdmin(OfWhoCame):
    """入场记录."""

    list_display = ["registration", "seat", "day", "step", "kind", "way", "at", "recorded_at", "by"]
    list_filter = ["kind", "way", "registration__session__event__reporting_org"]
    list_select_related = ["registration__session__event", "by__person"]
    date_hierarchy = "at"


@admin.register(Attendance)
class AttendanceAdmin(OfWhoCame):
    """到场情况."""

    list_display = ["registration", "seat", "attended", "minutes", "days", "came_at", "left_at"]
    list_filter = ["attended", "registration__session__event__reporting_org"]
    list_select_related = ["registration__session__event"]


@admin.register(ScanUpload)
class ScanUploadAdmin(OfWhoCame):
    """离线记录文件."""

    list_display = ["session", "lines", "by", "uploaded_at", "verified_at", "verified_by"]
    list_select_related = ["session__event", "by__person", "verified_by__person"]


@admin.register(AttendanceCertificate)
class AttendanceCertificateAdmin(OfWhoCame):
    """参加证明."""

    list_display = ["number", "registration", "minutes", "planned", "state", "issued_at", "revoked_at"]
    list_filter = ["state", "registration__session__event__reporting_org"]
    list_select_related = ["registration__session__event"]
    search_fields = ["number"]
    exclude = ["seed", "code_digest"]


@admin.register(Feedback)
class FeedbackAdmin(ReadOnlyAdmin):
    """活动反馈: nobody's but its writer's; the desk reads sums."""

    view_action = "events.view_feedback"
    list_display = ["pk"]
    exclude = ["registration"]
