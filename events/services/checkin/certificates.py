"""
参加证明 (attendance certificates): taken by whoever was there long enough, taken back by the office.

It credits no hours of voluntary service: those are recorded by the shifts of the volunteers, once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from events.checkin_errors import (
    AttendanceUnverified,
    AttendedTooLittle,
    CertificateNotStanding,
    CertificateOfAGroup,
    CertificateTakenBack,
    NotSettledYet,
)
from events.errors import ReasonMissing
from events.models import Attendance, AttendanceCertificate, EntryScan, Registration
from events.passes import name_of
from events.presence import planned_minutes
from events.verification import CODES
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import DomainError, NotAllowed, explaining
from zibo_youth.notifications.outbox import notify

State = AttendanceCertificate.State
CORRECTED, ACCOUNT_CLOSED = "attendance_corrected", "account_closed"


def take_certificate(*, actor: User, registration: Registration) -> AttendanceCertificate:
    """
    领取参加证明 (take one's certificate); asked for again, it is the one that stands.

    Raises `CertificateOfAGroup`, `NotSettledYet`, `AttendedTooLittle`, `AttendanceUnverified`,
    `CertificateTakenBack`.
    """
    policy.require(actor, "events.take_certificate", registration)
    with transaction.atomic():
        locked = Registration.objects.select_for_update(no_key=True, of=("self",)).whole()
        registration = locked.get(pk=registration.pk)
        if registration.organisation_id is not None:
            raise CertificateOfAGroup
        standing = registration.certificates.filter(state=State.VALID).first()
        if standing is not None:
            return standing
        made = _made(_earned(registration))
    made.refresh_from_db()
    return made


@transaction.atomic
def take_group_certificates(*, actor: User, registration: Registration) -> int:
    """
    单位领取参加证明 (an organisation takes them) for everybody on its roster who was there long enough.

    Safe to ask twice: what stands stays. How many are new. Raises `NotSettledYet`, and the refusal of the
    first seat where nobody has earned one.
    """
    if registration.organisation is None:
        raise NotAllowed
    policy.require(actor, "events.register_group", registration.organisation)
    locked = Registration.objects.select_for_update(no_key=True, of=("self",)).whole()
    one = locked.prefetch_related("roster").get(pk=registration.pk)
    standing = set(one.certificates.filter(state=State.VALID).values_list("seat", flat=True))
    refusals, made = [], 0
    for seat in range(1, one.seats + 1):
        try:
            if seat not in standing:
                _made(_earned(one, seat), holder=masked(name_of(one, seat)))
                made += 1
        except DomainError as refusal:
            refusals.append(refusal)
    if not made and not standing and refusals:
        raise refusals[0]
    return made


def masked(name: str) -> str:
    """The surname, and a star for each further character."""
    return name[:1] + "*" * (len(name) - 1)


def _made(attendance: Attendance, *, holder: str = "") -> AttendanceCertificate:
    seed = uuid.uuid4()
    with explaining():
        made: AttendanceCertificate = AttendanceCertificate.objects.create(
            registration=attendance.registration,
            seat=attendance.seat,
            holder=holder,
            seed=seed,
            code_digest=CODES.digest_of(CODES.token_of(seed)),
            minutes=attendance.minutes,
            planned=planned_minutes(attendance.registration.session),
        )
    return made


def _earned(registration: Registration, seat: int = 1) -> Attendance:
    """What the certificate rests on: one's own seat, settled, long enough and looked at."""
    taken_back = registration.certificates.filter(seat=seat).exclude(reason__in=["", CORRECTED]).first()
    if taken_back is not None:
        phone = registration.session.event.contact_phone
        raise CertificateTakenBack(reason=taken_back.reason, phone=phone)
    attendance: Attendance | None = registration.attendances.filter(seat=seat).first()
    if attendance is None or registration.state != Registration.State.REGISTERED:
        raise NotSettledYet
    share, least = share_of(attendance), int(settings.EVENTS["certificate_percent"])
    if not is_enough(attendance):
        raise AttendedTooLittle(share=share, least=least)
    scans = EntryScan.objects.filter(registration=registration, seat=seat)
    if scans.standing().unverified().exists():
        raise AttendanceUnverified
    attendance.registration = registration
    return attendance


def share_of(attendance: Attendance) -> int:
    """Percent of the session's hours that a seat was inside, rounded down."""
    return 100 * attendance.minutes // max(planned_minutes(attendance.registration.session), 1)


def is_enough(attendance: Attendance) -> bool:
    """Whether a certificate may be taken; of nothing at all there is none."""
    return attendance.minutes > 0 and share_of(attendance) >= int(settings.EVENTS["certificate_percent"])


@transaction.atomic
def revoke_certificate(*, actor: User, certificate: AttendanceCertificate, reason: str) -> None:
    """
    撤销参加证明 (revoke), with a reason that its holder reads; whoever checks it sees so at once.

    Raises `ReasonMissing`, `CertificateNotStanding`.
    """
    registration = certificate.registration
    policy.require_for_another(actor, "events.revoke_certificate", certificate, registration.person_id)
    if not reason.strip():
        raise ReasonMissing
    rows = AttendanceCertificate.objects.standing().filter(pk=certificate.pk)
    if not rows.update(state=State.REVOKED, reason=reason.strip(), revoked_at=Now(), revoked_by=actor):
        raise CertificateNotStanding
    notify("events.certificate_revoked", to=registration.person, about=registration, dedup=certificate.number)


def end_unearned(attendances: Iterable[Attendance]) -> int:
    """Certificates that rest on what was corrected, and is no longer enough. How many."""
    lost = [(one.registration_id, one.seat) for one in attendances if not is_enough(one)]
    theirs = [Q(registration=number, seat=seat) for number, seat in lost]
    rows = AttendanceCertificate.objects.standing().filter(reduce(or_, theirs, Q(pk__in=[])))
    return rows.update(state=State.REVOKED, reason=CORRECTED, revoked_at=Now())


def end_certificates_of(people: Iterable[int]) -> int:
    """
    注销 (an account is closed): who checks a paper sees that it stands no longer, and no name.

    Those of a group are of its people, not of whoever brought them.
    """
    own = AttendanceCertificate.objects.standing().filter(registration__organisation=None)
    rows = own.filter(registration__person__in=people)
    return rows.update(state=State.REVOKED, reason=ACCOUNT_CLOSED, revoked_at=Now())
