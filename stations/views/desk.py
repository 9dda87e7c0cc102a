"""前台 (desk): today's guests of a station; every act is a POST through its service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from stations import services
from stations.desk import day_of
from stations.forms.desk import AdmitForm, CodeForm, NoCardForm, ReasonForm, SearchForm
from stations.models import Rehousing, Station, Stay
from stations.querysets import StayQuerySet
from stations.services.beds import MOVABLE
from stations.services.cases import IN_REVIEW
from zibo_youth.accounts import limits, policy
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import ConsentRecord, Person
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.services import verify_identity
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError, shown_on

from .story import asked_words, timeline, tone

P = ParamSpec("P")
State = Stay.State

REVIEWS = {
    "": pgettext_lazy("审核队列", "全部"),
    "mine": gettext_lazy("由我经办"),
    "pool": gettext_lazy("无人经办"),
}
SECOND = {"second": gettext_lazy("待复核")}
FIRST_OF_TWO = gettext_lazy("初审已通过，等另一位审核人复核。")
CODE_TRIES = 30
CODE_WINDOW = timedelta(minutes=15)
FORMS: dict[str, Callable[..., forms.Form]] = {
    "return": partial(ReasonForm, act="return"),
    "reject": partial(ReasonForm, act="reject"),
    "admit": AdmitForm,
    "no_card": NoCardForm,
}
# Acts that have a page of their own before they are done.
ASKED = {
    "return": "stations/desk/confirm.html",
    "reject": "stations/desk/confirm.html",
    "no_show": "stations/desk/confirm.html",
    "admit": "stations/desk/admit.html",
    "no_card": "stations/desk/no_card.html",
}
DONE = {
    "take": gettext_lazy("这份申请现在由您经办。"),
    "hand_back": gettext_lazy("已退回公共队列，其他审核人可以接手。"),
    "approve": gettext_lazy("已通过，入住码已发给申请人。"),
    "return": gettext_lazy("已退回，申请人会收到补正通知。"),
    "reject": gettext_lazy("已作出不予通过的决定，床位已释放。"),
    "verify": gettext_lazy("证件原件已核对。"),
    "check_in": gettext_lazy("入住已办理。"),
    "admit": gettext_lazy("证件已核对，入住已办理。"),
    "no_card": gettext_lazy("入住已办理，出示的证明和原因已记下。"),
    "see_card": gettext_lazy("证件已补验。"),
    "check_out": gettext_lazy("退房已办理。"),
    "no_show": gettext_lazy("已标记为未入住，后续床位已释放。"),
    "reinstate": gettext_lazy("已恢复预约，新的入住码已发给来宾，请继续办理入住。"),
}


def at_desk(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Decorator: whoever serves at no desk finds no such page."""

    @wraps(view)
    def wrapper(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_staff or not policy.may(request.user, "stations.check_in_stay"):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def stays_of(request: SignedInRequest) -> StayQuerySet:
    """The stays of the desk that asks."""
    stays: StayQuerySet = Stay.objects.managed_by(request.user)
    return stays.select_related("guest", "station", "policy", "reviewer__person")


def stations_of(request: SignedInRequest) -> tuple[list[Station], Station | None]:
    """The stations of the desk that asks, and the one it asks for; None is all of them."""
    stations = list(Station.objects.managed_by(request.user).order_by("area__position", "code"))
    return stations, _chosen(stations, request.GET.get("station", ""))


def _chosen(stations: list[Station], code: str) -> Station | None:
    if len(stations) == 1:
        return stations[0]
    if not code:
        return None
    found = next((station for station in stations if station.code == code), None)
    if found is None:
        raise Http404
    return found


@at_desk
@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """今天的前台 (today): who waits for an answer, who arrives, who is in the house, who leaves."""
    stations, station = stations_of(request)
    stays, to_call = stays_of(request), Rehousing.objects.managed_by(request.user).to_call()
    if station is not None:
        stays, to_call = stays.filter(station=station), to_call.filter(station=station)
    day, review = day_of(stays, today()), _review(request)
    waiting = list(stays.reviewed_by(review, request.user.pk))
    awaits_second = review in SECOND or any(stay.first_approver_id for stay in waiting)
    context = {
        "stations": stations,
        "station": station,
        "form": CodeForm(),
        "search_form": SearchForm(),
        "now": now(),
        "to_call": to_call.count(),
        "waiting": waiting,
        "review": review,
        "reviews": REVIEWS | (SECOND if awaits_second else {}),
        "arrivals": [*day.not_arrived, *(stay for stay in day.arrivals if stay.state == State.APPROVED)],
        "departures": [stay for stay in day.leaving if stay.state == State.CHECKED_IN],
        "in_house": [stay for stay in (*day.in_house, *day.arrivals) if stay.state == State.CHECKED_IN],
    }
    return render(request, "stations/desk/today.html", context)


def _review(request: SignedInRequest) -> str:
    """待审核 (to review): all, the asker's, nobody's, or those for a second look; another word means all."""
    asked = request.GET.get("review", "")
    return asked if asked in REVIEWS | SECOND else ""


@at_desk
def desk_code(request: SignedInRequest, code: str) -> HttpResponse:
    """按码查找 (find by code), in one station; tries are counted before they are answered."""
    station = get_object_or_404(Station.objects.managed_by(request.user), code=code)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            return redirect("desk_stay", _named_by(request, station, form.cleaned_data["code"]).reference)
    return render(request, "stations/desk/code.html", {"form": form, "station": station})


def _named_by(request: SignedInRequest, station: Station, code: str) -> Stay:
    if limits.count(f"desk-code:{request.user.pk}", CODE_WINDOW) > CODE_TRIES:
        raise TooOften
    if not code.isdigit():
        return get_object_or_404(stays_of(request), reference=code)
    return services.find_arrival(actor=request.user, station=station, code=code)


@at_desk
@require_safe
def desk_stay(request: SignedInRequest, reference: str) -> HttpResponse:
    """前台的一份入住单 (one stay at the desk): the facts, and the acts that its state allows."""
    stay = get_object_or_404(stays_of(request), reference=reference)
    night = stay.nights.select_related("bed", "room").last()
    context = {
        "stay": stay,
        "tone": tone(stay),
        "timeline": timeline(stay, is_desk=True),
        "asked": asked_words(stay),
        "night": night,
        "bed_moves": stay.bed_moves.select_related("from_bed__room", "to_bed__room", "actor__person"),
        "rehousings": Rehousing.objects.history_of(stay),
        "evidence": stay.evidence.all(),
        "acts": _offered(request, stay),
        "has_signed": ConsentRecord.objects.recorded_for(stay.guest_id).living().exists(),
        "is_seen": stay.guest.identity_state == Person.IdentityState.VERIFIED,
        "admit_form": AdmitForm(),
    }
    return render(request, "stations/desk/stay.html", context)


def _acts(stay: Stay) -> set[str]:
    """What may be done now; the services decide again."""
    day, acts = today(), {State.SUBMITTED: {"approve", "return", "reject"}, State.CHECKED_IN: {"check_out"}}
    offered = set(acts.get(State(stay.state), ()))
    if stay.state in MOVABLE and day < stay.departure:
        offered.add("move_bed")
    if stay.state == State.APPROVED and stay.arrival <= day:
        offered |= ({"check_in"} if day < stay.departure else set()) | (
            {"no_show"} if stay.arrival < day else set()
        )
    if stay.is_card_due:
        offered.add("see_card")
    if services.may_reinstate(stay):
        offered.add("reinstate")
    return offered


def _offered(request: SignedInRequest, stay: Stay) -> set[str]:
    """What this member of staff may do now: who has approved once leaves the rest to another."""
    is_first = stay.first_approver_id is not None and stay.first_approver_id == request.user.person_id
    own = {"approve", "take"} if is_first else set()
    return (_acts(stay) | _case_acts(request, stay)) - own


def _case_acts(request: SignedInRequest, stay: Stay) -> set[str]:
    if stay.state not in IN_REVIEW:
        return set()
    if stay.reviewer_id is None:
        return {"take"}
    is_own = stay.reviewer_id == request.user.pk
    return {"hand_back"} if is_own or policy.may(request.user, "stations.reassign_case", stay) else set()


@at_desk
@answered_once
def desk_act(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """一个操作 (one act): those that take something away ask for a reason or a yes on a page first."""
    stay = get_object_or_404(stays_of(request), reference=reference)
    if act not in DONE:
        raise Http404
    form = FORMS.get(act, forms.Form)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _do(request, stay, act, form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            is_first = act == "approve" and stay.state == State.SUBMITTED
            messages.success(request, FIRST_OF_TWO if is_first else DONE[act])
        return redirect("desk_stay", reference)
    if act not in ASKED:
        return redirect("desk_stay", reference)
    context = {"stay": stay, "act": act, "form": form, "back_url": reverse("desk_stay", args=[reference])}
    return render(request, ASKED[act], context)


def _do(request: SignedInRequest, stay: Stay, act: str, said: dict[str, Any]) -> None:
    actor = request.user
    moves: dict[str, Callable[[], object]] = {
        "take": lambda: services.take_case(actor=actor, stay=stay),
        "hand_back": lambda: services.hand_back_case(actor=actor, stay=stay),
        "approve": lambda: services.approve_stay(actor=actor, stay=stay),
        "return": lambda: services.return_stay(actor=actor, stay=stay, **said),
        "reject": lambda: services.reject_stay(actor=actor, stay=stay, **said),
        "verify": lambda: verify_identity(actor, stay.guest),
        "check_in": lambda: services.receive_guest(actor=actor, stay=stay),
        "admit": lambda: services.admit_guest(actor=actor, stay=stay, **said),
        "no_card": lambda: services.admit_without_card(actor=actor, stay=stay, **said),
        "see_card": lambda: services.see_card(actor=actor, stay=stay),
        "check_out": lambda: services.check_out(actor=actor, stay=stay),
        "no_show": lambda: services.mark_no_show(actor=actor, stay=stay),
        "reinstate": lambda: services.reinstate_stay(actor=actor, stay=stay),
    }
    moves[act]()
