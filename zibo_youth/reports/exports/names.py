"""文件名: a Chinese name for people, an ASCII one for what knows no other, both in one header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.utils import translation

from zibo_youth.accounts.models import Organisation
from zibo_youth.reports.sheet import Sheet
from zibo_youth.reports.units import unit_name

NOT_IN_A_NAME = re.compile(r"[^\w-]+")
NOT_IN_A_CODE = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class FileName:
    """文件名 (name of a file): what is shown, and its copy in ASCII."""

    shown: str
    ascii: str

    @property
    def content_disposition(self) -> str:
        """Both names (RFC 6266): a browser that reads ``filename*`` prefers it."""
        return f"attachment; filename=\"{self.ascii}\"; filename*=UTF-8''{quote(self.shown, safe='')}"


# What each file is called after the month and the version: shown, and in ASCII.
ENDINGS = {
    "xlsx": (".xlsx", ".xlsx"),
    "csv": (".csv", ".csv"),
    "codes": ("_指标代码.csv", "_codes.csv"),
    "pdf": (".pdf", ".pdf"),
    "txt": ("_文字通报.txt", "_brief.txt"),
    "scan": ("_盖章扫描件.pdf", "_sealed.pdf"),
}


def file_names(sheet: Sheet) -> dict[str, FileName]:
    """The names of every paper of a report; ``scan`` is that of the sealed paper when it comes back."""
    with translation.override("zh-hans"):
        unit = NOT_IN_A_NAME.sub("", sheet.unit)
    month = sheet.month
    code = _code_of(sheet.report.organisation)
    version = f"v{sheet.report.version}"
    shown = f"{unit}_共青团重点工作月报_{month.year}年{month.number:02d}月_{version}"
    plain = f"{code}_{month.code}_{version}"
    return {kind: FileName(f"{shown}{ending}", f"{plain}{copy}") for kind, (ending, copy) in ENDINGS.items()}


def archive_name(organisation: Organisation, year: int) -> FileName:
    """The name of the archive of a year."""
    with translation.override("zh-hans"):
        unit = NOT_IN_A_NAME.sub("", unit_name(organisation))
    return FileName(f"{unit}_共青团重点工作月报_{year}年归档.zip", f"{_code_of(organisation)}_{year}.zip")


def _code_of(organisation: Organisation) -> str:
    return NOT_IN_A_CODE.sub("", organisation.area.code if organisation.area else organisation.code)
