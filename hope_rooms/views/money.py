"""财务台 (finance desk): the gifts, and one gift with its allocations and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from hope_rooms.forms import gifts as forms
from hope_rooms.gift_steps import next_of
from hope_rooms.models import Gift
from hope_rooms.services import allocations, gifts, purposes
from zibo_youth.accounts import policy
from zibo_youth.accounts.one_time import answered_once
from zibo_youth.accounts.signed_in import SignedInRequest, needs_office
from zibo_youth.core.errors import shown_on

VIEW, PER_PAGE = "hope_rooms.view_gift", 50
TONES = {"pledged": "warn", "received": "info", "receipted": "ok", "withdrawn": "plain"}
IN_HAND = ("received", "receipted")


def _change_of(gift: Gift) -> Any:
    """The change of purpose that waits for its second person."""
    return gift.changes.filter(state="asked").first()


def _receive(user: Any, gift: Gift, form: Any) -> None:
    gifts.receive_gift(actor=user, gift=gift, **form.cleaned_data)


def _withdraw(user: Any, gift: Gift, form: Any) -> None:
    gifts.withdraw_gift(actor=user, gift=gift)


def _receipt(user: Any, gift: Gift, form: Any) -> None:
    gifts.receipt_gift(actor=user, gift=gift, **form.cleaned_data)


def _allocate(user: Any, gift: Gift, form: Any) -> None:
    allocations.allocate(actor=user, gift=gift, **form.cleaned_data)


def _spend(user: Any, gift: Gift, form: Any) -> None:
    allocations.spend(actor=user, **form.cleaned_data)


def _refund(user: Any, gift: Gift, form: Any) -> None:
    gifts.refund_gift(actor=user, gift=gift, **form.cleaned_data)


def _change(user: Any, gift: Gift, form: Any) -> None:
    consent = form.cleaned_data["consent"]
    purposes.ask_purpose_change(actor=user, gift=gift, to=form.told(), consent=consent)


def _agree(user: Any, gift: Gift, form: Any) -> None:
    purposes.agree_purpose_change(actor=user, change=_change_of(gift))


def _refuse(user: Any, gift: Gift, form: Any) -> None:
    purposes.refuse_purpose_change(actor=user, change=_change_of(gift))


@dataclass(frozen=True, slots=True)
class Step:
    """One form of the page: when it is offered, to whom, and the service behind its one button."""

    act: str
    words: str | Promise
    action: str
    form: type[forms.DeskForm]
    do: Callable[[Any, Gift, Any], None]
    offered: Callable[[Gift], Any]


def in_hand(gift: Gift) -> bool:
    return gift.state in IN_HAND


def has_money(gift: Gift) -> bool:
    return in_hand(gift) and gift.left > 0


def is_pledged(gift: Gift) -> bool:
    return bool(gift.state == "pledged")


def is_received(gift: Gift) -> bool:
    return bool(gift.state == "received")


def is_spent_from(gift: Gift) -> bool:
    return bool(gift.allocated)


def may_change(gift: Gift) -> bool:
    return in_hand(gift) and not _change_of(gift)


KEEP, PLAIN = gifts.KEEP, forms.DeskForm
STEPS = (
    Step("receive", gettext_lazy("登记到账"), KEEP, forms.ReceiveForm, _receive, is_pledged),
    Step("withdraw", gettext_lazy("取消未到账的捐赠"), KEEP, PLAIN, _withdraw, is_pledged),
    Step("agree", gettext_lazy("核准用途变更"), purposes.DECIDE, PLAIN, _agree, _change_of),
    Step("refuse", gettext_lazy("不予变更用途"), purposes.DECIDE, PLAIN, _refuse, _change_of),
    Step(
        "allocate",
        gettext_lazy("分配到小屋"),
        allocations.ALLOCATE,
        forms.AllocateForm,
        _allocate,
        has_money,
    ),
    Step("spend", gettext_lazy("登记支出"), allocations.SPEND, forms.SpendForm, _spend, is_spent_from),
    Step("receipt", gettext_lazy("登记票据号"), KEEP, forms.ReceiptForm, _receipt, is_received),
    Step("change", gettext_lazy("申请变更用途"), KEEP, forms.ChangeForm, _change, may_change),
    Step("refund", gettext_lazy("登记退款"), KEEP, forms.RefundForm, _refund, has_money),
)


@needs_office(VIEW)
@require_safe
def gift_list(request: SignedInRequest) -> HttpResponse:
    """捐赠台账: newest first, each with its next step; no contact of a donor stands anywhere."""
    rows = Gift.objects.managed_by(request.user).select_related(
        "donor", "campaign", "district", "room__child"
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"gift": gift, "tone": TONES[gift.state], "next": next_of(gift)} for gift in page]
    context = {"page": page, "lines": lines, "may_keep": policy.may(request.user, KEEP)}
    return render(request, "hope_rooms/gifts.html", context)


@needs_office(KEEP)
@answered_once
def pledge(request: SignedInRequest) -> HttpResponse:
    """登记捐赠意向."""
    form = forms.PledgeForm(request.POST or None)
    if form.is_valid():
        with shown_on(form):
            gift = _pledged(request, form)
            messages.success(request, _("已登记。"))
            return redirect("hope_gift", gift.pk)
    return render(request, "hope_rooms/pledge.html", {"form": form})


def _pledged(request: SignedInRequest, form: forms.PledgeForm) -> Gift:
    told = form.cleaned_data
    donor = told["donor"] or gifts.register_donor(
        actor=request.user, kind=told["kind"], name=told["name"], may_be_named=told["may_be_named"]
    )
    return gifts.pledge_gift(
        actor=request.user,
        donor=donor,
        reporting_org=told["reporting_org"],
        amount=told["amount"],
        restriction=form.told(),
        campaign=told["campaign"],
    )


@needs_office(VIEW)
@answered_once
def gift(request: SignedInRequest, number: int) -> HttpResponse:
    """一笔捐赠: its lines, its changes of purpose, and each step that this office may take now."""
    found = get_object_or_404(Gift.objects.managed_by(request.user), pk=number)
    offered = [step for step in STEPS if step.offered(found) and policy.may(request.user, step.action)]
    shown = {step.act: step.form(gift=found, prefix=step.act) for step in offered}
    tried = None
    if request.method == "POST":
        step = next((each for each in offered if each.act == request.POST.get("act")), None)
        if step is None:
            raise Http404
        shown[step.act] = tried = step.form(request.POST, gift=found, prefix=step.act)
        if tried.is_valid():
            with shown_on(tried):
                step.do(request.user, found, tried)
                messages.success(request, _("已登记。"))
                return redirect("hope_gift", found.pk)
    context = {
        "gift": found,
        "tone": TONES[found.state],
        "allocations": found.allocations.select_related("room__child", "change"),
        "changes": found.changes.select_related("district", "room__child"),
        "steps": [(step, shown[step.act]) for step in offered],
        "tried": tried,
    }
    return render(request, "hope_rooms/gift.html", context)
