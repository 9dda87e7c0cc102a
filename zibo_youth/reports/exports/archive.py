"""
年度归档 (archive of a year): every month's workbook and PDF of one organisation in a ZIP, with their digests.

``SHA256SUMS`` has the form that ``sha256sum -c`` reads, so that the archive can
be checked in twenty years by whoever has it, without this portal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from zibo_youth.reports.models import MonthlyReport
from zibo_youth.reports.sheet import Sheet, sheet_of

from .names import file_names
from .paper import write_paper
from .progress import Told
from .workbook import write_workbook

MANIFEST = "SHA256SUMS"
PAPERS_OF_A_MONTH = ("xlsx", "pdf")


def write_archive(reports: list[MonthlyReport], target: BinaryIO, told: Told) -> int:
    """
    Write the ZIP; gives how many papers are in it.

    Raises `ChineseFontMissing` on a machine that cannot set a PDF.
    """
    total = len(reports) * len(PAPERS_OF_A_MONTH)
    lines: list[str] = []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in _papers(reports):
            archive.writestr(name, content, ZIP_STORED)  # each is compressed already
            lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
            told(len(lines), total)
        archive.writestr(MANIFEST, "".join(lines))
    return total


def _papers(reports: list[MonthlyReport]) -> Iterator[tuple[str, bytes]]:
    for report in reports:
        sheet = sheet_of(report)
        names = file_names(sheet)
        for paper in PAPERS_OF_A_MONTH:
            yield names[paper].shown, _written(sheet, paper)


def _written(sheet: Sheet, paper: str) -> bytes:
    if paper == "pdf":
        return write_paper(sheet)
    file = BytesIO()
    write_workbook(sheet, file)
    return file.getvalue()
