"""看板和小屋 (board and room): codes, what is overdue, and each step that this office may take now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hope_rooms import board, clocks, need, readiness
from hope_rooms.funding import funding_of
from hope_rooms.legacy_plan import IMPORT
from hope_rooms.models import HopeRoom, StockItem
from hope_rooms.services.building import design, works
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import offer
from zibo_youth.core.calendar import today

from .room_steps import steps_of

VIEW = "hope_rooms.view_child"


@needs_office(VIEW)
@require_safe
def room_board(request: SignedInRequest) -> HttpResponse:
    """看板: columns by stage, the most overdue first."""
    rooms = HopeRoom.objects.managed_by(request.user).whole()
    places = Organisation.objects.filter(pk__in=rooms.order_by().values("child__reporting_org"))
    district = request.GET.get("district", "")
    rooms = rooms.filter(child__reporting_org__code=district) if district else rooms
    words = {
        "columns": board.columns(rooms, today()),
        "districts": places.order_by("pk"),
        "district": district,
        "may_see_samples": policy.may(request.user, "hope_rooms.view_samplebatch"),
        "may_import": policy.may(request.user, IMPORT),
    }
    return render(request, "hope_rooms/rooms/board.html", words)


@needs_office(VIEW)
@require_safe
def districts(request: SignedInRequest) -> HttpResponse:
    """各区县小屋数量: counts only, and none below five."""
    found = board.spread()
    rows = [[str(place), *("<5" if cell is None else cell for cell in cells)] for place, cells in found.rows]
    words = {
        "headings": [_("填报单位"), *(str(label) for _name, label, _states in board.COLUMNS)],
        "rows": [*rows, [_("全市"), *found.city]],
    }
    return render(request, "hope_rooms/rooms/districts.html", words)


@needs_office(VIEW)
@answered_once
def room(request: SignedInRequest, code: str) -> HttpResponse:
    """一间小屋: what was found, planned and built, and each step that this office may take now."""
    rooms = HopeRoom.objects.managed_by(request.user).whole().with_clocks()
    found = get_object_or_404(rooms, child__code=code)
    offered = offer(request, found, steps_of(found))
    if offered.done:
        return redirect("hope_room", code)
    words = _facts(found) | {"offer": offered, "may_print": policy.may(request.user, works.LOG, found)}
    words |= _means(request.user, found)
    return render(request, "hope_rooms/rooms/room.html", words)


def _means(reader: User, found: HopeRoom) -> dict[str, Any]:
    """Its money by line, its goods and who adopted it, to whoever may read of them."""
    means: dict[str, Any] = {}
    if policy.may(reader, "hope_rooms.view_allocation", found):
        means["funding"] = funding_of(found)
    if policy.may(reader, "hope_rooms.view_stock", found):
        stocks = StockItem.objects.managed_by(reader).filter(rooms__room=found)
        means["goods"] = found.goods.select_related("stock__item", "stock__place")
        means["open_stocks"] = set(stocks.values_list("pk", flat=True))
    if policy.may(reader, "hope_rooms.view_gift", found):
        means["adoption"] = found.adoptions.standing().select_related("donor").first()
    return means


def _facts(found: HopeRoom) -> dict[str, Any]:
    survey = found.surveys.order_by("-id").first()
    return {
        "room": found,
        "dues": [(due, due.late(today())) for due in clocks.dues(found)],
        "survey": survey,
        "visits": survey.visits.all() if survey else (),
        "need": need.explained(survey) if survey else (),
        "bill": found.bill.all(),
        "budget": design.budget_of(found),
        "build": getattr(found, "build", None),
        "logs": found.logs.all()[:10],
        "pause": found.pauses.filter(ended_on__isnull=True).first(),
        "defects": found.defects.uncleared(),
        "acceptances": found.acceptances.all(),
        "air_tests": found.air_tests.all(),
        "rechecks": found.rechecks.all(),
        "missing": readiness.missing_for_handover(found) if found.state == HopeRoom.State.AIRING else (),
        "timeline": _timeline(found),
    }


def _timeline(found: HopeRoom) -> list[dict[str, Any]]:
    """What happened, the newest last; the stage in which it is stands as the current one."""
    moves = list(found.transitions.order_by("id"))
    labels = dict(HopeRoom.State.choices)
    steps = [{"label": labels[HopeRoom.State.NOMINATED], "at": found.child.registered_at, "note": ""}]
    steps += [{"label": labels[move.to_state], "at": move.at, "note": move.note} for move in moves]
    return [
        step | {"state": "current" if number == len(steps) else "done"}
        for number, step in enumerate(steps, start=1)
    ]


@needs_office(works.LOG)
@require_safe
def sheet(request: SignedInRequest, code: str) -> HttpResponse:
    """施工单 for the contractor: measures and materials by the code; the town's league is asked on site."""
    rooms = HopeRoom.objects.managed_by(request.user).whole()
    found = get_object_or_404(rooms, child__code=code, build__isnull=False)
    words = {
        "room": found,
        "build": found.build,
        "survey": found.surveys.filter(submitted_at__isnull=False).order_by("-id").first(),
        "bill": found.bill.all(),
    }
    return render(request, "hope_rooms/rooms/sheet.html", words)
