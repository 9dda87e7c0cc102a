"""我的预约 (my stays): the list, one stay, its code and calendar file, and the ways to change it."""

from __future__ import annotations

from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_safe

from stations import services
from stations.forms.booking import CorrectionForm, GiveUpForm
from stations.models import Party, Placement, Rehousing, Stay
from stations.models.stay import EXPECTED
from stations.querysets import StayQuerySet
from stations.services.moves import is_late_to_cancel
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, SignedInRequest, needs_identity
from zibo_youth.core.calendar import at, today
from zibo_youth.core.calendar_files import Appointment, calendar_file
from zibo_youth.core.errors import shown_on

from . import draft_evidence
from .story import asked_words, next_act, reason_words, timeline, tone

State = Stay.State
GIVE_UP = {
    State.WAITING: services.withdraw_stay,
    State.OFFERED: services.withdraw_stay,
    State.SUBMITTED: services.withdraw_stay,
    State.RETURNED: services.withdraw_stay,
    State.APPROVED: services.cancel_stay,
}


WORDS = {
    State.WAITING: {"act": gettext_lazy("退出候补"), "question": gettext_lazy("确定退出候补吗")},
    State.OFFERED: {"act": gettext_lazy("放弃床位"), "question": gettext_lazy("确定放弃这张床吗")},
    State.SUBMITTED: {"act": gettext_lazy("撤回申请"), "question": gettext_lazy("确定撤回这份申请吗")},
    State.APPROVED: {"act": gettext_lazy("取消预约"), "question": gettext_lazy("确定取消这份预约吗")},
}


def own_stays(request: SignedInRequest) -> StayQuerySet:
    """The person's own stays; what an officer may see through the office is found at the desk."""
    stays: StayQuerySet = Stay.objects.visible_to(request.user)
    return stays.filter(guest=request.user.person_id).select_related("station__area", "policy", "guest")


def own_stay(request: SignedInRequest, reference: str) -> Stay:
    stay: Stay = get_object_or_404(own_stays(request).exclude(state=State.DRAFT), reference=reference)
    return stay


def may_change_dates(stay: Stay) -> bool:
    """Whether the dates page has anything to offer for this stay now."""
    if stay.state == State.CHECKED_IN:
        return today() < stay.departure
    return stay.state in EXPECTED and stay.state != State.RETURNED and today() < stay.arrival


@login_required
@require_safe
def my_stays(request: SignedInRequest) -> HttpResponse:
    """我的预约 (my stays): state, next act and due date of each, at a glance."""
    stays = [{"stay": stay, "next": next_act(stay), "tone": tone(stay)} for stay in own_stays(request)]
    asked = Party.objects.open_of([request.user.person_id]).select_related("station")
    return render(request, "stations/mine/list.html", {"stays": stays, "parties": asked})


@login_required
@require_safe
def stay(request: SignedInRequest, reference: str) -> HttpResponse:
    """一份入住单 (one stay)."""
    found = own_stay(request, reference)
    moved = list(Rehousing.objects.history_of(found))
    context = {
        "stay": found,
        "tone": tone(found),
        "next": next_act(found),
        "timeline": timeline(found),
        "qr": qr_of(request, found) if found.state == State.APPROVED else "",
        "may_give_up": found.state in GIVE_UP,
        "may_change": may_change_dates(found),
        "questions": found.follow_ups.open_on(today()),
        "placements": found.placements.exclude(state=Placement.State.WITHDRAWN),
        "place": services.place_in_queue(found) if found.state == State.WAITING else 0,
        "rehousing": next((row for row in moved if row.is_open), None),
        "rehousings": moved,
        "party": Party.objects.filter(members__stay=found).first(),
    }
    return render(request, "stations/mine/stay.html", context)


def qr_of(request: HttpRequest, stay: Stay) -> str:
    """The QR code as a data address: the desk's page of this stay, which only staff can open."""
    with override(settings.LANGUAGE_CODE):
        address = request.build_absolute_uri(reverse("desk_stay", args=[stay.reference]))
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=2, dark="#1f2328", light="#fff"))


