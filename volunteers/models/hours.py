from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.hour_querysets import HourDisputeQuerySet, HourEntryQuerySet, ManualShareReviewQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .project import Post, ServiceProject
from .shift import Signup
from .volunteer import Volunteer


class HourState(models.TextChoices):
    """From the record to hours that count; revoked is what another entry has taken back."""

    PROVISIONAL = "provisional", pgettext_lazy("服务时长", "待确认")
    CONFIRMED = "confirmed", pgettext_lazy("服务时长", "已确认")
    NOTICED = "noticed", pgettext_lazy("服务时长", "公示中")
    DISPUTED = "disputed", pgettext_lazy("服务时长", "有更正申请")
    FINAL = "final", pgettext_lazy("服务时长", "已生效")
    REVOKED = "revoked", pgettext_lazy("服务时长", "已冲销")


_OPEN = (HourState.PROVISIONAL, HourState.CONFIRMED, HourState.NOTICED)
HOUR_NEXT: Mapping[str, tuple[str, ...]] = {
    HourState.PROVISIONAL: (HourState.CONFIRMED, HourState.DISPUTED, HourState.REVOKED),
    HourState.CONFIRMED: (HourState.NOTICED, HourState.DISPUTED, HourState.REVOKED),
    HourState.NOTICED: (HourState.FINAL, HourState.DISPUTED, HourState.REVOKED),
    # A request that was refused: the entry goes on where it stood.
    HourState.DISPUTED: (*_OPEN, HourState.REVOKED),
    HourState.FINAL: (HourState.REVOKED,),
}
CREDITS = Q(kind="credit", reversed_at__isnull=True)


def _times_agree() -> Q:
    confirmed, noticed, final = (
        Q(**{f"{name}__isnull": False}) for name in ("confirmed_at", "noticed_at", "final_at")
    )
    return (
        Q(kind="reversal", state="revoked")
        | (Q(state="provisional") & ~confirmed & ~noticed & ~final)
        | (Q(state="confirmed") & confirmed & ~noticed & ~final)
        | (Q(state="noticed") & confirmed & noticed & ~final)
        | (Q(state="final") & confirmed & noticed & final)
        | (Q(state="disputed") & ~final)
        | Q(state="revoked", reversed_at__isnull=False)
    )


