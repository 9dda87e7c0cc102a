from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.registration import Registration
from events.querysets import FeedbackQuerySet


class Liked(models.TextChoices):
    """What somebody liked best."""

    CONTENT = "content", pgettext_lazy("活动反馈", "内容")
    SPEAKERS = "speakers", pgettext_lazy("活动反馈", "主讲和带队")
    PEOPLE = "people", pgettext_lazy("活动反馈", "认识的人")
    PLACE = "place", pgettext_lazy("活动反馈", "场地和组织")
    NOTHING = "nothing", pgettext_lazy("活动反馈", "都一般")


class Again(models.TextChoices):
    """Whether somebody would come again."""

    YES = "yes", pgettext_lazy("活动反馈", "会")
    MAYBE = "maybe", pgettext_lazy("活动反馈", "看情况")
    NO = "no", pgettext_lazy("活动反馈", "不会")


class Feedback(models.Model):
    """
    活动反馈 (feedback): what whoever was there says of a session, once, changed until its last day.

    ``rating`` 1 (poor) to 5 (very good). Offices read sums and words without a name, never a row; no
    history of it is kept.
    """

    Liked, Again = Liked, Again

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="feedbacks", verbose_name=_("活动报名")
    )
    rating = models.PositiveSmallIntegerField(_("评分"))
    liked = models.CharField(_("最满意的"), max_length=10, choices=Liked)
    again = models.CharField(_("会再来吗"), max_length=6, choices=Again)
    words = models.CharField(_("想说的话"), max_length=300, blank=True)
    said_on = models.DateField(_("填写日期"), auto_now=True)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动反馈")
        verbose_name_plural = pgettext_lazy("复数", "活动反馈")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["registration"], name="feedback_once_for_each_registration"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="feedback_rates_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
