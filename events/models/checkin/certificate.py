from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.registration import Registration
from events.querysets import AttendanceCertificateQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


@deconstructible(path="events.models.checkin.certificate.AttendanceCertificateNumber")
class AttendanceCertificateNumber(Func):
    """参加证明编号: CJ, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "events_certificate_number"
    output_field = models.CharField(max_length=24)


class AttendanceCertificateState(models.TextChoices):
    """In force, or taken back."""

    VALID = "valid", pgettext_lazy("参加证明", "有效")
    REVOKED = "revoked", pgettext_lazy("参加证明", "已撤销")


ATTENDANCE_CERTIFICATE_NEXT: Mapping[str, tuple[str, ...]] = {
    AttendanceCertificateState.VALID: (AttendanceCertificateState.REVOKED,),
}


@audited(exclude=["code_digest", "seed"])
class AttendanceCertificate(models.Model):
    """
    参加证明 (attendance certificate): an organiser says that a registrant was there, how long, of how long.

    Both in minutes, frozen when it is taken. ``seat`` is 1 for who registered alone; of a group it is the
    seat of one on the roster, and ``holder`` that name, masked, as the roster is not kept for ever. It is no
    record of voluntary service and credits no hours. Anybody who holds its code can see whether it stands.
    """

    State = AttendanceCertificateState
    NEXT = ATTENDANCE_CERTIFICATE_NEXT

    number = models.CharField(
        _("证明编号"), max_length=24, unique=True, editable=False, db_default=AttendanceCertificateNumber()
    )
    seed = models.UUIDField(_("验证码种子"), default=uuid.uuid4, editable=False)
    code_digest = models.CharField(_("验证码摘要"), max_length=64, unique=True, editable=False)
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="certificates", verbose_name=_("活动报名")
    )
    seat = models.PositiveSmallIntegerField(
        pgettext_lazy("入场记录", "第几人"), default=1, db_default=1, editable=False
    )
    holder = models.CharField(_("持有人（部分姓名）"), max_length=60, blank=True, editable=False)
    minutes = models.PositiveIntegerField(_("在场分钟数"), editable=False)
    planned = models.PositiveIntegerField(_("场次分钟数"), editable=False)
    state = models.CharField(
        pgettext_lazy("参加证明", "状态"), max_length=8, choices=State, default=State.VALID, editable=False
    )
    reason = models.CharField(pgettext_lazy("参加证明", "撤销理由"), max_length=120, blank=True)
    issued_at = models.DateTimeField(_("出具时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(pgettext_lazy("参加证明", "撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("参加证明", "撤销人"),
    )

    objects = AttendanceCertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("参加证明")
        verbose_name_plural = pgettext_lazy("复数", "参加证明")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "seat"],
                condition=Q(state="valid"),
                name="attendance_certificate_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(state="valid", revoked_at__isnull=True)
                | (Q(state="revoked", revoked_at__isnull=False) & ~Q(reason="")),
                name="attendance_certificate_revoked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=F("planned")),
                name="attendance_certificate_within_its_session",
            ),
        ]
        triggers = [moves_as_allowed("attendance_certificate_moves_as_allowed", ATTENDANCE_CERTIFICATE_NEXT)]

    def __str__(self) -> str:
        return self.number
