"""
清除台账 (the journal of children's erasures) beside the database, for the day after a restore.

A backup from before an erasure brings the child's record back and has forgotten the erasure. The file
forgets nothing: a line for each, codes and times alone, beside the journal of accounts (decision 0040).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from hope_rooms.models import ChildErasure
from zibo_youth.accounts.services.journal import append_fresh

NAME = "child_erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure of one child."""

    child: str
    extent: str
    cause: str
    erased_at: datetime

    @classmethod
    def of(cls, text: str) -> Line | None:
        """None for a line that was cut off: it is written again."""
        try:
            told: dict[str, Any] = json.loads(text)
        except ValueError:
            return None
        return cls(told["child"], told["extent"], told["cause"], datetime.fromisoformat(told["erased_at"]))

    def __str__(self) -> str:
        told = {"child": self.child, "extent": self.extent, "cause": self.cause}
        return json.dumps(told | {"erased_at": self.erased_at.isoformat()})


def write_journal() -> int:
    """Append what the file does not tell yet; returns how many lines."""
    return append_fresh(beside(Path(settings.ERASURE_JOURNAL)), _told_by_the_table())


def beside(journal: Path) -> Path:
    """Where children's erasures are told: the file beside that of accounts."""
    return journal.with_name(NAME)


def _told_by_the_table() -> Iterator[str]:
    rows = ChildErasure.objects.order_by("pk").values_list("child__public_id", "extent", "cause", "erased_at")
    return (str(Line(str(public_id), *told)) for public_id, *told in rows)


def lines(file: Path) -> list[Line]:
    """Every erasure that the file tells of."""
    texts = file.read_text().splitlines() if file.exists() else []
    return [line for text in texts if (line := Line.of(text))]
