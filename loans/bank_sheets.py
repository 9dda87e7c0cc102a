"""银行文件 (bank files): the columns of a schedule and of a list of repayments, and their cells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from loans.schedule import CENT
from zibo_youth.core.listings import read_listing
from zibo_youth.core.sheets import CellRefused, Column, Sheet
from zibo_youth.core.workbooks import Row

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S")
LONGEST, MOST = 40, Decimal("999999999999.99")
WRONG_SUM = _("请填写半角数字的金额（元），最多两位小数，例如 41666.67")


def day_told(said: str) -> date:
    for shape in DAYS:
        try:
            found = datetime.strptime(said, shape).date()  # noqa: DTZ007 (a day, told without a clock)
        except ValueError:
            continue
        if 2000 <= found.year < 2100:
            return found
    raise CellRefused(reason=_("请按“年-月-日”填写，例如 2021-07-15"))


def yuan_told(least: Decimal) -> Callable[[str], Decimal]:
    """A sum as banks print it; neither full-width digits nor words, no minus nothing, no power of ten."""

    def read(said: str) -> Decimal:
        plain = said.replace(",", "")
        if not plain.isascii() or not plain.replace(".", "", 1).isdigit():
            raise CellRefused(reason=WRONG_SUM)
        try:
            found = Decimal(plain)
        except InvalidOperation as unreadable:
            raise CellRefused(reason=WRONG_SUM) from unreadable
        if not least <= found <= MOST or found != found.quantize(CENT):
            raise CellRefused(reason=WRONG_SUM)
        return found.quantize(CENT)

    return read


def number_told(said: str) -> str:
    if len(said) > LONGEST:
        raise CellRefused(reason=_("最多 %(most)s 个字") % {"most": LONGEST})
    return said


def count_told(said: str) -> int:
    if not (said.isascii() and said.isdigit()) or not 1 <= int(said) <= 600:
        raise CellRefused(reason=_("请填写 1 至 600 的期次"))
    return int(said)


SCHEDULE = Sheet(
    _("还款计划"),
    {
        "number": Column(_("期次"), count_told, is_needed=True),
        "due": Column(_("还款日"), day_told, is_needed=True),
        "principal": Column(_("应还本金（元）"), yuan_told(Decimal(0)), is_needed=True),
        "interest": Column(_("应还利息（元）"), yuan_told(Decimal(0)), is_needed=True),
    },
)
REPAYMENTS = Sheet(
    _("还款明细"),
    {
        "contract_no": Column(_("合同编号"), number_told, is_needed=True),
        "serial": Column(_("银行流水号"), number_told, is_needed=True),
        "paid_on": Column(_("记账日期"), day_told, is_needed=True),
        "amount": Column(_("金额（元）"), yuan_told(CENT), is_needed=True),
    },
)


def read_schedule(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, SCHEDULE.wanted)


def read_repayments(content: bytes) -> list[Row]:
    """Raises a `FileRefused` that says what is wrong with the file."""
    return read_listing(content, REPAYMENTS.wanted)
