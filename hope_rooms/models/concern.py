from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.concern_querysets import (
    ChildrenHoldQuerySet,
    ConcernQuerySet,
    ConcernWordsQuerySet,
    OfConcernQuerySet,
)
from zibo_youth.accounts.models import Transition
from zibo_youth.core.states import moves_as_allowed

from .access import TransactionNumber
from .child import Child


@deconstructible(path="hope_rooms.models.concern.ConcernNumber")
class ConcernNumber(Func):
    """关切编号: by chance and not by count, so that one that is hidden leaves no gap."""

    template = "'C-' || upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 8))"
    output_field = models.CharField(max_length=10)


class ConcernState(models.TextChoices):
    """From the report to the end (reference/welfare.md S12-S14)."""

    REPORTED = "reported", pgettext_lazy("关切", "待接收")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("关切", "处理中")
    CONFIRMED = "confirmed", pgettext_lazy("关切", "已确认")
    UNFOUNDED = "unfounded", pgettext_lazy("关切", "不成立")
    CLOSED = "closed", pgettext_lazy("关切", "已办结")


C = ConcernState
CONCERN_NEXT: Mapping[str, tuple[str, ...]] = {
    C.REPORTED: (C.ACKNOWLEDGED,),
    C.ACKNOWLEDGED: (C.CONFIRMED, C.UNFOUNDED),
    # What was confirmed may turn out to be nothing.
    C.CONFIRMED: (C.UNFOUNDED, C.CLOSED),
    C.UNFOUNDED: (C.CLOSED,),
}


class Concern(models.Model):
    """
    关切 (concern): somebody fears that a child is harmed, and said so.

    Never seen by ``subject``, in any list or history, whatever office they hold; so its changes stand in
    transitions of its own and not in the audit that administrators read. What happened is sealed in
    `ConcernWords`. ``keep_until``: the child's 21st birthday, for the retention.
    """

    State = ConcernState
    NEXT = CONCERN_NEXT

    public_id = models.UUIDField(_("关切标识"), default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        _("关切编号"), max_length=10, unique=True, editable=False, db_default=ConcernNumber()
    )
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("儿童档案")
    )
    subject = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("涉及人")
    )
    occurred_on = models.DateField(_("发生日期"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("关切", "状态"), max_length=12, choices=State, default=State.REPORTED, editable=False
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("报告人")
    )
    reported_at = models.DateTimeField(_("报告时间"), db_default=Now(), editable=False)
    account_due_at = models.DateTimeField(_("书面情况截止"), editable=False)
    account_at = models.DateTimeField(_("书面情况提交时间"), null=True, blank=True, editable=False)
    acknowledged_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("接收人"),
        editable=False,
    )
    acknowledged_at = models.DateTimeField(_("接收时间"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("关切", "认定人"),
        editable=False,
    )
    decided_at = models.DateTimeField(
        pgettext_lazy("关切", "认定时间"), null=True, blank=True, editable=False
    )
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True, editable=False)
    keep_until = models.DateField(_("保存至"), null=True, blank=True, editable=False)
    words_gone_at = models.DateTimeField(_("文字清除时间"), null=True, blank=True, editable=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("关切")
        verbose_name_plural = pgettext_lazy("复数", "关切")
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="reported", acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | ~Q(state="reported") & Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="concern_taken_on_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "unfounded", "closed"])
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="concern_decided_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="concern_closed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(subject__isnull=True)
                | (Q(acknowledged_by__isnull=True) | ~Q(acknowledged_by=F("subject")))
                & (Q(decided_by__isnull=True) | ~Q(decided_by=F("subject"))),
                name="concern_is_handled_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reported_at"], condition=Q(state="reported"), name="concern_waiting_by_time"
            ),
        ]
        triggers = [moves_as_allowed("concern_moves_as_allowed", CONCERN_NEXT)]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("concern", args=[self.public_id])


class ConcernTransition(Transition):
    """关切流转 (transition of a concern); why stands in sealed words."""

    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="transitions", verbose_name=pgettext_lazy("单数", "关切")
    )

    objects = OfConcernQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("关切流转")
        verbose_name_plural = pgettext_lazy("复数", "关切流转")

    @property
    def label(self) -> str:
        return str(ConcernState(self.to_state).label)


