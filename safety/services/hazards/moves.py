"""Moves of hazards: each one UPDATE that filters on the old state, under the row's lock; and who is told."""

from __future__ import annotations

from typing import Any

from safety.hazard_errors import HazardMoved
from safety.models import HazardReport, HazardTransition
from safety.models.hazards.words import HazardParty
from zibo_youth.accounts.policy import Actor

State, Party = HazardReport.State, HazardParty


def lock_hazard(number: int) -> HazardReport:
    """Nobody else moves this report until the transaction ends; of two, the lower number first."""
    rows = HazardReport.objects.select_for_update(no_key=True, of=("self",)).whole()
    hazard: HazardReport = rows.select_related("assigned_to", "fix").get(pk=number)
    return hazard


def lock_two(one: int, other: int) -> tuple[HazardReport, HazardReport]:
    """Both, in one order for everybody."""
    held = {number: lock_hazard(number) for number in sorted({one, other})}
    return held[one], held[other]


def move(
    actor: Actor,
    hazard: HazardReport,
    to: str,
    *,
    party: str,
    note: str = "",
    reason: str = "",
    **changes: Any,
) -> HazardReport:
    """
    Along `HazardReport.NEXT`, once, with a row that says which side moved it; the caller holds the lock.

    Raises `HazardMoved`.
    """
    before = hazard.state
    is_next = to in HazardReport.NEXT.get(before, ())
    rows = HazardReport.objects.filter(pk=hazard.pk, state=before)
    if not is_next or not rows.update(state=to, **changes):
        raise HazardMoved(state=HazardReport.objects.get(pk=hazard.pk).get_state_display())
    write_down(actor, hazard, to, party=party, before=before, note=note, reason=reason)
    hazard.refresh_from_db()
    return hazard


def write_down(
    actor: Actor,
    hazard: HazardReport,
    to: str,
    *,
    party: str,
    before: str = "",
    note: str = "",
    reason: str = "",
    office_note: str = "",
) -> None:
    """流转: of a reporter's own moves it names no account."""
    HazardTransition.objects.create(
        hazard=hazard,
        actor_id=None if party == Party.REPORTER else actor.pk,
        party=party,
        from_state=before,
        to_state=to,
        note=note.strip(),
        reason=reason,
        office_note=office_note.strip(),
    )


def require_state(hazard: HazardReport, *states: str) -> None:
    """Raises `HazardMoved` where the report stands elsewhere."""
    if hazard.state not in states:
        raise HazardMoved(state=hazard.get_state_display())
