"""结对和走访: read here by their codes; every step is taken by the services of the desk."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import (
    ChildAnswer,
    ChildVisit,
    ChildVisitTransition,
    CounsellingNote,
    Counsellor,
    Escalation,
    Pairing,
    PairingPause,
    PairingTransition,
    PairMember,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, name_without_link

from .children import Sealed

name_without_link(Pairing)


class OfPairings:
    """Read by whoever sees the pairing."""

    view_action = "hope_rooms.view_pairing"


@admin.register(Pairing)
class PairingAdmin(OfPairings, ReadOnlyAdmin):
    """结对."""

    list_display = ["child", "post", "state", "state_since", "started_on", "every_days"]
    list_filter = ["state", "child__reporting_org"]
    list_select_related = ["child", "post"]
    search_fields = ["child__code"]
    date_hierarchy = "state_since"


@admin.register(PairMember)
class PairMemberAdmin(OfPairings, ReadOnlyAdmin):
    """结对志愿者: by their numbers."""

    list_display = ["pairing", "volunteer", "seat", "joined_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["pairing__child", "volunteer__person"]
    search_fields = ["pairing__child__code", "volunteer__volunteer_no"]
    date_hierarchy = "joined_at"


@admin.register(PairingPause)
class PairingPauseAdmin(OfPairings, ReadOnlyAdmin):
    """结对暂停."""

    list_display = ["pairing", "until_on", "asked_by", "agreed_by", "from_on", "ended_on"]
    list_filter = [("ended_on", admin.EmptyFieldListFilter)]
    list_select_related = ["pairing__child", "asked_by__person", "agreed_by__person"]
    search_fields = ["pairing__child__code"]
    date_hierarchy = "asked_at"


@admin.register(PairingTransition)
class PairingTransitionAdmin(OfPairings, ReadOnlyAdmin):
    """结对流转."""

    list_display = ["pairing", "from_state", "to_state", "actor", "note", "at"]
    list_filter = ["to_state"]
    list_select_related = ["pairing__child", "actor__person"]
    search_fields = ["pairing__child__code"]
    date_hierarchy = "at"


@admin.register(Escalation)
class EscalationAdmin(OfPairings, ReadOnlyAdmin):
    """走访催办."""

    list_display = ["pairing", "level", "step", "due_on", "receiver", "is_late", "at", "acknowledged_at"]
    list_filter = ["level", "receiver", "is_late"]
    list_select_related = ["pairing__child"]
    search_fields = ["pairing__child__code"]
    date_hierarchy = "at"


@admin.register(ChildVisit)
class ChildVisitAdmin(OfPairings, ReadOnlyAdmin):
    """走访: what it was like is sealed."""

    list_display = ["pairing", "kind", "starts_at", "state", "is_at_home", "red_at", "counted_on"]
    list_filter = ["state", "kind", "is_at_home", ("red_at", admin.EmptyFieldListFilter)]
    list_select_related = ["pairing__child"]
    search_fields = ["pairing__child__code"]
    date_hierarchy = "starts_at"
    exclude = ["report_sealed"]


@admin.register(ChildVisitTransition)
class ChildVisitTransitionAdmin(OfPairings, ReadOnlyAdmin):
    """走访流转."""

    list_display = ["visit", "from_state", "to_state", "actor", "note", "at"]
    list_filter = ["to_state"]
    list_select_related = ["visit__pairing__child", "actor__person"]
    search_fields = ["visit__pairing__child__code"]
    date_hierarchy = "at"


@admin.register(Counsellor)
class CounsellorAdmin(ReadOnlyAdmin):
    """心理疏导人员: named and ended on the page of the case."""

    view_action = "hope_rooms.view_counsellor"
    list_display = ["child", "volunteer", "qualification", "named_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["child", "volunteer__person", "named_by__person"]
    search_fields = ["child__code", "volunteer__volunteer_no"]
    date_hierarchy = "named_at"


@admin.register(CounsellingNote)
class CounsellingNoteAdmin(Sealed):
    """心理疏导记录: opened by `services.counselling.notes` alone."""

    fields = ["child", "visit", "written_at"]


@admin.register(ChildAnswer)
class ChildAnswerAdmin(ReadOnlyAdmin):
    """孩子的回答: by the visit; hidden from its pair, whatever office they hold."""

    list_display = ["visit", "face", "answered_at", "looked_at"]
    list_filter = ["face", ("looked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["visit__pairing__child", "looked_by__person"]
    search_fields = ["visit__pairing__child__code"]
    date_hierarchy = "answered_at"
