from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.answer_links import token_of
from stations.querysets import FollowUpQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .stay import Stay


class FollowUpState(models.TextChoices):
    """From check-out to the last word of the guest, or to silence."""

    PLANNED = "planned", pgettext_lazy("回访", "未到时间")
    ASKED = "asked", pgettext_lazy("回访", "待回答")
    ANSWERED = "answered", pgettext_lazy("回访", "已回答")
    CLOSED = "closed", pgettext_lazy("回访", "未回答")


FOLLOW_UP_NEXT: Mapping[str, tuple[str, ...]] = {
    FollowUpState.PLANNED: (FollowUpState.ASKED, FollowUpState.CLOSED),
    FollowUpState.ASKED: (FollowUpState.ANSWERED, FollowUpState.CLOSED),
}


class FollowUpKind(models.TextChoices):
    """What is asked, and how long after check-out (`DAYS_AFTER`)."""

    SURVEY = "survey", _("入住评价")
    DAY_30 = "d30", _("30 天回访")
    DAY_90 = "d90", _("90 天回访")


DAYS_AFTER: Mapping[str, int] = {FollowUpKind.SURVEY: 0, FollowUpKind.DAY_30: 30, FollowUpKind.DAY_90: 90}


class JobResult(models.TextChoices):
    """求职结果 (job result), in the guest's own account."""

    HERE = "employed_here", _("在淄博就业")
    ELSEWHERE = "employed_elsewhere", _("在其他城市就业")
    STARTED = "started_business", _("自己创业")
    LOOKING = "looking", _("还在找工作")
    LEFT = "left", _("不再求职（升学、服役等）")


def _agrees() -> Q:
    """Which columns each state has filled: what nobody said stands nowhere."""
    unsaid = Q(satisfaction__isnull=True, comment="", result="", employer="", signed_on__isnull=True)
    silent = Q(answered_at__isnull=True, answered_by__isnull=True, via="") & unsaid
    said = Q(kind="survey", satisfaction__isnull=False, result="", employer="", signed_on__isnull=True) | (
        ~Q(kind="survey") & ~Q(result="") & Q(satisfaction__isnull=True)
    )
    told = Q(asked_at__isnull=False, closes_on__isnull=False, answered_at__isnull=False) & said
    by_whom = Q(via="link", answered_by__isnull=True) | Q(via="phone", answered_by__isnull=False)
    return (
        (Q(state="planned", asked_at__isnull=True, closes_on__isnull=True) & silent)
        | (Q(state="asked", asked_at__isnull=False, closes_on__isnull=False) & silent)
        | (Q(state="closed") & silent)
        | (Q(state="answered") & told & by_whom)
    )


@audited(exclude=["comment", "employer", "link_digest", "link_seed"])
class FollowUp(models.Model):
    """
    回访 (follow-up): one question after the stay, asked once, answered by a link or by telephone.

    The link needs no log-in: its token is made of ``link_seed`` with a key that is
    not in the database, and only its digest is stored. It opens from the asking
    until ``closes_on``. What a guest wrote is not copied to the audit.
    """

    State = FollowUpState
    NEXT = FOLLOW_UP_NEXT
    Kind = FollowUpKind
    Result = JobResult

    class Via(models.TextChoices):
        LINK = "link", _("本人通过链接")
        PHONE = "phone", _("工作人员电话回访")

    stay = models.ForeignKey(Stay, models.PROTECT, related_name="follow_ups", verbose_name=_("入住单"))
    kind = models.CharField(pgettext_lazy("回访", "类型"), max_length=8, choices=Kind)
    due_on = models.DateField(_("应询问日期"))
    state = models.CharField(
        pgettext_lazy("回访", "状态"), max_length=10, choices=State, default=State.PLANNED
    )
    link_seed = models.UUIDField(_("链接种子"), default=uuid.uuid4, editable=False)
    link_digest = models.CharField(_("链接摘要"), max_length=64, editable=False)
    asked_at = models.DateTimeField(_("询问时间"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)
    closes_on = models.DateField(_("可回答至"), null=True, blank=True)
    answered_at = models.DateTimeField(_("回答时间"), null=True, blank=True)
    via = models.CharField(_("回答方式"), max_length=8, choices=Via, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("电话回访人"),
    )
    satisfaction = models.PositiveSmallIntegerField(_("满意度"), null=True, blank=True)
    comment = models.CharField(_("意见建议"), max_length=500, blank=True)
    result = models.CharField(_("求职结果"), max_length=20, choices=Result, blank=True)
    employer = models.CharField(_("用人单位"), max_length=80, blank=True)
    signed_on = models.DateField(_("签约日期"), null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = pgettext_lazy("复数", "回访")
        ordering = ["-due_on", "-id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state__in=["planned", "asked"]), name="follow_up_open_by_day"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["stay", "kind"], name="follow_up_once_per_stay_and_kind"),
            models.UniqueConstraint(fields=["link_digest"], name="follow_up_link_opens_one"),
            models.CheckConstraint(condition=_agrees(), name="follow_up_state_agrees_with_answer"),
            models.CheckConstraint(
                condition=Q(satisfaction__isnull=True) | Q(satisfaction__range=(1, 5)),
                name="follow_up_satisfaction_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(result="employed_here") | Q(employer="", signed_on__isnull=True),
                name="follow_up_employer_is_of_this_city",
            ),
        ]
        triggers = [moves_as_allowed("follow_up_moves_as_allowed", FOLLOW_UP_NEXT)]

    def __str__(self) -> str:
        return f"{self.stay} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The link that needs no log-in."""
        return reverse("answer", args=[token_of(self.link_seed)])

    @property
    def is_survey(self) -> bool:
        return self.kind == self.Kind.SURVEY

    def is_open_on(self, day: date) -> bool:
        """Whether the guest may answer, or correct the answer, on this day."""
        return (
            self.state in (self.State.ASKED, self.State.ANSWERED)
            and self.closes_on is not None
            and day <= self.closes_on
        )
