"""Workbooks of places, and what their preview says."""

import io
from datetime import date

import openpyxl
from django.utils import translation

from stations import services
from stations.models import Bed, Room, Station
from stations.services.place_sheets import ROOMS, STATIONS

OUR_TOWN = "370303001"


def workbook(stations=(), rooms=(), language="zh-hans") -> bytes:
    """Both sheets with their headings; a row says only what it means to say."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    with translation.override(language):
        for sheet, rows in ((STATIONS, stations), (ROOMS, rooms)):
            page = made.create_sheet(str(sheet.name))
            page.append([str(column.label) for column in sheet.columns.values()])
            for row in rows:
                page.append([row.get(name) for name in sheet.columns])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def new_station(operator: str, code="zd-92", **changes):
    return {
        "code": code,
        "name": f"新驿站 {code}",
        "area": OUR_TOWN,
        "reporting_org": "zhangdian",
        "operator": operator,
        "address": "人民西路 2 号",
        "phone": "0533-0000001",
        "opened_on": date(2021, 6, 4),
    } | changes


def room(station="zd-91", name="301", mode="女生房", beds="1、2", **changes):
    return {"station": station, "name": name, "gender_mode": mode, "floor": 3, "beds": beds} | changes


def preview(actor, **sheets):
    return services.preview_places(actor=actor, content=workbook(**sheets))


def told(shown):
    return [(str(p.sheet), p.row, str(p.column), str(p.said)) for p in shown.problems]


def standing():
    """Every place as it is stored."""
    return (
        list(Station.objects.order_by("pk").values()),
        list(Room.objects.order_by("pk").values()),
        list(Bed.objects.order_by("pk").values()),
    )


def add_room(station):
    Room.objects.create(station=station, name="301", gender_mode="male")
