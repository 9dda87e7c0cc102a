from __future__ import annotations

import uuid
from collections.abc import Mapping

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.querysets import OfEventQuerySet, OfRegistrationQuerySet, RegistrationQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .event import Event, Quota, Session
from .registration_walls import (
    COUNTS_PLACES,
    ENDS_ITS_ROSTER,
    GIVES_ITS_COUPON_BACK,
    IN_A_PART_THAT_IS_THEIRS,
    NEVER_OVERTAKES,
    REVIEWED_FIRST,
    SEATS_FOLLOW_THE_ROSTER,
    TAKES_A_COUPON,
    WAITS_FOR_THE_DRAW,
)


class RegistrationState(models.TextChoices):
    """From the wish to come to what became of it."""

    WAITING = "waiting", pgettext_lazy("活动报名", "候补中")
    OFFERED = "offered", pgettext_lazy("活动报名", "待确认名额")
    REVIEW = "review", pgettext_lazy("活动报名", "审核中")
    REGISTERED = "registered", pgettext_lazy("活动报名", "已报名")
    CANCELLED = "cancelled", pgettext_lazy("活动报名", "已取消")
    LAPSED = "lapsed", pgettext_lazy("活动报名", "名额已过期")
    RELEASED = "released", pgettext_lazy("活动报名", "已失效")


S = RegistrationState
REGISTRATION_NEXT: Mapping[str, tuple[str, ...]] = {
    S.WAITING: (S.OFFERED, S.REVIEW, S.REGISTERED, S.CANCELLED, S.RELEASED),
    S.OFFERED: (S.REVIEW, S.REGISTERED, S.CANCELLED, S.LAPSED, S.RELEASED),
    S.REVIEW: (S.REGISTERED, S.WAITING, S.CANCELLED, S.RELEASED),
    S.REGISTERED: (S.CANCELLED, S.RELEASED),
}
# States that hold places.
HOLDING = (S.OFFERED, S.REVIEW, S.REGISTERED)
# States from which something may still come.
LIVE = (S.WAITING, *HOLDING)


@audited()
class Registration(models.Model):
    """
    活动报名 (registration): one person at one session, with those they bring, or waiting for places.

    A group is all or nothing: its ``seats`` are given together. ``skipped`` counts the smaller ones who
    went ahead of it while too few places were free (`events.services.places`). ``organisation``: whose
    group it is, with a roster of people; ``person`` is then who brings them, and has no place by that.
    """

    State = RegistrationState
    NEXT = REGISTRATION_NEXT

    public_id = models.UUIDField(_("报名编号"), default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(
        Session, models.PROTECT, related_name="registrations", verbose_name=_("活动场次")
    )
    quota = models.ForeignKey(Quota, models.PROTECT, related_name="registrations", verbose_name=_("名额组"))
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="event_registrations", verbose_name=_("报名人")
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("集体报名单位"),
    )
    seats = models.PositiveSmallIntegerField(_("人数"), default=1)
    state = models.CharField(
        pgettext_lazy("活动报名", "状态"),
        max_length=12,
        choices=State,
        default=State.REGISTERED,
        editable=False,
    )
    created_at = models.DateTimeField(_("报名时间"), auto_now_add=True)
    offer_until = models.DateTimeField(_("名额保留至"), null=True, blank=True)
    skipped = models.PositiveSmallIntegerField(_("被越过次数"), default=0, editable=False)
    rank = models.PositiveIntegerField(_("抽签名次"), null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动报名")
        verbose_name_plural = pgettext_lazy("复数", "活动报名")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__range=(1, 60)) | Q(organisation__isnull=False, seats__range=(1, 200)),
                name="registration_brings_somebody",
            ),
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(state__in=LIVE, organisation__isnull=True),
                name="registration_once_per_session",
            ),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(state__in=LIVE, organisation__isnull=False),
                name="registration_one_roster_per_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False),
                name="registration_offer_has_its_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["session", "id"], condition=Q(state="waiting"), name="registration_queue"),
            models.Index(
                fields=["offer_until"], condition=Q(state="offered"), name="registration_offers_by_end"
            ),
            models.Index(fields=["person", "-id"], name="registration_by_person"),
            models.Index(
                fields=["session"], condition=~Q(state="registered"), name="registration_without_a_place"
            ),
        ]
        triggers = [
            moves_as_allowed("registration_moves_as_allowed", REGISTRATION_NEXT),
            pgtrigger.ReadOnly(
                name="registration_stays_in_its_session",
                fields=["session", "quota", "person", "organisation"],
            ),
            pgtrigger.Trigger(
                name="registration_seats_follow_its_roster",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__seats__df=pgtrigger.F("new__seats")),
                func=SEATS_FOLLOW_THE_ROSTER,
            ),
            pgtrigger.Trigger(
                name="registration_ends_its_roster",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__organisation__isnull=False, old__state__in=list(LIVE))
                & ~pgtrigger.Q(new__state__in=list(LIVE)),
                func=ENDS_ITS_ROSTER,
            ),
            pgtrigger.Trigger(
                name="registration_newcomer_never_overtakes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__state__in=list(HOLDING)),
                func=NEVER_OVERTAKES,
            ),
            pgtrigger.Trigger(
                name="registration_in_a_part_that_is_theirs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=IN_A_PART_THAT_IS_THEIRS,
            ),
            pgtrigger.Trigger(
                name="registration_waits_for_the_draw",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state__in=list(HOLDING)),
                func=WAITS_FOR_THE_DRAW,
            ),
            pgtrigger.Trigger(
                name="registration_is_reviewed_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__state="registered"),
                func=REVIEWED_FIRST,
            ),
            pgtrigger.Trigger(
                name="registration_within_the_series_cap",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__organisation__isnull=True, new__state__in=list(LIVE)),
                func=TAKES_A_COUPON,
            ),
            pgtrigger.Trigger(
                name="registration_gives_its_coupon_back",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=list(LIVE)) & ~pgtrigger.Q(new__state__in=list(LIVE)),
                func=GIVES_ITS_COUPON_BACK,
            ),
            pgtrigger.Trigger(
                name="registration_counts_its_places",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=COUNTS_PLACES,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("event_registration", args=[self.public_id])

    @property
    def holds(self) -> bool:
        return self.state in HOLDING

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class RegistrationTransition(Transition):
    """活动报名流转 (transition of a registration)."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="transitions", verbose_name=_("活动报名")
    )

    objects = OfRegistrationQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("活动报名流转")
        verbose_name_plural = pgettext_lazy("复数", "活动报名流转")


class Companion(models.Model):
    """同行人 (companion): whom a registrant brings, by name, for the sign-in sheet."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="companions", verbose_name=_("活动报名")
    )
    number = models.PositiveSmallIntegerField(pgettext_lazy("同行人", "序号"))
    full_name = models.CharField(_("姓名"), max_length=60)

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("同行人")
        verbose_name_plural = pgettext_lazy("复数", "同行人")
        ordering = ["registration", "number"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "number"], name="companion_number_used_once")
        ]

    def __str__(self) -> str:
        return self.full_name


