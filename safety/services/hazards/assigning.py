"""派单 (assigning): one responsible person and a due time; or another body, which takes it over."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from safety.hazard_errors import HazardReasonMissing, NobodyToMend
from safety.hazard_querysets import TO_MEND
from safety.hazard_terms import due_time
from safety.models import HazardReport
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.staff import officers_of, staff_of
from zibo_youth.core.calendar import now

from .moves import Party, State, lock_hazard, move, require_state, write_down
from .telling import owe_news, step_of, tell

ASSIGN = "safety.assign_hazard"
Outcome = HazardReport.Outcome


def who_may_mend(hazard: HazardReport) -> list[Person]:
    """Safety officers of the enterprise, or of a place officers of its district; those in office today."""
    found: list[Person] = []
    if hazard.enterprise:
        found += staff_of(hazard.enterprise.organisation, Membership.Role.SAFETY_OFFICER)
    return found + [each for each in officers_of(hazard.reporting_org) if each not in found]


@transaction.atomic
def assign_hazard(*, actor: User, hazard: HazardReport, person: Person) -> HazardReport:
    """
    派单 (assign) to one person, from now until the due time of its severity.

    A second one takes it over until it is claimed as mended; the due time stays.

    Raises `NobodyToMend`, `HazardMoved`.
    """
    held = lock_hazard(hazard.pk)
    policy.require(actor, ASSIGN, held)
    if person not in who_may_mend(held):
        raise NobodyToMend
    if held.state in TO_MEND:
        _hand_over(actor, held, person)
    else:
        require_state(held, State.ACCEPTED)
        since = now()
        due = due_time(held.severity, since)
        told: dict[str, Any] = {"assigned_to": person, "assigned_at": since}
        told |= {"warn_at": due.warn_at, "due_at": due.due_at}
        held = move(actor, held, State.ASSIGNED, party=Party.OFFICE, **told)
        owe_news(held)
    tell("hazard_assigned", [person], held, dedup=step_of(held))
    return held


def _hand_over(actor: User, held: HazardReport, person: Person) -> None:
    HazardReport.objects.filter(pk=held.pk).update(assigned_to=person)
    write_down(actor, held, held.state, party=Party.OFFICE, before=held.state, reason="handed_over")
    held.refresh_from_db()


@transaction.atomic
def transfer_hazard(*, actor: User, hazard: HazardReport, to: str, number: str, words: str) -> HazardReport:
    """移交 (transfer) to a body outside the portal. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, ASSIGN, held)
    if not (to.strip() and words.strip()):
        raise HazardReasonMissing
    moved = move(
        actor,
        held,
        State.TRANSFERRED,
        party=Party.OFFICE,
        note=words,
        transferred_to=to.strip(),
        other_number=number.strip(),
    )
    owe_news(moved)
    return moved


@transaction.atomic
def record_word(*, actor: User, hazard: HazardReport, words: str) -> HazardReport:
    """登记对方消息 (word) of what another body does with it. Raises `HazardMoved`, `HazardReasonMissing`."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, ASSIGN, held)
    require_state(held, State.TRANSFERRED)
    if not words.strip():
        raise HazardReasonMissing
    write_down(actor, held, held.state, party=Party.OFFICE, before=held.state, note=words, reason="word")
    return held


@transaction.atomic
def close_transferred(*, actor: User, hazard: HazardReport, words: str) -> HazardReport:
    """办结移交 (close) with what the other body told: ended elsewhere, and not counted as fixed."""
    held = lock_hazard(hazard.pk)
    policy.require(actor, ASSIGN, held)
    if not words.strip():
        raise HazardReasonMissing
    require_state(held, State.TRANSFERRED)
    ended: dict[str, Any] = {"closed_at": now(), "outcome": Outcome.ELSEWHERE}
    moved = move(actor, held, State.CLOSED, party=Party.OFFICE, note=words, **ended)
    owe_news(moved)
    return moved
