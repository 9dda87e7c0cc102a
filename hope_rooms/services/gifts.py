"""现金捐赠 (gifts of money): pledged, received and receipted by the charity; the portal takes no payment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hope_rooms.gift_errors import (
    AmountMissing,
    GiftMoved,
    GiftUsedUp,
    NameMissing,
    PaidInTheFuture,
    PurposeIncomplete,
    ReceiptMissing,
    VoucherMissing,
)
from hope_rooms.models import Campaign, Donor, Gift, GiftTransition, HopeRoom, Refund
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core import money
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import along

from .counters import add_to, telling

KEEP = "hope_rooms.keep_gifts"
State = Gift.State


@dataclass(frozen=True, slots=True)
class Restriction:
    """限定用途: for anything, for one district's rooms, or for one room."""

    purpose: str = "any"
    district: Organisation | None = None
    room: HopeRoom | None = None

    @property
    def is_whole(self) -> bool:
        asked = {"any": (False, False), "district": (True, False), "room": (False, True)}
        return asked.get(self.purpose) == (self.district is not None, self.room is not None)

    def columns(self) -> dict[str, Any]:
        """As the rows of gifts and changes keep it. Raises `PurposeIncomplete`."""
        if not self.is_whole:
            raise PurposeIncomplete
        return {"purpose": self.purpose, "district": self.district, "room": self.room}


ANYTHING = Restriction()


def in_yuan(amount: Decimal) -> Decimal:
    """To the cent, and more than nothing. Raises `AmountMissing`."""
    return money.exact_yuan(amount, AmountMissing)


def register_donor(*, actor: User, kind: str, name: str, may_be_named: bool = False) -> Donor:
    """登记捐赠方 (register): named in public only where the donor agreed. Raises `NameMissing`."""
    policy.require(actor, KEEP)
    if not name.strip():
        raise NameMissing
    donor: Donor = Donor.objects.create(kind=kind, name=name.strip(), may_be_named=may_be_named)
    return donor


@transaction.atomic
def pledge_gift(
    *,
    actor: User,
    donor: Donor,
    reporting_org: Organisation,
    amount: Decimal,
    restriction: Restriction = ANYTHING,
    campaign: Campaign | None = None,
) -> Gift:
    """登记捐赠意向 (pledge). Raises `AmountMissing`, `PurposeIncomplete`."""
    policy.require(actor, KEEP)
    gift: Gift = Gift.objects.create(
        donor=donor,
        reporting_org=reporting_org,
        campaign=campaign,
        pledged=in_yuan(amount),
        **restriction.columns(),
    )
    GiftTransition.objects.create(gift=gift, actor=actor, to_state=State.PLEDGED)
    return gift


@transaction.atomic
def receive_gift(*, actor: User, gift: Gift, amount: Decimal, on: date) -> Gift:
    """登记到账 (receive): what came in, which may differ from the pledge. Raises `GiftMoved`."""
    policy.require(actor, KEEP, gift)
    if on > today():
        raise PaidInTheFuture
    return _moved(actor, gift, State.RECEIVED, received=in_yuan(amount), received_on=on)


@transaction.atomic
def receipt_gift(*, actor: User, gift: Gift, receipt_no: str) -> Gift:
    """登记票据号 (receipt) of the charity. Raises `ReceiptMissing`, `GiftMoved`."""
    policy.require(actor, KEEP, gift)
    if not receipt_no.strip():
        raise ReceiptMissing
    return _moved(actor, gift, State.RECEIPTED, receipt_no=receipt_no.strip())


@transaction.atomic
def withdraw_gift(*, actor: User, gift: Gift) -> Gift:
    """取消未到账的捐赠 (withdraw). Raises `GiftMoved`."""
    policy.require(actor, KEEP, gift)
    return _moved(actor, gift, State.WITHDRAWN)


def _moved(actor: User, gift: Gift, to: str, **changes: Any) -> Gift:
    before = along(gift, to, GiftMoved, **changes)
    GiftTransition.objects.create(gift=gift, actor=actor, from_state=before, to_state=to)
    return gift


def refund_gift(*, actor: User, gift: Gift, amount: Decimal, reason: str, voucher: str) -> Refund:
    """退款 (refund): of what is neither allocated nor given back. Raises `GiftUsedUp`, `VoucherMissing`."""
    policy.require(actor, KEEP, gift)
    yuan = in_yuan(amount)
    if not (reason.strip() and voucher.strip()):
        raise VoucherMissing
    with (
        telling(GiftUsedUp, gift, "left", asked=yuan),
        explaining(gift_gives_no_more_than_it_received=GiftUsedUp),
        transaction.atomic(),
    ):
        add_to(gift, refunded=yuan)
        refund: Refund = Refund.objects.create(
            gift=gift, amount=yuan, reason=reason.strip(), voucher=voucher.strip(), recorded_by=actor
        )
    return refund
