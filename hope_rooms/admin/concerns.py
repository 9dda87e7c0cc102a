"""关切: read by the three offices that look after them, never by whom one is about; the words are no page."""

from __future__ import annotations

from django.contrib import admin

from hope_rooms.models import (
    ChildrenHold,
    Concern,
    ConcernAccess,
    ConcernAlert,
    ConcernCall,
    ConcernTransition,
    ConcernWords,
)
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

from .children import Sealed


class OfConcerns(ReadOnlyAdmin):
    """What hangs on a concern."""

    view_action = "hope_rooms.view_concern"
    list_select_related = ["concern"]
    search_fields = ["concern__number"]


@admin.register(Concern)
class ConcernAdmin(OfConcerns):
    """关切: every step is taken on its own page."""

    list_display = ["number", "state", "child", "reported_at", "acknowledged_at", "account_at"]
    list_filter = ["state"]
    list_select_related = ["child"]
    search_fields = ["number", "child__code"]
    date_hierarchy = "reported_at"
    exclude = ["public_id", "keep_until", "words_gone_at"]


@admin.register(ConcernTransition)
class ConcernTransitionAdmin(OfConcerns):
    """关切流转."""

    list_display = ["concern", "from_state", "to_state", "actor", "at"]
    list_filter = ["to_state"]
    list_select_related = ["concern", "actor__person"]
    date_hierarchy = "at"


@admin.register(ConcernWords)
class ConcernWordsAdmin(Sealed):
    """关切文字: opened by `services.concerns.reading` alone."""

    fields = ["concern", "kind", "written_at"]


@admin.register(ConcernCall)
class ConcernCallAdmin(OfConcerns):
    """通话记录."""

    list_display = ["concern", "called", "called_at", "reference"]
    date_hierarchy = "called_at"


@admin.register(ConcernAlert)
class ConcernAlertAdmin(OfConcerns):
    """关切提醒."""

    list_display = ["concern", "level", "receiver", "at"]
    list_filter = ["level", "receiver"]
    date_hierarchy = "at"


@admin.register(ConcernAccess)
class ConcernAccessAdmin(OfConcerns):
    """关切查阅记录: written by the database."""

    list_display = ["concern", "user", "at"]
    list_select_related = ["concern", "user__person"]
    date_hierarchy = "at"
    exclude = ["transaction_no"]


@admin.register(ChildrenHold)
class ChildrenHoldAdmin(OfConcerns):
    """暂缓安排."""

    list_display = ["concern", "from_at", "lifted_at"]
    list_filter = [("lifted_at", admin.EmptyFieldListFilter)]
    date_hierarchy = "from_at"
