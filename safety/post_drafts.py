"""
暂存 (a draft): what a reviewer has kept of an unfinished sheet, to go on later.

It is sealed to its row, so that no list, export, audit or backup shows a point before the sheet is in.
Whoever writes it reads it on its page, and in their own copy of their data.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zibo_youth.core import crypto

from .models import PostSheet


@dataclass(frozen=True, slots=True)
class Draft:
    """Points by the number of each criterion answered so far (none for 不适用), the remark, and when."""

    points: Mapping[int, int | None]
    remark: str
    saved_at: datetime


def sealed(draft: Draft, sheet: PostSheet) -> str:
    """As it stands on the row."""
    told = [sorted(draft.points.items()), draft.remark, draft.saved_at.isoformat()]
    return crypto.seal(json.dumps(told), context=sheet.draft_context)


def draft_of(sheet: PostSheet) -> Draft | None:
    """What was kept of this sheet; none once it is in, or before anything was."""
    if not sheet.draft:
        return None
    points, remark, saved_at = json.loads(crypto.unseal(sheet.draft, context=sheet.draft_context))
    return Draft(dict(points), remark, datetime.fromisoformat(saved_at))
