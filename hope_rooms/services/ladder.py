"""
催办阶梯 (the ladder): nobody has to remember that a child waits; each rung is climbed once (§5.4).

The day's look reads all rooms in one statement; each rung is a row whose unique key makes the second
run, or a second worker, say nothing. What comes more than 48 hours late is told as one summary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from hope_rooms.models import Escalation, Pairing
from hope_rooms.pairing_errors import AlreadyAcknowledged, PairingMoved
from hope_rooms.schedule import Rung, Window, rungs
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.accounts.staff import holders_of, officers_of, staff_of
from zibo_youth.notifications.outbox import notify

from .pair_moves import members_of, move_pairing

ACKNOWLEDGE = "hope_rooms.acknowledge_escalation"
Receiver = Escalation.Receiver
# Rungs below are over as soon as a visit is agreed; those from here on ask for contact with the child.
FOR_A_PLAN = 1
AT_RISK, REMATCHING = 4, 5
STAIRS = (Receiver.LEADER, Receiver.DISTRICT, Receiver.DIRECTOR)
FROM_LEVEL = {2: 0, 3: 1, 4: 2, 5: 2}


def window_of(room: Any) -> Window:
    """The window of a pairing that was read `with_window`."""
    return Window(room.opened_on, room.visits_counted, room.paused_for, room.every_days)


def climb(*, on: date) -> int:
    """每日催办 (beat, daily): every rung that is reached and was not climbed; how many were climbed now."""
    return sum(_climb_one(number, window, missing, on) for number, window, missing in to_climb(on))


def to_climb(on: date) -> Iterator[tuple[int, Window, list[Rung]]]:
    """待催办 (to climb): the rungs of all rooms that wait, in one statement; by the pairing's number."""
    waiting = Pairing.objects.visiting().with_window().with_contact().with_climbed()
    for room in waiting.order_by("pk").values_list(*READ, named=True):
        window = window_of(room)
        missing = [rung for rung in _due(room, window, on) if rung.step not in room.climbed]
        if missing:
            yield room.pk, window, missing


READ = ("pk", "opened_on", "visits_counted", "paused_for", "every_days", "has_plan", "has_contact", "climbed")


def _due(room: Any, window: Window, on: date) -> list[Rung]:
    if room.has_contact:
        return []
    lowest = FOR_A_PLAN + 1 if room.has_plan else 0
    return [rung for rung in rungs(window.due_on, on) if rung.level >= lowest]


@transaction.atomic
def _climb_one(number: int, window: Window, missing: Sequence[Rung], on: date) -> int:
    """The rungs of one pairing; whoever comes second finds them climbed."""
    pairing = Pairing.objects.whole().get(pk=number)
    rows = [(rung, _row(pairing, window, rung, on)) for rung in missing]
    made = [(rung, row) for rung, row in rows if row is not None]
    late = [row for rung, row in made if rung.is_late(on)]
    for rung, row in made:
        if not rung.is_late(on):
            _tell("hope_rooms.visit_overdue" if rung.level else "hope_rooms.visit_due", row)
    if late:
        _tell("hope_rooms.visits_caught_up", late[-1])
    if any(rung.level >= AT_RISK for rung, _made in made):
        _endanger(pairing)
    return len(made)


def _row(pairing: Pairing, window: Window, rung: Rung, on: date) -> Escalation | None:
    row, is_new = Escalation.objects.get_or_create(
        pairing=pairing,
        opened_on=window.opened_on,
        step=rung.step,
        defaults={
            "due_on": window.due_on,
            "level": rung.level,
            "receiver": receiver_of(pairing, rung.level),
            "is_late": rung.is_late(on),
        },
    )
    return row if is_new else None


def receiver_of(pairing: Pairing, level: int) -> str:
    """Who hears of a level; where nobody holds the office, the next one at once (CASA 2611)."""
    if level not in FROM_LEVEL:
        return Receiver.PAIR_AND_LEADER if level else Receiver.PAIR
    for receiver in STAIRS[FROM_LEVEL[level] :]:
        if people_of(pairing, receiver):
            return receiver
    return Receiver.NOBODY


def people_of(pairing: Pairing, receiver: str) -> list[Person]:
    """The people behind a receiver, today."""
    leaders = staff_of(pairing.post.project.organiser, Membership.Role.VOLUNTEER_LEADER)
    pair = [member.volunteer.person for member in members_of(pairing)]
    found: dict[str, list[Person]] = {
        Receiver.PAIR: pair,
        Receiver.PAIR_AND_LEADER: [*pair, *leaders],
        Receiver.LEADER: list(leaders),
        Receiver.DISTRICT: list(officers_of(pairing.child.reporting_org)),
        Receiver.DIRECTOR: list(holders_of(Membership.Role.CENTRE_DIRECTOR)),
    }
    return found.get(receiver, [])


def _tell(kind: str, row: Escalation) -> None:
    people = people_of(row.pairing, row.receiver)
    if row.level == REMATCHING:
        # The district calls the family within two days: contact is proven, or it is not.
        people += [one for one in people_of(row.pairing, Receiver.DISTRICT) if one not in people]
    for person in people:
        notify(kind, to=person, about=row)


def _endanger(pairing: Pairing) -> None:
    if pairing.state == Pairing.State.ACTIVE:
        with suppress(PairingMoved):
            move_pairing(SYSTEM, pairing, Pairing.State.AT_RISK, note="no_contact")


@transaction.atomic
def acknowledge(*, actor: User, escalation: Escalation, visit_by: date) -> Escalation:
    """
    确认催办 (acknowledge) with the day until which there will be a visit; levels above go on.

    Raises `AlreadyAcknowledged`.
    """
    policy.require(actor, ACKNOWLEDGE, escalation)
    waiting = Escalation.objects.filter(pk=escalation.pk, acknowledged_at__isnull=True)
    if not waiting.update(acknowledged_at=Now(), acknowledged_by=actor, visit_by=visit_by):
        raise AlreadyAcknowledged
    escalation.refresh_from_db()
    return escalation
