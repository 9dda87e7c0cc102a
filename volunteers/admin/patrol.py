"""水域巡护: waters and points are kept by who patrols them; patrols and alerts are read here."""

from __future__ import annotations

from django.contrib import admin

from volunteers.models import AreaAlert, PatrolArea, PatrolPoint, PatrolShift
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


class OfWaters:
    """Kept by whoever keeps the area."""

    view_action = "volunteers.view_patrolarea"
    change_action = "volunteers.manage_patrolarea"


@admin.register(PatrolArea)
class PatrolAreaAdmin(OfWaters, ScopedAdmin):
    """巡护水域."""

    list_display = ["code", "name", "kind", "organiser", "reporting_org", "department", "phone", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["organiser", "reporting_org"]
    search_fields = ["code", "name"]


@admin.register(PatrolPoint)
class PatrolPointAdmin(OfWaters, ScopedAdmin):
    """巡护点位."""

    list_display = ["area", "code", "place", "risk", "has_warning_sign"]
    list_filter = ["risk", "has_warning_sign"]
    list_select_related = ["area"]
    search_fields = ["code", "place", "area__name"]


@admin.register(AreaAlert)
class AreaAlertAdmin(ReadOnlyAdmin):
    """水域预警: issued and lifted at the desk of patrols."""

    view_action = "volunteers.view_patrolarea"
    list_display = ["area", "kind", "state", "issued_at", "issued_by", "lifted_at", "lifted_by"]
    list_filter = ["kind", "state"]
    list_select_related = ["area", "issued_by", "lifted_by"]
    date_hierarchy = "issued_at"


@admin.register(PatrolShift)
class PatrolShiftAdmin(ReadOnlyAdmin):
    """巡护班次: the rolls are called at the water."""

    list_display = ["area", "shift", "state", "began_at", "counted_in", "ended_at", "counted_out"]
    list_filter = ["state"]
    list_select_related = ["area", "shift__post"]
    search_fields = ["area__name"]
    date_hierarchy = "shift__starts_at"
