"""告知同意书 and what people answered to it."""

from __future__ import annotations

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.models import ConsentRecord, ConsentText
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin


@admin.register(ConsentText)
class ConsentTextAdmin(ScopedAdmin):
    """告知同意书: once somebody agreed to a version its words stay; new words are a new version."""

    list_display = ["scope", "version", "title", "effective_from"]
    list_filter = ["scope"]
    search_fields = ["title", "title_en"]

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        is_used = isinstance(obj, ConsentText) and obj.records.exists()
        return super().has_change_permission(request, obj) and not is_used


@admin.register(ConsentRecord)
class ConsentRecordAdmin(ReadOnlyAdmin):
    """同意记录: given and withdrawn by the person; what a desk wrote down names who did."""

    list_display = ["whose", "scope", "text", "given_at", "withdrawn_at", "channel"]
    list_filter = ["scope", "channel", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user__person", "person", "text"]
    search_fields = ["user__person__full_name", "user__mobile__endswith", "person__full_name"]
    search_help_text = _("姓名或手机尾号")
    date_hierarchy = "given_at"
    fields = [
        *("user", "person", "recorded_by", "scope", "text", "given_at", "channel"),
        *("withdrawn_at", "withdrawn_by", "withdrawal_reason"),
    ]

    @admin.display(description=_("同意人"))
    def whose(self, record: ConsentRecord) -> str:
        return str(record.user or record.person)
