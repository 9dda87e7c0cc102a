"""Lists: which look-ups a page answers, which choices its filters offer, how it turns its pages."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.filters import EmptyFieldListFilter, RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.utils import get_fields_from_path
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db import models
from django.http import HttpRequest

from .rights import managed


class ManagedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row offers only rows that the user manages, of those that the field may hold."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        allowed = field.remote_field.model._default_manager.complex_filter(field.get_limit_choices_to())
        rows = managed(allowed, request)
        return [(row.pk, str(row)) for row in rows]


class ForgivingPaginator(Paginator):
    """The last page stands in for one that an action has just emptied."""

    def validate_number(self, number: Any) -> int:
        try:
            return super().validate_number(number)
        except PageNotAnInteger:
            return 1
        except EmptyPage:
            return self.num_pages if int(number) > 1 else 1


def scoped_filter(model: type[models.Model], entry: Any) -> Any:
    """A plain path to a related row gets the filter that keeps to the user's own rows."""
    if isinstance(entry, str) and get_fields_from_path(model, entry)[-1].is_relation:
        return (entry, ManagedRelatedFilter)
    return entry


def lookups_of(model: type[models.Model], entry: Any) -> set[str]:
    """The query parameters that one entry of ``list_filter`` reads."""
    if isinstance(entry, type) and issubclass(entry, SimpleListFilter):
        return {str(entry.parameter_name)}
    path = entry if isinstance(entry, str) else entry[0]
    if not isinstance(entry, str) and issubclass(entry[1], EmptyFieldListFilter):
        return {f"{path}__isempty"}
    field: Any = get_fields_from_path(model, path)[-1]
    if field.is_relation:
        return {f"{path}__{field.target_field.name}__exact", f"{path}__isnull"}
    if isinstance(field, models.DateField):
        return {f"{path}__gte", f"{path}__lt", f"{path}__isnull"}
    return {f"{path}__exact", f"{path}__isnull"}
