"""参加证明文书 (the paper of an attendance certificate), set by typst, with a code to check it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.exports.typeset import typeset

from .models import AttendanceCertificate, Session
from .passes import name_of
from .verification import code_of_certificate

TEMPLATE = Path(__file__).parent / "papers" / "attendance.typ"


def write_attendance(certificate: AttendanceCertificate) -> bytes:
    """The PDF. Raises `ChineseFontMissing` where no Chinese can be printed."""
    with translation.override("zh-hans"):
        [whole] = typeset(TEMPLATE, content(certificate))
    return whole


def qr_of(address: str) -> str:
    """A code as SVG, for a template to place."""
    return str(segno.make(address, error="m").svg_inline(border=2, light="white"))


def span_of(session: Session) -> str:
    """2026年11月29日 19:00–21:00; of several days, from one to the other."""
    start, end = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    if start.date() == end.date():
        return f"{start:%Y年%m月%d日 %H:%M}–{end:%H:%M}"
    return f"{start:%Y年%m月%d日 %H:%M} 至 {end:%Y年%m月%d日 %H:%M}"


def _holder_of(certificate: AttendanceCertificate) -> str:
    """Of a group, the name on the roster while that is kept."""
    registration = certificate.registration
    if registration.organisation_id is not None:
        return name_of(registration, certificate.seat) or certificate.holder
    return "（已注销）" if registration.person.is_erased else registration.person.full_name


def content(certificate: AttendanceCertificate) -> dict[str, Any]:
    """What the template prints, in the order of print."""
    registration = certificate.registration
    session = registration.session
    code = code_of_certificate(certificate)
    address = f"{settings.SITE_URL}{reverse('event_certificate_code', args=[code])}"
    name = clean(_holder_of(certificate))
    title = clean(" · ".join(filter(None, (session.event.title, session.name))))
    is_revoked = certificate.state == AttendanceCertificate.State.REVOKED
    return {
        "title": "活动参加证明",
        "number": certificate.number,
        "code": code,
        "qr": qr_of(address),
        "sentence": f"兹证明 {name} 参加了“{title}”，在场 {certificate.minutes} 分钟"
        f"（活动全程 {certificate.planned} 分钟）。",
        "facts": [
            ["时间", span_of(session)],
            ["地点", clean(session.place)],
            ["主办单位", clean(session.event.organiser.name)],
            ["出具日期", f"{timezone.localtime(certificate.issued_at):%Y年%m月%d日}"],
        ],
        "note": "本证明只说明参加情况，不计入志愿服务时长。",
        "standing": "本证明已撤销。" if is_revoked else "",
    }
