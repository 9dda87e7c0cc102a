"""会客厅前台 (desk of a lounge): the day, check-in by code and by hand, places given away, closures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from stations import services
from stations.forms.lounges import CloseForm, VisitCodeForm
from stations.lounge_door import EARLIEST, POSTER, telling_how_they_came
from stations.lounge_querysets import LoungeVisitQuerySet
from stations.lounge_use import use_of
from stations.models import Lounge, LoungeClosure, LoungeVisit
from zibo_youth.accounts import limits
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest
from zibo_youth.core.calendar import now, today
from zibo_youth.core.errors import DomainError, shown_on

from .desk import CODE_TRIES, CODE_WINDOW, at_desk
from .lounge_mine import reason_of, tone

State = LoungeVisit.State
USE_DAYS = 28
DONE = {
    "receive": gettext_lazy("已签到。"),
    "complete": gettext_lazy("已结束使用，剩余时段已释放。"),
    "release": gettext_lazy("已标记未到场，位置已释放，记一次失约。"),
    "cancel": gettext_lazy("已取消，预约人会收到消息。"),
    "undo": gettext_lazy("已撤销自助签到；过了保留时间仍未签到，按未到场处理。"),
}
ACTS: dict[str, Callable[..., LoungeVisit]] = {
    "receive": services.receive_visit,
    "complete": services.complete_visit,
    "release": services.release_visit,
    "cancel": services.cancel_visit,
    "undo": services.undo_check_in,
}


def visits_of(request: SignedInRequest) -> LoungeVisitQuerySet:
    visits: LoungeVisitQuerySet = LoungeVisit.objects.managed_by(request.user)
    return telling_how_they_came(visits.select_related("person", "lounge", "zone", "series"))


def lounge_of_desk(request: SignedInRequest, code: str) -> Lounge:
    lounge: Lounge = get_object_or_404(Lounge.objects.managed_by(request.user), code=code)
    return lounge


@at_desk
@require_safe
def lounge_desk(request: SignedInRequest) -> HttpResponse:
    """今天的会客厅 (today) of one lounge; whoever serves at several chooses."""
    lounges = list(Lounge.objects.managed_by(request.user))
    chosen = request.GET.get("lounge", "")
    lounge = next((each for each in lounges if each.code == chosen), None)
    if chosen and lounge is None:
        raise Http404
    lounge = lounge or (lounges[0] if lounges else None)
    context = {"lounges": lounges, "lounge": lounge, "form": VisitCodeForm(), "day": today()}
    return render(
        request, "stations/lounges/desk.html", context | (_day_of(request, lounge) if lounge else {})
    )


def _day_of(request: SignedInRequest, lounge: Lounge) -> dict[str, Any]:
    day = today()
    visits = visits_of(request).filter(lounge=lounge, date=day).order_by("start", "pk")
    return {
        "visits": [{"visit": visit, "tone": tone(visit), "is_late": _is_late(visit)} for visit in visits],
        "requests": visits_of(request).requested().filter(lounge=lounge),
        "closures": lounge.closures.filter(until_at__gt=now()).select_related("zone").order_by("from_at"),
        "use": use_of(lounge, day - timedelta(days=USE_DAYS), day),
        "use_days": USE_DAYS,
    }


def _is_late(visit: LoungeVisit) -> bool:
    return bool(visit.state == State.BOOKED and visit.kept_until <= now())


@at_desk
def lounge_code(request: SignedInRequest, code: str) -> HttpResponse:
    """按码签到 (check in by code); tries are counted before they are answered."""
    lounge, form = lounge_of_desk(request, code), VisitCodeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            visit = _named_by(request, lounge, form.cleaned_data["code"])
            return redirect("lounge_desk_visit", visit.reference)
    return render(request, "stations/lounges/code.html", {"form": form, "lounge": lounge})


def _named_by(request: SignedInRequest, lounge: Lounge, code: str) -> LoungeVisit:
    if limits.count(f"desk-code:{request.user.pk}", CODE_WINDOW) > CODE_TRIES:
        raise TooOften
    if not code.isdigit():
        found: LoungeVisit = get_object_or_404(visits_of(request), reference=code)
        return found
    return services.find_visit(actor=request.user, lounge=lounge, code=code)


@at_desk
@require_safe
def lounge_desk_visit(request: SignedInRequest, reference: str) -> HttpResponse:
    """前台的一份会客厅预约 (one visit at the desk): the facts, and the acts that its state allows."""
    visit: LoungeVisit = get_object_or_404(visits_of(request), reference=reference)
    context = {
        "visit": visit,
        "tone": tone(visit),
        "acts": _acts(visit),
        "also_asked": visit.series.visits.requested().count() if visit.series else 0,
        "reason": reason_of(visit),
    }
    return render(request, "stations/lounges/desk_visit.html", context)


def _acts(visit: LoungeVisit) -> list[str]:
    """What may be done now; the services decide again."""
    if visit.state == State.CHECKED_IN:
        return ["complete", *(["undo"] if getattr(visit, "came_by", "") == POSTER else [])]
    if visit.state == State.REQUESTED:
        return ["confirm", "refuse"]
    if visit.state != State.BOOKED:
        return []
    is_time = visit.starts_at - EARLIEST <= now() < visit.ends_at
    return [*(["receive"] if is_time else []), *(["release"] if _is_late(visit) else []), "cancel"]


@at_desk
@answered_once
def lounge_desk_act(request: SignedInRequest, reference: str, act: str) -> HttpResponse:
    """一个操作 (one act): those that take something away ask for a yes on a page first."""
    visit: LoungeVisit = get_object_or_404(visits_of(request), reference=reference)
    if act not in ACTS:
        raise Http404
    if request.method == "POST":
        try:
            ACTS[act](actor=request.user, visit=visit)
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(DONE[act]))
        return redirect("lounge_desk_visit", reference)
    if act not in ("release", "cancel", "undo"):
        return redirect("lounge_desk_visit", reference)
    context = {"visit": visit, "act": act, "back_url": reverse("lounge_desk_visit", args=[reference])}
    return render(request, "stations/lounges/confirm.html", context)


@at_desk
@answered_once
def lounge_close(request: SignedInRequest, code: str) -> HttpResponse:
    """停用 (close): the visits that it hits are listed first, and told when it is confirmed."""
    lounge = lounge_of_desk(request, code)
    form = CloseForm(request.POST or None, zones=lounge.zones.all())
    context: dict[str, Any] = {"lounge": lounge, "form": form}
    if form.is_valid():
        asked = {"lounge": lounge, "zone": form.cleaned_data["zone"], **form.span}
        if not form.cleaned_data["confirmed"]:
            return render(
                request,
                "stations/lounges/close.html",
                context | {"hit": services.visits_hit(**asked), "is_asked": True},
            )
        with shown_on(form):
            _closure, hit = services.close_lounge(
                actor=request.user, reason=form.cleaned_data["reason"], **asked
            )
            told = ngettext(
                "已停用，%(n)s 份预约已取消并通知。", "已停用，%(n)s 份预约已取消并通知。", len(hit)
            )
            messages.success(request, told % {"n": len(hit)})
            return redirect(f"{reverse('lounge_desk')}?lounge={lounge.code}")
    return render(request, "stations/lounges/close.html", context)


@at_desk
@require_POST
@answered_once
def lounge_open_again(request: SignedInRequest, number: int) -> HttpResponse:
    """恢复 (open again) from now on."""
    closures = LoungeClosure.objects.managed_by(request.user).select_related("lounge")
    closure: LoungeClosure = get_object_or_404(closures, pk=number)
    services.end_closure(actor=request.user, closure=closure)
    messages.success(request, str(gettext_lazy("已恢复开放。")))
    return redirect(f"{reverse('lounge_desk')}?lounge={closure.lounge.code}")