class HourEntry(models.Model):
    """
    服务时长 (hour entry): what a volunteer served from when to when, in minutes; one line of the ledger.

    A line is written once. Only its state and the times of it move on; what was wrong is
    taken back by a line of the kind ``reversal`` and written anew, so that every sum can
    be counted again from the lines (志愿服务记录与证明出具办法 2021). The unreversed
    credits of a volunteer never overlap (`hour_entry_one_place_at_a_time`).
    """

    State = HourState
    NEXT = HOUR_NEXT

    class Kind(models.TextChoices):
        CREDIT = "credit", pgettext_lazy("服务时长", "记录")
        REVERSAL = "reversal", pgettext_lazy("服务时长", "冲销")

    class Evidence(models.TextChoices):
        SCAN = "scan", pgettext_lazy("时长依据", "扫码签到")
        ROLL = "roll", pgettext_lazy("时长依据", "负责人点名")
        STATEMENT = "statement", pgettext_lazy("时长依据", "负责人补录")
        IMPORT = "import", pgettext_lazy("时长依据", "批量导入")

    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="hour_entries", verbose_name=_("志愿者")
    )
    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="hour_entries", verbose_name=_("志愿服务项目")
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="hour_entries", verbose_name=_("岗位"))
    signup = models.ForeignKey(
        Signup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hour_entries",
        verbose_name=_("班次报名"),
    )
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    starts_at = models.DateTimeField(pgettext_lazy("服务时长", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("服务时长", "结束"))
    minutes = models.PositiveIntegerField(_("分钟数"))
    evidence = models.CharField(_("记录依据"), max_length=10, choices=Evidence)
    kind = models.CharField(
        pgettext_lazy("服务时长", "类别"), max_length=8, choices=Kind, default=Kind.CREDIT
    )
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reversals", verbose_name=_("冲销的记录")
    )
    source = models.ForeignKey(
        "volunteers.HourImport",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="entries",
        verbose_name=_("时长导入"),
    )
    reason = models.CharField(pgettext_lazy("服务时长", "理由"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("服务时长", "状态"),
        max_length=12,
        choices=State,
        default=State.PROVISIONAL,
        editable=False,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("记录人")
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    recorded_at = models.DateTimeField(_("记录时间"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    noticed_at = models.DateTimeField(_("公示时间"), null=True, blank=True)
    final_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    reversed_at = models.DateTimeField(_("冲销时间"), null=True, blank=True)

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务时长")
        verbose_name_plural = pgettext_lazy("复数", "服务时长")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hour_entry_counts_something"),
            models.CheckConstraint(
                condition=Q(kind="credit", reverses__isnull=True)
                | Q(kind="reversal", reverses__isnull=False, reversed_at__isnull=True),
                name="hour_entry_reversal_takes_something_back",
            ),
            models.CheckConstraint(condition=_times_agree(), name="hour_entry_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | Q(confirmed_at__isnull=False),
                name="hour_entry_approved_says_when",
            ),
            models.CheckConstraint(
                condition=Q(approver__isnull=True) | ~Q(approver=F("recorded_by")) | Q(evidence="scan"),
                name="hour_entry_confirmed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(evidence="import", source__isnull=False)
                | (~Q(evidence="import") & Q(source__isnull=True)),
                name="hour_entry_import_names_its_file",
            ),
            models.UniqueConstraint(fields=["reverses"], name="hour_entry_reversed_once"),
            models.UniqueConstraint(
                fields=["signup"], condition=CREDITS, name="hour_entry_one_credit_per_signup"
            ),
            models.UniqueConstraint(
                fields=["id", "volunteer", "project", "minutes"], name="hour_entry_minutes_are_referable"
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-starts_at", "-id"], name="hour_entry_of_a_volunteer"),
            models.Index(fields=["project", "-starts_at", "-id"], name="hour_entry_of_a_project"),
            models.Index(
                fields=["source"], condition=Q(source__isnull=False), name="hour_entry_of_an_import"
            ),
            # A sheet says how much rests on somebody's word without reading the lines themselves.
            models.Index(
                fields=["project"],
                include=["minutes", "evidence"],
                condition=CREDITS,
                name="hour_entry_share_of_a_project",
            ),
            models.Index(fields=["starts_at"], condition=Q(state="final"), name="hour_entry_final_by_start"),
            models.Index(
                fields=["noticed_at"], condition=Q(state="noticed"), name="hour_entry_noticed_since"
            ),
            models.Index(
                fields=["confirmed_at"], condition=Q(state="confirmed"), name="hour_entry_to_be_noticed"
            ),
        ]
        triggers = [
            moves_as_allowed("hour_entry_moves_as_allowed", HOUR_NEXT),
            pgtrigger.ReadOnly(
                name="hour_entry_is_written_once",
                fields=[
                    *("volunteer", "project", "post", "signup", "organiser", "starts_at", "ends_at"),
                    *("minutes", "evidence", "kind", "reverses", "source", "recorded_by", "recorded_at"),
                ],
            ),
            pgtrigger.Protect(name="hour_entry_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer.volunteer_no} · {self.signed_hours}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_hour_entry", args=[self.pk])

    @property
    def hours(self) -> Decimal:
        """Hours, as certificates and pages tell them."""
        return Decimal(self.minutes) / 60

    @property
    def signed_minutes(self) -> int:
        """A reversal counts below zero."""
        return -self.minutes if self.kind == self.Kind.REVERSAL else self.minutes

    @property
    def signed_hours(self) -> Decimal:
        """As `signed_minutes`, in hours."""
        return Decimal(self.signed_minutes) / 60

    @property
    def notice_ends_at(self) -> datetime | None:
        """When the public notice is over."""
        days = timedelta(days=settings.VOLUNTEERS["hours_notice_days"])
        return self.noticed_at + days if self.noticed_at else None

    @property
    def stood_before_dispute(self) -> str:
        """The state that a refused request gives back."""
        if self.noticed_at:
            return HourState.NOTICED
        return HourState.CONFIRMED if self.confirmed_at else HourState.PROVISIONAL


class DisputeState(models.TextChoices):
    """Asked, and answered with a reason."""

    ASKED = "asked", pgettext_lazy("更正申请", "待处理")
    UPHELD = "upheld", pgettext_lazy("更正申请", "已更正")
    REFUSED = "refused", pgettext_lazy("更正申请", "未采纳")


DISPUTE_NEXT: Mapping[str, tuple[str, ...]] = {
    DisputeState.ASKED: (DisputeState.UPHELD, DisputeState.REFUSED)
}


@audited()
class HourDispute(models.Model):
    """
    更正申请 (request to correct): a volunteer says what is wrong; the organiser's district answers.

    The entry waits until then (志愿服务记录与证明出具办法: whoever reports an error is heard).
    """

    State = DisputeState
    NEXT = DISPUTE_NEXT

    entry = models.ForeignKey(HourEntry, models.PROTECT, related_name="disputes", verbose_name=_("服务时长"))
    wrong = models.CharField(_("哪里不对"), max_length=300)
    state = models.CharField(
        pgettext_lazy("更正申请", "状态"), max_length=8, choices=State, default=State.ASKED, editable=False
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True)
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

    objects = HourDisputeQuerySet.as_manager()

    class Meta:
        verbose_name = _("更正申请")
        verbose_name_plural = pgettext_lazy("复数", "更正申请")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="asked"), name="hour_dispute_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at__isnull=True)
                | (Q(state__in=["upheld", "refused"], answered_at__isnull=False) & ~Q(answer="")),
                name="hour_dispute_answered_with_a_reason",
            ),
        ]
        triggers = [moves_as_allowed("hour_dispute_moves_as_allowed", DISPUTE_NEXT)]

    def __str__(self) -> str:
        return f"{self.entry} · {self.get_state_display()}"


@audited()
class ManualShareReview(models.Model):
    """
    手工时长复核 (review of a manual share): so many of a project's minutes rest on somebody's word.

    Accepted for as many manual minutes as stood then; more ask for another look.
    """

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="share_reviews", verbose_name=_("志愿服务项目")
    )
    manual_minutes = models.PositiveIntegerField(_("手工分钟数"))
    total_minutes = models.PositiveIntegerField(_("总分钟数"))
    reason = models.CharField(pgettext_lazy("手工时长复核", "理由"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("复核人")
    )
    decided_at = models.DateTimeField(_("复核时间"), auto_now_add=True)

    objects = ManualShareReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("手工时长复核")
        verbose_name_plural = pgettext_lazy("复数", "手工时长复核")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(manual_minutes__lte=F("total_minutes")), name="share_review_counts_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project} · {self.manual_minutes}/{self.total_minutes}"
