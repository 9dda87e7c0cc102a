"""安全主题活动 and what belongs to them: read here; written at the desk, by their services."""

from __future__ import annotations

from django.contrib import admin

from safety.models import SafetyActivity, SafetyCampaign, SafetyMaterial
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

VIEW = "safety.view_campaign"


@admin.register(SafetyCampaign)
class SafetyCampaignAdmin(ReadOnlyAdmin):
    """安全主题活动."""

    view_action = VIEW
    list_display = ["title", "season", "organiser", "from_on", "until_on", "state"]
    list_filter = ["season", "state"]
    list_select_related = ["organiser"]
    search_fields = ["title"]
    date_hierarchy = "from_on"


@admin.register(SafetyActivity)
class SafetyActivityAdmin(ReadOnlyAdmin):
    """安全活动."""

    view_action = VIEW
    list_display = ["event", "kind", "campaign", "for_engineers"]
    list_filter = ["kind", "for_engineers"]
    list_select_related = ["event", "campaign"]
    search_fields = ["event__title"]


@admin.register(SafetyMaterial)
class SafetyMaterialAdmin(ReadOnlyAdmin):
    """宣传资料."""

    view_action = VIEW
    list_display = ["title", "kind", "language", "campaign", "added_at", "withdrawn_at"]
    list_filter = ["kind", "language"]
    list_select_related = ["campaign"]
    search_fields = ["title"]
