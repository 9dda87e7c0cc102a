"""The papers by their kind: who writes each, and the answer that carries it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.http import FileResponse

from zibo_youth.core.exports.answers import FORMATS
from zibo_youth.reports.sheet import Sheet

from .brief import write_brief
from .csv import write_codes, write_csv
from .names import file_names
from .paper import write_paper
from .workbook import write_workbook

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
    "xlsx": Paper("xlsx", FORMATS["xlsx"].content_type, write_workbook),
    "pdf": Paper("pdf", "application/pdf", _set),
    "csv": Paper("csv", CSV, write_csv),
    "codes": Paper("csv", CSV, write_codes),
    "txt": Paper("txt", "text/plain; charset=utf-8", write_brief),
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
