"""
The papers by their kind: who writes each, and the answer that carries it.

A paper that is written from the stored figures alone is short, whatever a month
has seen, and is given at once. One that reads facts (the ledgers of a workbook),
or more than one month, grows: it is a job (`LONG`). Here and nowhere else it is
decided which is which.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse

from zibo_youth.core.exports.answers import FORMATS
from zibo_youth.reports.models import ExportJob
from zibo_youth.reports.sheet import Sheet

from .brief import write_brief
from .csv import write_codes, write_csv
from .names import file_names
from .paper import write_paper

CSV = FORMATS["csv"].content_type


@dataclass(frozen=True, slots=True)
class Paper:
    """文件 (paper): its format as the log knows it, its media type, and who writes it."""

    format: str
    content_type: str
    write: Callable[[Sheet, BinaryIO], object]


def _set(sheet: Sheet, target: BinaryIO) -> None:
    target.write(write_paper(sheet))


PAPERS = {
    "pdf": Paper("pdf", "application/pdf", _set),
    "csv": Paper("csv", CSV, write_csv),
    "codes": Paper("csv", CSV, write_codes),
    "txt": Paper("txt", "text/plain; charset=utf-8", write_brief),
}


LONG = {"xlsx": ExportJob.Kind.WORKBOOK, "zip": ExportJob.Kind.ARCHIVE}
# What each long export is to the log and to the browser: its format and its media type.
WRITTEN_AS = {
    ExportJob.Kind.WORKBOOK: ("xlsx", FORMATS["xlsx"].content_type),
    ExportJob.Kind.ARCHIVE: ("zip", "application/zip"),
}


def give(sheet: Sheet, kind: str) -> FileResponse:
    """
    One of `PAPERS` as an attachment that no cache keeps, finished before its first byte is sent.

    Raises `ChineseFontMissing` for a PDF on a machine without the fonts.
    """
    paper = PAPERS[kind]
    with ExitStack() as on_failure:
        file = cast(BinaryIO, on_failure.enter_context(TemporaryFile()))
        paper.write(sheet, file)
        file.seek(0)
        on_failure.pop_all()  # from here on the answer closes it
    answer = FileResponse(file, content_type=paper.content_type)
    answer["Content-Disposition"] = file_names(sheet)[kind].content_disposition
    answer["Cache-Control"] = "private, no-store"
    return answer
