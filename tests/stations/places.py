"""Stations for tests of the pages: small houses with plainly invented names."""

from __future__ import annotations

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stations import services
from stations.models import Bed, Room, Station, Stay
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import today

NEXT_WEEK = timedelta(days=7)


def operator_of(code: str, name: str = "") -> Organisation:
    """An organisation that runs a station."""
    made, _new = Organisation.objects.get_or_create(
        code=f"operator-{code}", defaults={"name": name or f"运营方 {code}", "kind": "operator"}
    )
    return made


def station(
    code: str = "zd-01", name: str = "", of: str = "zhangdian", rooms: dict[str, str] | None = None
) -> Station:
    """A station of two beds a room; ``rooms`` maps a room's name to its gender mode."""
    reporting = Organisation.objects.get(code=of)
    made = Station.objects.create(
        code=code,
        name=name or f"测试驿站 {code}",
        area=reporting.area,
        reporting_org=reporting,
        operator=operator_of(code),
        address="人民西路 1 号",
        phone="0533-0000000",
        transport="公交 1 路到人民公园站，步行 200 米",
        house_rules="一、23:00 后保持安静。\n二、不留宿访客。\n三、爱护公共设施。",
        opened_on=today() - timedelta(days=400),
    )
    for room_name, mode in (rooms or {"101": "flexible", "102": "flexible", "201": "single"}).items():
        room = Room.objects.create(station=made, name=room_name, gender_mode=mode)
        Bed.objects.bulk_create(Bed(room=room, label=label) for label in ("甲", "乙"))
    return made


def picture(name: str = "notice.jpg", colour: str = "white") -> SimpleUploadedFile:
    """A readable piece of evidence."""
    out = io.BytesIO()
    Image.new("RGB", (120, 90), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def evidence(user: User, colour: str = "white"):
    return services.upload_evidence(
        actor=user, person=user.person, kind="interview_notice", upload=picture(colour=colour)
    )


def submitted(user: User, at: Station, arrival: date | None = None, nights: int = 2) -> Stay:
    """A stay handed in and waiting for its review."""
    arrival = arrival or today() + NEXT_WEEK
    return services.book_stay(
        actor=user,
        guest=user.person,
        station=at,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        purpose="job_seeking",
        purpose_detail="某某公司 机械工程师面试",
        declared_non_native=True,
        evidence=[evidence(user)],
        contact_mobile=user.mobile,
    )


def approved(user: User, at: Station, reviewer: User, arrival: date | None = None, nights: int = 2) -> Stay:
    """A stay with its code."""
    return services.approve_stay(actor=reviewer, stay=submitted(user, at, arrival, nights))
