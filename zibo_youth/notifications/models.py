"""消息与短信: what is told to whom (Notice), on which way it got there (Delivery), and each text message."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .querysets import DeliveryQuerySet, NoticeQuerySet, SmsMessageQuerySet


class Notice(models.Model):
    """
    通知 (notice): one thing that one person is told, written in the transaction that made it true.

    It holds no text: words are chosen from the state of ``about`` when they are
    sent or read, so a late message never tells what is no longer so. The same
    row is the outbox (``planned_at`` is empty until its deliveries exist) and
    the person's inbox.
    """

    kind = models.CharField(_("通知种类"), max_length=60)
    to = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="notices", verbose_name=_("收件人")
    )
    about_model = models.CharField(_("相关记录类型"), max_length=60)
    about_pk = models.CharField(_("相关记录主键"), max_length=40)
    dedup_key = models.CharField(_("去重键"), max_length=160, unique=True)
    created_at = models.DateTimeField(_("写入时间"), db_default=Now())
    planned_at = models.DateTimeField(_("安排投递时间"), null=True, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("消息", "通知")
        verbose_name_plural = pgettext_lazy("复数", "通知")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(planned_at__isnull=True), name="notice_unplanned"),
            models.Index(fields=["to"], condition=Q(read_at__isnull=True), name="notice_unread_by_person"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(dedup_key=""), name="notice_says_what_it_repeats"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("message", args=[self.pk])


class Delivery(models.Model):
    """
    投递 (delivery): one notice on one channel.

    ``next_try_at`` is both the next attempt and, while sending, the end of the
    lease: a worker that died leaves a row that the sweeper takes up again. The
    primary key is the provider's idempotency key.
    """

    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内消息")
        SMS = "sms", _("短信")
        EMAIL = "email", _("邮件")

    class State(models.TextChoices):
        WAITING = "waiting", _("待投递")
        SENDING = "sending", _("投递中")
        SENT = "sent", _("已投递")
        LAPSED = "lapsed", _("已无须投递")
        DEAD = "dead", _("投递失败")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", verbose_name=_("通知"))
    channel = models.CharField(_("渠道"), max_length=8, choices=Channel)
    state = models.CharField(
        pgettext_lazy("投递", "状态"), max_length=8, choices=State, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    next_try_at = models.DateTimeField(_("下次尝试"), db_default=Now())
    last_error = models.CharField(_("最近一次错误"), max_length=200, blank=True)
    provider_id = models.CharField(_("服务商回执号"), max_length=80, blank=True)
    sent_at = models.DateTimeField(_("投递时间"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("投递")
        verbose_name_plural = pgettext_lazy("复数", "投递")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(state__in=["waiting", "sending"]),
                name="delivery_open_by_time",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} · {self.get_channel_display()}"


class SmsMessage(models.Model):
    """
    短信 (text message): what went to which number, one row per message whatever is retried.

    ``text`` is what may be shown later: six-digit codes are starred out except
    in the demonstration, whose page stands in for the telephone.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("发送失败")

    key = models.CharField(_("幂等键"), max_length=60, unique=True)
    mobile = models.CharField(_("手机号"), max_length=20)
    kind = models.CharField(_("短信种类"), max_length=60)
    text = models.CharField(_("内容"), max_length=300)
    state = models.CharField(pgettext_lazy("短信", "状态"), max_length=8, choices=State, default=State.QUEUED)
    provider_id = models.CharField(_("服务商回执号"), max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    last_error = models.CharField(_("最近一次错误"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("写入时间"), db_default=Now())
    sent_at = models.DateTimeField(_("发送时间"), null=True, blank=True)

    objects = SmsMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("短信")
        verbose_name_plural = pgettext_lazy("复数", "短信")
        ordering = ["-id"]
        indexes = [models.Index(fields=["mobile", "created_at"], name="sms_message_by_mobile")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="sms_message_sent_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mobile[-4:]} · {self.kind}"


class Heartbeat(models.Model):
    """心跳 (heartbeat): when a recurring job last ran through beat, broker and worker."""

    name = models.CharField(_("任务"), max_length=40, unique=True)
    beat_at = models.DateTimeField(_("最近一次"), db_default=Now())

    class Meta:
        verbose_name = _("心跳")
        verbose_name_plural = pgettext_lazy("复数", "心跳")

    def __str__(self) -> str:
        return self.name
