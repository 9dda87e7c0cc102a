from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.post_querysets import PostObjectionQuerySet, PostScoreQuerySet, PostSheetQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .post import SafetyPost
from .round import PostCriterion, PostReviewer, PostRound
from .walls import NOBODY_WITH_AN_INTEREST, POINTS_OF_THE_FORM, WHILE_THE_NOTICE_RUNS
from .words import SHEET_NEXT, RecusalReason, SheetState

NOT_RECUSED = ("assigned", "submitted")


def _changed(name: str) -> Any:
    return pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")})


def _in_once() -> Any:
    return pgtrigger.Q(old__submitted_at__isnull=False)


def _another_judgement() -> Any:
    """What was handed in stays, unless a newer text takes its place."""
    moved = _changed("state") & ~pgtrigger.Q(new__state="superseded")
    return moved | _changed("submitted_at") | _changed("seat") | _changed("recusal")


def _another_remark() -> Any:
    """Its words are emptied when their term ends, and never written anew."""
    return _changed("remark") & ~pgtrigger.Q(new__remark="")


@audited(exclude=["remark", "draft"])
class PostSheet(models.Model):
    """
    评审表 (sheet): one reviewer's seat at one revision of one post, or why there is none.

    ``revision`` ties the judgement to the text that was judged: a newer text asks for new sheets. Seats
    run from 1; a recusal has no seat, so that another takes it. ``draft`` is what the reviewer has kept of
    an unfinished sheet (`safety.post_drafts`), sealed to this row: it is nobody else's and counts nowhere.
    """

    State = SheetState
    NEXT = SHEET_NEXT

    public_id = models.UUIDField(_("评审表编号"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(PostRound, models.PROTECT, related_name="sheets", verbose_name=_("青安岗年度"))
    post = models.ForeignKey(
        SafetyPost, models.PROTECT, related_name="sheets", verbose_name=_("青年安全生产示范岗")
    )
    reviewer = models.ForeignKey(
        PostReviewer, models.PROTECT, related_name="sheets", verbose_name=_("青安岗评审员")
    )
    revision = models.PositiveSmallIntegerField(_("材料版次"))
    seat = models.PositiveSmallIntegerField(_("席位"), null=True, blank=True)
    state = models.CharField(
        pgettext_lazy("评审表", "状态"), max_length=10, choices=SheetState, default=SheetState.ASSIGNED
    )
    recusal = models.CharField(_("回避原因"), max_length=12, choices=RecusalReason, blank=True)
    remark = models.CharField(_("评语"), max_length=500, blank=True)
    draft = models.TextField(_("暂存内容（密文）"), blank=True, editable=False)
    assigned_at = models.DateTimeField(_("分配时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)

    objects = PostSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗评审表")
        verbose_name_plural = pgettext_lazy("复数", "青安岗评审表")
        ordering = ["post", "seat", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "revision", "reviewer"], name="post_sheet_once_per_reviewer"
            ),
            models.UniqueConstraint(
                fields=["post", "revision", "seat"],
                condition=Q(seat__isnull=False),
                name="post_sheet_one_reviewer_per_seat",
            ),
            models.CheckConstraint(
                condition=Q(state="recused", seat__isnull=True) & ~Q(recusal="")
                | ~Q(state="recused") & Q(seat__isnull=False, recusal=""),
                name="post_sheet_is_a_seat_or_a_recusal",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | ~Q(state="submitted"),
                name="post_sheet_is_submitted_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(draft="") | Q(state="assigned"), name="post_sheet_draft_while_it_is_owed"
            ),
        ]
        triggers = [
            moves_as_allowed("post_sheet_moves_as_allowed", SHEET_NEXT),
            pgtrigger.ReadOnly(
                name="post_sheet_stays_with_its_revision", fields=["round", "post", "reviewer", "revision"]
            ),
            pgtrigger.Protect(
                name="post_sheet_is_final",
                operation=pgtrigger.Update,
                condition=_in_once() & (_another_judgement() | _another_remark()),
            ),
            pgtrigger.Trigger(
                name="post_sheet_without_an_interest",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=NOT_RECUSED),
                func=NOBODY_WITH_AN_INTEREST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.seat or '—'}"

    def get_absolute_url(self) -> str:
        return reverse("post_sheet", args=[self.public_id])

    @property
    def draft_context(self) -> str:
        """What the draft is bound to: moved to another sheet, it does not open."""
        return f"safety_postsheet.draft.{self.public_id}"


@audited(updates=False, exclude=["points"])
class PostScore(models.Model):
    """评分 (score): points of one criterion on one sheet; none for 不适用 (N/A). Never changed."""

    sheet = models.ForeignKey(
        PostSheet, models.PROTECT, related_name="scores", verbose_name=_("青安岗评审表")
    )
    criterion = models.ForeignKey(
        PostCriterion, models.PROTECT, related_name="scores", verbose_name=_("青安岗评审项")
    )
    points = models.PositiveSmallIntegerField(_("得分"), null=True, blank=True)

    objects = PostScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗评分")
        verbose_name_plural = pgettext_lazy("复数", "青安岗评分")
        ordering = ["sheet", "criterion__number"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="post_score_once_per_criterion")
        ]
        triggers = [
            pgtrigger.Protect(name="post_score_is_final", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="post_score_of_its_form_and_within_the_most",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=POINTS_OF_THE_FORM,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} · {self.criterion}"


# Not when it comes in: the context of an audit row names whose request it was.
@audited(inserts=False, exclude=["by", "text", "answer"])
class PostObjection(models.Model):
    """公示异议 (objection) to a post in notice, with the city's answer; unit and district never read who."""

    public_id = models.UUIDField(_("异议编号"), default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(
        SafetyPost, models.PROTECT, related_name="objections", verbose_name=_("青年安全生产示范岗")
    )
    by = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("提出人"))
    text = models.CharField(_("异议内容"), max_length=500)
    at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    is_upheld = models.BooleanField(_("异议成立"), null=True, blank=True, editable=False)
    answer = models.CharField(_("答复"), max_length=500, blank=True, editable=False)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True, editable=False)
    answered_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("答复人"),
        editable=False,
    )

    objects = PostObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗公示异议")
        verbose_name_plural = pgettext_lazy("复数", "青安岗公示异议")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, is_upheld__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, is_upheld__isnull=False, answered_by__isnull=False),
                name="post_objection_is_answered_as_a_whole",
            ),
            # Each one is answered before the award, so a crowd of them by one person would hold it up.
            models.UniqueConstraint(
                fields=["post", "by"],
                condition=Q(answered_at__isnull=True),
                name="post_objection_one_waiting_per_person",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="post_objection_while_its_notice_runs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=WHILE_THE_NOTICE_RUNS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("post_objection", args=[self.post.public_id])
