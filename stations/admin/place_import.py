"""导入驿站和房间: a workbook is shown before it is applied."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stations import services
from stations.closure_words import told_of
from stations.forms.places import WorkbookForm
from stations.services.place_book import places_workbook
from stations.services.place_import import Preview
from stations.services.place_plan import IMPORT, NEW
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.scoped_admin import ScopedAdmin, signed_in
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import prepare
from zibo_youth.core.form_fields import SealedForm

# A page of errors is read from the top; the rest comes when these are mended.
MOST_SHOWN = 200


def _may_import(request: HttpRequest) -> bool:
    return policy.may(request.user, IMPORT)


class ImportsPlaces(ScopedAdmin):
    """The two addresses of the import, beside the list of stations."""

    change_list_template = "admin/stations/station/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(answered_once(self.import_view)), name="stations_station_import"),
            path("import/workbook/", wrap(self.workbook_view), name="stations_station_workbook"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return super().changelist_view(request, {"may_import": _may_import(request)} | (extra_context or {}))

    def workbook_view(self, request: HttpRequest) -> HttpResponseBase:
        """下载工作簿: with what stands there now; places are public, so nobody is asked what for."""
        if not _may_import(request):
            raise PermissionDenied
        return prepare(_("驿站和房间"), "xlsx", *places_workbook(actor=signed_in(request))).answer()

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """导入: an upload is answered with its preview, a confirmed preview is applied."""
        if not _may_import(request):
            raise PermissionDenied
        if "sealed" in request.POST:
            return self._confirmed(request)
        form = WorkbookForm(request.POST or None, request.FILES or None)
        preview = None
        if form.is_valid():
            with shown_on(form):
                content = form.cleaned_data["file"].read()
                preview = services.preview_places(actor=signed_in(request), content=content)
        return self._page(request, form, preview)

    def _confirmed(self, request: HttpRequest) -> HttpResponse:
        form = SealedForm(request.POST)
        form.is_valid()
        try:
            sealed = form.cleaned_data.get("sealed", "")
            plan = services.import_places(actor=signed_in(request), sealed=sealed)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:stations_station_import")
        done = sum(line.is_change for line in plan.lines)
        told = ngettext("已导入，新增或更改 %(n)s 行。", "已导入，新增或更改 %(n)s 行。", done)
        messages.success(request, told % {"n": done} + told_of(plan.rehoused))
        return redirect("admin:stations_station_changelist")

    def _page(self, request: HttpRequest, form: WorkbookForm, preview: Preview | None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext_lazy("导入驿站和房间"),
            "opts": self.opts,
            "form": form,
            "preview": preview,
        }
        if preview is not None:
            made = sum(line.kind == NEW for line in preview.plan.lines)
            context |= {
                "problems": preview.problems[:MOST_SHOWN],
                "made": made,
                "changed": len(preview.changes) - made,
                "unchanged": len(preview.plan.lines) - len(preview.changes),
                "sealed": SealedForm(initial={"sealed": preview.sealed}),
            }
        return TemplateResponse(request, "admin/stations/station/import.html", context)
