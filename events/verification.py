"""
查验 (verification): what anybody who holds the code of an attendance certificate may know of it.

A masked name, which session, how long, who issued it, and whether it stands; nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from zibo_youth.core.link_tokens import LinkTokens, is_token

from .models import AttendanceCertificate

CODES = LinkTokens("event_certificate")
TONES = {"valid": "ok", "revoked": "warn"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """查验结果: all that is told."""

    number: str
    name: str
    event: str
    day: date
    minutes: int
    planned: int
    issuer: str
    state: str
    standing: str

    @property
    def tone(self) -> str:
        return TONES[self.state]


def code_of_certificate(certificate: AttendanceCertificate) -> str:
    """验证码 (random code): what stands in the QR code of the paper."""
    return CODES.token_of(certificate.seed)


def by_code(code: str) -> Verdict | None:
    """What the code of a paper opens; None for one that nobody has."""
    if not is_token(code):
        return None
    rows = AttendanceCertificate.objects.whole().filter(code_digest=CODES.digest_of(code))
    found: AttendanceCertificate | None = rows.first()
    return _verdict(found) if found else None


def _verdict(certificate: AttendanceCertificate) -> Verdict:
    person, session = certificate.registration.person, certificate.registration.session
    return Verdict(
        number=certificate.number,
        name=certificate.holder or (_("（已注销）") if person.is_erased else person.masked_name),
        event=session.event.local_title,
        day=timezone.localdate(session.starts_at),
        minutes=certificate.minutes,
        planned=certificate.planned,
        issuer=session.event.organiser.name,
        state=certificate.state,
        standing=certificate.get_state_display(),
    )
