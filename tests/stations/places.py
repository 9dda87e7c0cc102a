"""Stations and stays for tests of the pages: with the texts and the files that a page shows."""

from __future__ import annotations

import io
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from stations import services
from stations.models import Station, Stay
from tests.houses import book, house
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today

NEXT_WEEK = timedelta(days=7)


def station(
    code: str = "zd-01",
    name: str = "",
    of: str = "zhangdian",
    rooms: str = "flexible:2 flexible:2 single:2",
) -> Station:
    """A station with everything that its page shows."""
    return house(
        rooms,
        of,
        code=code,
        name=name or f"测试驿站 {code}",
        address="人民西路 1 号",
        transport="公交 1 路到人民公园站，步行 200 米",
        house_rules="一、23:00 后保持安静。\n二、不留宿访客。\n三、爱护公共设施。",
        opened_on=today() - timedelta(days=400),
    )


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
    """A stay handed in and waiting for its review, with a file that can be opened."""
    return book(user, at, arrival or today() + NEXT_WEEK, nights, evidence=[evidence(user)])


def approved(user: User, at: Station, reviewer: User, arrival: date | None = None, nights: int = 2) -> Stay:
    """A stay with its code."""
    return services.approve_stay(actor=reviewer, stay=submitted(user, at, arrival, nights))
