"""时长清单 (the list of hours): its columns, and what a cell of each may say."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet
from zibo_youth.core.workbooks import Row

CLOCKS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d")
YEARS, LONGEST_REASON = range(2000, 2100), 200


def _moment(said: str) -> datetime:
    """A moment on the clock of the city; a day alone is its midnight, as a spreadsheet writes it."""
    for shape in CLOCKS:
        try:
            found = datetime.strptime(said, shape).replace(tzinfo=timezone.get_current_timezone())
        except ValueError:
            continue
        if found.year in YEARS:
            return found
    raise CellRefused(reason=_("请按“年-月-日 时:分”填写，例如 2021-06-04 09:00"))


def _minutes(said: str) -> int:
    """Hours as people write them; steps and spans are judged by the rules of the ledger."""
    try:
        hours = Decimal(said)
    except InvalidOperation as unreadable:
        raise CellRefused(reason=_("请填写小时数，例如 2.5")) from unreadable
    if not hours.is_finite() or not 0 < hours <= 24 or hours * 60 != int(hours * 60):
        raise CellRefused(reason=_("请填写小时数，例如 2.5"))
    return int(hours * 60)


def _reason(said: str) -> str:
    if len(said) > LONGEST_REASON:
        raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": LONGEST_REASON})
    return said


HOURS = Sheet(
    _("服务时长"),
    {
        "volunteer": Column(_("志愿者编号"), is_needed=True),
        "project": Column(_("项目编号"), is_needed=True),
        "post": Column(_("岗位")),
        "starts_at": Column(pgettext_lazy("服务时长", "开始"), _moment, is_needed=True),
        "ends_at": Column(pgettext_lazy("服务时长", "结束"), _moment, is_needed=True),
        "minutes": Column(_("小时"), _minutes, is_needed=True),
        "reason": Column(_("说明"), _reason, is_needed=True),
    },
)


def read_hours(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, HOURS.wanted)
