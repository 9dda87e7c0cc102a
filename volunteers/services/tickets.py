"""
隐患单 (hazard tickets): assigned by the district, mended by a department, looked at by a second person.

Every move is one UPDATE from the state that was read, held to ``TICKET_NEXT`` by a trigger.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from volunteers.models import HazardTicket
from volunteers.patrol_log_errors import (
    DepartmentMissing,
    DueDayPast,
    MeasuresMissing,
    PhotoMissing,
    TicketMoved,
    VerdictReasonMissing,
    VerifiedByAnother,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Person, User
from zibo_youth.accounts.staff import officers_of, staff_of
from zibo_youth.core import private_files
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .crowds import refuse_numbers
from .patrol_logs import FOLDER, rebuilt_picture

State = HazardTicket.State
ASSIGN, RECTIFY, VERIFY = (
    "volunteers.assign_hazardticket",
    "volunteers.rectify_hazardticket",
    "volunteers.verify_hazardticket",
)


@transaction.atomic
def assign_ticket(*, actor: User, ticket: HazardTicket, department: str, due_on: date) -> HazardTicket:
    """
    交办 (assign) to the department that answers for it.

    Raises `DepartmentMissing`, `DueDayPast`, `TicketMoved`.
    """
    policy.require(actor, ASSIGN, ticket)
    if not department.strip():
        raise DepartmentMissing
    if due_on < today():
        raise DueDayPast
    _move(
        ticket,
        State.ASSIGNED,
        department=department.strip(),
        due_on=due_on,
        assigned_at=Now(),
        assigned_by=actor,
    )
    for person in sorted({*_reporter(ticket), *_leaders(ticket)}, key=lambda person: person.pk):
        notify("volunteers.ticket_assigned", to=person, about=ticket)
    return ticket


@transaction.atomic
def dismiss_ticket(*, actor: User, ticket: HazardTicket, reason: str) -> HazardTicket:
    """
    不成立 (dismiss) what is no hazard, or was reported before.

    Raises `VerdictReasonMissing`, `TicketMoved`.
    """
    policy.require(actor, ASSIGN, ticket)
    _decide(ticket, State.DISMISSED, actor, reason)
    return ticket


@transaction.atomic
def begin_rectifying(*, actor: User, ticket: HazardTicket) -> HazardTicket:
    """开始整改 (the department has begun), again after a look that found it wanting. Raises `TicketMoved`."""
    policy.require(actor, RECTIFY, ticket)
    nobody = {"rectified_at": None, "rectified_by": None, "decided_at": None, "decided_by": None}
    _move(ticket, State.RECTIFYING, begun_at=Now(), begun_by=actor, **nobody)
    return ticket


def report_rectified(
    *, actor: User, ticket: HazardTicket, measures: str, photo: UploadedFile | None
) -> HazardTicket:
    """
    整改完成 (mended): what was done, and a picture that shows it.

    Raises `MeasuresMissing`, `PhotoMissing`, `PhotoNotPicture`, `TicketMoved`.
    """
    policy.require(actor, RECTIFY, ticket)
    if not measures.strip():
        raise MeasuresMissing
    refuse_numbers(measures)
    if photo is None:
        raise PhotoMissing
    before = str(ticket.proof)
    with private_files.kept(FOLDER, rebuilt_picture(actor, photo)) as stored, transaction.atomic():
        _move(
            ticket,
            State.RECTIFIED,
            measures=measures.strip(),
            proof=stored,
            rectified_at=Now(),
            rectified_by=actor,
        )
        if before:
            transaction.on_commit(lambda: private_files.forget(before))
    return ticket


def verify_ticket(*, actor: User, ticket: HazardTicket) -> HazardTicket:
    """核查销号 (verify): a second person has looked. Raises `VerifiedByAnother`, `TicketMoved`."""
    _second_person(actor, ticket)
    with explaining(hazard_ticket_verified_by_another_person=VerifiedByAnother), transaction.atomic():
        _move(ticket, State.VERIFIED, decided_at=Now(), decided_by=actor, reason="")
    return ticket


def refuse_rectification(*, actor: User, ticket: HazardTicket, reason: str) -> HazardTicket:
    """
    核查未通过 (not accepted): it is mended again.

    Raises `VerdictReasonMissing`, `VerifiedByAnother`, `TicketMoved`.
    """
    _second_person(actor, ticket)
    with explaining(hazard_ticket_verified_by_another_person=VerifiedByAnother), transaction.atomic():
        _decide(ticket, State.NOT_ACCEPTED, actor, reason)
    return ticket


def _second_person(actor: User, ticket: HazardTicket) -> None:
    """Whatever the log-in: nobody looks at their own work."""
    policy.require(actor, VERIFY, ticket)
    mended_by = ticket.rectified_by
    if mended_by is not None and mended_by.person_id == policy.human_of(actor):
        raise VerifiedByAnother


def _decide(ticket: HazardTicket, to: str, actor: User, reason: str) -> None:
    if not reason.strip():
        raise VerdictReasonMissing
    refuse_numbers(reason)
    _move(ticket, to, decided_at=Now(), decided_by=actor, reason=reason.strip())


def _move(ticket: HazardTicket, to: str, **changes: object) -> None:
    reach(ticket, to, TicketMoved, **changes)


def _reporter(ticket: HazardTicket) -> Iterator[Person]:
    yield ticket.log.signup.volunteer.person


def _leaders(ticket: HazardTicket) -> Iterator[Person]:
    yield from staff_of(ticket.log.area.organiser, Membership.Role.VOLUNTEER_LEADER)


def tell_overdue(*, on: date) -> int:
    """逾期提醒 (beat): district and keeper hear once of each day that passed; gives how many tickets."""
    late = HazardTicket.objects.overdue(on).whole().order_by("pk")
    return sum(_tell_overdue(ticket) for ticket in late)


@transaction.atomic
def _tell_overdue(ticket: HazardTicket) -> bool:
    people = {*officers_of(ticket.log.area.reporting_org), *_leaders(ticket)}
    told = [
        notify("volunteers.ticket_overdue", to=person, about=ticket, dedup=ticket.due_on.isoformat())
        for person in sorted(people, key=lambda person: person.pk)
    ]
    return any(told)


def sweep_photos() -> int:
    """清理无主文件 (sweep): pictures whose upload was cut off before the row; returns how many."""
    named = HazardTicket.objects.values_list("photo", "proof")
    return private_files.sweep(FOLDER, {name for pair in named for name in pair if name})
