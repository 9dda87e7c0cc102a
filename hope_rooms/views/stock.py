"""库存台 (the store): what lies where, one item with its movements, and the stock-take by two people."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hope_rooms.forms import stock as forms
from hope_rooms.forms.gifts import DeskForm
from hope_rooms.models import StockItem, StockMovement, StockTake
from hope_rooms.services import stock as services
from hope_rooms.services.stock import FINALISE, KEEP
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

from .ways import ways

VIEW, PER_PAGE = "hope_rooms.view_stock", 50
TAKE_TONES = {"counting": "warn", "final": "ok"}
Kind = StockMovement.Kind


def _move(kind: str) -> Callable[[User, StockItem, Any], None]:
    def do(by: User, stock: StockItem, form: Any) -> None:
        services.move_stock(actor=by, stock=stock, move=form.told(kind))

    return do


def _is_free(stock: StockItem) -> bool:
    return stock.free > 0


def _is_promised(stock: StockItem) -> bool:
    return stock.reserved > 0


def _is_brought(stock: StockItem) -> bool:
    return bool(stock.rooms.filter(issued__gt=0).exists())


def _finalise(by: User, take: StockTake, form: Any) -> None:
    services.finalise_stock_take(actor=by, take=take)


RoomMove, Brought, WriteOff = forms.RoomMoveForm, forms.BroughtForm, forms.WriteOffForm
STEPS = (
    Step("reserve", Kind.RESERVED.label, KEEP, (), forms.ReserveForm, _move(Kind.RESERVED), _is_free),
    Step("issue", Kind.ISSUED.label, KEEP, (), RoomMove, _move(Kind.ISSUED), _is_promised),
    Step("install", Kind.INSTALLED.label, KEEP, (), Brought, _move(Kind.INSTALLED), _is_brought),
    Step("release", Kind.RELEASED.label, KEEP, (), RoomMove, _move(Kind.RELEASED), _is_promised),
    Step("return", Kind.RETURNED.label, KEEP, (), Brought, _move(Kind.RETURNED), _is_brought),
    Step("write_off", Kind.WRITTEN_OFF.label, KEEP, (), WriteOff, _move(Kind.WRITTEN_OFF), _is_free),
)
TAKE_STEPS = (
    Step("finalise", gettext_lazy("确认盘点，调整账面"), FINALISE, ("counting",), DeskForm, _finalise),
)


@needs_office(VIEW)
@require_safe
def stock_list(request: SignedInRequest) -> HttpResponse:
    """物资库存: by place; quantity, promised and free."""
    rows = StockItem.objects.managed_by(request.user).select_related("place", "item")
    takes = StockTake.objects.managed_by(request.user).to_finalise()
    counting = {take.place_id: take for take in takes}
    may = policy.may(request.user, KEEP)
    places = [
        {"place": place, "stocks": list(stocks), "take": counting.get(place.pk), "may_count": may}
        for place, stocks in groupby(rows.order_by("place", "item__name"), attrgetter("place"))
    ]
    words = {"places": places, "ways": ways(request.user)}
    return render(request, "hope_rooms/stock/list.html", words)


@needs_office(VIEW)
@answered_once
def stock_item(request: SignedInRequest, number: int) -> HttpResponse:
    """一种物资: how many are free, which rooms have some, what happened, and each move."""
    found = get_object_or_404(
        StockItem.objects.managed_by(request.user).select_related("place", "item"), pk=number
    )
    offered = offer(request, found, STEPS, as_="of")
    if offered.done:
        return redirect("hope_stock_item", number)
    moves = found.movements.select_related("room__child", "by__person").order_by("-id")
    words = {
        "stock": found,
        "offer": offered,
        "rooms": found.rooms.select_related("room__child").order_by("room__child__code"),
        "page": Paginator(moves, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "hope_rooms/stock/item.html", words)


@needs_office(KEEP)
@answered_once
def count(request: SignedInRequest, unit: str) -> HttpResponse:
    """盘点: each item of the place is counted; the books stay until another confirms."""
    rows = StockItem.objects.managed_by(request.user).select_related("place", "item").order_by("item__name")
    stocks = get_list_or_404(rows, place__code=unit)
    form = forms.CountForm(request.POST or None, stocks=stocks)
    if form.is_valid():
        with shown_on(form):
            place = stocks[0].place
            take = services.count_stock(actor=request.user, place=place, counts=form.counts())
            messages.success(request, _("盘点已登记，请另一个人确认。"))
            return redirect("hope_stock_take", take.pk)
    return render(request, "hope_rooms/stock/count.html", {"form": form, "place": stocks[0].place})


@needs_office(VIEW)
@require_safe
def take_list(request: SignedInRequest) -> HttpResponse:
    """盘点记录: newest first."""
    rows = StockTake.objects.managed_by(request.user).whole()
    rows = rows.to_finalise_by(request.user) if "waiting" in request.GET else rows
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    takes = [(take, TAKE_TONES[take.state]) for take in page]
    words = {"page": page, "takes": takes, "ways": ways(request.user)}
    return render(request, "hope_rooms/stock/takes.html", words)


@needs_office(VIEW)
@answered_once
def stock_take(request: SignedInRequest, number: int) -> HttpResponse:
    """一次盘点: what the books said, what was there, and the second key."""
    found = get_object_or_404(StockTake.objects.managed_by(request.user).whole(), pk=number)
    offered = offer(request, found, TAKE_STEPS, as_="of")
    if offered.done:
        return redirect("hope_stock_take", number)
    words = {
        "take": found,
        "tone": TAKE_TONES[found.state],
        "counts": found.counts.select_related("stock__item").order_by("stock__item__name"),
        "offer": offered,
    }
    return render(request, "hope_rooms/stock/take.html", words)
