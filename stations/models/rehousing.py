from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import RehousingQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .place import Bed, Closure
from .stay import Stay


class RehousingState(models.TextChoices):
    """From the closure that takes the bed to the last word on another one."""

    PROPOSED = "proposed", pgettext_lazy("改住", "等待答复")
    DECLINED = "declined", pgettext_lazy("改住", "本人不接受")
    LAPSED = "lapsed", pgettext_lazy("改住", "逾期未答复")
    TO_ARRANGE = "to_arrange", pgettext_lazy("改住", "暂无床位")
    ACCEPTED = "accepted", pgettext_lazy("改住", "本人已接受")
    ARRANGED = "arranged", pgettext_lazy("改住", "驿站已安排")
    ENDED = "ended", pgettext_lazy("改住", "入住单已结束")
    WITHDRAWN = "withdrawn", pgettext_lazy("改住", "无需改住")


class RehousingCause(models.TextChoices):
    """What took the bed."""

    CLOSURE = "closure", pgettext_lazy("改住", "床位停用")
    CLOSED = "closed", pgettext_lazy("改住", "驿站停办")
    POSTPONED = "postponed", pgettext_lazy("改住", "驿站推迟启用")


_S = RehousingState
SETTLED = (_S.ACCEPTED, _S.ARRANGED, _S.ENDED, _S.WITHDRAWN)
# Somebody has to take the telephone.
TO_CALL = (_S.DECLINED, _S.LAPSED, _S.TO_ARRANGE)
OPEN = (_S.PROPOSED, *TO_CALL)
# A bed is held and the guest may say yes: late, too, and after a no.
ACCEPTABLE = (_S.PROPOSED, _S.DECLINED, _S.LAPSED)

REHOUSING_NEXT: Mapping[str, tuple[str, ...]] = {
    _S.PROPOSED: (_S.ACCEPTED, _S.DECLINED, _S.LAPSED, _S.ARRANGED, _S.ENDED, _S.WITHDRAWN),
    _S.DECLINED: (_S.ACCEPTED, _S.ARRANGED, _S.ENDED, _S.WITHDRAWN),
    _S.LAPSED: (_S.ACCEPTED, _S.ARRANGED, _S.ENDED, _S.WITHDRAWN),
    _S.TO_ARRANGE: (_S.ARRANGED, _S.ENDED, _S.WITHDRAWN),
}


@audited()
class Rehousing(models.Model):
    """
    改住安排 (rehousing): a closure, or the end of the house, takes a guest's bed; what is proposed instead.

    The nights lie in the new bed from the first moment on. ``stay`` is the stay
    that lost its bed, ``held`` the one that holds the nights now: the same, or,
    for a guest in the house who goes to another station, a stay of its own.
    """

    State = RehousingState
    Cause = RehousingCause
    NEXT = REHOUSING_NEXT

    cause = models.CharField(
        pgettext_lazy("改住", "缘由"), max_length=10, choices=Cause, default=Cause.CLOSURE
    )
    closure = models.ForeignKey(
        Closure,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="rehousings",
        verbose_name=pgettext_lazy("驿站", "停用"),
    )
    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="rehousings", verbose_name=_("原驿站")
    )
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="rehousings", verbose_name=_("原入住单"))
    held = models.ForeignKey(Stay, models.PROTECT, related_name="held_for", verbose_name=_("现入住单"))
    from_bed = models.ForeignKey(
        "stations.Bed", models.PROTECT, related_name="+", db_index=False, verbose_name=_("原床位")
    )
    to_bed = models.ForeignKey(
        "stations.Bed",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("提出的床位"),
    )
    from_on = models.DateField(_("自哪一晚起"))
    state = models.CharField(
        pgettext_lazy("改住", "状态"), max_length=10, choices=State, default=State.PROPOSED
    )
    answer_by = models.DateTimeField(_("请在此之前答复"), null=True, blank=True)
    note = models.CharField(pgettext_lazy("改住", "备注"), max_length=120, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("处理人"),
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)

    objects = RehousingQuerySet.as_manager()

    class Meta:
        verbose_name = _("改住安排")
        verbose_name_plural = pgettext_lazy("复数", "改住安排")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["stay", "closure"], name="rehousing_once_per_stay_and_closure"),
            models.CheckConstraint(
                condition=Q(cause=RehousingCause.CLOSURE) | Q(closure__isnull=True),
                name="rehousing_of_a_closure_by_that_cause_alone",
            ),
            models.UniqueConstraint(
                fields=["held"], condition=Q(state__in=OPEN), name="rehousing_open_once_per_stay"
            ),
            models.CheckConstraint(
                condition=(Q(state=_S.TO_ARRANGE, to_bed__isnull=True, answer_by__isnull=True))
                | (Q(state__in=ACCEPTABLE, to_bed__isnull=False, answer_by__isnull=False))
                | (Q(state=_S.ACCEPTED, to_bed__isnull=False))
                | Q(state__in=[_S.ARRANGED, _S.ENDED, _S.WITHDRAWN]),
                name="rehousing_proposes_a_bed_unless_none_is_left",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[_S.PROPOSED, _S.LAPSED, _S.TO_ARRANGE], decided_at__isnull=True)
                | Q(state__in=[_S.DECLINED, *SETTLED], decided_at__isnull=False),
                name="rehousing_answered_says_when",
            ),
        ]
        triggers = [moves_as_allowed("rehousing_moves_as_allowed", REHOUSING_NEXT)]

    def __str__(self) -> str:
        return f"{self.stay} {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("stay_rehousing", args=[self.held.reference])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_acceptable(self) -> bool:
        return self.state in ACCEPTABLE

    @property
    def is_declinable(self) -> bool:
        return self.state == _S.PROPOSED

    @property
    def is_elsewhere(self) -> bool:
        """Whether the nights lie in another house now."""
        return self.held.station_id != self.station_id

    @property
    def went_elsewhere(self) -> bool:
        """Whether the bed that was proposed stands in another house; the stay may have moved on since."""
        return self.to_bed is not None and self.to_bed.room.station_id != self.station_id

    @property
    def bed_now(self) -> Bed | None:
        """Where the nights lie; beds of guests to come may be dealt anew. None when they are given back."""
        nights: list[Any] = list(self.held.nights.all())
        return nights[-1].bed if nights else None

    @property
    def bed_words(self) -> str:
        """ "204 二床", as signs in the house have it."""
        return f"{self.bed_now.room.name} {self.bed_now.label}" if self.bed_now else ""
