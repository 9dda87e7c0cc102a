"""建成小屋台账 (the old ledger of rooms): its columns and cells, none about who a child is."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.calendar import today
from zibo_youth.core.listings import read_listing
from zibo_youth.core.open_words import tell_a_number
from zibo_youth.core.sheets import CellRefused, Column, Sheet
from zibo_youth.core.workbooks import Row

from .models import HopeRoom

State = HopeRoom.State
# The programme began in June 2020 (reference/domain.md §1.6).
FIRST_ROOM = date(2020, 6, 1)
NUMBER = re.compile(r"[0-9A-Za-z\u4e00-\u9fff-]{1,24}")
SHAPES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
)
STATES = {"陪伴中": State.IN_CARE, "in care": State.IN_CARE, "已结项": State.CLOSED, "closed": State.CLOSED}
ANSWERS = {"是": True, "yes": True, "否": False, "no": False}
SMALLEST, LARGEST = Decimal(3), Decimal(60)


def _number(said: str) -> str:
    if not NUMBER.fullmatch(said):
        raise CellRefused(reason=_("请填写原台账编号：最多 24 个汉字、字母、数字或连字符"))
    if tell_a_number(said):
        raise CellRefused(reason=_("像证件或电话号码，请改填台账编号；这张表不收孩子的个人信息"))
    return said.upper()


def _day(said: str) -> date:
    for shape in SHAPES:
        if found := shape.fullmatch(said):
            try:
                day = date(*(int(part) for part in found.groups()))
            except ValueError:
                break
            if not FIRST_ROOM <= day <= today():
                raise CellRefused(reason=_("须在 2020-06-01 至今天之间"))
            return day
    raise CellRefused(reason=_("请按“年-月-日”填写，例如 2020-11-20"))


def _area(said: str) -> Decimal:
    wrong = CellRefused(reason=_("请填写平方米数，3 至 60，最多一位小数"))
    try:
        area = Decimal(said)
    except InvalidOperation as unreadable:
        raise wrong from unreadable
    if not area.is_finite() or not SMALLEST <= area <= LARGEST or area * 10 != int(area * 10):
        raise wrong
    return area


def _state(said: str) -> str:
    if said.lower() not in STATES:
        raise CellRefused(reason=_("请填写“陪伴中”或“已结项”"))
    return STATES[said.lower()]


def _answer(said: str) -> bool:
    if said.lower() not in ANSWERS:
        raise CellRefused(reason=_("请填写“是”或“否”"))
    return ANSWERS[said.lower()]


ROOMS = Sheet(
    _("建成小屋"),
    {
        "legacy_no": Column(_("原台账编号"), _number, is_needed=True),
        "district": Column(_("区县"), is_needed=True),
        "town": Column(_("镇街")),
        "accepted_on": Column(_("验收日期"), _day, is_needed=True),
        "area_m2": Column(_("面积（平方米）"), _area),
        "needs_woman": Column(_("走访须有女性志愿者"), _answer, is_needed=True),
        "state": Column(pgettext_lazy("希望小屋", "状态"), _state, is_needed=True),
        "closed_on": Column(_("结项日期"), _day),
    },
)


def read_rooms(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, ROOMS.wanted)
