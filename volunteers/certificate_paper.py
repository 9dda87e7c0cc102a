"""
证明文书 (the paper of a certificate), set by typst: what the order of 2021 asks for, and a code to check.

Words reach the template as JSON and are never markup. The document number is masked
but for its last four; the seal is put by hand on the space that is left for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from zibo_youth.core.exports.table import clean
from zibo_youth.reports.exports.typeset import typeset

from .hour_errors import CertificateNotIssued
from .models import Certificate
from .verification import code_of

HERE = Path(__file__).parent
TEMPLATE = HERE / "certificate_paper.typ"


def write_certificate(certificate: Certificate) -> bytes:
    """The PDF. Raises `CertificateNotIssued`, and `ChineseFontMissing` where no Chinese can be printed."""
    if certificate.issued_at is None:
        raise CertificateNotIssued
    with translation.override("zh-hans"):
        told = content(certificate)
    [whole] = typeset(TEMPLATE, told)
    return whole


def address_of(certificate: Certificate) -> str:
    """Where anybody checks it: what the QR code says."""
    path = reverse("volunteer_certificate_code", args=[code_of(certificate)])
    return f"{settings.SITE_URL}{path}"


def content(certificate: Certificate) -> dict[str, Any]:
    """What the template prints, in the order of print."""
    address = address_of(certificate)
    return {
        "title": "志愿服务记录证明",
        "number": certificate.number,
        "code": code_of(certificate),
        "address": address,
        "qr": [[int(dark) for dark in row] for row in segno.make(address, error="m").matrix],
        "holder": _holder(certificate),
        "sentence": _sentence(certificate),
        "rows": list(_rows(certificate)),
        "total": told_hours(certificate.minutes),
        "facts": [
            ["出具单位", clean(certificate.issuer.name)],
            ["经办人", clean(certificate.handler)],
            ["联系电话", clean(certificate.contact_phone)],
            ["出具日期", f"{timezone.localtime(certificate.issued_at):%Y年%m月%d日}"],
        ],
        "remark": clean(certificate.remark or "无"),
        "standing": _standing(certificate),
    }


def told_hours(minutes: int) -> str:
    """Hours, with a half where there is one."""
    return f"{minutes / 60:g}"


def _holder(certificate: Certificate) -> list[list[str]]:
    volunteer = certificate.volunteer
    person = volunteer.person
    if person.is_erased:
        return [["姓名", "（已注销）"], ["志愿者编号", volunteer.volunteer_no]]
    return [
        ["姓名", clean(person.full_name)],
        ["志愿者编号", volunteer.volunteer_no],
        ["证件类型", str(person.get_id_type_display())],
        ["证件号码", person.masked_id],
    ]


def _sentence(certificate: Certificate) -> str:
    span = f"自 {certificate.from_on:%Y年%m月%d日} 至 {certificate.until_on:%Y年%m月%d日}"
    total = told_hours(certificate.minutes)
    return f"经本单位记录和公示，上述志愿者{span}参加本单位组织的志愿服务，共计 {total} 小时。特此证明。"


def _rows(certificate: Certificate) -> Any:
    lines = certificate.lines.select_related("entry__project", "entry__post").order_by(
        "entry__starts_at", "entry"
    )
    for line in lines:
        start, end = timezone.localtime(line.entry.starts_at), timezone.localtime(line.entry.ends_at)
        yield [
            f"{start:%Y-%m-%d}",
            f"{start:%H:%M}-{end:%H:%M}",
            clean(line.entry.project.title),
            clean(line.entry.post.name),
            told_hours(line.minutes),
        ]


def _standing(certificate: Certificate) -> str:
    """What the paper says of itself when it was printed; whoever checks it sees what holds then."""
    effect = certificate.takes_effect_at
    if certificate.state == Certificate.State.ISSUED and effect:
        return f"本证明公示中，{timezone.localtime(effect):%Y年%m月%d日} 起有效。"
    return {
        Certificate.State.REVOKED: "本证明已撤销。",
        Certificate.State.SUPERSEDED: "本证明已换发，以新证明为准。",
    }.get(Certificate.State(certificate.state), "")
