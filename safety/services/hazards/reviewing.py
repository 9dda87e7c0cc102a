"""审核 (reviewing): accepted, refused with a reason, joined by an officer, or sent to the bureau."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from safety.hazard_errors import HazardReasonMissing
from safety.models import HazardReport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now

from .moves import Party, State, lock_hazard, lock_two, move, require_state
from .reporting import add_follower, join, joining
from .telling import bureau, owe_news, reporters_of, step_of, tell

REVIEW = "safety.review_hazard"
Severity = HazardReport.Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """How bad it is by the office's own look, and whether the picture may be shown to the enterprise."""

    severity: str
    photo_is_clear: bool = False
    note: str = ""


@transaction.atomic
def accept_hazard(*, actor: User, hazard: HazardReport, verdict: Verdict) -> HazardReport:
    """受理 (accept); a major one goes to the emergency bureau at once. Raises `HazardMoved`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, REVIEW, held)
    require_state(held, State.SUBMITTED)
    told: dict[str, Any] = {"severity": verdict.severity, "photo_is_clear": verdict.photo_is_clear}
    if verdict.severity == Severity.MAJOR:
        moved = move(
            actor,
            held,
            State.MIRRORED,
            party=Party.OFFICE,
            note=verdict.note,
            mirrored_at=now(),
            **told,
        )
        tell("hazard_major", bureau(), moved, dedup=step_of(moved))
    else:
        moved = move(
            actor, held, State.ACCEPTED, party=Party.OFFICE, note=verdict.note, accepted_at=now(), **told
        )
    owe_news(moved)
    return moved


@transaction.atomic
def refuse_hazard(*, actor: User, hazard: HazardReport, rejection: str, words: str) -> HazardReport:
    """不予受理 (refuse), for a reason the reporter reads. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, REVIEW, held)
    # What the bureau has is refused by the bureau.
    require_state(held, State.SUBMITTED)
    if not words.strip():
        raise HazardReasonMissing
    moved = move(
        actor,
        held,
        State.REJECTED,
        party=Party.OFFICE,
        note=words,
        reason=rejection,
        rejection=rejection,
    )
    owe_news(moved)
    return moved


@transaction.atomic
def escalate_to_bureau(*, actor: User, hazard: HazardReport, words: str) -> HazardReport:
    """改定为重大 (found major): the bureau takes it over. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, REVIEW, held)
    if not words.strip():
        raise HazardReasonMissing
    moved = move(
        actor,
        held,
        State.MIRRORED,
        party=Party.OFFICE,
        note=words,
        severity=Severity.MAJOR,
        mirrored_at=now(),
    )
    tell("hazard_major", bureau(), moved, dedup=step_of(moved))
    owe_news(moved)
    return moved


@sensitive_variables()
def link_hazard(*, actor: User, hazard: HazardReport, original: HazardReport) -> HazardReport:
    """
    合并重复 (link): by an officer who has both in the district; whoever reported it follows the original.

    Raises `HazardJoinedAlready`, `HazardJoinedToItself`, `HazardMoved`.
    """
    with joining(), transaction.atomic():
        held, first = lock_two(hazard.pk, original.pk)
        policy.require(actor, REVIEW, held)
        policy.require(actor, REVIEW, first)
        moved = join(actor, held, first, party=Party.OFFICE)
        for person in reporters_of(moved).values():
            add_follower(person, first)
        owe_news(moved)
    return moved
