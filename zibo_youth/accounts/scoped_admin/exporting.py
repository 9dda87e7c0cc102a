"""Export of a list: the rows that its reader manages, in the list's own columns, for a written reason."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any, ClassVar, cast

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.forms.reasons import ExportForm
from zibo_youth.accounts.services import record_export
from zibo_youth.core.errors import shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.scope import Scope

from .batch import BatchActions
from .rights import signed_in

ACTIONS = {"export_xlsx": ("xlsx", _("导出 XLSX")), "export_csv": ("csv", _("导出 CSV"))}
# Numbers of documents stay in the house, masked ones too, whatever a list shows.
NEVER = frozenset(
    {"id_number", "id_sealed", "id_index", "id_last4", "masked_id", "shown_id", "guest_document"}
)
# Parameters of a list that tell nothing about its rows, and the words of a search, which may name somebody.
NO_CONDITION = frozenset({"q", "o", "p", "all", "e", "_changelist_filters"})
ROWS_AT_ONCE = 2000


class ExportActions(BatchActions):
    """
    导出 (export) of whatever a list shows.

    ``export_fields``: further columns, after those of the list. They are fields of
    the model or columns of the page; a column that the list masks stays masked.
    """

    export_fields: ClassVar[tuple[str, ...]] = ()

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        offered = super().get_actions(request)
        if "_popup" not in request.GET and self._may_export(request):
            offered |= {
                name: (type(self).export_rows, name, words) for name, (_format, words) in ACTIONS.items()
            }
        return offered

    def _may_export(self, request: HttpRequest) -> bool:
        return policy.reach(request.user, "accounts.export_list").office().includes(None, Scope())

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Nothing ticked means the whole list as it is filtered: no script has to tick it first."""
        if request.POST.get("action") in ACTIONS and not request.POST.getlist(ACTION_CHECKBOX_NAME):
            asked = request.POST.copy()
            asked[ACTION_CHECKBOX_NAME], asked["select_across"] = "0", "1"
            request.POST = asked  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    def export_rows(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponseBase:
        """Ask what the file is for; then give it, once the answer is written down."""
        name = request.POST["action"]
        form = ExportForm(request.POST if "answered" in request.POST else None)
        if form.is_valid():
            with shown_on(form):
                return self._exported(request, rows, ACTIONS[name][0], form.cleaned_data["reason"])
        across = request.POST.get("select_across") == "1"
        context = {
            **self.admin_site.each_context(request),
            "title": ACTIONS[name][1],
            "opts": self.opts,
            "count": rows.count(),
            "columns": self.export_headings(request),
            "chosen": [] if across else request.POST.getlist(ACTION_CHECKBOX_NAME),
            "form": form,
            "action": name,
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/export.html", context)

    def _exported(
        self, request: HttpRequest, rows: QuerySet[Any], format_name: str, reason: str
    ) -> FileResponse:
        """One transaction: the rows that are read are the rows that are written down."""
        title = str(self.opts.verbose_name_plural)
        with transaction.atomic():
            table = Table(title, self.export_headings(request), self._read(request, rows))
            export = prepare(title, format_name, table)
            record_export(
                actor=signed_in(request),
                table=self.opts.label_lower,
                format_name=format_name,
                rows=export.rows,
                reason=reason,
                conditions=_conditions(request.GET),
            )
        return export.answer()

    # --- columns ------------------------------------------------------------------

    def export_columns(self, request: HttpRequest) -> list[str]:
        """Those of the list, then ``export_fields``, each once."""
        wanted = dict.fromkeys([*self.get_list_display(request), *self.export_fields])
        return [str(name) for name in wanted if name not in NEVER]

    def export_headings(self, request: HttpRequest) -> list[str]:
        return [
            str(label_for_field(name, self.model, model_admin=self)) for name in self.export_columns(request)
        ]

    def _read(self, request: HttpRequest, rows: QuerySet[Any]) -> Iterator[list[Any]]:
        names = self.export_columns(request)
        related = [name for name in names if _is_related(self.model, name)]
        found = (rows.select_related(*related) if related else rows).iterator(chunk_size=ROWS_AT_ONCE)
        while chunk := list(islice(found, ROWS_AT_ONCE)):
            self.read_beside(chunk)
            for row in chunk:
                yield [self._value(row, name) for name in names]

    def read_beside(self, rows: list[Any]) -> None:
        """What the columns of some rows need beside them, in a query for all; most lists need nothing."""

    def _value(self, row: Any, name: str) -> Any:
        field, _attribute, value = lookup_field(name, row, self)
        if isinstance(value, SafeString):
            return unescape(strip_tags(value)).strip()
        words = _words_of(field)
        if isinstance(value, list):
            return [words.get(part, part) for part in value]
        return words.get(value, value) if words else value


def _is_related(model: type[models.Model], name: str) -> bool:
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return bool(field.many_to_one or field.one_to_one)


def _words_of(field: Any) -> dict[Any, Any]:
    """Choices are exported as people read them."""
    choices = getattr(field, "flatchoices", None) or getattr(
        getattr(field, "base_field", None), "flatchoices", None
    )
    return dict(cast("list[tuple[Any, Any]]", choices or []))


def _conditions(asked: QueryDict) -> str:
    kept = asked.copy()
    for name in NO_CONDITION & set(kept):
        del kept[name]
    return kept.urlencode()
