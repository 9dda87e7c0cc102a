"""安全行动 (the cover page), a campaign with its activities, and its materials: open to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from events.models import Session
from safety.exam_advice import advice_for
from safety.forms.trainings import AdviceForm
from safety.models import Enterprise, SafetyActivity, SafetyCampaign, SafetyMaterial
from safety.take_up import people_entered
from zibo_youth.core import private_files
from zibo_youth.core.calendar import now, today

MOST = 12
CACHE = "public, max-age=300"


@dataclass(frozen=True, slots=True)
class Door:
    """A way on from the cover page."""

    name: str
    title: str | Promise
    words: str | Promise

    @property
    def href(self) -> str:
        return reverse(self.name)


DOORS = (
    Door("hazard_report", _("隐患随手拍"), _("看到隐患拍下来，附上地点，整改后由您确认。")),
    Door("quizzes", _("安全知识竞赛"), _("在线答题，成绩公开排名，每张试卷都能重算。")),
    Door("post_rounds", _("青年安全生产示范岗"), _("一线青年集体申报，评审、公示和命名全程公开。")),
    Door(
        "safety_advice", pgettext_lazy("安全培训", "报考提示"), _("按学历和年限看能不能报考注册安全工程师。")
    ),
)


@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    """安全行动: campaigns, what is to come, training, and the ways on."""
    shown = SafetyActivity.objects.shown()
    coming = shown.to_come(now()).whole()
    trainings = Session.objects.filter(event__safety_activity__in=shown.trainings())
    words = {
        "campaigns": SafetyCampaign.objects.shown().whole()[:MOST],
        "activities": list(coming.exclude(kind="training")[:MOST]),
        "trainings": list(coming.trainings()[:MOST]),
        "enterprises": Enterprise.objects.supervised(today()).count(),
        "trained": people_entered(trainings),
        "held": Session.objects.filter(state="held", event__kind="safety").count(),
        "doors": DOORS,
    }
    return render(request, "safety/cover.html", words)


@require_safe
def campaign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """一个主题活动: what it asks for, its activities and materials."""
    rows = SafetyCampaign.objects.visible_to(request.user).whole()
    found: SafetyCampaign = get_object_or_404(rows, public_id=public_id)
    activities = found.activities.shown().whole().order_by("-pk")
    words = {"campaign": found, "activities": activities, "materials": found.materials.offered()}
    return render(request, "safety/campaigns/campaign.html", words)


@require_safe
def material(request: HttpRequest, number: int) -> HttpResponseBase:
    """一份资料: the link, or the file as it was rebuilt."""
    found: SafetyMaterial = get_object_or_404(SafetyMaterial.objects.visible_to(request.user), pk=number)
    if found.link:
        return redirect(found.link)
    stored = str(found.file.name)
    name = f"{found.title}{stored[stored.rindex('.') :]}"
    return private_files.download(stored, filename=name, content_type=found.content_type, cache=CACHE)


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """报考提示: what the table says of a degree and years; nothing of it is kept."""
    form = AdviceForm(request.GET or None)
    words: dict[str, object] = {"form": form}
    if form.is_valid():
        words["advice"] = advice_for(**form.cleaned_data)
    return render(request, "safety/advice.html", words)
