from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.match_querysets import MatchRoundQuerySet
from events.models.event import Session
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class MatchRoundState(models.TextChoices):
    """From the set-up to the one instant at which everybody sees the result."""

    PLANNED = "planned", pgettext_lazy("相亲会", "进行中")
    CLOSED = "closed", pgettext_lazy("相亲会", "互选截止")
    RELEASED = "released", pgettext_lazy("相亲会", "结果已公布")


MATCH_ROUND_NEXT: Mapping[str, tuple[str, ...]] = {
    MatchRoundState.PLANNED: (MatchRoundState.CLOSED,),
    MatchRoundState.CLOSED: (MatchRoundState.RELEASED,),
}


class Pairing(models.TextChoices):
    """Whom a participant may choose."""

    OPPOSITE = "opposite", _("异性互选")
    ANY = "any", _("不限性别")


def _result_goes_in_order() -> Q:
    open_ = Q(state="planned", closed_at__isnull=True, released_at__isnull=True)
    closed = Q(state="closed", closed_at__isnull=False, released_at__isnull=True)
    return open_ | closed | Q(state="released", closed_at__isnull=False, released_at__isnull=False)


@audited(exclude=["seed", "seating_list", "seating"])
class MatchRound(models.Model):
    """
    相亲会轮次 (matchmaking round): what a session of a matchmaking event is besides its places.

    People see each other's cards and choose from ``opens_at`` until ``closes_at``; ``choices`` is how many
    each may name. The result is seen by everybody from ``released_at`` on, which one UPDATE writes.
    ``seating_list`` and ``seed`` are what the plan of tables follows from (`events.seating`). The figures
    are written when the profiles go, and are all that stays.
    """

    State = MatchRoundState
    NEXT = MATCH_ROUND_NEXT
    Pairing = Pairing

    public_id = models.UUIDField(_("相亲会编号"), default=uuid.uuid4, unique=True, editable=False)
    session = models.OneToOneField(
        Session, models.PROTECT, related_name="match_round", verbose_name=_("活动场次")
    )
    pairing = models.CharField(_("互选范围"), max_length=10, choices=Pairing, default=Pairing.OPPOSITE)
    choices = models.PositiveSmallIntegerField(_("每人可选几位"))
    opens_at = models.DateTimeField(_("互选开始"))
    closes_at = models.DateTimeField(_("互选截止时间"))
    table_rounds = models.PositiveSmallIntegerField(_("换桌轮数"))
    table_seats = models.PositiveSmallIntegerField(_("每桌人数"))
    table_minutes = models.PositiveSmallIntegerField(_("每轮分钟数"))
    state = models.CharField(
        pgettext_lazy("相亲会", "状态"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    closed_at = models.DateTimeField(_("实际截止时间"), null=True, blank=True, editable=False)
    released_at = models.DateTimeField(_("结果公布时间"), null=True, blank=True, editable=False)
    seed = models.CharField(_("座位种子"), max_length=64, editable=False)
    seating_list = models.TextField(_("排座名单"), blank=True, editable=False)
    seating = models.JSONField(_("座位表"), default=dict, blank=True, editable=False)
    invited = models.PositiveIntegerField(_("入场资格人数"), null=True, blank=True, editable=False)
    attended = models.PositiveIntegerField(_("到场人数"), null=True, blank=True, editable=False)
    chose = models.PositiveIntegerField(_("提交互选人数"), null=True, blank=True, editable=False)
    pairs = models.PositiveIntegerField(_("互选成功对数"), null=True, blank=True, editable=False)
    both_yes = models.PositiveIntegerField(_("双方再次同意对数"), null=True, blank=True, editable=False)
    cleared_at = models.DateTimeField(_("资料清除时间"), null=True, blank=True, editable=False)

    objects = MatchRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("相亲会轮次")
        verbose_name_plural = pgettext_lazy("复数", "相亲会轮次")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("closes_at")), name="match_round_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(choices__range=(1, 10)), name="match_round_asks_for_one_to_ten"
            ),
            models.CheckConstraint(
                condition=Q(
                    table_rounds__range=(1, 30), table_seats__range=(2, 12), table_minutes__range=(1, 60)
                ),
                name="match_round_has_tables",
            ),
            models.CheckConstraint(
                condition=_result_goes_in_order(), name="match_round_result_goes_in_order"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at__isnull=True)
                | Q(invited__isnull=False, attended__isnull=False, chose__isnull=False)
                & Q(pairs__isnull=False, both_yes__isnull=False),
                name="match_round_keeps_its_figures",
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], condition=Q(state="planned"), name="match_round_by_closing")
        ]
        triggers = [
            moves_as_allowed("match_round_moves_as_allowed", MATCH_ROUND_NEXT),
            pgtrigger.ReadOnly(name="match_round_stays_as_it_began", fields=["session", "seed", "pairing"]),
        ]

    def __str__(self) -> str:
        return str(self.session)

    def get_absolute_url(self) -> str:
        return reverse("match_result", args=[self.public_id])

    @property
    def is_released(self) -> bool:
        return self.state == MatchRoundState.RELEASED
