from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.round_querysets import (
    ApplicationQuerySet,
    InterviewNoteQuerySet,
    OfApplicationQuerySet,
    PoolQuerySet,
    RoundQuerySet,
)
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .project import ServiceProject
from .volunteer import Volunteer


class RoundState(models.TextChoices):
    """Written, taking applications, closed to them, decided; or called off."""

    DRAFT = "draft", pgettext_lazy("招募", "草稿")
    OPEN = "open", pgettext_lazy("招募", "报名中")
    CLOSED = "closed", pgettext_lazy("招募", "报名截止")
    SETTLED = "settled", pgettext_lazy("招募", "已结束")
    CANCELLED = "cancelled", pgettext_lazy("招募", "已取消")


ROUND_NEXT: Mapping[str, tuple[str, ...]] = {
    RoundState.DRAFT: (RoundState.OPEN, RoundState.CANCELLED),
    RoundState.OPEN: (RoundState.CLOSED, RoundState.CANCELLED),
    RoundState.CLOSED: (RoundState.SETTLED, RoundState.CANCELLED),
}


def _draw_in_order() -> Q:
    """Hash of the seed before applications, hash of the list before the seed, and the seed last."""
    return (
        Q(listed_at__isnull=True, list_hash="", listing="", drawn_at__isnull=True)
        | (Q(listed_at__isnull=False, drawn_at__isnull=True) & ~Q(list_hash="") & ~Q(seed_hash=""))
        | (Q(drawn_at__gt=F("listed_at")) & ~Q(list_hash="") & ~Q(seed_hash="") & ~Q(seed=""))
    )