class ConcernWords(models.Model):
    """
    关切文字 (words): what happened, or what was decided and why; sealed (S4), added to and never changed.

    Row-level security shows them only in a transaction that has written down who reads
    (``hope_rooms_open_concern``, decision 0062).
    """

    class Kind(models.TextChoices):
        ACCOUNT = "account", _("书面情况")
        DECISION = "decision", _("处理意见")

    # Made here and not by the database: the seal is bound to it, and writing reads nothing back.
    public_id = models.UUIDField(_("文字标识"), primary_key=True, default=uuid.uuid4, editable=False)
    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="words", verbose_name=pgettext_lazy("单数", "关切")
    )
    kind = models.CharField(pgettext_lazy("关切文字", "类别"), max_length=8, choices=Kind)
    sealed = models.TextField(_("密文"), editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填写人")
    )
    written_at = models.DateTimeField(pgettext_lazy("关切文字", "填写时间"), auto_now_add=True)

    objects = ConcernWordsQuerySet.as_manager()

    class Meta:
        verbose_name = _("关切文字")
        verbose_name_plural = pgettext_lazy("复数", "关切文字")
        ordering = ["written_at"]
        constraints = [models.CheckConstraint(condition=~Q(sealed=""), name="concern_words_say_something")]
        triggers = [pgtrigger.Protect(name="concern_words_are_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.concern} · {self.get_kind_display()}"


class ConcernCall(models.Model):
    """通话记录 (call): whom somebody called, when, and under which number it was taken there."""

    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="calls", verbose_name=pgettext_lazy("单数", "关切")
    )
    called = models.CharField(_("拨打的号码"), max_length=20)
    called_at = models.DateTimeField(_("拨打时间"))
    reference = models.CharField(_("受理编号"), max_length=60, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填写人")
    )
    written_at = models.DateTimeField(pgettext_lazy("通话记录", "填写时间"), auto_now_add=True)

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("通话记录")
        verbose_name_plural = pgettext_lazy("复数", "通话记录")
        ordering = ["called_at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(called=""), name="concern_call_says_whom")]

    def __str__(self) -> str:
        return f"{self.concern} · {self.called}"


class ConcernAlert(models.Model):
    """
    关切提醒 (alert): one level that was told; ``receiver`` is the office that heard.

    Each level is told once: the unique key makes a second run, or a second worker, say nothing.
    """

    class Level(models.TextChoices):
        LEAD = "lead", _("负责人")
        DEPUTY = "deputy", _("副负责人")
        DIRECTOR = "director", _("主任")
        ACCOUNT = "account", _("书面情况")

    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="alerts", verbose_name=pgettext_lazy("单数", "关切")
    )
    level = models.CharField(_("提醒级别"), max_length=8, choices=Level)
    receiver = models.CharField(_("提醒对象"), max_length=8, choices=Level)
    at = models.DateTimeField(pgettext_lazy("关切提醒", "时间"), auto_now_add=True)

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("关切提醒")
        verbose_name_plural = pgettext_lazy("复数", "关切提醒")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["concern", "level"], name="concern_alert_once_per_level")
        ]

    def __str__(self) -> str:
        return f"{self.concern} · {self.get_level_display()}"


class ConcernAccess(models.Model):
    """
    关切查阅记录 (access): who opened the sealed words, written in the transaction that shows them.

    Only ``hope_rooms_open_concern`` writes here; the row is the key.
    """

    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="accesses", verbose_name=pgettext_lazy("单数", "关切")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查阅账号")
    )
    transaction_no = models.BigIntegerField(_("事务编号"), db_default=TransactionNumber(), editable=False)
    at = models.DateTimeField(pgettext_lazy("查阅", "时间"), db_default=Now())

    objects = OfConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("关切查阅记录")
        verbose_name_plural = pgettext_lazy("复数", "关切查阅记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["transaction_no", "concern"], name="concern_access_is_the_key")]
        triggers = [
            pgtrigger.Protect(
                name="concern_access_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern} · {self.user}"


class ChildrenHold(models.Model):
    """
    暂缓安排 (hold): while it stands, this person is given no place with children and cannot come to one.

    It follows from a confirmed concern and ends with it; the volunteers' readiness asks for it and says
    nothing of why (`volunteers.children_gates`).
    """

    concern = models.ForeignKey(
        Concern, models.PROTECT, related_name="holds", verbose_name=pgettext_lazy("单数", "关切")
    )
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("涉及人"))
    from_at = models.DateTimeField(pgettext_lazy("暂缓安排", "开始时间"), auto_now_add=True)
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True, editable=False)

    objects = ChildrenHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("暂缓安排")
        verbose_name_plural = pgettext_lazy("复数", "暂缓安排")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["concern"], name="children_hold_one_per_concern"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_at__gte=F("from_at")),
                name="children_hold_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="children_hold_that_stands"
            ),
        ]

    def __str__(self) -> str:
        return str(self.concern)
