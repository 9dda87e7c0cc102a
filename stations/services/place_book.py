"""导入用的工作簿 (the workbook to fill in): what stands there now, in the columns that an import reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stations.models import Room, Station
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.core.exports import Table
from zibo_youth.core.sheets import Sheet

from .place_plan import IMPORT, in_words
from .place_sheets import ROOMS, STATIONS


def places_workbook(*, actor: User) -> list[Table]:
    """
    工作簿 (workbook): the actor's own stations and rooms, and every code that a cell may name.

    Sent back as it is, it changes nothing. Raises `NotAllowed`.
    """
    policy.require(actor, IMPORT)
    own = Station.objects.within(policy.reach(actor, IMPORT).office())
    stations = own.select_related("area", "reporting_org", "operator").order_by("code")
    rooms = Room.objects.filter(station__in=own).select_related("station").prefetch_related("beds")
    return [
        _table(STATIONS, (_cells(STATIONS, station) for station in stations)),
        _table(ROOMS, (_room(room) for room in rooms.order_by("station__code", "name"))),
        Table(_("代码"), [_("栏目"), _("编码"), _("名称")], list(_codes(actor))),
    ]


def _table(sheet: Sheet, rows: Iterator[list[Any]]) -> Table:
    return Table(str(sheet.name), [str(column.label) for column in sheet.columns.values()], list(rows))


def _cells(sheet: Sheet, record: Any) -> list[Any]:
    return [_cell(name, getattr(record, name)) for name in sheet.columns]


def _cell(name: str, value: Any) -> Any:
    """Days and numbers as such, all else in words."""
    return value if isinstance(value, date | Decimal) else in_words(name, value)


def _room(room: Room) -> list[Any]:
    beds = "、".join(bed.label for bed in room.beds.all())
    return [room.station.code, room.name, in_words("gender_mode", room.gender_mode), room.floor, beds]


def _codes(actor: User) -> Iterator[list[str]]:
    labels = {name: str(STATIONS.columns[name].label) for name in ("area", "reporting_org", "operator")}
    for area in Area.objects.all():
        yield [labels["area"], area.code, str(area)]
    for unit in Organisation.objects.managed_by(actor).reporting():
        yield [labels["reporting_org"], unit.code, str(unit)]
    for unit in Organisation.objects.managed_by(actor).filter(kind=Organisation.Kind.OPERATOR):
        yield [labels["operator"], unit.code, str(unit)]
