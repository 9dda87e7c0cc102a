"""Filters that give the rows behind an operating figure: each by the adjective that counted it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.figures import AGES
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import now, today


class GenderFilter(SimpleListFilter):
    """性别 of the guest, as the night itself keeps it."""

    title = _("性别")
    parameter_name = "gender"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(gender.value), gender.label) for gender in (Person.Gender.MALE, Person.Gender.FEMALE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(gender=int(self.value() or "")) if self.value() else queryset


class SleptFilter(SimpleListFilter):
    """实住: nights of guests who have come."""

    title = pgettext_lazy("夜次", "实住")
    parameter_name = "slept"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("已办理入住"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = queryset.slept(today()) if self.value() == "yes" else queryset
        return rows


class ServiceFilter(SimpleListFilter):
    """停用: nights in beds that are offered no more; their guests wait to be moved."""

    title = pgettext_lazy("夜次", "停用")
    parameter_name = "service"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("out", _("床位当晚停用"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        rows: QuerySet[Any] = queryset.out_of_service() if self.value() == "out" else queryset
        return rows


class OfferedOnFilter(SimpleListFilter):
    """可供: beds that a guest could be given on a night; any day may be asked for in the address."""

    title = pgettext_lazy("床位", "可供")
    parameter_name = "offered_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        tonight = today().isoformat()
        asked = request.GET.get(self.parameter_name) or tonight
        others = [] if asked == tonight else [(asked, asked)]
        return [(tonight, _("今晚")), *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        asked = self.value()
        rows: QuerySet[Any] = queryset.offered_on(date.fromisoformat(asked)) if asked else queryset
        return rows


class AgeFilter(SimpleListFilter):
    """候审时长: requests that wait, by full working days."""

    title = _("候审时长")
    parameter_name = "waited"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(key, age.label) for key, age in AGES.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        age = AGES.get(self.value() or "")
        rows: QuerySet[Any] = age.of(queryset, now()) if age else queryset
        return rows
