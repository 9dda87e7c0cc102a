"""预约 (booking): the wizard, saved at every 下一步."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from stations import services
from stations.allowance import allowance_of
from stations.availability import beds_free, calendar_of, full_nights
from stations.eligibility import assess, earliest_arrival
from stations.elsewhere import Elsewhere, elsewhere
from stations.errors import BedTaken, NotEligible
from stations.facts import policy_on
from stations.forms.booking import (
    ContactForm,
    HandInForm,
    PurposeForm,
    RoomWishForm,
    StayDatesForm,
)
from stations.models import Station, Stay
from stations.models.policy import Purpose
from stations.splits import SplitPart, spelled, split_for
from zibo_youth.accounts.models import ConsentText
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services import change_details, give_consent
from zibo_youth.accounts.services.consent import current_text
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from . import draft_evidence
from .draft_pages import answer_rows, asked_dates, hold, needs_draft, own_draft
from .draft_referral import handed_in, remember, remembered

STEPS = [
    pgettext_lazy("步骤", "日期"),
    pgettext_lazy("步骤", "房间"),
    pgettext_lazy("步骤", "事由"),
    pgettext_lazy("步骤", "联系方式"),
    pgettext_lazy("步骤", "核对"),
]
SHOWN_DAYS = 28
PURPOSE_ANSWERS = ("purpose", "purpose_detail", "declared_non_native")


@needs_identity
@answered_once
@require_http_methods(["GET", "HEAD", "POST"])
def stay_dates(request: GuestRequest) -> HttpResponse:
    """第一步 日期 (dates)."""
    remember(request)
    draft = own_draft(request)
    form = StayDatesForm(request.POST or None, initial=_dates_so_far(draft) | asked_dates(request))
    other: Elsewhere | None = None
    if form.is_valid():
        if not _is_held_for(draft, form):
            other = _judge_dates(form, request, draft)
        if not form.errors:
            with shown_on(form):
                told = form.cleaned_data
                saved = services.save_draft(
                    actor=request.user,
                    guest=request.guest,
                    station=told["station"],
                    arrival=told["arrival"],
                    departure=form.departure,
                    **_said_before(request, draft),
                )
                return _go_on_from_dates(request, saved)
    context = _dates_context(request, form, other)
    return render(request, "stations/booking/dates.html", context | {"draft": draft})


def _is_held_for(draft: Stay | None, form: StayDatesForm) -> bool:
    """Whether the very nights that are asked for are held already: there is nothing to judge."""
    told = (form.cleaned_data["station"], form.cleaned_data["arrival"], form.departure)
    return draft is not None and draft.is_held and told == (draft.station, draft.arrival, draft.departure)


def _go_on_from_dates(request: GuestRequest, draft: Stay) -> HttpResponse:
    """Who comes from the check page has chosen a room before: the bed on the new dates is held at once."""
    if request.GET.get("from") == "check":
        hold(request, draft)
    return redirect(_after(request, "stay_room"))


def _dates_so_far(draft: Stay | None) -> dict[str, Any]:
    if draft is None:
        return {"nights": 2}
    return {"station": draft.station.code, "arrival": draft.arrival, "nights": draft.length}


def _said_before(request: GuestRequest, draft: Stay | None) -> dict[str, Any]:
    """Answers of the eligibility page, for a draft that has none of its own."""
    if draft is not None and draft.purpose:
        return {}
    purpose = request.GET.get("purpose", "")
    return {
        "purpose": purpose if purpose in Purpose.values else "",
        "declared_non_native": request.GET.get("non_native") == "yes",
        "contact_mobile": request.guest.mobile or request.user.mobile,
    }


def _judge_dates(form: StayDatesForm, request: GuestRequest, draft: Stay | None) -> Elsewhere | None:
    """
    Say early what the rules say about the dates; the booking itself asks them all again.

    A bed that is held for other dates is let go first: it would stand in their way.
    """
    if draft is not None and draft.held_until is not None:
        services.release_hold(actor=request.user, stay=draft)
        draft.held_until = None
    told, departure = dict(form.cleaned_data), form.departure  # a field with an error leaves cleaned_data
    verdicts = assess(
        guest=request.guest,
        station=told["station"],
        arrival=told["arrival"],
        departure=departure,
        purpose="",
        declared_non_native=True,
        has_evidence=True,
        today=today(),
    )
    broken = [v for v in verdicts.refusals if v.field in ("station", "arrival", "nights", "")]
    for verdict in broken:
        form.add_error(verdict.field or None, forms.ValidationError(verdict.refusal, code=verdict.rule_id))
    _note_told(request, told, departure, [verdict.rule_id for verdict in broken])
    station, gender = told["station"], request.guest.gender
    if form.errors or "go_on" in request.POST:
        return None
    if beds_free([station.pk], told["arrival"], departure, gender)[station.pk]:
        return None
    full = full_nights(station.pk, told["arrival"], departure, gender)
    form.add_error("arrival", forms.ValidationError(str(BedTaken(full)), code=BedTaken.code))
    _note_told(request, told, departure, [BedTaken.code])
    return elsewhere(station, told["arrival"], told["nights"], gender)


def _note_told(request: GuestRequest, told: dict[str, Any], departure: date, codes: list[str]) -> None:
    services.note_told(
        actor=request.user,
        guest=request.guest,
        station=told["station"],
        arrival=told["arrival"],
        departure=departure,
        codes=codes,
    )


def _dates_context(request: GuestRequest, form: StayDatesForm, other: Elsewhere | None) -> dict[str, Any]:
    station = form.cleaned_data.get("station") if form.is_bound else _linked_station(form)
    policy = policy_on(today())
    first = earliest_arrival(policy, today())
    return {
        "form": form,
        "allowance": allowance_of(request.guest, first.year, policy),
        "policy": policy,
        "station": station,
        "weeks": _weeks(station, first, request.guest.gender) if station else [],
        "elsewhere": other,
        "is_full": other is not None,
        "split": _split_of(request, other),
        "steps": STEPS,
    }


def _split_of(request: GuestRequest, full: Elsewhere | None) -> list[SplitPart]:
    """Two parts for the nights that were asked for and are full."""
    if full is None:
        return []
    last = full.arrival + timedelta(days=full.length)
    return split_for(request.guest, full.station, full.arrival, last)


def _linked_station(form: StayDatesForm) -> Station | None:
    """The station that a link or the draft names."""
    found: Station | None = Station.objects.filter(code=form.initial.get("station", "")).first()
    return found


def _weeks(station: Station, first: date, gender: int) -> list[list[dict[str, Any] | None]]:
    """Rows of the calendar, Monday first, from the first day that can be booked."""
    monday = first - timedelta(days=first.weekday())
    days: list[dict[str, Any] | None] = [None] * (first - monday).days
    for day in calendar_of(station, first, first + timedelta(days=SHOWN_DAYS), gender):
        said = urlencode({"station": station.code, "arrival": day.date.isoformat()})
        days.append({"date": day.date, "level": day.word, "href": f"?{said}" if day.free else ""})
    days += [None] * (-len(days) % 7)
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def _after(request: HttpRequest, following: str) -> str:
    """Where 下一步 leads: back to the check page for those who came from it."""
    return reverse("stay_check" if request.GET.get("from") == "check" else following)


@needs_identity
@answered_once
@needs_draft
def stay_room(request: GuestRequest, draft: Stay) -> HttpResponse:
    """第二步 房间 (room wish)."""
    form = RoomWishForm(request.POST or None, initial={"room_wish": draft.room_wish})
    if form.is_valid():
        hold(request, _save(request, draft, **form.cleaned_data))
        return redirect(_after(request, "stay_purpose"))
    return render(request, "stations/booking/room.html", {"form": form, "draft": draft, "steps": STEPS})


@needs_identity
@needs_draft
def stay_purpose(request: GuestRequest, draft: Stay) -> HttpResponse:
    """
    第三步 事由与证明 (purpose and evidence).

    No one-time key is held here: files are rebuilt outside of any transaction,
    and a file that comes twice is recognised by its content.
    """
    is_partial = draft_evidence.is_about_files(request)
    form = PurposeForm(
        request.POST or None, request.FILES or None, initial=_purpose_so_far(draft), is_partial=is_partial
    )
    if form.is_bound:
        form.is_valid()
        kept = draft_evidence.chosen(request, form)
        answers = {name: form.cleaned_data[name] for name in PURPOSE_ANSWERS if name in form.cleaned_data}
        draft = _save(request, draft, evidence=kept, **answers)
        if not form.errors:
            return redirect(request.get_full_path() if is_partial else _after(request, "stay_contact"))
    context = {"form": form, "draft": draft, "steps": STEPS, "files": draft_evidence.listed(draft)}
    return render(request, "stations/booking/purpose.html", context)


def _purpose_so_far(draft: Stay) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in PURPOSE_ANSWERS}


@needs_identity
@answered_once
@needs_draft
def stay_contact(request: GuestRequest, draft: Stay) -> HttpResponse:
    """第四步 联系方式 (contact)."""
    form = ContactForm(request.POST or None, initial=_contact_so_far(request, draft))
    if form.is_valid():
        told = form.cleaned_data
        with shown_on(form):
            emergency = {name: told.pop(name) for name in ("emergency_contact", "emergency_mobile")}
            change_details(actor=request.user, **emergency)
            _save(request, draft, **told)
            return redirect("stay_check")
    return render(request, "stations/booking/contact.html", {"form": form, "draft": draft, "steps": STEPS})


def _contact_so_far(request: GuestRequest, draft: Stay) -> dict[str, Any]:
    mobile = draft.contact_mobile or request.guest.mobile or request.user.mobile
    return {
        "contact_mobile": mobile.removeprefix("+86"),
        "emergency_contact": request.guest.emergency_contact,
        "emergency_mobile": request.guest.emergency_mobile.removeprefix("+86"),
        "arrival_time": draft.arrival_time,
        "referral_channel": draft.referral_channel_id,
    }


def _save(request: GuestRequest, draft: Stay, **answers: Any) -> Stay:
    return services.save_draft(
        actor=request.user,
        guest=request.guest,
        station=draft.station,
        arrival=draft.arrival,
        departure=draft.departure,
        **answers,
    )


@needs_identity
@answered_once
@needs_draft
def stay_check(request: GuestRequest, draft: Stay) -> HttpResponse:
    """第五步 核对并提交 (check answers and hand in)."""
    form = HandInForm(request.POST or None, initial={"referral": remembered(request)})
    context: dict[str, Any] = {"form": form, "draft": draft, "steps": STEPS}
    if form.is_valid():
        with shown_on(form):
            try:
                give_consent(
                    request.user, ConsentText.Scope.LODGING, address=request.META.get("REMOTE_ADDR", "")
                )
                return _hand_in(request, draft, form.cleaned_data)
            except BedTaken:
                draft.refresh_from_db()
                context |= _ways_on(request, draft) | {"full": ""}  # the refusal itself says it
                raise
            except NotEligible as refusal:
                context["assessment"] = refusal.assessment
                raise
    elif _is_full(request, draft):
        context |= _ways_on(request, draft)
    context["policy"] = policy_on(draft.arrival)
    context |= {"rows": answer_rows(draft, request.guest), "consent": current_text(ConsentText.Scope.LODGING)}
    return render(request, "stations/booking/check.html", context)


def _is_full(request: GuestRequest, draft: Stay) -> bool:
    here, gender = draft.station_id, request.guest.gender
    return not draft.is_held and not beds_free([here], draft.arrival, draft.departure, gender)[here]


def _ways_on(request: GuestRequest, draft: Stay) -> dict[str, Any]:
    """When no bed is free for all nights: other days and houses, two parts, the queue."""
    split = split_for(request.guest, draft.station, draft.arrival, draft.departure, draft.room_wish)
    other = elsewhere(draft.station, draft.arrival, draft.length, request.guest.gender)
    full = full_nights(
        draft.station_id, draft.arrival, draft.departure, request.guest.gender, room_wish=draft.room_wish
    )
    ways = {"elsewhere": other, "split": split, "split_value": spelled(split)}
    return {"is_full": True, "full": str(BedTaken(full))} | ways


def _hand_in(request: GuestRequest, draft: Stay, told: dict[str, Any]) -> HttpResponse:
    """The further buttons of the page: two parts, or a place in the queue, when there is no bed."""
    referral, user = told["referral"], request.user
    if told["split"]:
        parts = partial(services.book_split, actor=user, stay=draft, parts=told["split"])
        handed_in(request, draft, referral, lambda: parts()[0])
        messages.success(request, _("两段都已提交，床位都为您留着。"))
        return redirect("my_stays")
    hand_in = services.submit_or_wait if "wait" in request.POST else services.submit_stay
    stay = handed_in(request, draft, referral, partial(hand_in, actor=user, stay=draft))
    return redirect(stay) if stay.queued_at else redirect("stay_done", stay.reference)


@needs_identity
@require_safe
def stay_done(request: GuestRequest, reference: str) -> HttpResponse:
    """已提交 (done): the number, what comes next, by when, and whom to ring."""
    stays = (
        Stay.objects.visible_to(request.user)
        .exclude(state=Stay.State.DRAFT)
        .select_related("station", "policy")
    )
    stay = get_object_or_404(stays, reference=reference, guest=request.guest)
    return render(request, "stations/booking/done.html", {"stay": stay})
