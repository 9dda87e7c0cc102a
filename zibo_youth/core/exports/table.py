"""A table on its way out, and what every format does alike with a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError
from zibo_youth.core.ratios import Ratio

# What a cell can be. Whatever is none of these is its text.
Cell: TypeAlias = "bool | int | Decimal | Ratio | datetime | date | time | str | None"

# Excel keeps fifteen digits of a number; the rest of a longer one would turn to zeros.
MOST_DIGITS = 15
# Controls that XML 1.0 cannot write at all, halves of surrogate pairs, and non-characters.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A spreadsheet may take a text for a formula that begins like this; in Chinese and Japanese
# the full-width signs do as well, and nobody sees what stands in front of them.
UNSEEN = r"[\s\ufeff\u200b-\u200f\u2060]*"
LOOKS_LIKE_A_FORMULA = re.compile(rf"[\t\r\n]|{UNSEEN}[=+\-@\uff1d\uff0b\uff0d\uff20]")


class TooManyRows(DomainError):
    """行数过多 (more rows than a sheet of XLSX holds)."""

    code = "too_many_rows"
    message = _("一张 XLSX 工作表最多 %(most)s 行，请缩小范围，或改用 CSV")
    status = 400


@dataclass(frozen=True)
class Table:
    """表 (table): a title, the headings, and rows that may be a generator; each is read once."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]


def cell_of(value: Any) -> Cell:
    """A value as a cell can hold it: numbers and times keep their type, all else becomes clean text."""
    if value is None or isinstance(value, bool | Ratio):
        return value
    if isinstance(value, datetime):
        return wall_clock(value)
    if isinstance(value, date | time):
        return value
    if isinstance(value, int | Decimal | float):
        return _number(value)
    if isinstance(value, list | tuple | set | frozenset):
        return "、".join(clean(str(part)) for part in value)
    return clean(str(value))


def clean(text: str) -> str:
    """Text without what a file cannot carry; one kind of line end."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def looks_like_a_formula(text: str) -> bool:
    return LOOKS_LIKE_A_FORMULA.match(text) is not None


def wall_clock(moment: datetime) -> datetime:
    """An instant as the clock in Shanghai shows it: files know no time zones."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def _number(value: int | Decimal | float) -> Cell:
    """A number, or its digits as text where a spreadsheet would round them."""
    exact = Decimal(str(value))
    if not exact.is_finite():
        return ""
    plain = int(value) if isinstance(value, int) else exact
    digits = len(exact.as_tuple().digits) + max(int(exact.as_tuple().exponent), 0)
    return plain if digits <= MOST_DIGITS else f"{exact:f}"