@login_required
@require_safe
def stay_calendar(request: SignedInRequest, reference: str) -> HttpResponse:
    """日历文件 (iCalendar): from check-in to check-out by the station's clock."""
    found = own_stay(request, reference)
    if found.policy is None or found.state not in (State.APPROVED, State.CHECKED_IN):
        raise Http404
    appointment = Appointment(
        uid=f"{found.reference}@{request.get_host()}",
        start=at(found.arrival, found.policy.check_in_from),
        end=at(found.departure, found.policy.check_out_by),
        summary=_("入住 %(station)s") % {"station": found.station},
        location=found.station.address,
        description=_("受理编号 %(number)s，联系电话 %(phone)s")
        % {"number": found.reference, "phone": found.station.phone},
    )
    return calendar_file([appointment], programme="stations", name=found.reference)


@login_required
@answered_once
def stay_cancel(request: SignedInRequest, reference: str) -> HttpResponse:
    """取消或撤回 (give up): asks again on a page, and says what it does to the counts."""
    found = own_stay(request, reference)
    give_up = GIVE_UP.get(State(found.state))
    if give_up is None:
        messages.info(
            request, _("这份预约现在是“%(state)s”，不能再取消。") % {"state": found.get_state_display()}
        )
        return redirect(found)
    form = GiveUpForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            give_up(actor=request.user, stay=found, reason=form.cleaned_data["reason"])
            messages.success(request, _("已取消，床位和晚数都已退回。"))
            return redirect(found)
    context = {
        "form": form,
        "stay": found,
        "words": WORDS.get(State(found.state), WORDS[State.SUBMITTED]),
        "is_late": found.state == State.APPROVED and is_late_to_cancel(found),
        "back_url": found.get_absolute_url(),
    }
    return render(request, "stations/mine/cancel.html", context)


@needs_identity
def stay_correct(request: GuestRequest, reference: str) -> HttpResponse:
    """补正 (correct and hand in again); the bed is kept meanwhile."""
    found = own_stay(request, reference)
    if found.state != State.RETURNED:
        return redirect(found)
    is_partial = draft_evidence.is_about_files(request)
    form = CorrectionForm(
        request.POST or None,
        request.FILES or None,
        initial=_correction_so_far(found),
        is_partial=is_partial,
        asked=found.asked,
    )
    kept = None
    if form.is_bound:
        form.is_valid()
        kept = draft_evidence.chosen(request, form) if Stay.Asked.EVIDENCE in found.asked else None
        if not (is_partial or form.errors):
            with shown_on(form):
                _hand_in_again(request, found, form, kept)
                messages.success(request, _("已重新提交，审核时间接着计算。"))
                return redirect(found)
    last = found.transitions.filter(to_state=State.RETURNED).exclude(from_state=State.RETURNED).last()
    context = {
        "form": form,
        "stay": found,
        "files": draft_evidence.listed(found, kept) if Stay.Asked.EVIDENCE in found.asked else None,
        "reason": reason_words(last.reason) if last else "",
        "asked": asked_words(found),
    }
    return render(request, "stations/mine/correct.html", context)


def _correction_so_far(stay: Stay) -> dict[str, Any]:
    return {
        "purpose": stay.purpose,
        "purpose_detail": stay.purpose_detail,
        "contact_mobile": stay.contact_mobile.removeprefix("+86"),
    }


def _hand_in_again(request: GuestRequest, stay: Stay, form: forms.Form, kept: list[Any] | None) -> Stay:
    """What the page showed; whatever else the browser sent belongs to no field."""
    told = {name: form.cleaned_data[name] for name in form.fields if name in Stay.Asked.values}
    files = {} if kept is None else {"evidence": kept}
    return services.resubmit_stay(actor=request.user, stay=stay, **told | files)
