"""
工作表打印件 (the sheets on paper), set by typst: the same cells as the workbook.

Words reach the template as JSON and are never markup.
"""

from __future__ import annotations

import json
from pathlib import Path

import typst
from django.utils import translation

from zibo_youth.core.calendar import now
from zibo_youth.core.exports.table import clean
from zibo_youth.reports.exports import fonts

from .models import Wedding
from .wedding_sheets import tables_of
from .words import day_said, moment_words

HERE = Path(__file__).parent
TEMPLATE = HERE / "wedding_paper.typ"


def write_sheets(wedding: Wedding) -> bytes:
    """The PDF. Raises `ChineseFontMissing` where no Chinese can be printed."""
    with translation.override("zh-hans"):
        told = {
            "title": wedding.local_title,
            "day": day_said(wedding.held_on),
            "printed": f"打印时间 {moment_words(now())}",
            "tables": [
                {
                    "title": table.title,
                    "columns": list(table.columns),
                    "rows": [
                        ["" if cell is None else clean(str(cell)) for cell in row] for row in table.rows
                    ],
                }
                for table in tables_of(wedding)
            ],
        }
    made = typst.compile(
        str(TEMPLATE),
        root=str(HERE),
        font_paths=list(fonts.folders()),
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False), "song": fonts.SONG, "hei": fonts.HEI},
        format="pdf",
    )
    return made if isinstance(made, bytes) else b"".join(made)
