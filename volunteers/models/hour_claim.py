from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_querysets import HourClaimQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import after_workdays
from zibo_youth.core.states import moves_as_allowed

from .hours import HourEntry
from .project import Post
from .volunteer import Volunteer


class ClaimState(models.TextChoices):
    """Asked, and answered: with an entry, or with a reason."""

    ASKED = "asked", pgettext_lazy("补记申请", "待处理")
    GRANTED = "granted", pgettext_lazy("补记申请", "已补录")
    REFUSED = "refused", pgettext_lazy("补记申请", "未采纳")


CLAIM_NEXT: Mapping[str, tuple[str, ...]] = {ClaimState.ASKED: (ClaimState.GRANTED, ClaimState.REFUSED)}


@audited()
class HourClaim(models.Model):
    """
    补记申请 (claim of missing hours): a volunteer was there, and the ledger has no line of it.

    The organiser answers: with a statement, which goes the whole way of one, or with a reason.
    A wrong line is another matter (`HourDispute`).
    """

    State = ClaimState
    NEXT = CLAIM_NEXT

    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="hour_claims", verbose_name=_("志愿者")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name=_("岗位"))
    starts_at = models.DateTimeField(pgettext_lazy("服务时长", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("服务时长", "结束"))
    reason = models.CharField(pgettext_lazy("补记申请", "情况说明"), max_length=200)
    state = models.CharField(
        pgettext_lazy("补记申请", "状态"),
        max_length=8,
        choices=State,
        default=State.ASKED,
        editable=False,
    )
    answer = models.CharField(_("答复"), max_length=200, blank=True)
    entry = models.OneToOneField(
        HourEntry,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claim",
        verbose_name=_("服务时长"),
    )
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
    )

    objects = HourClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("补记申请")
        verbose_name_plural = pgettext_lazy("复数", "补记申请")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "starts_at"], condition=Q(state="asked"), name="hour_claim_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="hour_claim_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True, entry__isnull=True)
                | Q(state="granted", answered_at__isnull=False, entry__isnull=False)
                | (Q(state="refused", answered_at__isnull=False, entry__isnull=True) & ~Q(answer="")),
                name="hour_claim_answered_with_an_entry_or_a_reason",
            ),
        ]
        triggers = [
            moves_as_allowed("hour_claim_moves_as_allowed", CLAIM_NEXT),
            pgtrigger.ReadOnly(
                name="hour_claim_is_asked_as_it_was",
                fields=["volunteer", "post", "starts_at", "ends_at", "asked_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer.volunteer_no} · {self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_hour_claim", args=[self.pk])

    @property
    def due_at(self) -> datetime:
        """Until when hours may be made up."""
        return after_workdays(self.ends_at, int(settings.VOLUNTEERS["make_up_workdays"]) * 24)
