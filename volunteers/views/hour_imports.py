"""导入时长 (import of hours): shown before it is written, confirmed by another, taken back whole."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from volunteers.forms.hour_imports import HourFileForm, TakeBackForm
from volunteers.hour_plan import IMPORT, projects_of
from volunteers.hour_sheet import HOURS
from volunteers.models import HourImport, Post
from volunteers.services import hour_import, hours
from volunteers.services.hour_import import HourPreview
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm

from .doors import needs_office


@needs_office(IMPORT)
@answered_once
def imports(request: SignedInRequest) -> HttpResponse:
    """导入时长: an upload is answered with its preview, a confirmed preview is written."""
    if "sealed" in request.POST:
        return _confirmed(request)
    form = HourFileForm(request.POST or None, request.FILES or None, user=request.user)
    preview = None
    if form.is_valid():
        with shown_on(form):
            preview = hour_import.preview_hours(
                actor=request.user,
                organiser=form.cleaned_data["organiser"],
                content=form.cleaned_data["file"].read(),
            )
    return render(request, "volunteers/desk/hour_imports.html", _shown(request, form, preview))


def _shown(request: SignedInRequest, form: HourFileForm, preview: HourPreview | None) -> dict[str, object]:
    context: dict[str, object] = {
        "form": form,
        "preview": preview,
        "imports": HourImport.objects.managed_by(request.user).whole()[:100],
    }
    if preview is not None:
        context |= {
            "total": preview.minutes / 60,
            "sealed": SealedForm(initial={"sealed": preview.sealed}),
        }
    return context


def _confirmed(request: SignedInRequest) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        batch = hour_import.import_hours(actor=request.user, sealed=form.cleaned_data.get("sealed", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("volunteer_hour_imports")
    messages.success(request, _("已导入，由另一人确认后公示。"))
    return redirect(batch)


@needs_office(IMPORT)
@answered_once
def one_import(request: SignedInRequest, number: int) -> HttpResponse:
    """一次导入: its lines as they stand; confirmed by another, or taken back while nothing is final."""
    rows = HourImport.objects.managed_by(request.user).whole()
    batch = get_object_or_404(rows.select_related("taken_back_by__person"), pk=number)
    form = TakeBackForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            messages.success(request, _act(request, batch, form.cleaned_data["reason"]))
            return redirect(batch)
    entries = batch.entries.managed_by(request.user).filter(kind="credit").whole().order_by("pk")
    context = {
        "batch": batch,
        "total": batch.minutes / 60,
        "form": form,
        "entries": entries,
        "waiting": sum(entry.state == "provisional" for entry in entries),
        "may_confirm": policy.may(request.user, hours.CONFIRM, batch)
        and request.user.person_id != batch.imported_by.person_id,
    }
    return render(request, "volunteers/desk/hour_import.html", context)


def _act(request: SignedInRequest, batch: HourImport, reason: str) -> str:
    if request.POST.get("act") == "confirm":
        done = hour_import.confirm_import(actor=request.user, batch=batch)
        return ngettext("已确认 %(n)s 条，开始公示。", "已确认 %(n)s 条，开始公示。", done) % {"n": done}
    done = hour_import.take_back_import(actor=request.user, batch=batch, reason=reason)
    return ngettext("已撤回 %(n)s 条。", "已撤回 %(n)s 条。", done) % {"n": done}


@needs_office(IMPORT)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """下载模板 (template): the columns to fill in, and the codes of the projects that one may name."""
    columns = [str(column.label) for column in HOURS.columns.values()]
    posts = Post.objects.filter(project__in=projects_of(request.user), is_credited=True)
    named = posts.select_related("project").order_by("project__code", "name")
    codes = [[post.project.code, post.project.title, post.name] for post in named]
    headings = [str(HOURS.columns["project"].label), _("志愿服务项目"), _("岗位")]
    sheets = Table(str(HOURS.name), columns, []), Table(_("代码"), headings, codes)
    return cast(HttpResponse, prepare(_("服务时长"), "xlsx", *sheets).answer())
