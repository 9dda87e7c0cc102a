from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.match_querysets import MatchProfileQuerySet, OfMatchProfileQuerySet
from events.models.registration import Registration
from zibo_youth.accounts.models import Person
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed

from .round import MatchRound

LOWEST_BADGE, HIGHEST_BADGE = 1000, 9999


class MatchProfileState(models.TextChoices):
    """A version of a profile waits until an officer has looked at it."""

    WAITING = "waiting", pgettext_lazy("相亲资料", "待审核")
    APPROVED = "approved", pgettext_lazy("相亲资料", "已通过")
    REFUSED = "refused", pgettext_lazy("相亲资料", "请修改")


P = MatchProfileState
MATCH_PROFILE_NEXT: Mapping[str, tuple[str, ...]] = {
    P.WAITING: (P.APPROVED, P.REFUSED),
    P.APPROVED: (P.WAITING, P.REFUSED),
    P.REFUSED: (P.WAITING,),
}

# What others would read or look at: once it changes, nobody has reviewed it.
NEEDS_ITS_REVIEW = """
IF NOT EXISTS (
    SELECT FROM events_matchreview AS looked
    WHERE looked.profile_id = NEW.id AND looked.version = NEW.version AND looked.outcome = 'approved'
) OR TG_OP = 'UPDATE' AND NEW.version = OLD.version
     AND (NEW.photo, NEW.introduction, NEW.wishes) IS DISTINCT FROM (OLD.photo, OLD.introduction, OLD.wishes)
THEN
    RAISE EXCEPTION 'match_profile_is_shown_as_reviewed' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'match_profile_is_shown_as_reviewed';
END IF;
RETURN NEW;
"""


class MaritalStatus(models.TextChoices):
    """What somebody states of themselves; there is no other value, so nobody who is married enters."""

    NEVER_MARRIED = "never_married", _("未婚")
    DIVORCED = "divorced", _("离异")
    WIDOWED = "widowed", _("丧偶")


class Visibility(models.TextChoices):
    """What the other participants of the round are shown."""

    CARD = "card", _("显示照片和资料")
    NO_PHOTO = "no_photo", _("不显示照片")
    HIDDEN = "hidden", _("暂不显示，也不能被选")


class MatchProfile(models.Model):
    """
    相亲资料 (profile of a participant): photograph, words and the single-status declaration, for one round.

    No row of it is kept anywhere else (no history table): what is deleted after the round is gone.
    ``own_token`` is the token of the person with themselves: by it the database refuses a choice of oneself.
    """

    State = MatchProfileState
    NEXT = MATCH_PROFILE_NEXT
    MaritalStatus = MaritalStatus
    Visibility = Visibility

    public_id = models.UUIDField(_("资料编号"), default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(
        MatchRound, models.PROTECT, related_name="profiles", verbose_name=_("相亲会轮次")
    )
    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="match_profile", verbose_name=_("活动报名")
    )
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="match_profiles", verbose_name=_("参加人")
    )
    gender = models.PositiveSmallIntegerField(
        pgettext_lazy("人员", "性别"), choices=Person.Gender, editable=False
    )
    single_declaration = models.CharField(_("单身承诺"), max_length=14, choices=MaritalStatus)
    declaration_version = models.CharField(_("承诺书版本"), max_length=10, editable=False)
    declared_at = models.DateTimeField(_("承诺时间"), editable=False)
    introduction = models.CharField(_("自我介绍"), max_length=300, blank=True)
    wishes = models.CharField(_("希望认识怎样的人"), max_length=300, blank=True)
    visibility = models.CharField(_("展示方式"), max_length=10, choices=Visibility, default=Visibility.CARD)
    photo = models.FileField(_("照片"), storage=private_storage, max_length=120)
    photo_type = models.CharField(_("照片格式"), max_length=20, editable=False)
    version = models.PositiveSmallIntegerField(_("资料版本"), default=1, editable=False)
    state = models.CharField(
        pgettext_lazy("相亲资料", "状态"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    note = models.CharField(_("修改意见"), max_length=120, blank=True, editable=False)
    badge = models.PositiveSmallIntegerField(_("胸牌号"), null=True, blank=True, editable=False)
    own_token = models.UUIDField(_("本人标记"), editable=False)
    arrived_at = models.DateTimeField(_("到场时间"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    objects = MatchProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("相亲资料")
        verbose_name_plural = pgettext_lazy("复数", "相亲资料")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "person"], name="match_profile_once_per_round"),
            models.UniqueConstraint(fields=["round", "badge"], name="match_badge_worn_once_per_round"),
            models.UniqueConstraint(fields=["id", "round"], name="match_profile_round_is_referable"),
            models.CheckConstraint(
                condition=Q(badge__isnull=True) | Q(badge__range=(LOWEST_BADGE, HIGHEST_BADGE)),
                name="match_badge_of_four_digits",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(badge__isnull=False),
                name="match_profile_shown_under_a_badge",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(note=""), name="match_profile_refused_says_why"
            ),
            models.CheckConstraint(condition=Q(gender__in=(1, 2)), name="match_profile_gender_is_known"),
        ]
        # Who may not be paired is a short list: nobody looks at each profile of a round.
        indexes = [
            models.Index(fields=["round"], condition=~Q(state="approved"), name="match_profile_not_approved"),
        ]
        triggers = [
            moves_as_allowed("match_profile_moves_as_allowed", MATCH_PROFILE_NEXT),
            pgtrigger.ReadOnly(
                name="match_profile_stays_its_persons",
                fields=["round", "registration", "person", "own_token"],
            ),
            pgtrigger.Trigger(
                name="match_profile_of_another_gender_chooses_anew",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("gender"),
                condition=pgtrigger.AnyChange("gender"),
                func="PERFORM events_choose_anew(NEW.id); RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="match_profile_is_shown_as_reviewed",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state="approved"),
                func=NEEDS_ITS_REVIEW,
            ),
        ]

    def __str__(self) -> str:
        return str(self.badge) if self.badge else f"{self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("match_profile", args=[self.round.public_id])

    @property
    def is_admitted(self) -> bool:
        """Reviewed, and the place still stands."""
        return self.state == P.APPROVED and self.registration.state == Registration.State.REGISTERED


class MatchReview(models.Model):
    """资料审核 (review of a profile): who looked at which version, what was ticked, and what became of it."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("资料审核", "通过")
        REFUSED = "refused", pgettext_lazy("资料审核", "请修改")

    profile = models.ForeignKey(
        MatchProfile, models.CASCADE, related_name="reviews", verbose_name=_("相亲资料")
    )
    version = models.PositiveSmallIntegerField(_("资料版本"))
    outcome = models.CharField(_("审核结果"), max_length=10, choices=Outcome)
    checks = models.JSONField(_("核对项目"), default=list)
    note = models.CharField(_("修改意见"), max_length=120, blank=True)
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("审核人"))
    at = models.DateTimeField(_("审核时间"), auto_now_add=True)

    objects = OfMatchProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("相亲资料审核")
        verbose_name_plural = pgettext_lazy("复数", "相亲资料审核")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "version"], name="match_review_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.profile} v{self.version}"
