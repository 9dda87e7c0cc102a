"""巡护日志、器材、隐患单: equipment is kept here; what teams wrote and what was mended is read."""

from __future__ import annotations

from django.contrib import admin

from volunteers.models import Equipment, EquipmentCheck, HazardTicket, PatrolLog
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link

from .patrol import OfWaters

# Tickets and checks are read by more offices than what a team wrote.
name_without_link(PatrolLog)


@admin.register(Equipment)
class EquipmentAdmin(OfWaters, ScopedAdmin):
    """救生器材: which piece hangs where; its state is what the last check found."""

    list_display = ["point", "kind", "serial", "state", "last_checked_at", "is_active"]
    list_filter = ["kind", "state", "is_active"]
    list_select_related = ["point"]
    search_fields = ["serial", "point__code", "point__area__name"]


@admin.register(EquipmentCheck)
class EquipmentCheckAdmin(ReadOnlyAdmin):
    """器材检查: rows are added by a look."""

    view_action = "volunteers.view_patrolarea"
    list_display = ["equipment", "state", "at", "by"]
    list_filter = ["state"]
    list_select_related = ["equipment", "by"]
    date_hierarchy = "at"


@admin.register(PatrolLog)
class PatrolLogAdmin(ReadOnlyAdmin):
    """巡护日志: written on the phone, in numbers."""

    view_action = "volunteers.view_patrolshift"
    list_display = [
        *("area", "point", "kind", "at", "under_6", "aged_6_13", "aged_14_17", "adults", "words"),
    ]
    list_filter = ["kind"]
    list_select_related = ["area", "point"]
    search_fields = ["point__code", "area__name"]
    date_hierarchy = "at"


@admin.register(HazardTicket)
class HazardTicketAdmin(ReadOnlyAdmin):
    """隐患单: assigned, mended and verified on its own page."""

    list_display = ["log", "grade", "department", "due_on", "state", "reported_at"]
    list_filter = ["state", "grade"]
    list_select_related = ["log__point"]
    search_fields = ["department", "log__area__name"]
    date_hierarchy = "reported_at"
    exclude = ["photo", "proof"]
