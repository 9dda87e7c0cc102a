from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.post_querysets import OfPostQuerySet, SafetyPostQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .round import PostForm, PostRound
from .walls import COUNTS_POSTS, NO_OPEN_OBJECTION, SIGNED_WITHIN_THE_FORM, WITHOUT_AN_ACCIDENT
from .words import CHOSEN, NAMED, POST_NEXT, PUBLIC, REGISTERED, Exclusion, PostState

LIVE_STATES = tuple(
    state.value
    for state in PostState
    if state not in (PostState.WITHDRAWN, PostState.ENDED, PostState.DECLINED, PostState.EXCLUDED)
)


def _named_after_its_notice() -> Q:
    """Award only later than the last day of the notice, whatever clock the server has."""
    named = Q(awarded_on__isnull=False, notice_until__isnull=False, awarded_on__gt=F("notice_until"))
    after = (*NAMED, "revoked", "expired")
    return (Q(state__in=after) & named) | (~Q(state__in=after) & Q(awarded_on__isnull=True))


@audited()
class SafetyPost(models.Model):
    """
    青安岗 (model post): a front-line team of an enterprise that applies in one year.

    ``revision`` is the number of the text that was signed last, and what reviewers judge. ``mean`` (out of
    100), ``spread`` (standard deviation), ``deducted`` and ``rank`` exist once the shortlist is made. The
    notice's first and last day both count; the name stands from ``awarded_on`` until ``valid_until``.
    """

    State = PostState
    NEXT = POST_NEXT

    public_id = models.UUIDField(_("申报编号"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(PostRound, models.PROTECT, related_name="posts", verbose_name=_("青安岗年度"))
    form = models.ForeignKey(PostForm, models.PROTECT, related_name="posts", verbose_name=_("青安岗申报表"))
    enterprise = models.ForeignKey(
        "safety.Enterprise", models.PROTECT, related_name="posts", verbose_name=_("企业")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    team_name = models.CharField(_("集体名称"), max_length=60)
    state = models.CharField(
        pgettext_lazy("青安岗", "状态"),
        max_length=16,
        choices=PostState,
        default=PostState.DRAFT,
        editable=False,
    )
    revision = models.PositiveSmallIntegerField(_("材料版次"), default=0, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    first_signed_at = models.DateTimeField(_("首次签署时间"), null=True, blank=True, editable=False)
    registered_on = models.DateField(_("市级登记日期"), null=True, blank=True, editable=False)
    exclusion = models.CharField(_("否决原因"), max_length=10, choices=Exclusion, blank=True, editable=False)
    vetoes_cleared_at = models.DateTimeField(_("否决提示核销时间"), null=True, blank=True, editable=False)
    mean = models.DecimalField(
        _("平均分"), max_digits=6, decimal_places=2, null=True, blank=True, editable=False
    )
    spread = models.DecimalField(
        _("标准差"), max_digits=6, decimal_places=2, null=True, blank=True, editable=False
    )
    deducted = models.DecimalField(
        _("平均扣分"), max_digits=6, decimal_places=2, null=True, blank=True, editable=False
    )
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True, editable=False)
    notice_from = models.DateField(_("公示开始"), null=True, blank=True, editable=False)
    notice_until = models.DateField(_("公示截止"), null=True, blank=True, editable=False)
    awarded_on = models.DateField(_("命名日期"), null=True, blank=True, editable=False)
    number = models.PositiveSmallIntegerField(_("命名编号"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("有效期至"), null=True, blank=True, editable=False)

    objects = SafetyPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("青年安全生产示范岗")
        verbose_name_plural = pgettext_lazy("复数", "青年安全生产示范岗")
        ordering = ["-round__year", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise", "team_name"],
                condition=Q(state__in=LIVE_STATES),
                name="post_team_applies_once_per_round",
            ),
            models.UniqueConstraint(fields=["id", "round"], name="post_round_is_referable"),
            models.UniqueConstraint(fields=["round", "rank"], name="post_rank_used_once"),
            models.UniqueConstraint(fields=["round", "number"], name="post_plate_number_used_once"),
            models.CheckConstraint(condition=~Q(team_name=""), name="post_team_has_a_name"),
            models.CheckConstraint(
                condition=(Q(state="excluded") & ~Q(exclusion="")) | (~Q(state="excluded") & Q(exclusion="")),
                name="post_excluded_says_why",
            ),
            models.CheckConstraint(
                condition=Q(revision__gte=1, first_signed_at__isnull=False)
                | Q(state__in=["draft", "withdrawn", "ended"]),
                name="post_handed_in_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=REGISTERED) | Q(registered_on__isnull=False),
                name="post_scored_once_registered",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[*CHOSEN, "not_selected"])
                | Q(rank__isnull=False, mean__isnull=False, spread__isnull=False, deducted__isnull=False),
                name="post_chosen_by_its_rank",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=PUBLIC)
                | Q(notice_from__isnull=False, notice_until__gte=F("notice_from")),
                name="post_notice_has_its_days",
            ),
            models.CheckConstraint(condition=_named_after_its_notice(), name="post_awarded_after_its_notice"),
            models.CheckConstraint(
                condition=Q(awarded_on__isnull=True)
                | Q(number__isnull=False, valid_until__gt=F("awarded_on")),
                name="post_award_has_a_number_and_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["round", "state", "rank"], name="post_by_state_and_rank"),
            models.Index(
                fields=["valid_until"], condition=Q(state__in=["awarded", "reported_up"]), name="post_by_end"
            ),
        ]
        triggers = [
            moves_as_allowed("post_moves_as_allowed", POST_NEXT),
            pgtrigger.ReadOnly(
                name="post_stays_in_its_round", fields=["round", "enterprise", "reporting_org"]
            ),
            pgtrigger.Protect(
                name="post_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="draft"),
            ),
            pgtrigger.Trigger(
                name="post_without_a_serious_accident",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=["shortlisted", "public_notice", "awarded"])
                & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func=WITHOUT_AN_ACCIDENT,
            ),
            pgtrigger.Trigger(
                name="post_award_without_an_open_objection",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="awarded"),
                func=NO_OPEN_OBJECTION,
            ),
            pgtrigger.Trigger(
                name="post_counts_its_place",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNTS_POSTS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.team_name}"

    def get_absolute_url(self) -> str:
        return reverse("unit_post", args=[self.public_id])

    @property
    def plate(self) -> str:
        """命名编号 as it stands on the plate; nothing before the award."""
        if not self.number:
            return ""
        told = {"year": self.round.year, "number": f"{self.number:03d}"}
        return str(_("淄青安岗〔%(year)s〕%(number)s") % told)

    @property
    def is_named(self) -> bool:
        return self.state in NAMED


class PostTransition(Transition):
    """青安岗流转 (transition of a post)."""

    post = models.ForeignKey(
        SafetyPost, models.PROTECT, related_name="transitions", verbose_name=_("青年安全生产示范岗")
    )

    objects = OfPostQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("青安岗流转")
        verbose_name_plural = pgettext_lazy("复数", "青安岗流转")

    @property
    def label(self) -> str:
        """The state that it led to."""
        return str(PostState(self.to_state).label)


@audited()
class PostRevision(models.Model):
    """
    申报材料 (revision): what the unit says of the team, under one form version; frozen once it is signed.

    ``young`` counts members up to the form's age, ``leader_age`` is of the youngest who leads the team, in
    full years. No name of anybody stands here: the post is a team's.
    """

    post = models.ForeignKey(
        SafetyPost, models.CASCADE, related_name="revisions", verbose_name=_("青年安全生产示范岗")
    )
    number = models.PositiveSmallIntegerField(_("材料版次"))
    form = models.ForeignKey(PostForm, models.PROTECT, related_name="+", verbose_name=_("青安岗申报表"))
    workplace = models.CharField(_("车间或岗位"), max_length=60)
    team_size = models.PositiveSmallIntegerField(_("集体人数"))
    young = models.PositiveSmallIntegerField(_("其中青年人数"))
    leader_age = models.PositiveSmallIntegerField(_("青年负责人年龄"))
    measures = models.TextField(_("安全管理做法"), max_length=2000)
    deeds = models.TextField(_("主要成效"), max_length=2000)
    signed_at = models.DateTimeField(_("签署时间"), null=True, blank=True, editable=False)
    signed_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签署人"),
        editable=False,
    )

    objects = OfPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗申报材料")
        verbose_name_plural = pgettext_lazy("复数", "青安岗申报材料")
        ordering = ["post", "number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="post_revision_number_used_once"),
            models.UniqueConstraint(
                fields=["post"], condition=Q(signed_at__isnull=True), name="post_revision_one_draft_per_post"
            ),
            models.CheckConstraint(
                condition=Q(young__lte=F("team_size")), name="post_team_has_no_more_young_than_members"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False),
                name="post_revision_is_signed_by_somebody",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="post_revision_stays_once_signed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            ),
            pgtrigger.Trigger(
                name="post_team_within_the_form",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__signed_at__isnull=False),
                func=SIGNED_WITHIN_THE_FORM,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.number}"

    @property
    def young_percent(self) -> int:
        """青年占比, in whole per cent, rounded down: 59.9 is not 60."""
        return self.young * 100 // self.team_size if self.team_size else 0
