"""安全工作台 (the desk): campaigns, their activities, materials, and parts kept for enterprises."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from safety.forms import campaigns as forms
from safety.models import SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.services import campaigns, trainings
from safety.services.campaigns import MANAGE
from safety.services.trainings.parts import MANAGE as MANAGE_EVENT
from safety.take_up import by_district, by_enterprise
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office, tried
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

PER_PAGE = 50
TONES = {"published": "ok"}
S = SafetyCampaign.State


def _publish(by: User, of: SafetyCampaign, form: Any) -> None:
    campaigns.publish_campaign(actor=by, campaign=of)


def _close(by: User, of: SafetyCampaign, form: Any) -> None:
    campaigns.close_campaign(actor=by, campaign=of)


def _material(by: User, of: SafetyCampaign, form: Any) -> None:
    campaigns.add_material(actor=by, campaign=of, **form.cleaned_data)


def _part(by: User, of: SafetyActivity, form: Any) -> None:
    trainings.keep_part(actor=by, **form.cleaned_data)


def _resize(by: User, of: SafetyActivity, form: Any) -> None:
    trainings.resize_part(actor=by, **form.cleaned_data)


OF_CAMPAIGN = (
    Step("publish", _("发布主题活动"), MANAGE, (S.DRAFT,), forms.PlainStepForm, _publish),
    Step("material", _("登记宣传资料"), MANAGE, (S.DRAFT, S.PUBLISHED), forms.MaterialForm, _material),
    Step("close", _("结束主题活动"), MANAGE, (S.PUBLISHED,), forms.PlainStepForm, _close),
)


def _has_sessions(of: SafetyActivity) -> bool:
    return bool(of.event.sessions.filter(state="planned").exists())


def _has_parts(of: SafetyActivity) -> bool:
    return bool(of.event.sessions.filter(quotas__organisation__isnull=False).exists())


@needs_office(MANAGE)
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """安全工作台: campaigns of the office, and those of the city that it may join."""
    rows = SafetyCampaign.objects.managed_by(request.user) | SafetyCampaign.objects.shown()
    page = Paginator(rows.whole().order_by("-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "safety/campaigns/desk.html", {"page": page, "tones": TONES})


@needs_office(MANAGE)
@answered_once
def new(request: SignedInRequest) -> HttpResponse:
    """新建主题活动."""
    form = forms.CampaignForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = campaigns.write_campaign(actor=request.user, plan=form.plan())
            return redirect("managed_safety_campaign", made.public_id)
    return render(request, "safety/campaigns/new.html", {"form": form})


@needs_office(MANAGE)
@answered_once
def campaign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个主题活动 at the desk: its next step, activities and materials; another's is read."""
    rows = SafetyCampaign.objects.managed_by(request.user) | SafetyCampaign.objects.shown()
    found: SafetyCampaign = get_object_or_404(rows.whole(), public_id=public_id)
    offered = offer(request, found, OF_CAMPAIGN, as_="campaign")
    if offered.done:
        return redirect("managed_safety_campaign", public_id)
    words = {
        "campaign": found,
        "offer": offered,
        "tone": TONES.get(found.state, "plain"),
        "activities": found.activities.managed_by(request.user).whole().order_by("-pk"),
        "materials": found.materials.offered(),
        "is_open": found.state != S.CLOSED,
    }
    return render(request, "safety/campaigns/managed.html", words)


@needs_office(MANAGE)
@answered_once
def withdraw(request: SignedInRequest, number: int) -> HttpResponse:
    """撤下资料: by whoever manages its campaign."""
    rows = SafetyMaterial.objects.managed_by(request.user).offered().select_related("campaign")
    found: SafetyMaterial = get_object_or_404(rows, pk=number)
    if request.method == "POST":
        tried(
            request,
            lambda: campaigns.withdraw_material(actor=request.user, material=found),
            gettext("资料已撤下。"),
        )
        return redirect("managed_safety_campaign", found.campaign.public_id)
    return render(request, "safety/campaigns/withdraw.html", {"material": found})


@needs_office(MANAGE)
@answered_once
def new_activity(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """开展活动: an event of the campaign."""
    rows = SafetyCampaign.objects.managed_by(request.user) | SafetyCampaign.objects.shown()
    found: SafetyCampaign = get_object_or_404(rows.open(), public_id=public_id)
    form = forms.ActivityForm(request.POST or None, user=request.user)
    if form.is_valid():
        with shown_on(form):
            made = campaigns.open_activity(actor=request.user, campaign=found, plan=form.plan())
            return redirect("managed_safety_activity", made.event.public_id)
    return render(request, "safety/campaigns/activity_new.html", {"form": form, "campaign": found})


OF_ACTIVITY = (
    Step("part", _("留出单位名额"), MANAGE_EVENT, (), forms.PartForm, _part, _has_sessions),
    Step("resize", _("改单位名额"), MANAGE_EVENT, (), forms.ResizePartForm, _resize, _has_parts),
)


@needs_office(MANAGE)
@answered_once
def activity(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一个安全活动: its sessions, the parts of enterprises, and who came, by enterprise and district."""
    rows = SafetyActivity.objects.managed_by(request.user).whole()
    found: SafetyActivity = get_object_or_404(rows, event__public_id=public_id)
    offered = offer(request, found, OF_ACTIVITY, as_="activity")
    if offered.done:
        return redirect("managed_safety_activity", public_id)
    sessions = list(found.event.sessions.order_by("starts_at", "pk"))
    told = by_enterprise(sessions)
    words = {
        "activity": found,
        "offer": offered,
        "sessions": sessions,
        "enterprises": told,
        "districts": by_district(told),
    }
    return render(request, "safety/campaigns/activity.html", words)
