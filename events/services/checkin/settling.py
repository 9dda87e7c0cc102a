"""
核定到场 (settling): once a session is over, each confirmed seat attended or was absent.

Written from the scans alone, so that twice is the same; only rows that change are written. Where nobody was
scanned, nothing is settled by itself: a session that was held without a door has no absent people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from events.checkin_errors import SessionDoorShut, SessionNotOverYet
from events.models import Attendance, EntryScan, Registration, Session
from events.presence import Presence, presence_of
from events.services.locks import lock_session
from events.words import moment_words
from zibo_youth.accounts import policy
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .certificates import end_unearned

CHECK_IN = "events.check_in"
TOLD = ("attended", "minutes", "days", "came_at", "left_at")
Seat = tuple[int, int]


@transaction.atomic
def settle_attendance(*, actor: Actor, session: Session) -> int:
    """
    核定到场 (settle) by the desk, at any time after the end. Returns how many seats attended.

    Raises `SessionNotOverYet`, `SessionDoorShut`.
    """
    policy.require(actor, CHECK_IN, session)
    session = lock_session(session.pk)
    if session.state == Session.State.CANCELLED:
        raise SessionDoorShut(state=session.get_state_display())
    if now() < session.ends_at:
        raise SessionNotOverYet(ends=moment_words(session.ends_at))
    _settle(session, session.registrations.filter(state=Registration.State.REGISTERED))
    return int(Attendance.objects.of_session(session.pk).attended().count())


def settle_due(*, at: datetime) -> int:
    """Sessions that are over for some hours and whose door was used. How many; safe to run twice."""
    before = at - timedelta(hours=settings.EVENTS["settle_after_hours"])
    scanned = EntryScan.objects.filter(registration__session=OuterRef("pk"), step__isnull=False)
    open_ones = Registration.objects.unsettled().filter(session=OuterRef("pk"))
    due = Session.objects.exclude(state=Session.State.CANCELLED).filter(ends_at__lte=before)
    due = due.filter(Exists(scanned), Exists(open_ones)).order_by("pk")
    return sum(_settle_one(number) for number in due.values_list("pk", flat=True))


@transaction.atomic
def _settle_one(number: int) -> bool:
    session = lock_session(number)
    rows = Registration.objects.unsettled().filter(session=session)
    return bool(_settle(session, rows))


def settle_again(session: Session, registrations: Iterable[int]) -> None:
    """What follows from changed scans of what was settled; the caller holds a transaction."""
    settled = Attendance.objects.filter(registration__in=list(registrations)).values("registration")
    _settle(session, Registration.objects.filter(pk__in=settled, state=Registration.State.REGISTERED))


def _settle(session: Session, registrations: QuerySet[Registration]) -> int:
    """Rows for every seat of these registrations, where they differ from what stands."""
    rows = list(registrations.select_related("person", "session"))
    scans = _standing_of(rows)
    told = {
        (one.pk, seat): presence_of(session, scans[one.pk, seat])
        for one in rows
        for seat in range(1, one.seats + 1)
    }
    known = {(one.registration_id, one.seat): one for one in Attendance.objects.filter(registration__in=rows)}
    of = {one.pk: one for one in rows}
    changed = [
        _row(of[number], seat, presence)
        for (number, seat), presence in told.items()
        if _differs(known.get((number, seat)), presence)
    ]
    Attendance.objects.bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["registration", "seat"],
        update_fields=[*TOLD, "settled_at"],
    )
    end_unearned(changed)
    _thank(rows, [row for row in changed if row.attended and (row.registration_id, row.seat) not in known])
    return len(changed)


def _standing_of(rows: list[Registration]) -> dict[Seat, list[EntryScan]]:
    found: dict[Seat, list[EntryScan]] = defaultdict(list)
    for scan in EntryScan.objects.standing().filter(registration__in=rows):
        found[scan.registration_id, scan.seat].append(scan)
    return found


def _thank(rows: list[Registration], came: list[Attendance]) -> None:
    """Once: they may take a certificate and say what they think."""
    numbers = {row.registration_id for row in came}
    for one in rows:
        if one.pk in numbers:
            notify("events.attended", to=one.person, about=one)


def _row(one: Registration, seat: int, presence: Presence) -> Attendance:
    return Attendance(registration=one, seat=seat, **{name: getattr(presence, name) for name in TOLD})


def _differs(known: Attendance | None, presence: Presence) -> bool:
    return known is None or any(getattr(known, name) != getattr(presence, name) for name in TOLD)
