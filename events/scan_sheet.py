"""
离线记录 (offline records): a CSV, XLSX or JSON file of a device, read as rows; and what each may say.

JSON is a list of objects with the same names: ``code``, ``kind`` (``in`` or ``out``), ``at``, ``key``.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.exports.table import clean
from zibo_youth.core.file_errors import ListingUnreadable
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet
from zibo_youth.core.workbooks import MOST_BYTES, Row, too_big

YEARS = range(2000, 2100)
KINDS = {"in": "in", "入场": "in", "out": "out", "离场": "out"}
LONGEST_KEY, LONGEST_CELL = 64, 300


def _kind(said: str) -> str:
    if said.lower() not in KINDS:
        raise CellRefused(reason=_("请填写“入场”或“离场”"))
    return KINDS[said.lower()]


def _moment(said: str) -> datetime:
    """A moment; without a zone, on the clock of the city."""
    try:
        found = parse_datetime(said.replace("/", "-"))
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise CellRefused(reason=_("请按“年-月-日 时:分:秒”填写，例如 2021-06-04 09:00:00"))
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _key(said: str) -> str:
    if len(said) > LONGEST_KEY or not said.isascii():
        raise CellRefused(reason=_("设备记录号最多 64 个字母或数字"))
    return said


SCANS = Sheet(
    _("离线记录"),
    {
        "code": Column(_("凭证码"), is_needed=True),
        "kind": Column(pgettext_lazy("离线记录", "动作"), _kind, is_needed=True),
        "at": Column(pgettext_lazy("入场记录", "时间"), _moment, is_needed=True),
        "key": Column(_("设备记录号"), _key),
    },
)


def read_scans(content: bytes) -> list[Row]:
    """The rows of a file. Raises a `FileRefused` that says what to do."""
    if content.lstrip()[:1] in (b"[", b"{"):
        return _of_json(content)
    return read_listing(content, SCANS.wanted)


def _of_json(content: bytes) -> list[Row]:
    if len(content) > MOST_BYTES:
        raise too_big()
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as broken:
        raise ListingUnreadable from broken
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise ListingUnreadable
    return [Row(number, _cells(one)) for number, one in enumerate(told, 1)]


def _cells(one: dict[str, Any]) -> dict[str, str]:
    return {name: clean(str(one.get(name, ""))).strip()[:LONGEST_CELL] for name in SCANS.columns}
