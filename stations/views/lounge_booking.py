"""预约会客厅 (book a lounge): one page; a series shows each of its dates before it is saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from stations import services
from stations.facts import policy_on
from stations.forms.lounges import VisitForm
from stations.lounge_days import MINUTES, slot_of
from stations.lounge_rules import own_of
from stations.models import Lounge
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import GuestRequest, needs_identity
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import shown_on

from .lounge_mine import booked
from .lounges import chosen_day, lounge_of


@needs_identity
@answered_once
def lounge_book(request: GuestRequest, code: str) -> HttpResponse:
    """预约 (book): the choices stand in the address or the form; the service decides."""
    lounge = lounge_of(request, code)
    form = VisitForm(
        request.POST or None, zones=_zones(lounge), hours=_hours(lounge), initial=_asked(request)
    )
    context: dict[str, Any] = {"lounge": lounge, "form": form, "policy": policy_on(today())}
    if form.is_valid():
        with shown_on(form):
            if answer := _do(request, form, context):
                return answer
    day = chosen_day(str(form["date"].value() or ""))
    own = own_of(request.guest, [day])
    left, in_groups = own.hours.left(day), own.group_hours.left(day)
    context |= {"minutes_left": left * MINUTES, "group_left": min(left, in_groups) * MINUTES, "day": day}
    return render(request, "stations/lounges/book.html", context)


def _do(request: GuestRequest, form: VisitForm, context: dict[str, Any]) -> HttpResponse | None:
    """Book once, or the series; a series that was not looked at yet is put into the context instead."""
    person, wish = request.guest, form.wish
    weeks, save = form.cleaned_data["weeks"], form.cleaned_data["save"]
    if weeks == 1:
        visit = services.book_visit(actor=request.user, person=person, wish=wish)
        messages.success(request, booked(visit))
        return redirect(visit)
    if not save:
        context["answers"] = services.answers_to_series(person=person, wish=wish, weeks=weeks)
        context["clashes"] = sum(bool(refused) for _day, refused in context["answers"])
        return None
    series, answers = services.book_series(
        actor=request.user, person=person, wish=wish, weeks=weeks, only_free=save == "free"
    )
    count = sum(refused is None for _day, refused in answers)
    told = ngettext("已预约 %(n)s 次。", "已预约 %(n)s 次。", count)
    if series.visits.requested().exists():
        told = ngettext("已申请 %(n)s 次，待审核。", "已申请 %(n)s 次，待审核。", count)
    messages.success(request, told % {"n": count})
    return redirect("my_lounge_visits")


def _zones(lounge: Lounge) -> Any:
    return lounge.zones.bookable().select_related("lounge")


def _hours(lounge: Lounge) -> range:
    """From the earliest opening to the latest closing of any day."""
    hours = lounge.hours.all()
    first = min((slot_of(line.opens) for line in hours), default=0)
    return range(first, max((slot_of(line.closes) for line in hours), default=first))


def _asked(request: HttpRequest) -> dict[str, str]:
    """What a link of the lounge's page has chosen already; today where it has chosen no day."""
    chosen = {name: request.GET[name] for name in ("zone", "date", "start") if name in request.GET}
    return {"date": today().isoformat()} | chosen
