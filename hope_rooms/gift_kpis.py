"""希望小屋募集 (HR05): cash, goods, and campaigns: three figures that are never added (domain.md C3)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from zibo_youth.reports.kpis import Action, Column, Facts, Kind, Kpi, Unit, register
from zibo_youth.reports.periods import Period

from .models import Gift, GoodsGift

WAN = Decimal(10_000)
SOURCE = _("希望小屋捐赠台账")
NET = Sum((F("received") - F("refunded")) / WAN)
# No donor: who may read a figure's rows is not who may read the ledger.
OF_MONEY = (
    Column(_("捐赠编号"), str),
    Column(_("到账日期"), lambda gift: gift.received_on),
    Column(_("净到账（元）"), lambda gift: gift.received - gift.refunded),
)
OF_GOODS = (
    Column(_("捐赠编号"), str),
    Column(_("接收日期"), lambda gift: gift.accepted_on),
    Column(_("折价（元）"), lambda gift: gift.value),
)


def cash_received(period: Period) -> Any:
    """Outside campaigns, by the day on which it came."""
    return Gift.objects.received_between(period.start, period.end).outside_campaigns()


def cash_of_campaigns(period: Period) -> Any:
    """腾讯520公益季 and its like."""
    return Gift.objects.received_between(period.start, period.end).filter(campaign__isnull=False)


def goods_accepted(period: Period) -> Any:
    """By the day of acceptance, at the value of that day."""
    return GoodsGift.objects.accepted_between(period.start, period.end)


def _registered(code: str, label: Any, definition: Any, facts: Facts) -> None:
    register(
        Kpi(
            code=code,
            label=label,
            action=Action.CHILDREN,
            unit=Unit.WAN_YUAN,
            kind=Kind.FLOW,
            definition=definition,
            source=SOURCE,
            facts=facts,
        )
    )


def register_gift_kpis() -> None:
    """Called once, when the app is ready."""
    cash = Facts(rows=cash_received, measure=NET, credited_to="reporting_org", columns=OF_MONEY)
    goods = Facts(rows=goods_accepted, measure=Sum(F("value") / WAN), credited_to="place", columns=OF_GOODS)
    campaigns = Facts(rows=cash_of_campaigns, measure=NET, credited_to="reporting_org", columns=OF_MONEY)
    _registered(
        "HR05-1",
        _("希望小屋募集现金"),
        _("当月到账的现金减去退还的部分，按到账日期计，不含筹款活动"),
        cash,
    )
    _registered("HR05-2", _("希望小屋募集实物"), _("当月接收的实物，按接收时的折价计，与现金不相加"), goods)
    _registered(
        "HR05-3",
        _("希望小屋筹款活动募集现金"),
        _("当月筹款活动到账的现金减去退还的部分，单独列示，不与其他募集相加"),
        campaigns,
    )
