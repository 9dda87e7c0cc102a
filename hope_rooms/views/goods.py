"""实物台 (gifts in kind): what was offered, how it was found, and at which value it was taken."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hope_rooms.forms.gifts import DeskForm
from hope_rooms.forms.goods import InspectionForm, OfferForm
from hope_rooms.gift_steps import next_of_goods
from hope_rooms.models import GoodsGift
from hope_rooms.models.gifts import ZERO
from hope_rooms.services import goods
from hope_rooms.services.gifts import KEEP
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.accounts.steps import Step, offer
from zibo_youth.core.errors import shown_on

from .money import PER_PAGE, VIEW, donor_of
from .ways import ways

S = GoodsGift.State
TONES = {S.OFFERED: "warn", S.INSPECTED: "info", S.ACCEPTED: "ok", S.REJECTED: "plain"}


def _inspect(by: User, gift: GoodsGift, form: Any) -> None:
    goods.inspect_goods(actor=by, gift=gift, **form.cleaned_data)


def _accept(by: User, gift: GoodsGift, form: Any) -> None:
    goods.accept_goods(actor=by, gift=gift)


def _reject(by: User, gift: GoodsGift, form: Any) -> None:
    goods.reject_goods(actor=by, gift=gift, **form.cleaned_data)


STEPS = (
    Step("inspect", gettext_lazy("登记查验"), KEEP, (S.OFFERED,), InspectionForm, _inspect),
    Step("accept", gettext_lazy("按今日单价接收入库"), KEEP, (S.INSPECTED,), DeskForm, _accept),
    Step("reject", gettext_lazy("不接收"), KEEP, (S.OFFERED, S.INSPECTED), InspectionForm, _reject),
)


@needs_office(VIEW)
@require_safe
def goods_list(request: SignedInRequest) -> HttpResponse:
    """实物捐赠: newest first, each with its next step."""
    rows = GoodsGift.objects.managed_by(request.user).select_related("donor", "place", "campaign")
    rows = rows.waiting() if "waiting" in request.GET else rows
    page = Paginator(rows.prefetch_related("lines__item"), PER_PAGE).get_page(request.GET.get("page"))
    words = {
        "page": page,
        "lines": [(gift, TONES[gift.state], next_of_goods(gift)) for gift in page],
        "may_keep": policy.may(request.user, KEEP),
        "ways": ways(request.user),
    }
    return render(request, "hope_rooms/goods/list.html", words)


@needs_office(KEEP)
@answered_once
def offer_goods(request: SignedInRequest) -> HttpResponse:
    """登记实物意向."""
    form = OfferForm(request.POST or None, initial={"campaign": request.GET.get("campaign")})
    if form.is_valid():
        with shown_on(form):
            gift = _offered(request.user, form)
            messages.success(request, _("已登记。"))
            return redirect("hope_goods_gift", gift.pk)
    may_price = policy.may(request.user, "hope_rooms.manage_goodsitem")
    return render(request, "hope_rooms/goods/offer.html", {"form": form, "may_price": may_price})


def _offered(by: User, form: OfferForm) -> GoodsGift:
    told = form.cleaned_data
    donor = donor_of(by, told)
    return goods.offer_goods(
        actor=by, donor=donor, place=told["place"], lines=form.lines(), campaign=told["campaign"]
    )


@needs_office(VIEW)
@answered_once
def goods_gift(request: SignedInRequest, number: int) -> HttpResponse:
    """一批实物: its lines with their value, and each step that this office may take now."""
    gifts = GoodsGift.objects.managed_by(request.user).select_related("donor", "place", "campaign")
    found = get_object_or_404(gifts, pk=number)
    offered = offer(request, found, STEPS, as_="of")
    if offered.done:
        return redirect("hope_goods_gift", number)
    lines = list(found.lines.select_related("item"))
    worth = sum((line.worth for line in lines), ZERO)
    words = {"gift": found, "tone": TONES[found.state], "lines": lines, "worth": worth, "offer": offered}
    return render(request, "hope_rooms/goods/gift.html", words)
