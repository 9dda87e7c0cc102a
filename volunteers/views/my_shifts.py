"""我的班次 (my shifts): what comes, what waits for an answer, what was; leaving, handing over, objecting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.shifts import (
    AnswerOfferForm,
    AnswerSwapForm,
    NoShowAppealForm,
    SignOffForm,
    SwapAskForm,
)
from volunteers.models import NoShow, Signup, Swap
from volunteers.no_show_rules import blocked_until, last_day_of_appeal
from volunteers.services import no_shows, offers, signups, swaps
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer

TONES = {
    "standby": "info",
    "offered": "warn",
    "signed_up": "ok",
    "checked_in": "ok",
    "checked_out": "ok",
    "attended": "ok",
    "no_show": "error",
}
MOST_PAST = 30


@needs_volunteer
@require_safe
def my_shifts(request: VolunteerRequest) -> HttpResponse:
    """我的班次: offers and swaps to answer first, then what comes, then what was."""
    own = Signup.objects.filter(volunteer=request.volunteer).whole()
    live = Signup.objects.live_of(request.volunteer).whole().filter(ends_at__gt=now())
    context = {
        "offers": _lines(live.filter(state="offered").order_by("offer_until")),
        "coming": _lines(live.exclude(state__in=["offered", "standby", "no_show"]).order_by("starts_at")),
        "waiting": _lines(live.filter(state="standby").order_by("starts_at")),
        "past": _lines(own.filter(ends_at__lte=now()).exclude(state="standby")[:MOST_PAST]),
        "swaps": Swap.objects.to_answer(request.volunteer.person_id).whole(),
        "no_shows": _no_show_lines(request),
        "blocked_until": blocked_until(request.volunteer, today()),
    }
    return render(request, "volunteers/shifts/mine.html", context)


def _lines(rows: Any) -> list[dict[str, Any]]:
    return [{"signup": row, "tone": TONES.get(row.state, "plain")} for row in rows]


def _no_show_lines(request: VolunteerRequest) -> list[dict[str, Any]]:
    rows = NoShow.objects.filter(volunteer=request.volunteer).whole()
    return [
        {
            "no_show": row,
            "may_appeal": row.may_become(NoShow.State.APPEALED) and today() <= last_day_of_appeal(row),
            "until": last_day_of_appeal(row),
        }
        for row in rows[:MOST_PAST]
    ]


def _own(request: VolunteerRequest, number: int) -> Signup:
    rows = Signup.objects.visible_to(request.user).filter(volunteer=request.volunteer).whole()
    found: Signup = get_object_or_404(rows, pk=number)
    return found


@needs_volunteer
@answered_once
def signup(request: VolunteerRequest, number: int) -> HttpResponse:
    """一个报名 (one signup): where and when; an offer is answered here."""
    found = _own(request, number)
    form = AnswerOfferForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _answer_offer(request, found, form.cleaned_data["act"])
            return redirect(found)
    swap = Swap.objects.asked_now().filter(signup=found).whole().first()
    context = {
        "signup": found,
        "tone": TONES.get(found.state, "plain"),
        "form": form,
        "swap": swap,
        "may_leave_freely": now() <= found.shift.sign_off_until,
        "is_ahead": found.starts_at > now(),
    }
    return render(request, "volunteers/shifts/signup.html", context)


def _answer_offer(request: VolunteerRequest, found: Signup, act: str) -> None:
    if act == "accept":
        offers.accept_offer(actor=request.user, signup=found)
        messages.success(request, _("已接受，这个名额是您的了。"))
    else:
        offers.decline_offer(actor=request.user, signup=found)
        messages.success(request, _("已答复，名额让给下一位。"))


@needs_volunteer
@answered_once
def sign_off(request: VolunteerRequest, number: int) -> HttpResponse:
    """退出 (sign off), after a question."""
    found = _own(request, number)
    form = SignOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            signups.sign_off(actor=request.user, signup=found)
            messages.success(request, _("已退出，名额让给下一位。"))
            return redirect("my_volunteer_shifts")
    context = {"signup": found, "form": form, "back_url": found.get_absolute_url()}
    return render(request, "volunteers/shifts/sign_off.html", context)


@needs_volunteer
@answered_once
def swap_ask(request: VolunteerRequest, number: int) -> HttpResponse:
    """请人接班 (ask for a swap)."""
    found = _own(request, number)
    form = SwapAskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_on(form):
            swaps.ask_swap(actor=request.user, signup=found, **form.cleaned_data)
            messages.success(request, _("已发出，对方同意前仍由您到岗。"))
            return redirect(found)
    return render(request, "volunteers/shifts/swap_ask.html", {"signup": found, "form": form})


@needs_volunteer
@answered_once
def swap(request: VolunteerRequest, number: int) -> HttpResponse:
    """换班 (one swap): the asked accepts or declines, the giver takes it back."""
    found = get_object_or_404(Swap.objects.visible_to(request.user).whole(), pk=number)
    form = AnswerSwapForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            _answer_swap(request, found, form.cleaned_data["act"])
            return redirect("my_volunteer_shifts")
    context = {
        "swap": found,
        "signup": found.signup,
        "form": form,
        "is_own": found.giver == request.volunteer,
        "is_by_name": found.asked == request.volunteer,
    }
    return render(request, "volunteers/shifts/swap.html", context)


def _answer_swap(request: VolunteerRequest, found: Swap, act: str) -> None:
    if act == "accept":
        swaps.accept_swap(actor=request.user, swap=found)
        messages.success(request, _("已接班，请按时到岗。"))
    elif act == "decline":
        swaps.decline_swap(actor=request.user, swap=found)
        messages.success(request, _("已答复。"))
    else:
        swaps.withdraw_swap(actor=request.user, swap=found)
        messages.success(request, _("已撤回，仍由您到岗。"))


@needs_volunteer
@answered_once
def appeal(request: VolunteerRequest, number: int) -> HttpResponse:
    """申诉 (appeal): once, in the volunteer's own words."""
    rows = NoShow.objects.visible_to(request.user).filter(volunteer=request.volunteer).whole()
    found = get_object_or_404(rows, pk=number)
    form = NoShowAppealForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            no_shows.appeal_no_show(actor=request.user, no_show=found, **form.cleaned_data)
            messages.success(request, _("申诉已提交，处理结果会发消息告诉您。"))
            return redirect("my_volunteer_shifts")
    return render(request, "volunteers/shifts/appeal.html", {"form": form, "no_show": found})
