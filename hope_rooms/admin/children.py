"""儿童档案: codes, facts and consents are read here; a child's record is never listed."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from hope_rooms.models import (
    CareConsent,
    CareNotice,
    Child,
    ChildErasure,
    ChildFile,
    ChildHold,
    ChildRecord,
    ChildView,
    EligibilityFact,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, name_without_link

# Read by fewer offices than the rows that point at them.
name_without_link(Child)


class OfCases:
    """Read by whoever sees the case."""

    view_action = "hope_rooms.view_child"


@admin.register(Child)
class ChildAdmin(OfCases, ReadOnlyAdmin):
    """儿童档案: the code, and who looks after it."""

    list_display = ["code", "reporting_org", "town", "registered_at"]
    list_filter = ["reporting_org"]
    list_select_related = ["reporting_org", "town"]
    search_fields = ["code"]
    date_hierarchy = "registered_at"
    exclude = ["public_id", "needs_woman", "card_index"]


class Sealed(ReadOnlyAdmin):
    """Nobody's list: the page is closed to every office (`hope_rooms.view_sealed`)."""

    view_action = "hope_rooms.view_sealed"


@admin.register(ChildRecord)
class ChildRecordAdmin(Sealed):
    """儿童信息: opened by `services.guard` alone."""

    fields = ["child", "part", "data_class", "written_at"]


@admin.register(ChildFile)
class ChildFileAdmin(Sealed):
    """儿童材料: opened by `services.files` alone."""

    fields = ["child", "kind", "data_class", "added_at", "added_by"]


@admin.register(EligibilityFact)
class EligibilityFactAdmin(OfCases, ReadOnlyAdmin):
    """资格事实: checked on the page of the case."""

    list_display = ["child", "kind", "is_met", "evidence", "checked_on", "checked_by"]
    list_filter = ["kind", "is_met"]
    list_select_related = ["child", "checked_by__person"]
    search_fields = ["child__code"]
    date_hierarchy = "checked_on"


@admin.register(CareConsent)
class CareConsentAdmin(OfCases, ReadOnlyAdmin):
    """监护人同意: to what, in which words, when; the guardian's name is sealed."""

    list_display = ["child", "purpose", "answer", "notice", "given_on", "withdrawn_at"]
    list_filter = ["purpose", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["child", "notice"]
    search_fields = ["child__code"]
    date_hierarchy = "given_on"
    fields = [
        *("child", "purpose", "notice", "text_digest", "answer", "channel", "given_on"),
        *("recorded_by", "recorded_at", "withdrawn_at", "withdrawn_by"),
    ]


@admin.register(ChildView)
class ChildViewAdmin(OfCases, ReadOnlyAdmin):
    """孩子的意愿: recorded on the page of the case."""

    list_display = ["child", "purpose", "answer", "manner", "asked_on"]
    list_filter = ["purpose"]
    list_select_related = ["child"]
    search_fields = ["child__code"]
    date_hierarchy = "asked_on"


@admin.register(CareNotice)
class CareNoticeAdmin(ScopedAdmin):
    """儿童信息告知书: once a guardian has answered to a version, its words stay."""

    list_display = ["purpose", "version", "title", "effective_from"]
    list_filter = ["purpose"]
    search_fields = ["title", "title_en"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        is_used = isinstance(obj, CareNotice) and obj.consents.exists()
        return super().has_change_permission(request, obj) and not is_used


@admin.register(ChildHold)
class ChildHoldAdmin(ReadOnlyAdmin):
    """儿童信息保留: placed and lifted on the page of the case."""

    list_display = ["child", "reason", "placed_at", "placed_by", "lifted_at"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["child", "placed_by__person", "lifted_by__person"]
    search_fields = ["child__code"]
    date_hierarchy = "placed_at"


@admin.register(ChildErasure)
class ChildErasureAdmin(ReadOnlyAdmin):
    """儿童信息清除台账: codes and times; it only grows."""

    list_display = ["erased_at", "child", "extent", "cause"]
    list_filter = ["extent", "cause"]
    list_select_related = ["child"]
    search_fields = ["child__code"]
    date_hierarchy = "erased_at"
