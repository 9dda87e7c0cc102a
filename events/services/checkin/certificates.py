"""
参加证明 (attendance certificates): taken by whoever was there long enough, taken back by the office.

It credits no hours of voluntary service: those are recorded by the shifts of the volunteers, once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from events.checkin_errors import (
    AttendanceUnverified,
    AttendedTooLittle,
    CertificateNotStanding,
    CertificateTakenBack,
    NotSettledYet,
)
from events.errors import ReasonMissing
from events.models import Attendance, AttendanceCertificate, EntryScan, Registration
from events.presence import planned_minutes
from events.verification import CODES
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

State = AttendanceCertificate.State
CORRECTED, ACCOUNT_CLOSED = "attendance_corrected", "account_closed"


def take_certificate(*, actor: User, registration: Registration) -> AttendanceCertificate:
    """
    领取参加证明 (take one's certificate); asked for again, it is the one that stands.

    Raises `NotSettledYet`, `AttendedTooLittle`, `AttendanceUnverified`, `CertificateTakenBack`.
    """
    policy.require(actor, "events.take_certificate", registration)
    with transaction.atomic():
        locked = Registration.objects.select_for_update(no_key=True, of=("self",)).whole()
        registration = locked.get(pk=registration.pk)
        standing = registration.certificates.filter(state=State.VALID).first()
        if standing is not None:
            return standing
        attendance = _earned(registration)
        seed = uuid.uuid4()
        with explaining():
            made: AttendanceCertificate = AttendanceCertificate.objects.create(
                registration=registration,
                seed=seed,
                code_digest=CODES.digest_of(CODES.token_of(seed)),
                minutes=attendance.minutes,
                planned=planned_minutes(registration.session),
            )
    made.refresh_from_db()
    return made


def _earned(registration: Registration) -> Attendance:
    """What the certificate rests on: the registrant's own seat, settled, long enough and looked at."""
    taken_back = registration.certificates.exclude(reason__in=["", CORRECTED]).first()
    if taken_back is not None:
        phone = registration.session.event.contact_phone
        raise CertificateTakenBack(reason=taken_back.reason, phone=phone)
    attendance: Attendance | None = registration.attendances.filter(seat=1).first()
    if attendance is None or registration.state != Registration.State.REGISTERED:
        raise NotSettledYet
    share, least = share_of(attendance), int(settings.EVENTS["certificate_percent"])
    if not is_enough(attendance):
        raise AttendedTooLittle(share=share, least=least)
    scans = EntryScan.objects.filter(registration=registration, seat=1)
    if scans.standing().unverified().exists():
        raise AttendanceUnverified
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
    lost = [one.registration_id for one in attendances if one.seat == 1 and not is_enough(one)]
    rows = AttendanceCertificate.objects.standing().filter(registration__in=lost)
    return rows.update(state=State.REVOKED, reason=CORRECTED, revoked_at=Now())


def end_certificates_of(people: Iterable[int]) -> int:
    """注销 (an account is closed): who checks a paper sees that it stands no longer, and no name."""
    rows = AttendanceCertificate.objects.standing().filter(registration__person__in=people)
    return rows.update(state=State.REVOKED, reason=ACCOUNT_CLOSED, revoked_at=Now())
