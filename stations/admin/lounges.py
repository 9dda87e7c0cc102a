"""青年会客厅, 功能区, 开放时间, 停用: the places, kept by the district that reports them; visits are read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from stations import services
from stations.models import (
    Lounge,
    LoungeClosure,
    LoungeCoupon,
    LoungeHours,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
    LoungeZone,
)
from stations.models.lounge import VisitPurpose
from zibo_youth.accounts.scoped_admin import (
    ReadOnlyAdmin,
    ReadOnlyInline,
    ScopedAdmin,
    ScopedInline,
    signed_in,
)

from .places import PhotoForm
from .strikes import DecisionReason


class OfLounge:
    """Parts of a lounge are edited by whoever manages lounges."""

    view_action = "stations.view_lounge"
    change_action = "stations.manage_lounge"


class OfVisit:
    """What a visit has written is read by whoever may read the visit."""

    view_action = "stations.view_loungevisit"


class HoursOfLounge(OfLounge, ScopedInline):
    model = LoungeHours
    fields = ["day", "opens", "closes"]
    deletable = True
    show_change_link = False


class ZonesOfLounge(OfLounge, ReadOnlyInline):
    """功能区 of one lounge: each is edited on its own page, under the lounge's lock."""

    model = LoungeZone
    fields = ["name", "kind", "mode", "hall", "seats", "is_active"]


