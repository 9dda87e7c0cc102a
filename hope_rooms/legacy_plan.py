"""
导入计划 (plan of the import of old rooms): each line, which room it would be, or what is wrong with it.

Only reads. A line whose number stands in the portal already is passed over: the ledger may come again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.sheets import read_row
from zibo_youth.core.workbooks import Row

from .legacy_sheet import ROOMS
from .models import HopeRoom

IMPORT = "hope_rooms.import_rooms"


@dataclass(slots=True)
class PlannedRoom:
    """一行 (one line): what its cells mean, what is wrong by column, and whether it stands already."""

    row: int
    cells: dict[str, str]
    values: dict[str, Any]
    problems: list[tuple[Any, Any]]
    is_known: bool = False

    @property
    def is_new(self) -> bool:
        return not self.problems and not self.is_known

    def wrong(self, column: str, said: Any) -> None:
        self.problems.append((ROOMS.columns[column].label, said))


def plan_rooms(actor: User, rows: Sequence[Row]) -> list[PlannedRoom]:
    """In four queries, however many lines there are."""
    districts = _by_name(
        Organisation.objects.within(policy.reach(actor, IMPORT).office()).filter(is_reporting=True)
    )
    of_towns = Organisation.objects.filter(
        kind=Organisation.Kind.TOWN, reporting_org__in=set(districts.values())
    )
    towns = {
        (town.reporting_org_id, name): town
        for town in of_towns.select_related("area")
        for name in _names_of(town)
    }
    lines = [PlannedRoom(row.number, row.cells, *read_row(ROOMS, row)) for row in rows]
    numbers = {line.values.get("legacy_no") for line in lines} - {None}
    known = set(HopeRoom.objects.filter(legacy_no__in=numbers).values_list("legacy_no", flat=True))
    seen: set[str] = set()
    for line in lines:
        _place(line, districts, towns)
        _judge(line, known, seen)
    return lines


def digest_of(lines: Sequence[PlannedRoom]) -> str:
    """The same for the same rooms; another as soon as one would differ."""
    told = [
        {name: str(getattr(value, "pk", value)) for name, value in sorted(line.values.items())}
        for line in lines
        if line.is_new
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _names_of(organisation: Organisation) -> set[str]:
    """A code, the names, or the name of the place: what an old ledger may call it."""
    names = {organisation.code, organisation.name, organisation.short_name}
    if organisation.area:
        names.add(organisation.area.name)
    return names - {""}


def _by_name(organisations: Any) -> dict[str, Organisation]:
    return {name: one for one in organisations.select_related("area") for name in _names_of(one)}


def _place(
    line: PlannedRoom, districts: dict[str, Organisation], towns: dict[tuple[Any, str], Organisation]
) -> None:
    named, town_named = line.values.get("district"), line.values.get("town")
    district = districts.get(named or "")
    if named and district is None:
        line.wrong("district", _("没有这个填报单位；可用的名称见“代码”表"))
    town = towns.get((district.pk, town_named or "")) if district else None
    if town_named and district and town is None:
        line.wrong("town", _("这个区县没有这个镇街；可以留空"))
    line.values |= {"district": district, "town": town}


def _judge(line: PlannedRoom, known: set[str], seen: set[str]) -> None:
    """Twice in one file; closed without a day, or with one before the room was accepted."""
    number = line.values.get("legacy_no", "")
    if number and number in seen:
        line.wrong("legacy_no", _("与上面某一行重复"))
    seen.add(number)
    line.is_known = number in known
    closed_on, accepted_on = line.values.get("closed_on"), line.values.get("accepted_on")
    is_closed = line.values.get("state") == HopeRoom.State.CLOSED
    if is_closed and closed_on == "":
        line.wrong("closed_on", _("已结项的小屋请填写结项日期"))
    if not is_closed and closed_on:
        line.wrong("closed_on", _("陪伴中的小屋不填结项日期"))
    if is_closed and closed_on and accepted_on and closed_on < accepted_on:
        line.wrong("closed_on", _("不能早于验收日期"))
