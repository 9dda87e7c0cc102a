"""Lounges to meet in and visits to try: the smallest lounge that a rule needs, and one way to book."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

from stations import services
from stations.lounge_days import clock_of
from stations.lounge_rules import Wish
from stations.models import Lounge, LoungeHours, LoungeVisit, LoungeZone
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import at, today

from . import people

_serial = itertools.count(1)
NINE, NINE_PM = time(9), time(21)


def lounge(of: str = "zhangdian", opens: time = NINE, closes: time = NINE_PM, **details: Any) -> Lounge:
    """A lounge in a district that is open every day, holidays too."""
    number = next(_serial)
    reporting = Organisation.objects.get(code=of)
    operator = details.get("operator") or Organisation.objects.create(
        code=f"lounge-{number}", name=f"第{number}会客厅运营方", kind="operator", reporting_org=reporting
    )
    values = {
        "code": f"lounge-{number}",
        "name": f"第{number}号青年会客厅",
        "area": reporting.area,
        "reporting_org": reporting,
        "operator": operator,
        "address": "人民西路2号",
        "phone": "0533-0000000",
    }
    found = Lounge.objects.create(**(values | details))
    LoungeHours.objects.bulk_create(
        LoungeHours(lounge=found, day=day, opens=opens, closes=closes) for day in LoungeHours.Day
    )
    return found


def zone(at_: Lounge | None = None, mode: str = "exclusive", **details: Any) -> LoungeZone:
    """One zone; an exclusive room for eight unless said otherwise."""
    values: dict[str, Any] = {
        "name": f"第{next(_serial)}区",
        "kind": "av",
        "seats": 8,
        "group_most": details.get("seats", 8),
        "horizon_days": 60,
    }
    return LoungeZone.objects.create(lounge=at_ or lounge(), mode=mode, **(values | details))


def hall(at_: Lounge | None = None) -> tuple[LoungeZone, LoungeZone, LoungeZone]:
    """A hall, and the two zones that it is made of: a room, and a gym with four seats."""
    here = at_ or lounge()
    whole = zone(here, "hall", seats=30, group_most=30)
    return whole, zone(here, hall=whole), zone(here, "shared", seats=4, kind="sport", hall=whole)


def monday(weeks: int = 1) -> date:
    """A Monday to come: the whole ISO week after it lies ahead."""
    day = today()
    return day + timedelta(days=7 * weeks - day.weekday())


def clock(hour: float) -> time:
    """9.5 is half past nine."""
    return clock_of(int(hour * 2))


def wish(
    of: LoungeZone, day: date | None = None, start: float = 10, hours: float = 1, group: int = 1
) -> Wish:
    return Wish(of, day or monday(), clock(start), clock(start + hours), group)


def book(user: User, of: LoungeZone, *asked: Any, **details: Any) -> LoungeVisit:
    """Book as the person would: ``book(user, zone, day, start, hours, group)``."""
    return services.book_visit(actor=user, person=user.person, wish=wish(of, *asked, **details))


def asked_for(
    of: LoungeZone, day: date | None = None, start: str = "10:00", **changes: Any
) -> dict[str, Any]:
    """What the page of a booking sends."""
    asked = {"zone": of.pk, "date": f"{day or monday():%Y-%m-%d}", "start": start}
    return asked | {"length": 2, "group_size": 1, "weeks": 1} | changes


def holds(visit: LoungeVisit) -> tuple[int, int]:
    """How many half hours and coupons a visit holds."""
    return visit.slots.count(), visit.coupons.count()


def moment(visit: LoungeVisit, minutes: int = 0) -> datetime:
    """So many minutes after the start of a visit."""
    return at(visit.date, visit.start) + timedelta(minutes=minutes)


def host(of: LoungeZone | Lounge) -> User:
    """Who runs the desk of the lounge."""
    return people.operator((of if isinstance(of, Lounge) else of.lounge).operator)
