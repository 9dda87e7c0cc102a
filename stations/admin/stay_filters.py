"""Filters of the list of stays that no single column gives."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.models import Area
from zibo_youth.core.calendar import now, today


class AreaFilter(SimpleListFilter):
    """区域: the eight districts and counties, and the three zones by who reports."""

    title = _("区域")
    parameter_name = "area"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Area.objects.districts_and_zones().values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.value():
            return queryset
        stations: Any = queryset.model._meta.get_field("station").related_model
        return queryset.filter(station__in=stations.objects.in_area(self.value()))


class WorkFilter(SimpleListFilter):
    """待办: the queues of the dashboard, each the same rows as its number there."""

    title = _("待办")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("waiting", _("待审核")),
            ("mine", _("由我经办")),
            ("pool", _("无人经办")),
            ("second", _("待复核")),
            ("overdue", _("审核超时")),
            ("arriving", _("今日入住")),
            ("departing", _("今日离店")),
            ("in_house", pgettext_lazy("待办", "在住")),
            ("without_card", _("凭其他证明入住")),
            ("card_due", _("证件待补验")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return rows_of_work(queryset, self.value() or "", request.user.pk)


def rows_of_work(stays: Any, work: str, user_id: int | None = None) -> QuerySet[Any]:
    """The stays of one queue; an unknown word means all."""
    queues = {
        "waiting": stays.waiting,
        "mine": lambda: stays.reviewed_by("mine", user_id),
        "pool": lambda: stays.reviewed_by("pool", user_id),
        "second": stays.second,
        "overdue": lambda: stays.overdue(now()),
        "arriving": lambda: stays.arriving_on(today()),
        "departing": lambda: stays.departing_on(today()),
        "in_house": stays.in_house,
        "without_card": stays.without_card,
        "card_due": stays.card_due,
    }
    rows: QuerySet[Any] = queues[work]() if work in queues else stays
    return rows
