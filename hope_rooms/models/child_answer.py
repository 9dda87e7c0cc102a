from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.pairing_querysets import ChildAnswerQuerySet

from .child_visit import ChildVisit


class Face(models.IntegerChoices):
    """Five faces, the saddest first; the words are the child's."""

    VERY_SAD = 1, pgettext_lazy("脸", "很难过")
    SAD = 2, pgettext_lazy("脸", "有点难过")
    SO_SO = 3, pgettext_lazy("脸", "一般")
    HAPPY = 4, pgettext_lazy("脸", "开心")
    VERY_HAPPY = 5, pgettext_lazy("脸", "很开心")


class ChildAnswer(models.Model):
    """
    孩子的回答 (the child's own answer) to one visit: one of five faces, by the code of the card in the room.

    Class S2, under the code: read by the district, the centre and the safeguarding lead, who may read that
    much anyway; hidden from the pair, whatever office one of them holds (reference/welfare.md §8.11).
    """

    visit = models.ForeignKey(
        ChildVisit, models.PROTECT, related_name="answers", verbose_name=pgettext_lazy("单数", "走访")
    )
    face = models.PositiveSmallIntegerField(_("选的脸"), choices=Face)
    answered_at = models.DateTimeField(_("回答时间"), auto_now_add=True)
    looked_at = models.DateTimeField(_("了解时间"), null=True, blank=True, editable=False)
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("了解人"),
        editable=False,
    )
    looked_words = models.CharField(_("怎样了解的"), max_length=200, blank=True, editable=False)

    objects = ChildAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("孩子的回答")
        verbose_name_plural = pgettext_lazy("复数", "孩子的回答")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["visit"], name="child_answer_once_per_visit"),
            models.CheckConstraint(condition=Q(face__range=(1, 5)), name="child_answer_is_one_of_five_faces"),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True, looked_words="")
                | Q(looked_at__isnull=False, looked_by__isnull=False) & ~Q(looked_words=""),
                name="child_answer_looked_after_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.visit)

    def get_absolute_url(self) -> str:
        return reverse("hope_answer", args=[self.pk])
