"""
服务记录证明 (certificates): asked for, issued by whoever recorded the hours, visible to whoever checks.

One of the same hours that is issued again takes the place of the earlier one; an entry
that is taken back takes its certificates along.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from volunteers.errors import ReasonMissing
from volunteers.hour_errors import (
    CertificateAsked,
    CertificateMoved,
    NothingToCertify,
    PeriodWrong,
)
from volunteers.hours import certifiable
from volunteers.models import Certificate, CertificateLine, HourEntry, Volunteer
from volunteers.verification import CODES
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, Organisation, User
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .locks import lock_volunteer

State = Certificate.State
ASK, ISSUE, REVOKE = (
    "volunteers.ask_certificate",
    "volunteers.issue_certificate",
    "volunteers.revoke_certificate",
)
HOURS_TAKEN_BACK, ACCOUNT_CLOSED = "hours_taken_back", "account_closed"


@transaction.atomic
def ask_certificate(
    *,
    actor: User,
    volunteer: Volunteer,
    issuer: Organisation,
    from_on: date,
    until_on: date,
    purpose: str = "",
) -> Certificate:
    """
    申请证明 (ask) one organiser for the hours that were served with it.

    Raises `PeriodWrong`, `NothingToCertify`, `CertificateAsked`.
    """
    policy.require(actor, ASK, volunteer)
    if not from_on <= until_on <= today():
        raise PeriodWrong
    if not certifiable(volunteer, issuer, from_on, until_on).exists():
        raise NothingToCertify
    seed = uuid.uuid4()
    with explaining(certificate_asked_once_at_a_time=CertificateAsked), transaction.atomic():
        certificate = Certificate.objects.create(
            volunteer=volunteer,
            issuer=issuer,
            from_on=from_on,
            until_on=until_on,
            purpose=purpose.strip(),
            seed=seed,
            code_digest=CODES.digest_of(CODES.token_of(seed)),
        )
    certificate.refresh_from_db()
    for leader in staff_of(issuer, Membership.Role.VOLUNTEER_LEADER):
        notify("volunteers.certificate_asked", to=leader, about=certificate)
    return certificate


@transaction.atomic
def issue_certificate(
    *, actor: User, certificate: Certificate, contact_phone: str, remark: str = "", handler: str = ""
) -> Certificate:
    """
    出具证明 (issue): the final entries of the time asked for, their minutes frozen; never one's own.

    Earlier certificates of any of these hours are superseded. Raises `NothingToCertify`, `CertificateMoved`.
    """
    policy.require_for_another(actor, ISSUE, certificate, certificate.volunteer.person_id)
    lock_volunteer(certificate.volunteer_id)
    entries = list(
        certifiable(certificate.volunteer, certificate.issuer, certificate.from_on, certificate.until_on)
    )
    if not entries:
        raise NothingToCertify
    earlier = _standing_on(entries).exclude(pk=certificate.pk)
    replaced = list(earlier.order_by("pk").values_list("pk", flat=True))
    _move(
        certificate,
        State.ISSUED,
        issued_at=Now(),
        issued_by=actor,
        minutes=sum(entry.minutes for entry in entries),
        handler=(handler or str(actor.person or "")).strip()[:30],
        contact_phone=contact_phone.strip(),
        remark=remark.strip(),
        supersedes_id=replaced[-1] if replaced else None,
    )
    CertificateLine.objects.bulk_create(
        CertificateLine(certificate=certificate, entry=entry, minutes=entry.minutes) for entry in entries
    )
    for old in Certificate.objects.filter(pk__in=replaced):
        _move(old, State.SUPERSEDED, ended_at=Now())
    notify("volunteers.certificate_decided", to=certificate.volunteer.person, about=certificate)
    return certificate


@transaction.atomic
def refuse_certificate(*, actor: User, certificate: Certificate, reason: str) -> Certificate:
    """不予出具 (refuse), with a reason. Raises `ReasonMissing`, `CertificateMoved`."""
    policy.require_for_another(actor, ISSUE, certificate, certificate.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    _move(certificate, State.REFUSED, ended_at=Now(), reason=reason.strip())
    notify("volunteers.certificate_decided", to=certificate.volunteer.person, about=certificate)
    return certificate


@transaction.atomic
def revoke_certificate(*, actor: User, certificate: Certificate, reason: str) -> Certificate:
    """撤销证明 (revoke): whoever checks it sees so at once. Raises `ReasonMissing`, `CertificateMoved`."""
    policy.require_for_another(actor, REVOKE, certificate, certificate.volunteer.person_id)
    if not reason.strip():
        raise ReasonMissing
    return _revoke(certificate, reason.strip())


def revoke_resting_on(*, actor: User, entry: HourEntry) -> int:
    """What was certified with an entry that is taken back. The caller holds the volunteer's lock."""
    resting = list(_standing_on([entry]).order_by("pk"))
    for certificate in resting:
        _revoke(certificate, HOURS_TAKEN_BACK)
    return len(resting)


def end_certificates_of(people: Iterable[int]) -> int:
    """注销 (an account is closed): who checks a paper sees that it stands no longer, and no name."""
    mine = Certificate.objects.filter(volunteer__person__in=people)
    mine.filter(state=State.ASKED).update(state=State.REFUSED, ended_at=Now(), reason=ACCOUNT_CLOSED)
    return mine.standing().update(state=State.REVOKED, ended_at=Now(), reason=ACCOUNT_CLOSED)


def take_effect(*, at: datetime) -> int:
    """证明生效 (beat): the notice inside the organisation is over. Returns how many; safe to run twice."""
    days = timedelta(days=settings.VOLUNTEERS["certificate_notice_days"])
    due = Certificate.objects.filter(state=State.ISSUED, issued_at__lte=at - days)
    return due.update(state=State.VALID, valid_at=F("issued_at") + days)


def to_certify(certificate: Certificate) -> Any:
    """The entries that it would rest on now; once issued, those that it rests on."""
    if certificate.issued_at:
        return HourEntry.objects.filter(certificate_lines__certificate=certificate).whole()
    return certifiable(
        certificate.volunteer, certificate.issuer, certificate.from_on, certificate.until_on
    ).whole()


def _standing_on(entries: Iterable[HourEntry]) -> Any:
    lines = CertificateLine.objects.filter(entry__in=[entry.pk for entry in entries])
    return Certificate.objects.standing().filter(pk__in=lines.values("certificate"))


def _revoke(certificate: Certificate, reason: str) -> Certificate:
    _move(certificate, State.REVOKED, ended_at=Now(), reason=reason)
    notify("volunteers.certificate_ended", to=certificate.volunteer.person, about=certificate)
    return certificate


def _move(certificate: Certificate, to: str, **changes: Any) -> None:
    reach(certificate, to, CertificateMoved, **changes)
