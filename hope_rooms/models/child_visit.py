from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.pairing_querysets import ChildVisitQuerySet, OfChildVisitQuerySet
from volunteers.models import Shift
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .pairing import Pairing


class ChildVisitState(models.TextChoices):
    """From one adult's wish to the visit that counts; that somebody came and left stands in the shift."""

    ASKED = "asked", pgettext_lazy("走访", "待另一人同意")
    PLANNED = "planned", pgettext_lazy("走访", "已约定")
    REPORTED = "reported", pgettext_lazy("走访", "待审核")
    COUNTED = "counted", pgettext_lazy("走访", "已计入")
    CANCELLED = "cancelled", pgettext_lazy("走访", "已取消")
    MISSED = "missed", pgettext_lazy("走访", "未完成")
    ATTEMPTED = "attempted", pgettext_lazy("走访", "家中无人")
    REJECTED = "rejected", pgettext_lazy("走访", "审核未通过")
    VOIDED = "voided", pgettext_lazy("走访", "已作废")


V = ChildVisitState
CHILD_VISIT_NEXT: Mapping[str, tuple[str, ...]] = {
    V.ASKED: (V.PLANNED, V.CANCELLED),
    V.PLANNED: (V.REPORTED, V.ATTEMPTED, V.MISSED, V.CANCELLED),
    V.REPORTED: (V.COUNTED, V.REJECTED),
    V.COUNTED: (V.VOIDED,),
}


@audited(exclude=["report_sealed"])
class ChildVisit(models.Model):
    """
    走访 (visit): both adults of a pair at the child's, planned as a shift of the volunteers.

    Its hours are the shift's; who was there, and how long, stands in the shift's signups. The
    report tells of the child: it is sealed and opened by `services.reports`. ``red_at``: the two
    were not there together; without an explanation that somebody else accepts, no hours are credited.
    A session of 心理疏导 is proposed by the child's counsellor; of the pair, ``first_yes_by`` says yes first.
    """

    State = ChildVisitState
    NEXT = CHILD_VISIT_NEXT

    class Kind(models.TextChoices):
        COMPANIONSHIP = "companionship", _("亲情陪伴")
        COUNSELLING = "counselling", _("心理疏导")
        TUTORING = "tutoring", _("学业辅导")

    public_id = models.UUIDField(_("走访编号"), default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(
        Pairing, models.PROTECT, related_name="visits", verbose_name=pgettext_lazy("单数", "结对")
    )
    kind = models.CharField(pgettext_lazy("走访", "类别"), max_length=14, choices=Kind)
    is_at_home = models.BooleanField(_("入户"), default=True)
    starts_at = models.DateTimeField(pgettext_lazy("走访", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("走访", "结束"))
    shift = models.OneToOneField(
        Shift,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("班次"),
        editable=False,
    )
    state = models.CharField(
        pgettext_lazy("走访", "状态"), max_length=10, choices=State, default=State.ASKED, editable=False
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    counsellor = models.ForeignKey(
        "hope_rooms.Counsellor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("心理疏导人员"),
        editable=False,
    )
    first_yes_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("先同意的志愿者"),
        editable=False,
    )
    counted_on = models.DateField(_("计入日期"), null=True, blank=True, editable=False)
    red_at = models.DateTimeField(_("红色提示时间"), null=True, blank=True, editable=False)
    explanation = models.CharField(_("未同时在场的说明"), max_length=300, blank=True, editable=False)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("说明人"),
        editable=False,
    )
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("说明审核人"),
        editable=False,
    )
    report_sealed = models.TextField(_("走访记录（密文）"), blank=True, editable=False)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("记录人"),
        editable=False,
    )
    reported_at = models.DateTimeField(_("记录提交时间"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
        editable=False,
    )

    objects = ChildVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("走访")
        verbose_name_plural = pgettext_lazy("复数", "走访")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"],
                condition=Q(state__in=["asked", "planned"]),
                name="visit_one_to_come_per_pairing",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="visit_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(kind="counselling") | Q(counsellor__isnull=False),
                name="visit_of_counselling_names_the_counsellor",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["planned", "reported", "counted", "voided"]) | Q(shift__isnull=False),
                name="visit_agreed_by_both_is_a_shift",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "counted", "voided", "attempted"])
                | Q(reported_by__isnull=False, reported_at__isnull=False) & ~Q(report_sealed=""),
                name="visit_that_was_made_has_a_report",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("reported_by")),
                name="visit_is_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["counted", "voided"])
                | Q(counted_on__isnull=False, reviewed_by__isnull=False),
                name="visit_counts_after_a_review",
            ),
            models.CheckConstraint(
                condition=Q(cleared_by__isnull=True)
                | Q(explained_by__isnull=False) & ~Q(cleared_by=F("explained_by")),
                name="visit_in_red_is_cleared_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="counted") | Q(red_at__isnull=True) | Q(cleared_by__isnull=False),
                name="visit_in_red_counts_once_it_is_cleared",
            ),
        ]
        indexes = [models.Index(fields=["pairing", "-counted_on"], name="visit_counted_by_pairing")]
        triggers = [moves_as_allowed("visit_moves_as_allowed", CHILD_VISIT_NEXT)]

    def __str__(self) -> str:
        return f"{self.pairing.child.code} {timezone.localtime(self.starts_at):%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("child_visit", args=[self.public_id])

    @property
    def is_red(self) -> bool:
        """Not together, and nobody has accepted why."""
        return self.red_at is not None and self.cleared_by_id is None


class ChildVisitTransition(Transition):
    """走访流转 (transition of a visit). Its note tells of work, never of the child."""

    visit = models.ForeignKey(
        ChildVisit, models.CASCADE, related_name="transitions", verbose_name=pgettext_lazy("单数", "走访")
    )

    objects = OfChildVisitQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("走访流转")
        verbose_name_plural = pgettext_lazy("复数", "走访流转")