@admin.register(Lounge)
class LoungeAdmin(OfLounge, ScopedAdmin):
    """青年会客厅: whoever reports it edits it; its operator reads."""

    form = PhotoForm
    list_display = ["name", "area", "reporting_org", "operator", "zones_count", "is_active"]
    list_filter = ["reporting_org", "operator", "is_active"]
    list_select_related = ["area", "reporting_org", "operator"]
    search_fields = ["name", "name_en", "code", "address"]
    export_fields = ("code", "name_en", "address", "phone")
    ordering = ["area__position", "code"]
    autocomplete_fields = ["area", "operator"]
    inlines = [HoursOfLounge, ZonesOfLounge]
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", "opened_on", "closed_on", "is_active"]}),
        (_("归属"), {"fields": ["area", "reporting_org", "operator"]}),
        (_("位置与联系"), {"fields": ["address", "phone"]}),
        (_("介绍"), {"fields": ["summary", "image", "image_text"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lounge]:
        return super().get_queryset(request).annotate(zone_count=Count("zones"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []

    @admin.display(description=_("功能区"), ordering="zone_count")
    def zones_count(self, lounge: Any) -> int:
        return int(lounge.zone_count)


@admin.register(LoungeZone)
class LoungeZoneAdmin(OfLounge, ScopedAdmin):
    """功能区: what a booking takes changes only while nothing is booked."""

    list_display = ["lounge", "name", "kind", "mode", "hall", "seats", "is_active"]
    list_display_links = ["name"]
    list_filter = ["kind", "mode", "lounge"]
    list_select_related = ["lounge", "hall"]
    search_fields = ["name", "name_en", "lounge__name"]
    autocomplete_fields = ["lounge", "hall"]
    fields = [
        *("lounge", "name", "name_en", "kind", "mode", "hall", "seats", "group_most"),
        *("shortest", "longest", "buffer", "horizon_days", "answer_hours", "asks_about", "kept_days"),
        "is_active",
        "position",
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["lounge"] if obj else []

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """哪些用途需审核 is a list of choices: boxes to tick, not words to type."""
        if db_field.name == "asks_about":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=VisitPurpose.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: LoungeZone, form: Any, change: bool) -> None:
        services.save_zone(actor=signed_in(request), zone=obj)


@admin.register(LoungeHours)
class LoungeHoursAdmin(OfLounge, ScopedAdmin):
    """开放时间."""

    deletable = True
    list_display = ["lounge", "day", "opens", "closes"]
    list_display_links = ["day"]
    list_filter = ["day", "lounge"]
    list_select_related = ["lounge"]
    search_fields = ["lounge__name"]
    autocomplete_fields = ["lounge"]


@admin.register(LoungeClosure)
class LoungeClosureAdmin(ReadOnlyAdmin):
    """停用时段: closed and opened again at the desk, where the visits that it hits are shown first."""

    view_action = "stations.view_lounge"
    list_display = ["lounge", "zone", "from_at", "until_at", "reason"]
    list_filter = ["lounge"]
    list_select_related = ["lounge", "zone"]
    search_fields = ["reason", "lounge__name"]
    date_hierarchy = "from_at"


class TransitionsOfVisit(OfVisit, ReadOnlyInline):
    """流转 of one visit."""

    model = LoungeVisitTransition
    fields = ["at", "from_state", "to_state", "note", "mover"]
    readonly_fields = ["at", "mover"]
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[LoungeVisitTransition]:
        rows: QuerySet[LoungeVisitTransition] = super().get_queryset(request).select_related("actor__person")
        return rows

    @admin.display(description=_("经办人"))
    def mover(self, move: LoungeVisitTransition) -> str:
        return move.actor.display_name if move.actor else ""


class PersonOf:
    """The person by masked name, without a link that a reader may not follow."""

    @admin.display(description=_("预约人"), ordering="person__full_name")
    def person_name(self, row: Any) -> str:
        return str(row.person.masked_name)


@admin.register(LoungeVisit)
class LoungeVisitAdmin(PersonOf, OfVisit, ReadOnlyAdmin):
    """会客厅预约: moved at the desk; requests are answered here too."""

    row_name = "visit"
    actions = ["confirm_visit", "refuse_visit"]
    action_needs = dict.fromkeys(["confirm_visit", "refuse_visit"], "stations.answer_visit")

    view_on_site = False  # the visit's page is its person's own

    list_display = [
        "reference",
        "person_name",
        "lounge",
        "zone",
        "date",
        "start",
        "end",
        "group_size",
        "state",
    ]
    list_filter = ["state", "zone__kind", "lounge"]
    list_select_related = ["person", "lounge", "zone"]
    search_fields = ["reference", "person__full_name"]
    date_hierarchy = "date"
    fields = [
        *(
            "reference",
            "person_name",
            "lounge",
            "zone",
            "series",
            "date",
            "start",
            "end",
            "group_size",
            "state",
        ),
        *("answer_by", "kept_until", "proposed_zone", "booked_at", "checked_in_at", "ended_at"),
    ]
    readonly_fields = ["person_name"]
    inlines = [TransitionsOfVisit]

    @admin.action(description=_("通过所选预约申请"))
    def confirm_visit(self, request: HttpRequest, visits: QuerySet[LoungeVisit]) -> None:
        self.apply(request, visits, services.confirm_visit)

    @admin.action(description=_("不予通过所选预约申请（填写理由）"))
    def refuse_visit(self, request: HttpRequest, visits: QuerySet[LoungeVisit]) -> HttpResponse | None:
        return self.ask(
            request,
            visits,
            services.refuse_visit,
            action="refuse_visit",
            form_class=DecisionReason,
            question=_("不予通过这些预约申请？"),
        )


@admin.register(LoungeSeries)
class LoungeSeriesAdmin(PersonOf, OfVisit, ReadOnlyAdmin):
    """系列预约."""

    view_on_site = False  # the page is its person's own

    list_display = ["person_name", "zone", "first_on", "weeks", "created_at"]
    list_select_related = ["person", "zone"]
    search_fields = ["person__full_name"]
    date_hierarchy = "first_on"
    fields = [
        *("person_name", "zone", "first_on", "weeks", "created_at"),
        *("kept_through", "answer_by", "released_at"),
    ]
    readonly_fields = ["person_name"]


@admin.register(LoungeVisitTransition)
class LoungeVisitTransitionAdmin(OfVisit, ReadOnlyAdmin):
    """会客厅预约流转."""

    list_display = ["visit", "at", "from_state", "to_state", "note"]
    list_display_links = ["at"]
    list_filter = ["to_state"]
    list_select_related = ["visit"]
    search_fields = ["visit__reference"]
    date_hierarchy = "at"
    fields = ["visit", "at", "from_state", "to_state", "note"]


@admin.register(LoungeSlot)
class LoungeSlotAdmin(OfVisit, ReadOnlyAdmin):
    """时段占用."""

    list_display = ["date", "slot", "zone", "seat", "visit"]
    list_display_links = ["slot"]
    list_filter = ["zone__lounge"]
    list_select_related = ["zone", "visit"]
    search_fields = ["visit__reference"]
    date_hierarchy = "date"


@admin.register(LoungeCoupon)
class LoungeCouponAdmin(PersonOf, OfVisit, ReadOnlyAdmin):
    """周时长券."""

    list_display = ["date", "slot", "person_name", "number", "cap", "group_number", "visit"]
    list_display_links = ["slot"]
    list_select_related = ["person", "visit"]
    search_fields = ["visit__reference"]
    date_hierarchy = "date"
    fields = [
        *("date", "slot", "person_name", "number", "cap", "group_size", "group_number", "group_cap"),
        *("by_calendar_week", "policy", "visit"),
    ]
    readonly_fields = ["person_name"]