class GuardianPermit(models.Model):
    """
    监护人同意 (guardian's permit): whoever is under 18 comes with it.

    Reference: domain.md §1.4, study tours; kept until the term after the session is over.
    """

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="permit", verbose_name=_("活动报名")
    )
    guardian_name = models.CharField(_("监护人姓名"), max_length=60)
    guardian_mobile = models.CharField(_("监护人电话"), max_length=20)
    relation = models.CharField(_("与报名人关系"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"), auto_now_add=True)

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动监护人同意")
        verbose_name_plural = pgettext_lazy("复数", "活动监护人同意")
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.registration)


@audited()
class Question(models.Model):
    """报名问题 (question): what an event asks of whoever comes, at most 300 characters of answer."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions", verbose_name=_("活动"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("报名问题", "序号"))
    words = models.CharField(pgettext_lazy("报名问题", "问题"), max_length=100)
    words_en = models.CharField(_("英文问题"), max_length=200, blank=True)
    is_required = models.BooleanField(_("必答"), default=False)
    options = models.CharField(_("选项（用顿号隔开，不填为文字）"), max_length=300, blank=True)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名问题")
        verbose_name_plural = pgettext_lazy("复数", "报名问题")
        ordering = ["event", "number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="question_number_used_once")]

    def __str__(self) -> str:
        return self.local_words

    @property
    def local_words(self) -> str:
        return self.words_en if get_language() == "en" and self.words_en else self.words

    @property
    def choices(self) -> list[str]:
        """What may be chosen; none for an answer in words."""
        return [option.strip() for option in self.options.split("、") if option.strip()]


class Answer(models.Model):
    """回答 (answer): with the question as it was asked."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("活动报名")
    )
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, related_name="+", verbose_name=_("报名问题")
    )
    asked = models.CharField(_("当时的问题"), max_length=200)
    words = models.CharField(pgettext_lazy("报名问题", "回答"), max_length=300, blank=True)

    objects = OfRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("报名回答")
        verbose_name_plural = pgettext_lazy("复数", "报名回答")
        ordering = ["registration", "id"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="answer_once_per_question")
        ]

    def __str__(self) -> str:
        return self.asked
