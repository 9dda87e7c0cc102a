"""隐患随手拍 in the admin: read here, moved on its own page; who reported opens to no list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from safety.hazard_times import reads_minutes
from safety.models import (
    HazardAlert,
    HazardFix,
    HazardOpening,
    HazardReport,
    HazardReporter,
    HazardReward,
    HazardStuckList,
    HazardTransition,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, name_without_link

# An opening is read by administrators, and the report by its offices.
name_without_link(HazardReport)


class OfOffices(ReadOnlyAdmin):
    """For the offices alone: an enterprise reads its reports on pages that tell no minute of them."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        user: Any = request.user
        return super().has_view_permission(request, obj) and reads_minutes(user)


@admin.register(HazardReport)
class HazardReportAdmin(OfOffices):
    """隐患随手拍: the picture is looked at on the report's own page."""

    list_display = ["number", "where", "category", "severity", "state", "reported_at", "due_at"]
    list_filter = ["state", "severity", "category", "reporting_org"]
    list_select_related = ["enterprise__organisation", "work_area"]
    search_fields = ["number", "enterprise__organisation__name", "place"]
    date_hierarchy = "reported_at"
    exclude = ["photo", "photo_digest", "sent_key", "public_id"]

    @admin.display(description=pgettext_lazy("隐患", "地点"))
    def where(self, hazard: HazardReport) -> str:
        return hazard.where


class OfHazards(OfOffices):
    """What hangs on a report."""

    view_action = "safety.view_hazardreport"
    list_select_related = ["hazard"]
    search_fields = ["hazard__number"]


@admin.register(HazardFix)
class HazardFixAdmin(OfHazards):
    """隐患整改."""

    list_display = ["hazard", "number", "distance_m", "reporter_answer", "officer_answer", "claimed_at"]
    list_filter = ["officer_answer"]
    date_hierarchy = "claimed_at"
    exclude = ["photo", "photo_digest", "public_id"]


@admin.register(HazardTransition)
class HazardTransitionAdmin(OfHazards):
    """隐患流转: without what is said to offices alone; an enterprise reads its own rows here, too."""

    list_display = ["hazard", "from_state", "to_state", "party", "at"]
    exclude = ["office_note"]
    list_filter = ["party", "to_state"]
    date_hierarchy = "at"


@admin.register(HazardAlert)
class HazardAlertAdmin(OfHazards):
    """隐患提醒."""

    list_display = ["hazard", "level", "number", "at"]
    list_filter = ["level"]


@admin.register(HazardStuckList)
class HazardStuckListAdmin(ReadOnlyAdmin):
    """隐患卡住清单."""

    list_display = ["reporting_org", "on", "waiting", "overdue", "unconfirmed", "unheard"]
    list_filter = ["reporting_org"]
    list_select_related = ["reporting_org"]
    date_hierarchy = "on"


@admin.register(HazardReward)
class HazardRewardAdmin(ReadOnlyAdmin):
    """隐患奖励: without the code's digest."""

    list_display = ["hazard", "amount_yuan", "state", "granted_at", "paid_at"]
    list_filter = ["state"]
    list_select_related = ["hazard"]
    exclude = ["code_index"]


@admin.register(HazardOpening)
class HazardOpeningAdmin(ReadOnlyAdmin):
    """查看上报人记录: who looked, and why; not whom they saw."""

    list_display = ["hazard", "user", "reason", "at"]
    list_select_related = ["hazard", "user__person"]
    search_fields = ["hazard__number"]
    date_hierarchy = "at"


@admin.register(HazardReporter)
class HazardReporterAdmin(ReadOnlyAdmin):
    """隐患上报人: nobody's list (`safety.view_sealed`); opened by `services.hazards.opening` alone."""

    view_action = "safety.view_sealed"
    list_display = ["public_id"]
    fields = ["public_id"]
