"""Sheets that come in: their columns, what a cell of each may say, and how a preview of one is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .errors import DomainError
from .workbooks import Row, SheetWanted

LANGUAGES = ("zh-hans", "en")
GOOD_FOR = timedelta(hours=1)


class CellRefused(DomainError):
    """单元格有误 (a cell of a workbook means nothing that its column can hold)."""

    code = "cell_refused"
    message = "%(reason)s"
    status = 400


class PreviewExpired(DomainError):
    """预览已失效 (too old, of somebody else, or not ours at all)."""

    code = "preview_expired"
    message = _("这份预览已失效，没有导入任何内容。请重新上传并预览")
    status = 400


@dataclass(frozen=True, slots=True)
class Column:
    """
    一栏 (a column): what it is called, how its cells are read, and whether a new record needs it.

    ``may_lack``: a sheet without the column is read as well; its cells are empty then.
    """

    label: Any
    read: Callable[[str], Any] = str
    is_needed: bool = False
    may_lack: bool = False


@dataclass(frozen=True)
class Sheet:
    """一张工作表 (a sheet): its name and its columns, by the field that each one fills."""

    name: Any
    columns: dict[str, Column]

    @property
    def wanted(self) -> SheetWanted:
        columns = {field: said_as(column.label) for field, column in self.columns.items()}
        lacking = frozenset(field for field, column in self.columns.items() if column.may_lack)
        return SheetWanted(said_as(self.name), columns, lacking)


def said_as(label: str | Promise) -> list[str]:
    """A label in each language of the portal."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(str(label))
    return found


def read_row(sheet: Sheet, row: Row) -> tuple[dict[str, Any], list[tuple[Any, str]]]:
    """
    What the cells of a row mean, by field, and what is wrong with it, by the label of the column.

    A cell that is empty and not needed means the empty text.
    """
    values: dict[str, Any] = {}
    problems: list[tuple[Any, str]] = []
    for field, column in sheet.columns.items():
        said = row.cells.get(field, "")
        try:
            if column.is_needed and not said:
                raise CellRefused(reason=_("必填"))
            values[field] = column.read(said) if said else ""
        except CellRefused as refusal:
            problems.append((column.label, str(refusal)))
    return values, problems


# --- what may be confirmed ------------------------------------------------------------------


def seal(salt: str, owner: int, *told: Any) -> str:
    """What a preview showed to one person, signed, for the page to carry."""
    return signing.dumps([owner, *told], salt=salt, compress=True)


def opened(salt: str, owner: int, sealed: str) -> list[Any]:
    """What was shown to this very person within the hour. Raises `PreviewExpired`."""
    with _as_expired():
        shown_to, *told = signing.loads(sealed, salt=salt, max_age=GOOD_FOR)
    if shown_to != owner:
        raise PreviewExpired
    return told


@contextmanager
def _as_expired() -> Iterator[Any]:
    try:
        yield
    except signing.BadSignature as broken:
        raise PreviewExpired from broken
