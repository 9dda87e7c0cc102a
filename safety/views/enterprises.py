"""重点监管企业 (the register): the list, one enterprise, a new one, and a list of many."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.models import Registration, Session
from safety.enterprise_sheet import ENTERPRISES
from safety.forms import enterprises as forms
from safety.forms.trainings import ListFileForm
from safety.models import Enterprise
from safety.services import enterprise_import, enterprises
from safety.services.enterprises import MANAGE, NAME_AREAS
from safety.services.trainings.parts import officers_of
from safety.views.campaigns import DOORS
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError, shown_on
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.form_fields import SealedForm

VIEW = "safety.view_enterprise"
PER_PAGE = 50
FORMATS = ("xlsx", "csv")


@needs_office(VIEW)
@require_safe
def enterprise_list(request: SignedInRequest) -> HttpResponse:
    """重点监管企业: those of the office, by district and name; of one's own enterprise, that one."""
    form = forms.EnterpriseFilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    rows = Enterprise.objects.managed_by(request.user).in_list_order()
    if said.get("district"):
        rows = rows.filter(organisation__reporting_org=said["district"])
    if said.get("sector"):
        rows = rows.filter(sector=said["sector"])
    words = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_manage": policy.may(request.user, MANAGE),
    }
    return render(request, "safety/enterprises/list.html", words)


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """登记企业."""
    form = forms.EnterpriseForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = enterprises.register_enterprise(
                actor=request.user, district=form.cleaned_data["district"], told=form.described()
            )
            return redirect("safety_enterprise", made.organisation.uscc)
    return render(request, "safety/enterprises/new.html", {"form": form})


def _describe(by: User, of: Enterprise, form: Any) -> None:
    enterprises.describe_enterprise(actor=by, enterprise=of, told=form.described())


def _name(by: User, of: Enterprise, form: Any) -> None:
    enterprises.name_safety_officer(actor=by, enterprise=of, **form.cleaned_data)


def _dismiss(by: User, of: Enterprise, form: Any) -> None:
    enterprises.end_safety_officer(actor=by, enterprise=of, **form.cleaned_data)


def _areas(by: User, of: Enterprise, form: Any) -> None:
    enterprises.name_work_areas(actor=by, enterprise=of, names=form.cleaned_data["areas"])


def _end(by: User, of: Enterprise, form: Any) -> None:
    enterprises.end_supervision(actor=by, enterprise=of, **form.cleaned_data)


def _has_officers(of: Enterprise) -> bool:
    return bool(officers_of(of))


STEPS = (
    Step("name", gettext_lazy("指定安全员"), MANAGE, (), forms.OfficerForm, _name),
    Step("dismiss", gettext_lazy("安全员卸任"), MANAGE, (), forms.EndOfficerForm, _dismiss, _has_officers),
    Step("areas", gettext_lazy("更新车间和区域"), NAME_AREAS, (), forms.AreasForm, _areas),
    Step("describe", gettext_lazy("更新企业情况"), MANAGE, (), forms.DescribeForm, _describe),
    Step("end", gettext_lazy("退出监管"), MANAGE, (), forms.EndSupervisionForm, _end),
)


@needs_office(VIEW)
@answered_once
def enterprise(request: SignedInRequest, uscc: str) -> HttpResponse:
    """一家企业: its facts, who answers for safety, its trainings; what the office may do with it."""
    rows = Enterprise.objects.managed_by(request.user).select_related("organisation__reporting_org")
    found: Enterprise = get_object_or_404(rows, organisation__uscc=uscc)
    offered = offer(request, found, STEPS, as_="enterprise")
    if offered.done:
        return redirect("safety_enterprise", uscc)
    company = found.organisation
    kept = Session.objects.filter(event__safety_activity__kind="training", event__state="published")
    groups = Registration.objects.groups().filter(
        organisation=company, session__event__safety_activity__isnull=False
    )
    words = {
        "enterprise": found,
        "offer": offered,
        "officers": officers_of(found),
        "areas": found.areas.in_use(),
        "is_left": found.until_on is not None and found.until_on <= today(),
        "open": kept.coming(now()).filter(closes_at__gt=now()).whole().order_by("starts_at")[:PER_PAGE],
        "groups": groups.whole().order_by("-pk")[:PER_PAGE],
        "brings": policy.may(request.user, "events.register_group", company),
        "doors": DOORS,
    }
    return render(request, "safety/enterprises/enterprise.html", words)


@needs_office(MANAGE)
@answered_once
def upload(request: SignedInRequest) -> HttpResponse:
    """导入名录: an upload is answered with its preview, a confirmed preview is written."""
    if "sealed" in request.POST:
        return _confirmed(request)
    form = ListFileForm(request.POST or None, request.FILES or None)
    preview = None
    if form.is_valid():
        with shown_on(form):
            preview = enterprise_import.preview_enterprises(
                actor=request.user, content=form.cleaned_data["file"].read()
            )
    words: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "columns": list(ENTERPRISES.columns.values()),
    }
    if preview and preview.sealed:
        words["confirm"] = SealedForm(initial={"sealed": preview.sealed})
    return render(request, "safety/enterprises/upload.html", words)


def _confirmed(request: SignedInRequest) -> HttpResponse:
    form = SealedForm(request.POST)
    form.is_valid()
    try:
        made = enterprise_import.import_enterprises(
            actor=request.user, sealed=form.cleaned_data.get("sealed", "")
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("safety_enterprise_import")
    told = {"new": len(made.new), "changed": len(made.changed), "same": len(made.same)}
    messages.success(request, _("新登记 %(new)s 家，更新 %(changed)s 家，没有变化 %(same)s 家。") % told)
    if made.names_officers:
        words = _("写了手机号的安全员：用这个号码登录过的即日起任职，没有登录过的请登录后再导入一次。")
        messages.info(request, words)
    return redirect("safety_enterprises")


@needs_office(MANAGE)
@require_safe
def template(request: SignedInRequest) -> HttpResponse:
    """下载模板 (template) of a list of enterprises."""
    wish = request.GET.get("format", "xlsx")
    if wish not in FORMATS:
        raise Http404
    columns = [str(column.label) for column in ENTERPRISES.columns.values()]
    table = Table(str(ENTERPRISES.name), columns, [])
    return cast(HttpResponse, prepare(_("重点监管企业模板"), wish, table).answer())
