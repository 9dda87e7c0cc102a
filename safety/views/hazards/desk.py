"""隐患工作台 (the desk): list and map, one report with its steps, figures, what is stuck, seals, rewards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from safety.forms.hazards import CodeForm, FilterForm, ReasonForm
from safety.hazard_map import picture_of
from safety.hazard_querysets import HazardReportQuerySet
from safety.hazard_times import moves_of, reads_minutes
from safety.models import HazardOpening, HazardReport, HazardReward
from safety.services.hazards import due, opening, reporting, rewarding
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import shown_on

from .photos import VIEW, sees_first_photo
from .steps import steps_for

PER_PAGE, ON_THE_MAP, LAST_PAGE = 30, 300, 100
STUCK, DECIDE = "safety.view_hazardstucklist", "safety.review_hazard"


@dataclass(frozen=True, slots=True)
class Part:
    """
    A page of the list with no total: to count a hundred thousand rows costs more than to show thirty.
    """

    rows: list[HazardReport]
    number: int
    has_next: bool

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1


def _wanted(request: SignedInRequest) -> tuple[FilterForm, HazardReportQuerySet]:
    form = FilterForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    rows: HazardReportQuerySet = HazardReport.objects.managed_by(request.user).whole()
    return form, rows.wanted(said, now())


def part_of(rows: HazardReportQuerySet, request: HttpRequest) -> Part:
    asked = request.GET.get("page", "")
    number = (
        min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1
    )
    start = (number - 1) * PER_PAGE
    found = list(rows.order_by("-reported_at", "-pk")[start : start + PER_PAGE + 1])
    return Part(found[:PER_PAGE], number, len(found) > PER_PAGE)


@needs_office(VIEW)
@require_safe
def hazard_list(request: SignedInRequest) -> HttpResponse:
    """隐患列表和分布图: the newest first; the map shows the newest that have a position."""
    form, rows = _wanted(request)
    placed = rows.placed().order_by("-reported_at", "-pk")[:ON_THE_MAP]
    words = {
        "form": form,
        "by_day": not reads_minutes(request.user),
        "part": part_of(rows, request),
        "picture": picture_of(list(placed)),
        "may_see_stuck": policy.may(request.user, STUCK),
        "may_pay": policy.may(request.user, rewarding.PAY),
    }
    return render(request, "safety/hazards/list.html", words)


@needs_office(VIEW)
@never_cache
@answered_once
def hazard(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """一条隐患: what was seen, its way, the pictures before and after, the next step."""
    rows = HazardReport.objects.managed_by(request.user).whole().select_related("assigned_to", "fix")
    found: HazardReport = get_object_or_404(rows, public_id=public_id)
    offered = offer(request, found, steps_for(request.user, found), as_="hazard")
    if offered.done:
        is_seen = HazardReport.objects.managed_by(request.user).filter(pk=found.pk).exists()
        return redirect(found) if is_seen else redirect("hazards")
    return render(request, "safety/hazards/hazard.html", {"offer": offered} | _words_of(request, found))


def _words_of(request: SignedInRequest, found: HazardReport) -> dict[str, Any]:
    may_decide = policy.may(request.user, DECIDE, found)
    minutes = reads_minutes(request.user, found)
    return {
        "hazard": found,
        "moves": moves_of(found, minutes=minutes),
        "by_day": not minutes,
        "fixes": found.fixes.all(),
        "similar": _similar_seen(request, found) if may_decide and found.is_open else [],
        "may_decide": may_decide,
        "shows_photo": bool(found.photo) and sees_first_photo(request.user, found),
        "is_overdue": found.is_overdue(now()),
        "may_open": policy.may(request.user, opening.OPEN_SEAL, found),
    }


def _similar_seen(request: SignedInRequest, found: HazardReport) -> list[HazardReport]:
    """Of what may be the same, what this office reads: the next district may lie a hundred metres away."""
    offered = reporting.similar_to(found)
    seen = HazardReport.objects.managed_by(request.user).filter(pk__in=[each.pk for each in offered])
    known = set(seen.values_list("pk", flat=True))
    return [each for each in offered if each.pk in known]


@needs_office(opening.OPEN_SEAL)
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def reporter(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """
    查看上报人: after the reason was written down, on this one answer; who looked before stands beside.

    No one-time key: a second press is a second look, and is written down as one.
    """
    rows = HazardReport.objects.managed_by(request.user).whole()
    found: HazardReport = get_object_or_404(rows, public_id=public_id)
    form, seen = ReasonForm(request.POST or None), None
    if form.is_valid():
        with shown_on(form):
            seen = opening.open_reporter(actor=request.user, hazard=found, **form.cleaned_data)
    looked = HazardOpening.objects.by_somebody().filter(hazard=found).select_related("user__person")
    words = {"hazard": found, "form": form, "seen": seen, "looked": looked}
    return render(request, "safety/hazards/reporter.html", words)


@needs_office(STUCK)
@require_safe
def stuck(request: SignedInRequest) -> HttpResponse:
    """卡住的隐患, by kind, the longest first."""
    rows = due.watched(HazardReport.objects.managed_by(request.user).whole())
    longest = {"unheard": ("heard_at", "pk")}
    found: dict[str, Any] = {
        name: list(rows.filter(rule).order_by(*longest.get(name, ("reported_at", "pk")))[:PER_PAGE])
        for name, rule in due.stuck(now()).items()
    }
    found["days"] = settings.SAFETY["hazard_unheard_days"]
    return render(request, "safety/hazards/stuck.html", found)


@needs_office(rewarding.PAY)
@never_cache
@answered_once
def rewards(request: SignedInRequest) -> HttpResponse:
    """隐患奖励: paid for a code, to nobody by name."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            paid = rewarding.pay_reward(actor=request.user, **form.cleaned_data)
            told = {"number": paid.hazard.number, "yuan": paid.amount_yuan}
            messages.success(request, _("隐患 %(number)s 的奖励 %(yuan)s 元已发放。") % told)
            return redirect("hazard_rewards")
    rows = HazardReward.objects.managed_by(request.user).select_related("hazard")
    words = {"form": form, "rewards": rows[:PER_PAGE]}
    return render(request, "safety/hazards/rewards.html", words)
