from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.querysets import OfSessionQuerySet

from .event import Session


class Segment(models.TextChoices):
    """Whom a message of an organiser is for."""

    REGISTERED = "registered", pgettext_lazy("活动通知", "已报名的")
    WAITING = "waiting", pgettext_lazy("活动通知", "候补的")
    ATTENDED = "attended", pgettext_lazy("活动通知", "到场的")
    ABSENT = "absent", pgettext_lazy("活动通知", "没有到场的")


class SegmentMessage(models.Model):
    """
    活动通知 (message to a segment): what an organiser told some of the people of a session, once each.

    It is the send log: to whom it went stands in the notices, how many in ``people``.
    """

    Segment = Segment

    session = models.ForeignKey(Session, models.PROTECT, related_name="messages", verbose_name=_("活动场次"))
    segment = models.CharField(pgettext_lazy("活动通知", "发给"), max_length=10, choices=Segment)
    words = models.CharField(pgettext_lazy("活动通知", "内容"), max_length=300)
    words_en = models.CharField(_("英文内容"), max_length=600, blank=True)
    key = models.CharField(_("提交键"), max_length=64, unique=True, editable=False)
    people = models.PositiveIntegerField(_("人数"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发送人")
    )
    sent_at = models.DateTimeField(_("发送时间"), auto_now_add=True)

    objects = OfSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动通知")
        verbose_name_plural = pgettext_lazy("复数", "活动通知")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0), name="segment_message_reaches_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.get_segment_display()}"

    def get_absolute_url(self) -> str:
        """Where its addressee reads on: the event."""
        return reverse("event", args=[self.session.event.public_id])

    @property
    def local_words(self) -> str:
        return self.words_en if get_language() == "en" and self.words_en else self.words
