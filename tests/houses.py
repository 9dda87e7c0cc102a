"""Stations to sleep in and stays to try: the smallest house that a rule needs, and one way to ask for a bed."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import Any

from stations import services
from stations.models import Bed, Evidence, Room, Station, Stay, StayPolicy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today

from . import people

_serial = itertools.count(1)


def house(rooms: str = "flexible:2", of: str = "zhangdian", **details: Any) -> Station:
    """A station in a district; ``rooms`` says mode and beds of each: ``"male:2 female:2 single:1"``."""
    number = next(_serial)
    reporting = Organisation.objects.get(code=of)
    operator = Organisation.objects.create(
        code=f"house-{number}", name=f"第{number}运营方", kind="operator", reporting_org=reporting
    )
    values = {
        "code": f"house-{number}",
        "name": f"第{number}号驿站",
        "name_en": f"Station No. {number}",
        "area": reporting.area,
        "reporting_org": reporting,
        "operator": operator,
        "address": "人民西路1号",
        "phone": "0533-0000000",
        "opened_on": people.LONG_AGO,
    }
    station = Station.objects.create(**(values | details))
    for place, room in enumerate(rooms.split(), 101):
        mode, beds = room.split(":")
        made = Room.objects.create(station=station, name=str(place), gender_mode=mode)
        Bed.objects.bulk_create(Bed(room=made, label=str(label)) for label in range(1, int(beds) + 1))
    return station


def soon(days: int = 5) -> date:
    """A day that may be booked: after the lead time, before the horizon."""
    return today() + timedelta(days=days)


def in_one_year(days: int) -> date:
    """A day of next year's first months: where nights are counted by the year, none falls into another one."""
    return date(today().year + 1, 1, 10) + timedelta(days=days)


def book(user: User, station: Station, arrival: date | None = None, nights: int = 2, **changes: Any) -> Stay:
    """Ask for a bed as the guest would; what is not said is what every rule accepts."""
    arrival = arrival or soon()
    asked: dict[str, Any] = {
        "actor": user,
        "guest": user.person,
        "station": station,
        "arrival": arrival,
        "departure": arrival + timedelta(days=nights),
        "purpose": "job_seeking",
        "purpose_detail": "机械厂面试",
        "declared_non_native": True,
        "contact_mobile": user.mobile,
    } | changes
    if "evidence" not in asked:
        asked["evidence"] = [paper(user)]
    return services.book_stay(**asked)


def paper(user: User) -> Evidence:
    """A piece of evidence of the user's own, uploaded once."""
    found = Evidence.objects.filter(person=user.person).first()
    return found or paper_of(user)


def paper_of(user: User) -> Evidence:
    """The row of a piece of evidence; no file lies behind it."""
    return Evidence.objects.create(
        person=user.person,
        uploaded_by=user,
        kind="interview_notice",
        file=f"evidence/{next(_serial)}.png",
        original_name="面试通知.png",
        content_type="image/png",
        size=1000,
        sha256="0" * 64,
    )


def rule(**changes: Any) -> StayPolicy:
    """The stay policy in force from yesterday, with other numbers than the city's."""
    values = {"source": "测试", "effective_from": today() - timedelta(days=1)} | changes
    return StayPolicy.objects.create(**values)
