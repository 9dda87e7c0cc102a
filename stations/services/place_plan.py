"""
导入计划 (plan of an import): each row of a workbook, what it would make or change, or why it cannot.

Only reads. An empty cell leaves a stored value as it is, and beds that the
workbook does not name stay: an import adds and corrects, it takes nothing away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stations.models import Rehousing, Room, Station
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Area, Organisation, User
from zibo_youth.core.scope import Reach
from zibo_youth.core.sheets import CellRefused, Sheet
from zibo_youth.core.workbooks import Row

from .place_sheets import NO, ROOMS, STATIONS, YES, Cells

IMPORT = "stations.import_places"
NEW, CHANGED, SAME = "new", "changed", "same"
NAMED_ELSEWHERE = ("area", "reporting_org", "operator")


@dataclass(frozen=True, slots=True)
class Problem:
    """一处错误 (an error): in which sheet, row and column, and what to do about it."""

    sheet: Any
    row: int
    column: Any
    said: Any


@dataclass(slots=True)
class Line:
    """一行 (one row): the record as it would be, and how that differs from what is stored."""

    sheet: Sheet
    row: int
    kind: str
    record: Any
    code: str
    changes: list[tuple[Any, str, str]] = field(default_factory=list)
    beds: list[str] = field(default_factory=list)

    @property
    def is_change(self) -> bool:
        return self.kind != SAME


@dataclass(slots=True)
class Plan:
    """What a workbook would do to what is stored now; ``rehoused``: whom it leaves without a bed."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rehoused: list[Rehousing] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """The same for the same changes to the same rows; another as soon as either differs."""
        with translation.override("zh-hans"):
            told = [
                [str(line.sheet.name), line.row, line.kind, line.code, _plain(line.changes), line.beds]
                for line in self.lines
            ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode()).hexdigest()


def _plain(changes: Iterable[tuple[Any, str, str]]) -> list[list[str]]:
    return [[str(label), before, after] for label, before, after in changes]


class Planner:
    """Reads what is stored in a handful of queries, then goes through the rows."""

    def __init__(self, actor: User, cells: Cells) -> None:
        codes = {row.cells.get("code", "") for row in cells.stations}
        codes |= {row.cells.get("station", "") for row in cells.rooms}
        self.reach: Reach = policy.reach(actor, IMPORT).office()
        self.scope = Station.objects.all().scope
        self.stored = {station.code: station for station in _stations(codes)}
        self.rooms = {(room.station.code, room.name): room for room in _rooms(codes)}
        self.names = dict(Station.objects.values_list("name", "code"))
        self.found: dict[str, dict[str, models.Model]] = {
            "area": {area.code: area for area in Area.objects.all()},
            "reporting_org": {org.code: org for org in Organisation.objects.reporting()},
            "operator": {org.code: org for org in Organisation.objects.managed_by(actor)},
        }
        self.planned: dict[str, Station] = {}
        self.seen: set[tuple[str, ...]] = set()
        self.plan = Plan()

    def go(self, cells: Cells) -> Plan:
        for row in cells.stations:
            self._station(row)
        for row in cells.rooms:
            self._room(row)
        return self.plan

    # --- rows ---------------------------------------------------------------------

    def _station(self, row: Row) -> None:
        code = row.cells.get("code", "")
        values = self._values(STATIONS, row, is_new=code not in self.stored)
        if values is None or not self._is_first(STATIONS, row, "code", (code, "")):
            return None
        stored = self.stored.get(code)
        if stored and not self.reach.includes(stored, self.scope):
            return self._wrong(STATIONS, row, "code", _("这家驿站由别的单位填报，您不能改动"))
        record = stored or Station(code=code)
        changes = _changed(STATIONS, record, values)
        if self._is_sound(row, record, values):
            self.planned[code] = record
            kind = NEW if stored is None else CHANGED if changes else SAME
            self.plan.lines.append(Line(STATIONS, row.number, kind, record, code, changes))
        return None

    def _room(self, row: Row) -> None:
        code, name = row.cells.get("station", ""), row.cells.get("name", "")
        stored = self.rooms.get((code, name))
        values = self._values(ROOMS, row, is_new=stored is None)
        if values is None or not self._is_first(ROOMS, row, "name", (code, name)):
            return None
        station = self.planned.get(code) or self.stored.get(code)
        if station is None:
            return self._wrong(ROOMS, row, "station", _("没有这家驿站，请先在“驿站”表里填写"))
        if not self.reach.includes(station, self.scope):
            return self._wrong(ROOMS, row, "station", _("这家驿站由别的单位填报，您不能改动"))
        had = {bed.label for bed in stored.beds.all()} if stored else set()
        beds = [label for label in values.pop("beds", []) if label not in had]
        record = stored or Room(station=station, name=name)
        changes = _changed(ROOMS, record, values | {"station": station})
        if self._is_valid(ROOMS, row, record):
            kind = NEW if stored is None else CHANGED if changes or beds else SAME
            self.plan.lines.append(Line(ROOMS, row.number, kind, record, code, changes, beds))
        return None

    # --- cells --------------------------------------------------------------------

    def _values(self, sheet: Sheet, row: Row, *, is_new: bool) -> dict[str, Any] | None:
        """What the filled cells mean; None when one of them means nothing."""
        values, is_whole = {}, True
        for name, column in sheet.columns.items():
            said = row.cells.get(name, "")
            try:
                if said:
                    values[name] = self._read(sheet, name, said)
                elif column.is_needed and is_new:
                    raise CellRefused(reason=_("必填"))
            except CellRefused as refusal:
                self._wrong(sheet, row, name, refusal)
                is_whole = False
        return values if is_whole else None

    def _read(self, sheet: Sheet, name: str, said: str) -> Any:
        if sheet is STATIONS and name in NAMED_ELSEWHERE:
            if said not in self.found[name]:
                raise CellRefused(reason=_("没有这个编码，或不归您管理；可用的编码见“代码”表"))
            return self.found[name][said]
        return sheet.columns[name].read(said)

    def _is_first(self, sheet: Sheet, row: Row, column: str, key: tuple[str, str]) -> bool:
        if (str(sheet.name), *key) in self.seen:
            self._wrong(sheet, row, column, _("与上面某一行重复"))
            return False
        self.seen.add((str(sheet.name), *key))
        return True

    # --- records ------------------------------------------------------------------

    def _is_sound(self, row: Row, station: Station, values: dict[str, Any]) -> bool:
        """Whether the station as it would be breaks no rule that one row can break."""
        owner = self.names.get(station.name)
        if owner not in (None, station.code):
            self._wrong(STATIONS, row, "name", _("已有驿站使用这个站名"))
            return False
        self.names[station.name] = station.code
        if not self.reach.includes(station, self.scope):
            self._wrong(STATIONS, row, "reporting_org", _("您只能导入由本单位填报的驿站"))
            return False
        if station.closed_on and station.closed_on < station.opened_on:
            self._wrong(STATIONS, row, "closed_on", _("停办日期不能早于启用日期"))
            return False
        return self._is_valid(STATIONS, row, station)

    def _is_valid(self, sheet: Sheet, row: Row, record: Any) -> bool:
        try:
            record.clean_fields(exclude=[*NAMED_ELSEWHERE, "station"])
        except ValidationError as invalid:
            for name, said in invalid.message_dict.items():
                self._wrong(sheet, row, name, " ".join(said))
            return False
        return True

    def _wrong(self, sheet: Sheet, row: Row, column: str, said: str | Promise | CellRefused) -> None:
        label = sheet.columns[column].label if column in sheet.columns else ""
        self.plan.problems.append(Problem(sheet.name, row.number, label, said))


def _stations(codes: set[str]) -> models.QuerySet[Station]:
    return Station.objects.filter(code__in=codes).select_related("area", "reporting_org", "operator")


def _rooms(codes: set[str]) -> models.QuerySet[Room]:
    return Room.objects.filter(station__code__in=codes).select_related("station").prefetch_related("beds")


def _changed(sheet: Sheet, record: Any, values: dict[str, Any]) -> list[tuple[Any, str, str]]:
    """Give the record its new values; tells which differ, in words."""
    changes = []
    for name, value in values.items():
        before = getattr(record, name, None) if record.pk else None
        if value != before:
            changes.append((sheet.columns[name].label, in_words(name, before), in_words(name, value)))
        setattr(record, name, value)
    return changes


def in_words(name: str, value: Any) -> str:
    """A value as the workbook writes it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, models.Model):
        return str(getattr(value, "code", value))
    words = dict(Station.Facility.choices) if name == "facilities" else dict(Room.GenderMode.choices)
    if isinstance(value, list):
        return "、".join(str(words[part]) for part in value)
    return str(words.get(value, value)) if name == "gender_mode" else str(value)
