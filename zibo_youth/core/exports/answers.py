"""
The file of an export, and the answer that carries it.

A file is finished on disk before its first byte is sent: an export that fails
half-way is an error page and no shortened list, and how many rows left the house
is known before they do. The disk forgets the file when the answer is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse

from zibo_youth.core.calendar import today

from .csv import write_csv
from .jsonl import write_jsonl
from .table import Table
from .xlsx import write_xlsx


@dataclass(frozen=True)
class FileKind:
    """文件格式 (kind of file): its ending and its media type."""

    ending: str
    content_type: str


@dataclass(frozen=True)
class Format(FileKind):
    """表格格式 (format): a kind of file that tables are written as."""

    write: Callable[[BinaryIO, list[Table]], int]


FORMATS = {
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "csv": Format("csv", "text/csv; charset=utf-8", write_csv),
}
# For programmes; pages offer it only where its fields are documented.
JSON_LINES = Format("jsonl", "application/x-ndjson; charset=utf-8", write_jsonl)


# A list as a paper, which its own template sets (`reports.exports.typeset`), and given away as any export.
PDF = FileKind("pdf", "application/pdf")


@dataclass(frozen=True)
class Export:
    """导出 (export): a finished file that nobody has been given yet."""

    file: BinaryIO
    format: FileKind
    title: str
    rows: int

    def answer(self) -> FileResponse:
        """Give it, as an attachment that no cache keeps."""
        name = f"{self.title}-{today():%Y%m%d}.{self.format.ending}"
        answer = FileResponse(
            self.file, as_attachment=True, filename=name, content_type=self.format.content_type
        )
        answer["Cache-Control"] = "private, no-store"
        return answer


def prepare(title: str, format_name: str, *tables: Table) -> Export:
    """
    Write the file of some tables, one sheet each; CSV and JSON Lines take one table.

    Raises `TooManyRows` for an XLSX, and whatever the rows themselves raise.
    """
    chosen = (FORMATS | {"jsonl": JSON_LINES})[format_name]
    with ExitStack() as on_failure:
        file = on_failure.enter_context(TemporaryFile())
        rows = chosen.write(cast(BinaryIO, file), list(tables))
        file.seek(0)
        on_failure.pop_all()  # from here on the answer closes it
    return Export(cast(BinaryIO, file), chosen, title, rows)
