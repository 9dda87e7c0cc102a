"""单位, 任职, 区域: the tree that decides who works for whom."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts import services
from zibo_youth.accounts.errors import RecordRefused
from zibo_youth.accounts.models import Area, Membership, Organisation
from zibo_youth.accounts.scoped_admin import ReadOnlyInline, ScopedAdmin


class MembershipsOfOrganisation(ReadOnlyInline):
    model = Membership
    fields = ["person", "role", "from_on", "until_on"]


class SubUnits(ReadOnlyInline):
    """下级单位: one step down the tree."""

    model = Organisation
    fk_name = "parent"
    verbose_name_plural = pgettext_lazy("复数", "下级单位")
    fields = ["short_name", "kind", "phone"]


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """单位: shown with its place in the tree."""

    list_display = ["tree_name", "kind", "area", "reporting_org", "is_reporting", "phone"]
    list_display_links = ["tree_name"]
    list_filter = ["kind", "is_reporting"]
    list_select_related = ["parent__parent", "area", "reporting_org"]
    search_fields = ["name", "short_name", "code", "uscc"]
    export_fields = ("code", "short_name", "uscc", "address")
    autocomplete_fields = ["parent", "area"]
    inlines = [SubUnits, MembershipsOfOrganisation]

    @admin.display(description=pgettext_lazy("单位", "全称"), ordering="name")
    def tree_name(self, unit: Organisation) -> SafeString:
        above = [unit.parent.parent, unit.parent] if unit.parent else []
        path = [str(step) for step in above if step] + [unit.name]
        return format_html("{}", " / ".join(path))


@admin.register(Membership)
class MembershipAdmin(ScopedAdmin):
    """任职: an office ends by its last day; the row stays, because signatures rest on it."""

    list_display = ["person", "organisation", "role", "from_on", "until_on"]
    list_filter = ["role", "organisation"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__full_name", "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["person", "organisation"]
    date_hierarchy = "from_on"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["person", "organisation", "role"] if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new office opens the staff door too, so it goes through the service that does both."""
        if change:
            super().save_model(request, obj, form, change)
            return
        user = obj.person.users.first()
        if user is None:
            raise RecordRefused(reason=_("此人还没有登录账号"))
        held = services.appoint(
            actor=request.user, user=user, organisation=obj.organisation, role=obj.role, from_on=obj.from_on
        )
        obj.pk = held.pk


@admin.register(Area)
class AreaAdmin(ScopedAdmin):
    """区域: official codes are given, not made, so a code is not edited."""

    list_display = ["name", "code", "kind", "code_scheme", "parent", "valid_from", "valid_to"]
    list_filter = ["kind", "code_scheme"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code", "code_scheme"] if obj else []

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A name tells little without what it lies in, so places come in the city's own order."""
        rows, duplicates = super().get_search_results(request, queryset, search_term)
        return rows.order_by("position", "code"), duplicates
