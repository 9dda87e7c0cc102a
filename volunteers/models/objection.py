"""公示异议 (objections): what is told to the public may be objected to, and every objection is answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.election_querysets import ObjectionQuerySet

from .awards import AwardNomination


class Objection(models.Model):
    """公示异议 (objection) to a candidate or to a proposed award, with its answer."""

    candidate = models.ForeignKey(
        "volunteers.Candidate",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("候选人"),
    )
    nomination = models.ForeignKey(
        AwardNomination,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("评选推荐"),
    )
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("提出人"))
    text = models.CharField(_("异议内容"), max_length=500)
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True, blank=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
        editable=False,
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("公示异议")
        verbose_name_plural = pgettext_lazy("复数", "公示异议")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(candidate__isnull=False, nomination__isnull=True)
                | Q(candidate__isnull=True, nomination__isnull=False),
                name="objection_is_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_upheld__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, answered_by__isnull=False),
                name="objection_is_answered_as_a_whole",
            ),
            # Each one is answered before the next step, so a crowd of them would hold everything up.
            models.UniqueConstraint(
                fields=["candidate", "nomination", "by"],
                nulls_distinct=False,
                condition=Q(answered_at__isnull=True),
                name="objection_one_waiting_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate or self.nomination} · {self.pk}"

    @property
    def whom(self) -> object:
        """As whoever answers reads it: the candidate, or whom the award is proposed for."""
        if self.candidate:
            return self.candidate.volunteer.person.full_name
        return self.nomination and self.nomination.named_subject
