"""What the ledger and the certificates tell people, and when each still holds."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from zibo_youth.notifications.kinds import INBOX, SMS, NoticeKind, register

from .models import Certificate, HourClaim, HourDispute, HourEntry, HourImport
from .notices import NAME_IN_A_TEXT


def _entry_words(entry: HourEntry) -> dict[str, Any]:
    return {
        "project": truncatechars(entry.project.local_title, NAME_IN_A_TEXT),
        "day": date_format(timezone.localtime(entry.starts_at), "MONTH_DAY_FORMAT"),
        "hours": f"{entry.hours.normalize():f}",
    }


def _dispute_words(dispute: HourDispute) -> dict[str, Any]:
    return _entry_words(dispute.entry) | {
        "number": dispute.entry.volunteer.volunteer_no,
        "state": dispute.state,
        "answer": dispute.answer,
    }


def _import_words(batch: HourImport) -> dict[str, Any]:
    return {
        "issuer": truncatechars(batch.organiser.name, NAME_IN_A_TEXT),
        "reason": batch.reason,
    }


def _claim_words(claim: HourClaim) -> dict[str, Any]:
    return {
        "project": truncatechars(claim.post.project.local_title, NAME_IN_A_TEXT),
        "day": date_format(timezone.localtime(claim.starts_at), "MONTH_DAY_FORMAT"),
        "number": claim.volunteer.volunteer_no,
        "answer": claim.answer,
    }


def _certificate_words(certificate: Certificate) -> dict[str, Any]:
    return {
        "number": certificate.number,
        "issuer": truncatechars(certificate.issuer.name, NAME_IN_A_TEXT),
        "state": certificate.state,
        "reason": "" if certificate.reason == "hours_taken_back" else certificate.reason,
    }


def _own_hours(_record: HourEntry | HourDispute | HourImport) -> str:
    return reverse("volunteer_hours")


def _own_claims(_claim: HourClaim) -> str:
    return reverse("volunteer_claim_hours")


def _claim_desk(claim: HourClaim) -> str:
    return claim.get_absolute_url()


def _own_certificates(_certificate: Certificate) -> str:
    return reverse("volunteer_certificates")


def _dispute_desk(dispute: HourDispute) -> str:
    return reverse("volunteer_dispute", args=[dispute.pk])


def _certificate_desk(_certificate: Certificate) -> str:
    return reverse("volunteer_certificate_desk")


OF_DISPUTE = ("entry__project", "entry__volunteer")
OF_CLAIM = ("post__project", "volunteer")
OF_CERTIFICATE = ("issuer", "volunteer__person")
ENDED = (Certificate.State.REVOKED, Certificate.State.SUPERSEDED)

KINDS = [
    NoticeKind(
        key="volunteers.hours_recorded",
        title=_("服务时长已记录"),
        channels=(INBOX,),
        holds=lambda entry: entry.state != HourEntry.State.REVOKED,
        words=_entry_words,
        url=_own_hours,
        related=("project",),
    ),
    NoticeKind(
        key="volunteers.hours_imported",
        title=_("导入了您的服务时长"),
        channels=(INBOX,),
        holds=lambda batch: batch.state == HourImport.State.STANDING,
        words=_import_words,
        url=_own_hours,
        related=("organiser",),
    ),
    NoticeKind(
        key="volunteers.hours_import_taken_back",
        title=_("撤回了导入的服务时长"),
        channels=(INBOX,),
        holds=lambda batch: batch.state == HourImport.State.TAKEN_BACK,
        words=_import_words,
        url=_own_hours,
        related=("organiser",),
    ),
    NoticeKind(
        key="volunteers.claim_asked",
        title=_("有时长补记申请"),
        channels=(INBOX,),
        holds=lambda claim: claim.state == HourClaim.State.ASKED,
        words=_claim_words,
        url=_claim_desk,
        related=OF_CLAIM,
    ),
    NoticeKind(
        key="volunteers.claim_refused",
        title=_("补记申请有答复"),
        channels=(INBOX,),
        holds=lambda claim: claim.state == HourClaim.State.REFUSED,
        words=_claim_words,
        url=_own_claims,
        related=OF_CLAIM,
    ),
    NoticeKind(
        key="volunteers.dispute_asked",
        title=_("有时长更正申请"),
        channels=(INBOX,),
        holds=lambda dispute: dispute.state == HourDispute.State.ASKED,
        words=_dispute_words,
        url=_dispute_desk,
        related=OF_DISPUTE,
    ),
    NoticeKind(
        key="volunteers.dispute_answered",
        title=_("更正申请有答复"),
        channels=(INBOX,),
        holds=lambda dispute: dispute.state != HourDispute.State.ASKED,
        words=_dispute_words,
        url=_own_hours,
        related=OF_DISPUTE,
    ),
    NoticeKind(
        key="volunteers.certificate_asked",
        title=_("有人申请服务证明"),
        channels=(INBOX,),
        holds=lambda certificate: certificate.state == Certificate.State.ASKED,
        words=_certificate_words,
        url=_certificate_desk,
        related=OF_CERTIFICATE,
    ),
    NoticeKind(
        key="volunteers.certificate_decided",
        title=_("服务证明有结果"),
        channels=(INBOX, SMS),
        holds=lambda certificate: certificate.state not in (Certificate.State.ASKED, *ENDED),
        words=_certificate_words,
        url=_own_certificates,
        related=OF_CERTIFICATE,
    ),
    NoticeKind(
        key="volunteers.certificate_ended",
        title=_("服务证明已撤销"),
        channels=(INBOX, SMS),
        holds=lambda certificate: certificate.state == Certificate.State.REVOKED,
        words=_certificate_words,
        url=_own_certificates,
        related=OF_CERTIFICATE,
    ),
]


def register_hour_notices() -> None:
    """Called once, when the app is ready."""
    for kind in KINDS:
        register(kind)
