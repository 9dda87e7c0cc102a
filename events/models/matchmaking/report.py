from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.match_querysets import MatchReportQuerySet

from .profile import MatchProfile
from .round import MatchRound


class MatchReportState(models.TextChoices):
    """Waiting for the city office, or answered by it."""

    OPEN = "open", pgettext_lazy("相亲会举报", "待处理")
    ANSWERED = "answered", pgettext_lazy("相亲会举报", "已处理")


class MatchReport(models.Model):
    """
    举报 (report): what somebody tells the city office of another participant.

    It can be written about anybody whose card one sees, so it says nothing about choices.
    """

    State = MatchReportState

    round = models.ForeignKey(
        MatchRound, models.PROTECT, related_name="reports", verbose_name=_("相亲会轮次")
    )
    reporter = models.ForeignKey(
        MatchProfile, models.PROTECT, related_name="reports_made", verbose_name=_("举报人")
    )
    accused = models.ForeignKey(
        MatchProfile, models.PROTECT, related_name="reports_against", verbose_name=_("被举报人")
    )
    words = models.CharField(_("举报内容"), max_length=500)
    state = models.CharField(
        pgettext_lazy("相亲会举报", "状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    answer = models.CharField(_("处理结果"), max_length=300, blank=True, editable=False)
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("处理人")
    )
    created_at = models.DateTimeField(_("举报时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("处理时间"), null=True, blank=True, editable=False)

    objects = MatchReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("相亲会举报")
        verbose_name_plural = pgettext_lazy("复数", "相亲会举报")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reporter=F("accused")), name="match_report_of_somebody_else"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | Q(state="answered", answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="match_report_answered_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
