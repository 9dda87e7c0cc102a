"""
查验 (verification): what anybody who holds a certificate's number or code may know of it.

A masked name, the hours, who issued it, and whether it stands; nothing else. What was
never issued is as unknown as what never was.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from zibo_youth.accounts.verifying import asked_from
from zibo_youth.core.link_tokens import LinkTokens, is_token

from .models import Certificate

__all__ = ["CODES", "TONES", "Verdict", "asked_from", "by_code", "by_number", "code_of"]

CODES = LinkTokens("volunteer_certificate")
TONES = {"issued": "info", "valid": "ok", "revoked": "warn", "superseded": "warn"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """查验结果: all that is told."""

    number: str
    name: str
    hours: Decimal
    issuer: str
    state: str
    standing: str

    @property
    def tone(self) -> str:
        return TONES[self.state]


def code_of(certificate: Certificate) -> str:
    """验证码 (random code): what stands in the QR code of the paper."""
    return CODES.token_of(certificate.seed)


def by_code(code: str) -> Verdict | None:
    """What the code of a paper opens."""
    if not is_token(code):
        return None
    found = Certificate.objects.issued().whole().filter(code_digest=CODES.digest_of(code)).first()
    return _verdict(found) if found else None


def by_number(number: str, last4: str) -> Verdict | None:
    """What a number opens for whoever knows the last four characters of the holder's document."""
    found = Certificate.objects.issued().whole().filter(number=number.strip().upper()).first()
    if found is None:
        return None
    known = found.volunteer.person.id_last4
    if not known or not constant_time_compare(known.upper(), last4.strip().upper()):
        return None
    return _verdict(found)


def _verdict(certificate: Certificate) -> Verdict:
    person = certificate.volunteer.person
    return Verdict(
        number=certificate.number,
        name=_("（已注销）") if person.is_erased else person.masked_name,
        hours=certificate.hours,
        issuer=certificate.issuer.name,
        state=certificate.state,
        standing=certificate.get_state_display(),
    )
