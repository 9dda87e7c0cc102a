"""
排版 (typesetting): one home of typst for every paper of the portal.

Words reach a template as JSON and are never markup; nothing outside of the template's folder can be read,
no package is loaded, and no link is ever made.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import typst

from . import fonts


def typeset(template: Path, told: dict[str, Any], form: Literal["pdf", "png"] = "pdf") -> list[bytes]:
    """The PDF, or each page as PNG. Raises `ChineseFontMissing` where no Chinese can be printed."""
    made = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=list(fonts.folders()),
        ignore_system_fonts=True,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False), "song": fonts.SONG, "hei": fonts.HEI},
        format=form,
        ppi=110,
    )
    return made if isinstance(made, list) else [made]
