"""The workbook of places: its two sheets, their columns, and what a cell of each may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.models import Bed, Room, Station
from zibo_youth.core.sheets import CellRefused, Column, Sheet, said_as
from zibo_youth.core.workbooks import Row, read_workbook

SEPARATORS = re.compile(r"[、,，;；\s]+")
YES, NO = pgettext_lazy("工作簿", "是"), pgettext_lazy("工作簿", "否")
MOST_BEDS = 40


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as unreadable:
        raise CellRefused(reason=_("请按“年-月-日”填写日期，例如 2021-06-04")) from unreadable


def _number(said: str) -> Decimal:
    try:
        number = Decimal(said)
    except InvalidOperation as unreadable:
        raise CellRefused(reason=_("请填写数字")) from unreadable
    if not number.is_finite():
        raise CellRefused(reason=_("请填写数字"))
    return number


def _floor(said: str) -> int:
    number = _number(said)
    if number != int(number) or abs(number) > 200:
        raise CellRefused(reason=_("请填写楼层，例如 2 或 -1"))
    return int(number)


def _degrees(most: int) -> Callable[[str], Decimal]:
    """A place on earth, as the table of the stations holds it (`station_position_is_on_earth`)."""

    def read(said: str) -> Decimal:
        number = _number(said)
        if abs(number) > most:
            raise CellRefused(reason=_("请填写 -%(most)s 到 %(most)s 之间的度数") % {"most": most})
        return number

    return read


def _one_of(words: Callable[[], Mapping[str, Any]], refusal: str | Promise) -> Callable[[str], Any]:
    """A word of a list, in either language."""

    def read(said: str) -> Any:
        known = words()
        if said not in known:
            raise CellRefused(reason=refusal)
        return known[said]

    return read


def _yes_or_no() -> dict[str, bool]:
    return dict.fromkeys((*said_as(YES), "1"), True) | dict.fromkeys((*said_as(NO), "0"), False)


def _by_word(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {word: value for value, label in choices for word in (value, *said_as(label))}


def _facilities(said: str) -> list[str]:
    known = _by_word(Station.Facility.choices)
    words = [word.strip() for word in re.split(r"[、,，;；]+", said) if word.strip()]
    strange = [word for word in words if word not in known]
    if strange:
        raise CellRefused(reason=_("没有这种设施：%(words)s") % {"words": "、".join(strange)})
    named = {known[word] for word in words}
    return [code for code in Station.Facility.values if code in named]


def _beds(said: str) -> list[str]:
    labels = [label for label in SEPARATORS.split(said) if label]
    longest = Bed._meta.get_field("label").max_length or 0
    if len(set(labels)) < len(labels):
        raise CellRefused(reason=_("床号重复"))
    if len(labels) > MOST_BEDS or any(len(label) > longest for label in labels):
        raise CellRefused(reason=_("一间房最多 %(most)s 张床，床号最多 10 个字") % {"most": MOST_BEDS})
    return labels


def _of(model: Any, field: str, read: Callable[[str], Any] = str, *, is_needed: bool = False) -> Column:
    return Column(model._meta.get_field(field).verbose_name, read, is_needed)


STATIONS = Sheet(
    _("驿站"),
    {
        "code": _of(Station, "code", is_needed=True),
        "name": _of(Station, "name", is_needed=True),
        "name_en": _of(Station, "name_en"),
        "area": _of(Station, "area", is_needed=True),
        "reporting_org": _of(Station, "reporting_org", is_needed=True),
        "operator": _of(Station, "operator", is_needed=True),
        "address": _of(Station, "address", is_needed=True),
        "phone": _of(Station, "phone", is_needed=True),
        "opened_on": _of(Station, "opened_on", _day, is_needed=True),
        "closed_on": _of(Station, "closed_on", _day),
        "latitude": _of(Station, "latitude", _degrees(90)),
        "longitude": _of(Station, "longitude", _degrees(180)),
        "transport": _of(Station, "transport"),
        "facilities": _of(Station, "facilities", _facilities),
        "is_township": _of(Station, "is_township", _one_of(_yes_or_no, _("请填写“是”或“否”"))),
    },
)
ROOMS = Sheet(
    _("房间"),
    {
        "station": _of(Station, "code", is_needed=True),
        "name": _of(Room, "name", is_needed=True),
        "gender_mode": _of(
            Room,
            "gender_mode",
            _one_of(
                lambda: _by_word(Room.GenderMode.choices),
                _("请填写“男生房”“女生房”“随首位入住者”或“单人间”"),
            ),
            is_needed=True,
        ),
        "floor": _of(Room, "floor", _floor),
        "beds": Column(_("床号"), _beds, is_needed=True),
    },
)


@dataclass(frozen=True, slots=True)
class Cells:
    """工作簿的内容 (what a workbook says), as text: this is shown, signed and applied."""

    stations: list[Row]
    rooms: list[Row]

    def plain(self) -> dict[str, Any]:
        """As JSON can carry it."""
        return {
            name: [[row.number, row.cells] for row in rows]
            for name, rows in (("stations", self.stations), ("rooms", self.rooms))
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Cells:
        return cls(*([Row(number, cells) for number, cells in plain[name]] for name in ("stations", "rooms")))


def read_cells(content: bytes) -> Cells:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return Cells(*read_workbook(content, STATIONS.wanted, ROOMS.wanted))
