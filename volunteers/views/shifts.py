"""班次 (shifts): what can be joined, what stands in the way, and the place itself."""

from __future__ import annotations

from datetime import time
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from volunteers.forms.shifts import ShiftFilterForm, TakePlaceForm
from volunteers.models import Shift, Signup, Volunteer
from volunteers.querysets import ShiftQuerySet
from volunteers.services import signups
from volunteers.signup_rules import Diary, diary_of, obstacles
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.core.calendar import at, now
from zibo_youth.core.errors import shown_on

from .doors import VolunteerRequest, needs_volunteer

PER_PAGE = 20
# "What fits me" is asked of so many shifts to come, not of a whole year.
MOST_JUDGED = 200
_MIDNIGHT, _LAST = time.min, time.max


@require_safe
def shift_list(request: HttpRequest) -> HttpResponse:
    """班次列表: by district, brand, skill and day; whoever is a volunteer reads what stands in the way."""
    form = ShiftFilterForm(request.GET or None)
    wish = form.cleaned_data if form.is_valid() else {}
    diary = _own_diary(request)
    rows = _wanted(wish).order_by("starts_at", "pk")
    chosen: Any = rows
    if wish.get("fits") and diary:
        chosen = [row for row in islice(rows, MOST_JUDGED) if not obstacles(diary, row)]
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    lines = [line_of(row, diary) for row in page]
    return render(request, "volunteers/shifts/list.html", {"form": form, "page": page, "lines": lines})


def _wanted(wish: dict[str, Any]) -> ShiftQuerySet:
    found: ShiftQuerySet = Shift.objects.open(now()).counted()
    if wish.get("district"):
        found = found.filter(post__project__reporting_org=wish["district"])
    if wish.get("brand"):
        found = found.filter(post__project__brand=wish["brand"])
    if wish.get("skill"):
        found = found.filter(post__skills=wish["skill"])
    if wish.get("day"):
        first, last = at(wish["day"], _MIDNIGHT), at(wish["day"], _LAST)
        found = found.filter(starts_at__range=(first, last))
    return found.whole()


def _own_diary(request: HttpRequest) -> Diary | None:
    person: int | None = getattr(request.user, "person_id", None)
    volunteer = Volunteer.objects.active().select_related("person").filter(person_id=person or 0).first()
    return diary_of(volunteer) if volunteer else None


def line_of(shift: Any, diary: Diary | None) -> dict[str, Any]:
    """A shift of a list: places left, and the first thing that stands in the way."""
    found = obstacles(diary, shift) if diary else []
    return {"shift": shift, "left": shift.capacity - shift.taken, "obstacle": found[0] if found else None}


@require_safe
def shift(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One shift: hours, place, duties, risks, places left; one's own signup, or what stands in the way."""
    found: Any = get_object_or_404(
        Shift.objects.visible_to(request.user).counted().whole(), public_id=public_id
    )
    diary = _own_diary(request)
    own = Signup.objects.live_of(diary.volunteer).filter(shift=found).first() if diary else None
    context = line_of(found, diary) | {
        "own": own,
        "obstacles": obstacles(diary, found) if diary and not own else [],
        "is_open": found.state == Shift.State.OPEN and found.starts_at > now(),
    }
    return render(request, "volunteers/shifts/shift.html", context)


@needs_volunteer
@answered_once
def shift_sign_up(request: VolunteerRequest, public_id: UUID) -> HttpResponse:
    """报名 (sign up): the risks and the last day to leave are told before the button."""
    rows = Shift.objects.visible_to(request.user).counted().whole()
    found: Any = get_object_or_404(rows, public_id=public_id)
    form = TakePlaceForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            taken = _take(request, found, form.cleaned_data["act"])
            return redirect(taken)
        found = rows.get(pk=found.pk)
    context = {
        "shift": found,
        "left": found.capacity - found.taken,
        "form": form,
        "obstacles": obstacles(diary_of(request.volunteer), found),
    }
    return render(request, "volunteers/shifts/sign_up.html", context)


def _take(request: VolunteerRequest, found: Shift, act: str) -> Signup:
    if act == "standby":
        taken = signups.join_standby(actor=request.user, shift=found)
        messages.success(request, _("已加入候补；轮到您时会发消息，请在时限内接受。"))
    else:
        taken = signups.sign_up(actor=request.user, shift=found)
        messages.success(request, _("报名成功，请按时到岗。"))
    return taken
