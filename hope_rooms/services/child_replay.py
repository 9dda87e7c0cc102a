"""
重放清除台账 (replay): after a restore, what was erased of a child is erased again. Twice is once.

Where a hold stands in the restored rows the child is named and left as it is.
"""

from __future__ import annotations

from pathlib import Path

from hope_rooms.models import Child
from hope_rooms.rights_errors import ChildHeld
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.services.journal import Replayed

from .child_journal import Line, beside, lines
from .forgetting import Erasing, forget


def replay(journal: Path) -> Replayed:
    """What the file beside this journal tells, erased once more where the rows are back."""
    hindered: dict[str, list[str]] = {}
    found = [_erase_again(line, hindered) for line in lines(beside(journal))]
    return Replayed(found.count("now"), found.count("before"), found.count("absent"), {**hindered})


def _erase_again(line: Line, hindered: dict[str, list[str]]) -> str:
    child = Child.objects.filter(public_id=line.child).first()
    if child is None:
        return "absent"
    if child.erasures.filter(extent=line.extent, erased_at=line.erased_at).exists():
        return "before"
    try:
        forget(SYSTEM, child, Erasing(line.extent, line.cause, line.erased_at))
    except ChildHeld as refusal:
        hindered[child.code] = [refusal.code]
        return "hindered"
    return "now"
