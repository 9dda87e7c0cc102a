from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import RegistrationReviewQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .registration import Registration


class ReviewState(models.TextChoices):
    """To decide, decided by a human, or past its time with the place given back and still to decide."""

    PENDING = "pending", pgettext_lazy("报名审核", "待审核")
    OVERDUE = "overdue", pgettext_lazy("报名审核", "超时待审核")
    APPROVED = "approved", pgettext_lazy("报名审核", "已通过")
    REFUSED = "refused", pgettext_lazy("报名审核", "未通过")


R = ReviewState
REVIEW_NEXT: Mapping[str, tuple[str, ...]] = {
    R.PENDING: (R.OVERDUE, R.APPROVED, R.REFUSED),
    R.OVERDUE: (R.APPROVED, R.REFUSED),
}
OPEN = (R.PENDING, R.OVERDUE)


class RefusalReason(models.TextChoices):
    """Why somebody is not admitted; who is told reads the sentence."""

    NOT_FOR = "not_for", pgettext_lazy("报名审核", "不符合活动面向的人群")
    ANSWERS = "answers", pgettext_lazy("报名审核", "报名回答不完整或与要求不符")
    SAFETY = "safety", pgettext_lazy("报名审核", "出于安全考虑")
    OTHER = "other", pgettext_lazy("报名审核", "其他原因")


@audited(exclude=["note"])
class RegistrationReview(models.Model):
    """
    报名审核 (review): a registration that an officer admits or not, with its place held until ``due_at``.

    Nothing refuses by itself (security.md R44): past its time the place is given back, the registration
    keeps its turn in the queue, and a human still decides.
    """

    State = ReviewState
    Reason = RefusalReason
    NEXT = REVIEW_NEXT

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="review", verbose_name=_("活动报名")
    )
    state = models.CharField(
        pgettext_lazy("报名审核", "状态"), max_length=10, choices=State, default=State.PENDING, editable=False
    )
    asked_at = models.DateTimeField(_("提交审核时间"))
    due_at = models.DateTimeField(_("名额保留至"))
    reason = models.CharField(
        pgettext_lazy("报名审核", "原因"), max_length=10, choices=Reason, blank=True, editable=False
    )
    note = models.CharField(pgettext_lazy("报名审核", "说明"), max_length=200, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True, editable=False)

    objects = RegistrationReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名审核")
        verbose_name_plural = pgettext_lazy("复数", "报名审核")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=(R.APPROVED, R.REFUSED), decided_by__isnull=False, decided_at__isnull=False),
                name="review_is_decided_by_a_human",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="review_refusal_has_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="review_pending_by_due")
        ]
        triggers = [moves_as_allowed("review_moves_as_allowed", REVIEW_NEXT)]

    def __str__(self) -> str:
        return f"{self.registration} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("event_review", args=[self.registration.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
