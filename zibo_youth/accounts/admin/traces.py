"""What the portal writes for itself: counts, keys, and every change that was kept."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pghistory import core as history

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import AuditEvent, Counter, ExportRecord, OneTimeKey, User
from zibo_youth.accounts.scoped_admin import ReadOnlyAdmin

LABELS = {
    "insert": pgettext_lazy("留痕", "新增"),
    "update": pgettext_lazy("留痕", "修改"),
    "delete": pgettext_lazy("留痕", "删除"),
}


NEVER_SHOWN = {"id_index", "id_sealed", "address_hash"}


@admin.register(Counter)
class CounterAdmin(ReadOnlyAdmin):
    """计数: limits at work."""

    view_action = "accounts.view_audit"
    list_display = ["key", "window", "count"]
    ordering = ["-window"]
    date_hierarchy = "window"


@admin.register(OneTimeKey)
class OneTimeKeyAdmin(ReadOnlyAdmin):
    """一次性提交键: that an intent was answered; the answer itself belongs to its owner."""

    view_action = "accounts.view_audit"
    list_display = ["key", "user", "created_at"]
    list_select_related = ["user__person"]
    fields = ["key", "user", "created_at"]
    ordering = ["-created_at"]
    date_hierarchy = "created_at"


@admin.register(ExportRecord)
class ExportRecordAdmin(ReadOnlyAdmin):
    """导出记录: which list left the portal, with whom, and what for. Nobody edits it."""

    list_display = ["at", "by", "table_name", "conditions", "format", "rows", "reason"]
    list_filter = ["format"]
    list_select_related = ["by__person"]
    search_fields = ["reason", "table", "by__person__full_name"]
    date_hierarchy = "at"
    fields = ["at", "by", "table_name", "conditions", "format", "rows", "reason"]
    readonly_fields = ["table_name"]

    @admin.display(description=pgettext_lazy("留痕", "数据表"), ordering="table")
    def table_name(self, record: ExportRecord) -> str:
        return str(apps.get_model(record.table)._meta.verbose_name_plural)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    """后台操作: what staff did in the admin."""

    view_action = "accounts.view_audit"
    list_display = ["action_time", "user", "content_type", "object_repr", "action_flag"]
    list_filter = ["action_flag"]
    list_select_related = ["user__person", "content_type"]
    search_fields = ["object_repr"]
    date_hierarchy = "action_time"


class TableFilter(SimpleListFilter):
    """数据表: one table's events are read without touching the others'."""

    title = pgettext_lazy("留痕", "数据表")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        events: list[Any] = history.event_models()
        tracked = {event.pgh_tracked_model for event in events}
        return sorted((model._meta.label_lower, str(model._meta.verbose_name)) for model in tracked)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = {label for label, _name in self.lookup_choices}
        if self.value() not in chosen:
            return queryset
        events: Any = queryset  # pghistory's own queryset
        return events.across(*history.event_models(tracks_model=apps.get_model(str(self.value()))))


class LabelFilter(SimpleListFilter):
    """动作: new, changed, deleted."""

    title = pgettext_lazy("留痕", "动作")
    parameter_name = "label"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


class AuditList(ChangeList):
    """Names the actors of a page in one query: an event keeps only the log-in's number."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        _name_actors(self.result_list)


def _name_actors(events: list[Any]) -> None:
    actors = User.objects.select_related("person").in_bulk({_actor_id(event) for event in events} - {None})
    for event in events:
        event.actor = actors.get(_actor_id(event))


def _actor_id(event: Any) -> int | None:
    actor = (event.pgh_context or {}).get("user")
    return int(actor) if actor else None


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """留痕: object, when, who, what changed; for administrators only, and append-only in PostgreSQL."""

    view_action = "accounts.view_audit"
    list_display = ["happened", "table_name", "object_number", "label", "who", "changed"]
    list_display_links = ["happened"]
    list_filter = [TableFilter, LabelFilter]
    list_select_related = False
    ordering = ["-pgh_created_at"]
    fields = [
        "happened",
        "table_name",
        "object_number",
        "label",
        "who",
        "address",
        "difference",
        "content",
    ]
    readonly_fields = [
        "happened",
        "object_number",
        "table_name",
        "label",
        "who",
        "address",
        "difference",
        "content",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All tables for the list, one table for one event: PostgreSQL reads no more than it shows."""
        if not policy.may(request.user, "accounts.view_audit"):
            return AuditEvent.no_objects.all()
        rows = AuditEvent.objects.order_by(*self.ordering)
        slug = (request.resolver_match.kwargs if request.resolver_match else {}).get("object_id")
        return rows.across(*_event_model(unquote(slug))) if slug else rows

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AuditList

    def read_beside(self, rows: list[Any]) -> None:
        _name_actors(rows)

    @admin.display(description=pgettext_lazy("留痕", "数据表"))
    def table_name(self, event: Any) -> str:
        return str(apps.get_model(event.pgh_obj_model)._meta.verbose_name)

    @admin.display(description=pgettext_lazy("留痕", "动作"))
    def label(self, event: Any) -> str:
        return str(LABELS.get(event.pgh_label, event.pgh_label))

    @admin.display(description=_("经办人"))
    def who(self, event: Any) -> str:
        if not _actor_id(event):
            return str(pgettext_lazy("经办人", "系统"))
        actor = getattr(event, "actor", None) or User.objects.filter(pk=_actor_id(event)).first()
        return str(actor or _actor_id(event))

    @admin.display(description=pgettext_lazy("网页", "地址"))
    def address(self, event: Any) -> str:
        return (event.pgh_context or {}).get("url") or ""

    @admin.display(description=pgettext_lazy("留痕", "时间"), ordering="pgh_created_at")
    def happened(self, event: Any) -> Any:
        return event.pgh_created_at

    @admin.display(description=pgettext_lazy("留痕", "编号"))
    def object_number(self, event: Any) -> str:
        return event.pgh_obj_id or ""

    @admin.display(description=_("变化"))
    def changed(self, event: Any) -> str:
        """Which columns, for the list; their values stand on the event's own page."""
        return "、".join(_shown(event.pgh_diff))

    @admin.display(description=_("变化"))
    def difference(self, event: Any) -> str:
        changes = _shown(event.pgh_diff)
        return "；".join(f"{field}: {old} → {new}" for field, (old, new) in changes.items())

    @admin.display(description=pgettext_lazy("留痕", "内容"))
    def content(self, event: Any) -> str:
        return format_html("<pre>{}</pre>", json.dumps(_shown(event.pgh_data), ensure_ascii=False, indent=1))


def _shown(values: dict[str, Any] | None) -> dict[str, Any]:
    """Columns without the blind index: equal digests would tell who is who."""
    return {name: value for name, value in (values or {}).items() if name not in NEVER_SHOWN}


def _event_model(slug: str) -> list[Any]:
    """The event table that a slug ``app.model:id`` names; none for anything else."""
    known = {event._meta.label_lower: event for event in history.event_models()}
    named = known.get(slug.partition(":")[0].lower())
    return [named] if named else []
