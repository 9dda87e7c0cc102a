"""希望小屋: read here; every step is taken on the board."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import HopeRoom, RoomTransition
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, name_without_link

from .children import OfCases

name_without_link(HopeRoom)


@admin.register(HopeRoom)
class HopeRoomAdmin(OfCases, ReadOnlyAdmin):
    """希望小屋."""

    list_display = ["child", "state", "state_since", "accepted_on", "is_pre_system"]
    list_filter = ["state", "is_pre_system", "child__reporting_org"]
    list_select_related = ["child"]
    search_fields = ["child__code"]
    date_hierarchy = "state_since"


@admin.register(RoomTransition)
class RoomTransitionAdmin(OfCases, ReadOnlyAdmin):
    """小屋流转."""

    list_display = ["room", "from_state", "to_state", "actor", "reason", "note", "at"]
    list_filter = ["to_state"]
    list_select_related = ["room__child", "actor__person"]
    search_fields = ["room__child__code"]
    date_hierarchy = "at"
