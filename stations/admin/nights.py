"""夜次, 房间夜, 流转: facts that figures rest on. Read only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from stations.models import BedMove, Room, RoomNight, Stay, StayNight, StayTransition
from zibo_youth.accounts.models import Person
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ReadOnlyInline

from .figure_filters import GenderFilter, ServiceFilter, SleptFilter


class NightsOfStay(ReadOnlyInline):
    """入住夜次 of one stay."""

    model = StayNight
    fk_name = "stay"
    view_action = "stations.view_stay"
    fields = ["date", "bed", "number", "cap", "allowance_year"]
    readonly_fields = ["allowance_year"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[StayNight]:
        rows: QuerySet[StayNight] = super().get_queryset(request).select_related("bed__room__station")
        return rows


class TransitionWords:
    """A transition keeps codes; people read words."""

    @admin.display(description=_("原状态"), ordering="from_state")
    def from_word(self, move: StayTransition) -> str:
        return str(dict(Stay.State.choices).get(move.from_state, move.from_state))

    @admin.display(description=_("新状态"), ordering="to_state")
    def to_word(self, move: StayTransition) -> str:
        return str(dict(Stay.State.choices).get(move.to_state, move.to_state))

    @admin.display(description=_("理由"), ordering="reason")
    def reason_word(self, move: StayTransition) -> str:
        return str(dict(Stay.Reason.choices).get(move.reason, move.reason))

    @admin.display(description=_("经办人"))
    def actor_name(self, move: StayTransition) -> str:
        """A name and no link: the account behind it may be out of the reader's sight. Jobs have none."""
        return move.actor.display_name if move.actor else "–"


class TransitionsOfStay(TransitionWords, ReadOnlyInline):
    """流转记录 of one stay."""

    model = StayTransition
    view_action = "stations.view_stay"
    fields = ["at", "from_word", "to_word", "actor_name", "reason_word", "note"]
    readonly_fields = ["at", "from_word", "to_word", "actor_name", "reason_word"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[StayTransition]:
        rows: QuerySet[StayTransition] = super().get_queryset(request).select_related("actor__person")
        return rows


class BedMoveWords:
    """Beds and people by name, without links that a reader may not follow."""

    @admin.display(description=_("床位"))
    def beds(self, move: BedMove) -> str:
        beds = (move.from_bed, move.to_bed)
        return " → ".join(f"{bed.room.name} {bed.label}" for bed in beds)

    @admin.display(description=_("经办人"))
    def mover(self, move: BedMove) -> str:
        return move.actor.display_name


class BedMovesOfStay(BedMoveWords, ReadOnlyInline):
    """调整床位 of one stay."""

    model = BedMove
    view_action = "stations.view_stay"
    fields = ["at", "beds", "from_on", "reason", "note", "mover"]
    readonly_fields = ["at", "beds", "mover"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[BedMove]:
        rows: QuerySet[BedMove] = super().get_queryset(request)
        return rows.select_related("from_bed__room", "to_bed__room", "actor__person")


@admin.register(StayNight)
class StayNightAdmin(ReadOnlyAdmin):
    """入住夜次: one guest, one bed, one night."""

    view_action = "stations.view_stay"
    list_display = ["date", "stay", "guest_name", "bed", "number", "cap"]
    list_filter = [
        ("date", admin.DateFieldListFilter),
        GenderFilter,
        "stay__purpose",
        SleptFilter,
        ServiceFilter,
        "bed__room__station",
    ]
    list_select_related = ["stay", "guest", "bed__room__station"]
    search_fields = ["stay__reference", "guest__full_name"]
    date_hierarchy = "date"
    fields = ["date", "stay", "guest_name", "bed", "number", "cap", "allowance_year", "policy"]
    readonly_fields = ["guest_name", "allowance_year"]

    @admin.display(description=_("入住青年"))
    def guest_name(self, night: StayNight) -> str:
        return night.guest.masked_name


@admin.register(RoomNight)
class RoomNightAdmin(ReadOnlyAdmin):
    """房间夜: which gender sleeps in a room on a night."""

    view_action = "stations.view_station"
    list_display = ["date", "room", "gender_word", "mode_word"]
    list_filter = ["room__station"]
    list_select_related = ["room__station"]
    search_fields = ["room__name", "room__station__name"]
    date_hierarchy = "date"
    fields = ["date", "room", "gender_word", "mode_word"]
    readonly_fields = ["gender_word", "mode_word"]

    @admin.display(description=_("性别"), ordering="gender")
    def gender_word(self, night: RoomNight) -> Any:
        return Person.Gender(night.gender).label

    @admin.display(description=_("房间类型"), ordering="gender_mode")
    def mode_word(self, night: RoomNight) -> Any:
        return Room.GenderMode(night.gender_mode).label


@admin.register(StayTransition)
class StayTransitionAdmin(TransitionWords, ReadOnlyAdmin):
    """入住单流转: who moved a stay, when, and why."""

    view_action = "stations.view_stay"
    list_display = ["at", "stay", "from_word", "to_word", "actor_name", "reason_word", "note"]
    fields = ["at", "stay", "from_word", "to_word", "actor_name", "reason_word", "note"]
    readonly_fields = ["from_word", "to_word", "actor_name", "reason_word"]
    list_filter = ["to_state"]
    list_select_related = ["stay", "actor__person"]
    search_fields = ["stay__reference"]
    date_hierarchy = "at"


@admin.register(BedMove)
class BedMoveAdmin(BedMoveWords, ReadOnlyAdmin):
    """调整床位: who moved a guest from which bed to which, and why."""

    view_action = "stations.view_stay"
    list_display = ["at", "stay", "beds", "from_on", "reason", "note", "mover"]
    list_filter = ["reason", "stay__station"]
    list_select_related = ["stay", "from_bed__room", "to_bed__room", "actor__person"]
    search_fields = ["stay__reference"]
    date_hierarchy = "at"
    fields = ["at", "stay", "beds", "from_on", "reason", "note", "mover"]
    readonly_fields = ["beds", "mover"]
