"""小屋建设: read here by the code; every step is taken on the board."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import (
    Acceptance,
    AirTest,
    Approval,
    BillLine,
    Build,
    BuildLog,
    BuildPause,
    Defect,
    Recheck,
    RoomHand,
    RoomNudge,
    SampleBatch,
    SampleRoom,
    Survey,
    SurveyVisit,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

from .children import OfCases


class OfRooms(OfCases, ReadOnlyAdmin):
    """Read by whoever sees the case, found by its code."""

    list_select_related = ["room__child"]
    search_fields = ["room__child__code"]


@admin.register(RoomHand)
class RoomHandAdmin(OfRooms):
    """小屋经手人: who acts on a room at which level."""

    list_display = ["room", "person", "level", "at"]
    list_filter = ["level"]
    list_select_related = ["room__child", "person"]
    date_hierarchy = "at"


@admin.register(Survey)
class SurveyAdmin(OfRooms):
    """实地勘察."""

    list_display = ["room", "named_at", "submitted_at", "need_score", "tenure", "structure"]
    list_filter = ["structure", "tenure", ("submitted_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "named_at"


@admin.register(SurveyVisit)
class SurveyVisitAdmin(OfRooms):
    """勘察人."""

    view_action = "hope_rooms.view_surveyvisit"
    list_display = ["survey", "hand", "place", "checked_in_at", "tried_alone_at"]
    list_filter = [("tried_alone_at", admin.EmptyFieldListFilter)]
    list_select_related = ["survey__room__child", "hand__room__child"]
    search_fields = ["survey__room__child__code"]


@admin.register(Approval)
class ApprovalAdmin(OfRooms):
    """小屋审批."""

    list_display = ["room", "level", "answer", "reason", "at"]
    list_filter = ["level"]
    date_hierarchy = "at"


@admin.register(Build)
class BuildAdmin(OfRooms):
    """小屋建设."""

    list_display = ["room", "contractor", "budget_yuan", "starts_on", "due_on", "finished_on", "keys_on"]
    list_filter = ["presence"]
    date_hierarchy = "planned_at"


@admin.register(BillLine)
class BillLineAdmin(OfRooms):
    """料单."""

    list_display = ["room", "line", "item", "quantity", "unit", "price_yuan", "installed"]
    list_filter = ["line"]


@admin.register(BuildLog)
class BuildLogAdmin(OfRooms):
    """施工日志."""

    list_display = ["room", "on", "words", "written_by"]
    list_select_related = ["room__child", "written_by__person"]
    date_hierarchy = "on"


@admin.register(BuildPause)
class BuildPauseAdmin(OfRooms):
    """停工."""

    list_display = ["room", "reason", "resume_on", "asked_by", "agreed_by", "from_on", "ended_on"]
    list_filter = [("ended_on", admin.EmptyFieldListFilter)]
    list_select_related = ["room__child", "asked_by__person", "agreed_by__person"]
    date_hierarchy = "asked_at"


@admin.register(Acceptance)
class AcceptanceAdmin(OfRooms):
    """小屋验收."""

    list_display = ["room", "level", "passed", "at"]
    list_filter = ["level", "passed"]
    date_hierarchy = "at"


@admin.register(Defect)
class DefectAdmin(OfRooms):
    """小屋缺陷."""

    list_display = ["room", "found_in", "severity", "words", "owner", "due_on", "fixed_at", "cleared_at"]
    list_filter = ["severity", "owner", ("cleared_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "found_at"


@admin.register(AirTest)
class AirTestAdmin(OfRooms):
    """空气检测."""

    list_display = ["room", "lab", "report_no", "sampled_on", "formaldehyde", "benzene", "tvoc", "passed"]
    list_filter = ["passed"]
    date_hierarchy = "sampled_on"


@admin.register(Recheck)
class RecheckAdmin(OfRooms):
    """小屋复查."""

    list_display = ["room", "months", "on", "is_used", "is_whole", "note"]
    list_filter = ["months", "is_used", "is_whole"]
    date_hierarchy = "on"


@admin.register(RoomNudge)
class RoomNudgeAdmin(OfRooms):
    """小屋超期催办."""

    list_display = ["room", "kind", "state", "level", "opened_on", "due_on", "at"]
    list_filter = ["kind", "level"]
    date_hierarchy = "at"


@admin.register(SampleBatch)
class SampleBatchAdmin(ReadOnlyAdmin):
    """市级抽检批次: the seed is shown on its own page, with the draw."""

    view_action = "hope_rooms.view_samplebatch"
    list_display = ["reporting_org", "percent", "opened_at", "drawn_at", "failed_at"]
    list_filter = [("failed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["reporting_org"]
    search_fields = ["reporting_org__name"]
    date_hierarchy = "opened_at"
    exclude = ["seed"]


@admin.register(SampleRoom)
class SampleRoomAdmin(ReadOnlyAdmin):
    """抽检名单."""

    view_action = "hope_rooms.view_samplebatch"
    list_display = ["batch", "room", "number", "rank", "why"]
    list_filter = ["why"]
    list_select_related = ["batch__reporting_org", "room__child"]
    search_fields = ["room__child__code"]
