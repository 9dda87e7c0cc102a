"""
入场与离场 (scanning): one row for each press, and of two devices at one instant one is first.

The registration's row is locked; behind the lock stands `entry_scan_step_is_taken_once`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events.checkin_errors import (
    AlreadyIn,
    CorrectionTooLate,
    NotInside,
    NotTheLastScan,
    PassNotGood,
    PassOfAnotherSession,
    ScanKeyReused,
    ScanOvertaken,
    SessionDoorNotOpen,
    SessionDoorShut,
)
from events.errors import ReasonMissing
from events.models import EntryScan, Event, Registration, ScanUpload, Session
from events.passes import Ticket
from events.presence import day_at, door_hours
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, explaining

from .settling import settle_again

CHECK_IN = "events.check_in"
Kind, Way = EntryScan.Kind, EntryScan.Way
WALLS: dict[str, type[DomainError]] = {
    "entry_scan_step_is_taken_once": ScanOvertaken,
    "entry_scan_of_a_key_is_recorded_once": ScanKeyReused,
    "entry_scan_is_undone_once": NotTheLastScan,
    "entry_scan_undoes_what_stands_last": NotTheLastScan,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a press says: in or out, when, how it is known, and the device's own name for it."""

    kind: str
    way: str
    at: datetime
    key: str = ""
    upload: ScanUpload | None = None


def scan(*, actor: User, session: Session, ticket: Ticket, kind: str, key: str = "") -> EntryScan:
    """
    登记入场或离场 (somebody comes in or goes out), now; a key that was sent before gives the first answer.

    Raises `PassOfAnotherSession`, `PassNotGood`, `SessionDoorShut`, `SessionDoorNotOpen`, `AlreadyIn`,
    `NotInside`, `ScanKeyReused`.
    """
    policy.require(actor, CHECK_IN, session)
    if ticket.registration.session_id != session.pk:
        raise PassOfAnotherSession(session=str(ticket.registration.session))
    check_door(session)
    with explaining(**WALLS), transaction.atomic():
        return record(actor, session, ticket, Claim(kind, ticket.way, now(), key))


def check_door(session: Session, *, moment: datetime | None = None) -> None:
    """Raise `SessionDoorShut` for what is not held, `SessionDoorNotOpen` outside the hours of its door."""
    if session.state == Session.State.CANCELLED:
        raise SessionDoorShut(state=session.get_state_display())
    if session.event.state not in (Event.State.PUBLISHED, Event.State.CLOSED):
        raise SessionDoorShut(state=session.event.get_state_display())
    opens, closes = door_hours(session)
    if not opens <= (moment or now()) <= closes:
        raise SessionDoorNotOpen(opens=moment_words(opens), closes=moment_words(closes))


def record(actor: User, session: Session, ticket: Ticket, claim: Claim) -> EntryScan:
    """Write one row behind the last one; the caller holds a transaction and explains `WALLS`."""
    registration = lock_registration(ticket.registration.pk)
    known = _known(claim, registration, ticket.seat)
    if known is not None:
        return known
    day = day_at(session, claim.at)
    chain = chain_of(registration, ticket.seat, day)
    for refusal in refusals(registration, chain, claim.kind):
        raise refusal
    return EntryScan.objects.create(
        registration=registration,
        seat=ticket.seat,
        day=day,
        step=len(chain) + 1,
        kind=claim.kind,
        way=claim.way,
        at=claim.at,
        by_id=actor.pk,
        key=claim.key,
        upload=claim.upload,
    )


def lock_registration(number: int) -> Registration:
    """Nobody else scans or moves this registration until the transaction ends."""
    rows = Registration.objects.select_for_update(no_key=True, of=("self",))
    found: Registration = rows.select_related("session__event", "person").get(pk=number)
    return found


def _known(claim: Claim, registration: Registration, seat: int) -> EntryScan | None:
    """The row of a key that came before; a key of another press is refused by its wall."""
    if not claim.key:
        return None
    known: EntryScan | None = EntryScan.objects.filter(key=claim.key).first()
    if known and (known.registration_id, known.seat, known.kind) != (registration.pk, seat, claim.kind):
        raise ScanKeyReused
    return known


def chain_of(registration: Registration, seat: int, day: date) -> list[EntryScan]:
    """Every row with a step of one seat on one day, in their order."""
    rows = EntryScan.objects.filter(registration=registration, seat=seat, day=day, step__isnull=False)
    return list(rows.select_related("by__person").order_by("step"))


def standing(chain: list[EntryScan]) -> list[EntryScan]:
    """Of a chain, what was not taken back."""
    undone = {row.undoes_id for row in chain if row.undoes_id}
    return [row for row in chain if row.kind != Kind.UNDO and row.pk not in undone]


def refusals(registration: Registration, chain: list[EntryScan], kind: str) -> list[DomainError]:
    """What keeps a seat from coming in, or from going out."""
    if registration.state != Registration.State.REGISTERED:
        return [PassNotGood(state=registration.get_state_display())]
    inside = bool(chain) and chain[-1].leads_inside
    if kind == Kind.IN and inside:
        last = standing(chain)[-1]
        return [AlreadyIn(clock=f"{timezone.localtime(last.at):%H:%M}", by=last.by.display_name)]
    if kind == Kind.OUT and not inside:
        return [NotInside()]
    return []


def undo_scan(*, actor: User, scan: EntryScan, reason: str) -> EntryScan:
    """
    撤销 (take back) what stands last of a seat and day, with a reason; the row stays to be seen.

    What was settled is settled again. Raises `ReasonMissing`, `NotTheLastScan`, `CorrectionTooLate`.
    """
    session = scan.registration.session
    policy.require(actor, CHECK_IN, session)
    if not reason.strip():
        raise ReasonMissing
    check_corrections(session)
    with explaining(**WALLS), transaction.atomic():
        registration = lock_registration(scan.registration_id)
        chain = chain_of(registration, scan.seat, scan.day)
        last = standing(chain)[-1:]
        if [row.pk for row in last] != [scan.pk]:
            raise NotTheLastScan
        undone: EntryScan = EntryScan.objects.create(
            registration=registration,
            seat=scan.seat,
            day=scan.day,
            step=len(chain) + 1,
            kind=Kind.UNDO,
            way=Way.DOOR,
            at=now(),
            by_id=actor.pk,
            undoes=scan,
            note=reason.strip(),
        )
        settle_again(session, [registration.pk])
    return undone


def check_corrections(session: Session) -> None:
    """Raise `CorrectionTooLate` once records stand."""
    until = session.ends_at + timedelta(days=settings.EVENTS["corrections_days"])
    if now() > until:
        raise CorrectionTooLate(until=moment_words(until))
