"""活动场次: read here; counted, confirmed and voided on the page of mass events."""

from __future__ import annotations

from django.contrib import admin

from volunteers.models import CrowdSession
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin


@admin.register(CrowdSession)
class CrowdSessionAdmin(ReadOnlyAdmin):
    """活动场次: numbers without names."""

    list_display = [
        *("title", "kind", "organiser", "held_on", "students", "parents", "visitors", "state"),
        *("recorded_by", "confirmed_by"),
    ]
    list_filter = ["kind", "state"]
    list_select_related = ["organiser", "recorded_by", "confirmed_by"]
    search_fields = ["title", "place", "organiser__name"]
    date_hierarchy = "held_on"
