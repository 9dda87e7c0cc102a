"""
重大隐患 (major hazards): the emergency bureau's own case, which the portal mirrors.

What the bureau does stands in the bureau's own files; here stand its number, its words, and how it ended.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from safety.hazard_errors import HazardNotMajor, HazardReasonMissing
from safety.models import HazardReport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now

from .moves import Party, State, lock_hazard, move, require_state, write_down
from .telling import officers, owe_news, step_of, tell

MIRROR = "safety.mirror_hazard"
Outcome, Severity = HazardReport.Outcome, HazardReport.Severity


def _held(actor: User, hazard: HazardReport, words: str) -> HazardReport:
    held = lock_hazard(hazard.pk)
    policy.require(actor, MIRROR, held)
    require_state(held, State.MIRRORED)
    if not words.strip():
        raise HazardReasonMissing
    return held


@transaction.atomic
def record_progress(*, actor: User, hazard: HazardReport, number: str, words: str) -> HazardReport:
    """登记办理情况 (mirror): its number and what it does. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = _held(actor, hazard, words)
    if number.strip():
        HazardReport.objects.filter(pk=held.pk).update(other_number=number.strip())
    write_down(actor, held, held.state, party=Party.BUREAU, before=held.state, note=words)
    held.refresh_from_db()
    return held


@transaction.atomic
def return_hazard(
    *, actor: User, hazard: HazardReport, severity: str, words: str, photo_is_clear: bool = False
) -> HazardReport:
    """
    退回 (return): less than major, and the district goes on; its picture is looked at as at an acceptance.

    Raises `HazardNotMajor` and as above.
    """
    held = _held(actor, hazard, words)
    if severity == Severity.MAJOR:
        raise HazardNotMajor
    moved = move(
        actor,
        held,
        State.ACCEPTED,
        party=Party.BUREAU,
        note=words,
        severity=severity,
        photo_is_clear=photo_is_clear,
        accepted_at=now(),
    )
    tell("hazard_new", officers(moved), moved, dedup=f"returned:{step_of(moved)}")
    owe_news(moved)
    return moved


@transaction.atomic
def refuse_major(*, actor: User, hazard: HazardReport, rejection: str, words: str) -> HazardReport:
    """不构成隐患 (no hazard), by the bureau. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = _held(actor, hazard, words)
    moved = move(
        actor, held, State.REJECTED, party=Party.BUREAU, note=words, reason=rejection, rejection=rejection
    )
    owe_news(moved)
    return moved


@transaction.atomic
def close_major(*, actor: User, hazard: HazardReport, words: str) -> HazardReport:
    """办结重大隐患 (close): as the bureau ended it; no proof stands here, so it is not counted as fixed."""
    held = _held(actor, hazard, words)
    ended: dict[str, Any] = {"closed_at": now(), "outcome": Outcome.ELSEWHERE}
    moved = move(actor, held, State.CLOSED, party=Party.BUREAU, note=words, **ended)
    owe_news(moved)
    return moved
