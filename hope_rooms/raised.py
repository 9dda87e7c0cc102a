"""募集 (raised): the ledger's money and goods, and each campaign's, which are never added (domain.md C3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum

from hope_rooms.models import Campaign, Gift, GoodsGift

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Raised:
    """In yuan: cash that came in less what went back, and goods at the value of their acceptance."""

    cash: Decimal = ZERO
    goods: Decimal = ZERO


def raised_by_ledger() -> Raised:
    """Outside every campaign."""
    return _raised(Gift.objects.outside_campaigns(), GoodsGift.objects.filter(campaign=None))[None]


def raised_by(campaigns: Iterable[Campaign]) -> dict[int, Raised]:
    """Of each campaign, by its number; two queries for all."""
    numbers = [campaign.pk for campaign in campaigns]
    cash, goods = (model.objects.filter(campaign__in=numbers) for model in (Gift, GoodsGift))
    found = _raised(cash, goods)
    return {number: found.get(number, Raised()) for number in numbers}


def _raised(cash: Any, goods: Any) -> dict[Any, Raised]:
    came = _by_campaign(cash, Sum(F("received") - F("refunded")))
    taken = _by_campaign(goods, Sum("value"))
    return {None: Raised()} | {
        number: Raised(came.get(number, ZERO), taken.get(number, ZERO)) for number in came.keys() | taken
    }


def _by_campaign(rows: Any, measure: Sum) -> dict[Any, Decimal]:
    return dict(rows.order_by().values_list("campaign").annotate(yuan=measure))
