from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.event import Event
from events.querysets import OfEventQuerySet
from events.team_querysets import JudgeQuerySet, ScoreQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .team import Team

LOWEST, HIGHEST = Decimal("0"), Decimal("100")

# What is published is corrected in the open (`corrects`), never filled in afterwards.
WHILE_IT_IS_OPEN = """
IF EXISTS (SELECT FROM events_contestround AS part WHERE part.id = NEW.round_id AND part.state <> 'open') THEN
    RAISE EXCEPTION 'score_only_while_the_round_is_open' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'score_only_while_the_round_is_open';
END IF;
RETURN NEW;
"""


class RoundState(models.TextChoices):
    """Scored, or told to everybody at one instant."""

    OPEN = "open", pgettext_lazy("比赛轮次", "评分中")
    PUBLISHED = "published", pgettext_lazy("比赛轮次", "已公布")


ROUND_NEXT: Mapping[str, tuple[str, ...]] = {RoundState.OPEN: (RoundState.PUBLISHED,)}


@audited()
class ContestRound(models.Model):
    """
    比赛轮次 (round): teams are scored by judges, some scores are dropped, and the best go on.

    ``drop_high`` and ``drop_low``: how many of a team's highest and lowest scores do not count. ``advance``:
    how many go on; whoever is equal to the last of them goes on too. 0: the last round.
    """

    State = RoundState
    NEXT = ROUND_NEXT

    event = models.ForeignKey(Event, models.PROTECT, related_name="rounds", verbose_name=_("活动"))
    number = models.PositiveSmallIntegerField(_("第几轮"))
    name = models.CharField(pgettext_lazy("比赛轮次", "名称"), max_length=30)
    drop_high = models.PositiveSmallIntegerField(_("去掉几个最高分"), default=0)
    drop_low = models.PositiveSmallIntegerField(_("去掉几个最低分"), default=0)
    advance = models.PositiveSmallIntegerField(_("晋级队数"), default=0)
    state = models.CharField(
        pgettext_lazy("比赛轮次", "状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    published_at = models.DateTimeField(_("公布时间"), null=True, blank=True, editable=False)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("比赛轮次")
        verbose_name_plural = pgettext_lazy("复数", "比赛轮次")
        ordering = ["event", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="contest_round_number_used_once"),
            models.CheckConstraint(
                condition=Q(drop_high__lte=3, drop_low__lte=3), name="contest_round_drops_a_few"
            ),
            models.CheckConstraint(
                condition=Q(state="open", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="contest_round_published_at_an_instant",
            ),
        ]
        triggers = [moves_as_allowed("contest_round_moves_as_allowed", ROUND_NEXT)]

    def __str__(self) -> str:
        return f"{self.event} · {self.name}"


class Judge(models.Model):
    """评委 (judge) of an event; nobody judges a team that they are in."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="judges", verbose_name=_("活动"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("评委"))

    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("比赛评委")
        verbose_name_plural = pgettext_lazy("复数", "比赛评委")
        ordering = ["event", "id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="judge_named_once_for_an_event")
        ]

    def __str__(self) -> str:
        return str(self.person)


@audited()
class Score(models.Model):
    """
    评分 (score): of one judge for one team in one round, in hundredths; never changed, only reversed.

    A correction reverses the old row with a reason and writes another that names it.
    """

    round = models.ForeignKey(ContestRound, models.PROTECT, related_name="scores", verbose_name=_("比赛轮次"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="scores", verbose_name=_("队伍"))
    judge = models.ForeignKey(Judge, models.PROTECT, related_name="scores", verbose_name=_("比赛评委"))
    value = models.DecimalField(_("得分"), max_digits=5, decimal_places=2)
    given_at = models.DateTimeField(_("评分时间"), auto_now_add=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("更正哪一条"),
    )
    reversed_at = models.DateTimeField(_("冲销时间"), null=True, blank=True, editable=False)
    reason = models.CharField(_("更正原因"), max_length=120, blank=True, editable=False)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("比赛评分")
        verbose_name_plural = pgettext_lazy("复数", "比赛评分")
        ordering = ["round", "team", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=LOWEST, value__lte=HIGHEST), name="score_between_0_and_100"
            ),
            models.UniqueConstraint(
                fields=["round", "team", "judge"],
                condition=Q(reversed_at__isnull=True),
                name="score_given_once_by_a_judge",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True) | ~Q(reason=""), name="score_reversed_with_a_reason"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="score_is_never_changed", fields=["round", "team", "judge", "value", "corrects"]
            ),
            pgtrigger.Protect(
                name="score_reversed_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reversed_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="score_only_while_the_round_is_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=True),
                func=WHILE_IT_IS_OPEN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team} · {self.value}"