@audited(exclude=["seed", "listing", "last_number"])
class Round(models.Model):
    """
    招募 (recruitment round): so many places of a project, for whom, from when to when, and how they go.

    Places lie in pools (a university's quota, the open one). ``flows_at`` is the hour from
    which places that nobody of their university waits for go to everyone who waits.
    A draw publishes the hash of its seed when it opens, the hash of its list before, and
    the seed after (docs/reference/draw.md).
    """

    State = RoundState
    NEXT = ROUND_NEXT

    class Method(models.TextChoices):
        FIRST_COME = "first_come", _("先到先得")
        DRAW = "draw", _("公开抽签")
        SELECTION = "selection", _("面试选拔")

    project = models.ForeignKey(
        ServiceProject, models.PROTECT, related_name="rounds", verbose_name=_("志愿服务项目")
    )
    title = models.CharField(pgettext_lazy("招募", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    method = models.CharField(_("录取方式"), max_length=10, choices=Method, default=Method.FIRST_COME)
    opens_at = models.DateTimeField(_("报名开始"))
    closes_at = models.DateTimeField(_("报名截止"))
    serves_from = models.DateField(_("上岗首日"))
    flows_at = models.DateTimeField(
        _("剩余名额开放时间"),
        null=True,
        blank=True,
        help_text=_("到这个时间，没有本校候补的名额开放给全部候补；不填则为截止后的第一个固定时刻"),
    )
    offer_hours = models.PositiveSmallIntegerField(_("录取确认小时数"), default=12)
    short_offer_hours = models.PositiveSmallIntegerField(_("上岗前一天的确认小时数"), default=2)
    bench_percent = models.PositiveSmallIntegerField(_("后备比例（%）"), default=10)
    state = models.CharField(
        pgettext_lazy("招募", "状态"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    last_number = models.PositiveIntegerField(_("最后一个序号"), default=0, editable=False)
    seed = models.CharField(_("抽签种子"), max_length=64, blank=True, editable=False)
    seed_hash = models.CharField(_("种子的哈希"), max_length=64, blank=True, editable=False)
    listing = models.TextField(_("抽签名单"), blank=True, editable=False)
    list_hash = models.CharField(_("名单的哈希"), max_length=64, blank=True, editable=False)
    listed_at = models.DateTimeField(_("名单公布时间"), null=True, blank=True, editable=False)
    drawn_at = models.DateTimeField(_("抽签时间"), null=True, blank=True, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("志愿者", "招募")
        verbose_name_plural = pgettext_lazy("志愿者复数", "招募")
        ordering = ["-opens_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="round_closes_after_it_opens",
                violation_error_message=_("报名截止须晚于报名开始"),
            ),
            models.CheckConstraint(
                condition=Q(offer_hours__range=(1, 240), short_offer_hours__range=(1, 24)),
                name="round_offers_last_some_hours",
            ),
            models.CheckConstraint(condition=Q(bench_percent__lte=100), name="round_bench_is_a_share"),
            models.CheckConstraint(
                condition=~Q(method="draw", state__in=["open", "closed", "settled"]) | ~Q(seed_hash=""),
                name="round_of_draw_commits_to_its_seed",
            ),
            models.CheckConstraint(condition=_draw_in_order(), name="round_draw_goes_in_order"),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="round_by_state_and_close")]
        triggers = [moves_as_allowed("round_moves_as_allowed", ROUND_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("volunteer_round", args=[self.pk])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def is_first_come(self) -> bool:
        return self.method == self.Method.FIRST_COME

    @property
    def is_draw(self) -> bool:
        return self.method == self.Method.DRAW

    def is_taking(self, at: datetime) -> bool:
        """Whether one may apply at this instant."""
        return self.state == self.State.OPEN and self.opens_at <= at < self.closes_at

    def has_flowed(self, at: datetime) -> bool:
        """Whether places that nobody of their university waits for are everyone's."""
        return self.flows_at is not None and self.flows_at <= at

    def offer_ends(self, at: datetime, first_duty: datetime) -> datetime:
        """When an offer made now lapses: sooner on the last day, and never after the work has begun."""
        is_short = first_duty - at <= timedelta(days=1)
        hours = self.short_offer_hours if is_short else self.offer_hours
        return min(at + timedelta(hours=hours), first_duty)

    def has_begun(self, day: date) -> bool:
        return self.serves_from <= day


@audited()
class Pool(models.Model):
    """名额池 (pool): the places of one university in a round, or, without one, the open places."""

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="pools", verbose_name=pgettext_lazy("志愿者", "招募")
    )
    university = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("高校"),
        limit_choices_to={"kind": "university"},
    )
    quota = models.PositiveSmallIntegerField(_("名额"))

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = _("名额池")
        verbose_name_plural = pgettext_lazy("复数", "名额池")
        ordering = ["round", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "university"], name="pool_once_per_university", nulls_distinct=False
            ),
            models.CheckConstraint(condition=Q(quota__range=(1, 5000)), name="pool_has_places"),
            # Targets of composite foreign keys: seats end at the quota, and pools are the round's.
            models.UniqueConstraint(fields=["id", "quota"], name="pool_quota_is_referable"),
            models.UniqueConstraint(fields=["id", "round"], name="pool_round_is_referable"),
        ]

    def __str__(self) -> str:
        return str(self.university) if self.university else str(_("不限学校"))


class ApplicationState(models.TextChoices):
    """From the wish to serve to the place in the event, or the end of it."""

    APPLIED = "applied", pgettext_lazy("招募报名", "已报名")
    OFFERED = "offered", pgettext_lazy("招募报名", "待确认录取")
    ACCEPTED = "accepted", pgettext_lazy("招募报名", "已录取")
    DECLINED = "declined", pgettext_lazy("招募报名", "已放弃")
    EXPIRED = "expired", pgettext_lazy("招募报名", "逾期未确认")
    WAITLISTED = "waitlisted", pgettext_lazy("招募报名", "候补")
    BENCH = "bench", pgettext_lazy("招募报名", "后备")
    RELEASED = "released", pgettext_lazy("招募报名", "已取消录取")
    WITHDRAWN = "withdrawn", pgettext_lazy("招募报名", "已撤回")
    REFUSED = "refused", pgettext_lazy("招募报名", "未录取")


_GONE = (ApplicationState.WITHDRAWN, ApplicationState.REFUSED)
APPLICATION_NEXT: Mapping[str, tuple[str, ...]] = {
    ApplicationState.APPLIED: (ApplicationState.OFFERED, ApplicationState.WAITLISTED, *_GONE),
    ApplicationState.WAITLISTED: (ApplicationState.OFFERED, ApplicationState.BENCH, *_GONE),
    ApplicationState.BENCH: (ApplicationState.OFFERED, *_GONE),
    ApplicationState.OFFERED: (
        ApplicationState.ACCEPTED,
        ApplicationState.DECLINED,
        ApplicationState.EXPIRED,
        ApplicationState.RELEASED,
        ApplicationState.WITHDRAWN,
    ),
    ApplicationState.ACCEPTED: (ApplicationState.RELEASED, ApplicationState.WITHDRAWN),
}
# States that hold a place of a pool.
SEATED = (ApplicationState.OFFERED, ApplicationState.ACCEPTED)
# States in which somebody still hopes for one.
HOPING = (ApplicationState.APPLIED, ApplicationState.WAITLISTED, ApplicationState.BENCH)


def _seat_agrees() -> Q:
    seated = Q(pool__isnull=False, seat__isnull=False, cap__isnull=False)
    standing = Q(pool__isnull=True, seat__isnull=True, cap__isnull=True)
    return (Q(state__in=SEATED) & seated) | (~Q(state__in=SEATED) & standing)


@audited(exclude=["statement"])
class Application(models.Model):
    """
    招募报名 (application): one volunteer in one round.

    ``number`` is the order of coming, given under the round's lock; ``rank`` the order in
    which places go: the number, the draw's, or the interviews'. With a place, ``pool`` and
    ``seat`` name it: from 1 to the pool's quota (``cap``, held to it by a composite foreign
    key: the seat after the last is unwritable).
    """

    State = ApplicationState
    NEXT = APPLICATION_NEXT

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="applications", verbose_name=pgettext_lazy("志愿者", "招募")
    )
    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="applications", verbose_name=_("志愿者")
    )
    home_pool = models.ForeignKey(Pool, models.PROTECT, related_name="+", verbose_name=_("所属名额池"))
    number = models.PositiveIntegerField(pgettext_lazy("招募报名", "序号"), editable=False)
    rank = models.PositiveIntegerField(_("录取顺序"), null=True, blank=True, editable=False)
    pool = models.ForeignKey(
        Pool,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seated",
        verbose_name=_("录取名额池"),
        editable=False,
    )
    seat = models.PositiveSmallIntegerField(_("名额序号"), null=True, blank=True, editable=False)
    cap = models.PositiveSmallIntegerField(_("名额"), null=True, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("招募报名", "状态"),
        max_length=12,
        choices=State,
        default=State.APPLIED,
        editable=False,
    )
    statement = models.CharField(_("报名说明"), max_length=300, blank=True)
    applied_at = models.DateTimeField(_("报名时间"), auto_now_add=True)
    offer_until = models.DateTimeField(_("确认截止"), null=True, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("招募报名")
        verbose_name_plural = pgettext_lazy("复数", "招募报名")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "volunteer"], name="application_once_per_round"),
            models.UniqueConstraint(fields=["round", "number"], name="application_number_given_once"),
            models.UniqueConstraint(fields=["round", "rank"], name="application_rank_given_once"),
            models.UniqueConstraint(fields=["pool", "seat"], name="application_one_volunteer_per_seat"),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(seat__gte=1, seat__lte=F("cap")),
                name="application_seat_exists",
            ),
            models.CheckConstraint(condition=_seat_agrees(), name="application_state_agrees_with_seat"),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False),
                name="application_offer_has_its_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-applied_at"], name="application_by_volunteer"),
            models.Index(
                fields=["round", "rank"],
                condition=Q(state__in=["waitlisted", "bench"]),
                name="application_waiting_by_rank",
            ),
            models.Index(
                fields=["offer_until"], condition=Q(state="offered"), name="application_offers_by_end"
            ),
        ]
        triggers = [moves_as_allowed("application_moves_as_allowed", APPLICATION_NEXT)]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_application", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())

    @property
    def is_hoping(self) -> bool:
        return self.state in HOPING


class ApplicationTransition(Transition):
    """招募报名流转 (transition of an application)."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="transitions", verbose_name=_("招募报名")
    )

    objects = OfApplicationQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("招募报名流转")
        verbose_name_plural = pgettext_lazy("复数", "招募报名流转")


@audited(exclude=["words"])
class InterviewNote(models.Model):
    """面试记录 (interview note): what one interviewer thought; never the applicant's to read."""

    class Recommendation(models.TextChoices):
        TAKE = "take", _("建议录取")
        RESERVE = "reserve", _("建议后备")
        REFUSE = "refuse", _("不建议录取")

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="interview_notes", verbose_name=_("招募报名")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("面试人")
    )
    score = models.PositiveSmallIntegerField(_("评分（0–100）"))
    recommendation = models.CharField(_("面试意见"), max_length=8, choices=Recommendation)
    words = models.CharField(_("面试评语"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("记录时间"), auto_now=True)

    objects = InterviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("面试记录")
        verbose_name_plural = pgettext_lazy("复数", "面试记录")
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "by"], name="interview_note_once_per_interviewer"),
            models.CheckConstraint(condition=Q(score__lte=100), name="interview_score_is_of_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.score}"
