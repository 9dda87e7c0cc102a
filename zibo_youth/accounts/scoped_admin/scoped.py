"""One admin page of the house: whose rows, which look-ups, and every write through a service."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, FieldError
from django.db import DataError, models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from zibo_youth.accounts.services import records
from zibo_youth.core.errors import DomainError

from .exporting import ExportActions
from .filters import ForgivingPaginator, lookups_of, scoped_filter
from .inlines import ScopedInline


class ScopedAdmin(ExportActions, admin.ModelAdmin):
    """
    管理页 (admin page): staff meet only their own rows, and nothing is written but by a service.

    ``lookups``: query parameters a link elsewhere may use beside those of the
    filters. ``refusals``: constraint → refusal, for what only PostgreSQL can tell.
    """

    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = ForgivingPaginator
    lookups: ClassVar[tuple[str, ...]] = ()
    refusals: ClassVar[dict[str, DomainError]] = {}

    # --- which rows -----------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """A row of somebody else does not exist: 404, word for word like a row that never was."""
        row = (
            super().get_object(request, object_id, from_field) if self.has_view_permission(request) else None
        )
        if row is None:
            raise Http404
        return row

    # --- what a list answers ----------------------------------------------------

    def get_list_filter(self, request: HttpRequest) -> Any:
        return [scoped_filter(self.model, entry) for entry in super().get_list_filter(request)]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """
        Declared look-ups only.

        Django answers ``?any_field__startswith=``, which reads out hidden
        columns letter by letter (reference/security.md M15, R20).
        """
        return lookup in self.declared_lookups()

    def declared_lookups(self) -> set[str]:
        """Every query parameter that this list reads."""
        declared = set(self.lookups)
        for entry in self.list_filter:
            declared |= lookups_of(self.model, entry)
        if self.date_hierarchy:
            declared |= {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")}
        return declared

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """A parameter that makes no sense is the asker's mistake: 400, never 500."""
        try:
            return super().get_changelist_instance(request)
        except (IncorrectLookupParameters, FieldError, ValueError, OverflowError, DataError) as senseless:
            raise BadRequest(str(senseless)) from senseless

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "\x00" in search_term:
            raise BadRequest
        return super().get_search_results(request, queryset, search_term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """An address fills in no form: a crafted link must not choose what is saved."""
        return {}

    # --- writes -----------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What a service refuses is told on the page; the transaction is already undone."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            return self._refused(request, refusal)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except DomainError as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: DomainError) -> HttpResponse:
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        records.save_record(
            actor=request.user, record=obj, action=self.action_name("change"), refusals=self.refusals
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        records.delete_record(actor=request.user, record=obj, action=self.action_name("change"))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> NoReturn:
        """The list deletes nothing: a row goes one at a time, after its own question."""
        raise Http404

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Inline rows take the same way as rows with a page of their own."""
        action = formset.change_action
        saved = formset.save(commit=False)
        for row in formset.deleted_objects:
            records.delete_record(actor=request.user, record=row, action=action)
        for row in saved:
            records.save_record(actor=request.user, record=row, action=action, refusals=self.refusals)

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """An inline without rights of its own would be a hole in the fence."""
        instances = super().get_inline_instances(request, obj)
        return [inline for inline in instances if isinstance(inline, ScopedInline)]


class ReadOnlyAdmin(ScopedAdmin):
    """Rows that the portal itself writes: staff read them."""

    addable = False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
