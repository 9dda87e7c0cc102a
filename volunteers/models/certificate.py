from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_querysets import CertificateLineQuerySet, CertificateQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .hours import HourEntry
from .volunteer import Volunteer


@deconstructible(path="volunteers.models.certificate.CertificateNumber")
class CertificateNumber(Func):
    """证明编号: ZS, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "volunteers_certificate_number"
    output_field = models.CharField(max_length=24)


class CertificateState(models.TextChoices):
    """Asked for, given out, in force; or why not."""

    ASKED = "asked", pgettext_lazy("服务证明", "待出具")
    REFUSED = "refused", pgettext_lazy("服务证明", "未出具")
    ISSUED = "issued", pgettext_lazy("服务证明", "公示中")
    VALID = "valid", pgettext_lazy("服务证明", "有效")
    REVOKED = "revoked", pgettext_lazy("服务证明", "已撤销")
    SUPERSEDED = "superseded", pgettext_lazy("服务证明", "已换发")


CERTIFICATE_NEXT: Mapping[str, tuple[str, ...]] = {
    CertificateState.ASKED: (CertificateState.ISSUED, CertificateState.REFUSED),
    CertificateState.ISSUED: (
        CertificateState.VALID,
        CertificateState.REVOKED,
        CertificateState.SUPERSEDED,
    ),
    CertificateState.VALID: (CertificateState.REVOKED, CertificateState.SUPERSEDED),
}


def _times_agree() -> Q:
    issued, valid, ended = (Q(**{f"{name}__isnull": False}) for name in ("issued_at", "valid_at", "ended_at"))
    return (
        (Q(state="asked") & ~issued & ~valid & ~ended)
        | (Q(state="refused") & ~issued & ~valid & ended & ~Q(reason=""))
        | (Q(state="issued") & issued & ~valid & ~ended)
        | (Q(state="valid") & issued & valid & ~ended)
        | (Q(state="revoked") & issued & ended & ~Q(reason=""))
        | (Q(state="superseded") & issued & ended)
    )


@audited(exclude=["code_digest", "seed"])
class Certificate(models.Model):
    """
    志愿服务记录证明 (certificate): an organiser says what a volunteer has served with it, in hours.

    Whoever recorded the hours certifies them (志愿服务条例 19), free of charge. Its minutes
    are frozen when it is issued; anybody who holds its number or its code can see whether
    it stands. After seven days of notice inside the organisation it is valid.
    """

    State = CertificateState
    NEXT = CERTIFICATE_NEXT

    number = models.CharField(
        _("证明编号"), max_length=24, unique=True, editable=False, db_default=CertificateNumber()
    )
    seed = models.UUIDField(_("验证码种子"), default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("验证码摘要"), max_length=64, unique=True, editable=False)
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="certificates", verbose_name=_("志愿者")
    )
    issuer = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("出具单位")
    )
    from_on = models.DateField(pgettext_lazy("服务证明", "服务自"))
    until_on = models.DateField(pgettext_lazy("服务证明", "服务至"))
    minutes = models.PositiveIntegerField(_("分钟数"), default=0, editable=False)
    purpose = models.CharField(_("用途"), max_length=60, blank=True)
    handler = models.CharField(_("经办人"), max_length=30, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    remark = models.CharField(pgettext_lazy("服务证明", "备注"), max_length=120, blank=True)
    state = models.CharField(
        pgettext_lazy("服务证明", "状态"),
        max_length=12,
        choices=State,
        default=State.ASKED,
        editable=False,
    )
    reason = models.CharField(pgettext_lazy("服务证明", "理由"), max_length=120, blank=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("换发自")
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("出具人"),
    )
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    issued_at = models.DateTimeField(_("出具时间"), null=True, blank=True)
    valid_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    ended_at = models.DateTimeField(pgettext_lazy("服务证明", "失效时间"), null=True, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务记录证明")
        verbose_name_plural = pgettext_lazy("复数", "服务记录证明")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="certificate_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=_times_agree(), name="certificate_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(minutes__gt=0), name="certificate_issued_for_hours"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "issuer"],
                condition=Q(state="asked"),
                name="certificate_asked_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["issued_at"], condition=Q(issued_at__isnull=False), name="certificate_by_issue"
            ),
        ]
        triggers = [moves_as_allowed("certificate_moves_as_allowed", CERTIFICATE_NEXT)]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("volunteer_certificate", args=[self.number])

    @property
    def hours(self) -> Decimal:
        return Decimal(self.minutes) / 60

    @property
    def takes_effect_at(self) -> datetime | None:
        """When the notice inside the organisation is over."""
        days = timedelta(days=settings.VOLUNTEERS["certificate_notice_days"])
        return self.issued_at + days if self.issued_at else None


class CertificateLine(models.Model):
    """
    证明明细 (line of a certificate): an entry that it rests on, final when the line was written.

    Written with the certificate and never changed.
    """

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="lines", verbose_name=_("服务记录证明")
    )
    entry = models.ForeignKey(
        HourEntry, models.PROTECT, related_name="certificate_lines", verbose_name=_("服务时长")
    )
    minutes = models.PositiveIntegerField(_("分钟数"))

    objects = CertificateLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("证明明细")
        verbose_name_plural = pgettext_lazy("复数", "证明明细")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "entry"], name="certificate_line_once_per_entry"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="certificate_line_only_grows", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.entry_id}"
