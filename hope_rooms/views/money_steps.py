"""The steps of a gift of money as its page offers them: when, to whom, with which form, by which service."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from hope_rooms.forms import gifts as forms
from hope_rooms.models import Gift
from hope_rooms.services import allocations, gifts, purposes
from zibo_youth.accounts.models import User
from zibo_youth.accounts.steps import Step


def _change_of(gift: Gift) -> Any:
    """The change of purpose that waits for its second person."""
    return gift.changes.filter(state="asked").first()


def _may_change(gift: Gift) -> bool:
    return not _change_of(gift)


def _has_money(gift: Gift) -> bool:
    return gift.left > 0


def _has_parts(gift: Gift) -> bool:
    return bool(gift.allocated)


def _has_some_to_take_back(gift: Gift) -> bool:
    rows = gift.allocations.filter(room__state__in=allocations.UNFUNDED)
    return any(part.left for part in rows)


def _receive(by: User, gift: Gift, form: Any) -> None:
    gifts.receive_gift(actor=by, gift=gift, **form.cleaned_data)


def _withdraw(by: User, gift: Gift, form: Any) -> None:
    gifts.withdraw_gift(actor=by, gift=gift)


def _receipt(by: User, gift: Gift, form: Any) -> None:
    gifts.receipt_gift(actor=by, gift=gift, **form.cleaned_data)


def _allocate(by: User, gift: Gift, form: Any) -> None:
    allocations.allocate(actor=by, gift=gift, **form.cleaned_data)


def _take_back(by: User, gift: Gift, form: Any) -> None:
    allocations.take_back(actor=by, **form.cleaned_data)


def _spend(by: User, gift: Gift, form: Any) -> None:
    allocations.spend(actor=by, **form.cleaned_data)


def _refund(by: User, gift: Gift, form: Any) -> None:
    gifts.refund_gift(actor=by, gift=gift, **form.cleaned_data)


def _change(by: User, gift: Gift, form: Any) -> None:
    told = form.cleaned_data
    purposes.ask_purpose_change(
        actor=by, gift=gift, to=form.told(), consent=told["consent"], paper=told["paper"]
    )


def _agree(by: User, gift: Gift, form: Any) -> None:
    purposes.agree_purpose_change(actor=by, change=_change_of(gift))


def _refuse(by: User, gift: Gift, form: Any) -> None:
    purposes.refuse_purpose_change(actor=by, change=_change_of(gift))


IN_HAND = ("received", "receipted")
KEEP, PLAIN = gifts.KEEP, forms.DeskForm
ALLOCATE, SPEND, DECIDE = allocations.ALLOCATE, allocations.SPEND, purposes.DECIDE
STEPS = (
    Step("receive", _("登记到账"), KEEP, ("pledged",), forms.ReceiveForm, _receive),
    Step("withdraw", _("取消未到账的捐赠"), KEEP, ("pledged",), PLAIN, _withdraw),
    Step("agree", _("核准用途变更"), DECIDE, (), PLAIN, _agree, _change_of),
    Step("refuse", _("不予变更用途"), DECIDE, (), PLAIN, _refuse, _change_of),
    Step("allocate", _("分配到小屋"), ALLOCATE, IN_HAND, forms.AllocateForm, _allocate, _has_money),
    Step("spend", _("登记支出"), SPEND, IN_HAND, forms.SpendForm, _spend, _has_parts),
    Step(
        *("take_back", _("收回分配"), ALLOCATE, IN_HAND, forms.AllocationForm, _take_back),
        _has_some_to_take_back,
    ),
    Step("receipt", _("登记票据号"), KEEP, ("received",), forms.ReceiptForm, _receipt),
    Step("change", _("申请变更用途"), KEEP, IN_HAND, forms.ChangeForm, _change, _may_change),
    Step("refund", _("登记退款"), KEEP, IN_HAND, forms.RefundForm, _refund, _has_money),
)
