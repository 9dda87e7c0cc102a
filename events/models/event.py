from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from events.querysets import EventQuerySet, OfEventQuerySet, SessionQuerySet, SessionQuotaQuerySet
from zibo_youth.accounts.models import Person, Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .event_words import EVENT_NEXT, SESSION_NEXT, EventKind, EventState, SeriesPer, SessionState
from .venue import Venue

LONGEST = timedelta(days=31)


@audited()
class Event(models.Model):
    """
    活动 (event): what an organiser holds for young people, in one session (场次) or several.

    ``age_from`` and ``age_to`` are years of age on the day of the session, both included; empty means
    no limit. ``most_together``: how many people one registration may bring, the registrant included.
    ``series_most``: how many of its sessions one person may hold or wait for, in a year or in all; 0: any.
    ``roster_most``: how many an organisation may bring by its roster; 0: organisations bring nobody.
    ``invested``: what the event cost altogether, yuan, and what that rests on; told by its office, not shown
    to the public.
    """

    Kind = EventKind
    State = EventState
    NEXT = EVENT_NEXT

    public_id = models.UUIDField(_("活动编号"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(pgettext_lazy("活动", "类别"), max_length=16, choices=EventKind)
    title = models.CharField(pgettext_lazy("活动", "名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    summary = models.TextField(pgettext_lazy("活动", "简介"), max_length=2000)
    summary_en = models.TextField(_("英文简介"), max_length=4000, blank=True)
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("主办单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    contact_phone = models.CharField(_("联系电话"), max_length=30)
    age_from = models.PositiveSmallIntegerField(_("最低年龄"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("最高年龄"), null=True, blank=True)
    most_together = models.PositiveSmallIntegerField(_("一次最多报名人数"), default=1)
    needs_review = models.BooleanField(_("报名须审核"), default=False, db_default=False)
    roster_most = models.PositiveSmallIntegerField(_("单位集体报名最多人数"), default=0, db_default=0)
    series_most = models.PositiveSmallIntegerField(_("每人最多参加场次"), default=0, db_default=0)
    series_per = models.CharField(
        _("按什么计"), max_length=6, choices=SeriesPer, default=SeriesPer.SERIES, db_default="series"
    )
    invested = models.DecimalField(
        _("投入资金（元）"), max_digits=14, decimal_places=2, null=True, blank=True, editable=False
    )
    invested_source = models.CharField(_("投入依据"), max_length=120, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("活动", "状态"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动")
        verbose_name_plural = pgettext_lazy("复数", "活动")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_from__isnull=True) | Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="event_ages_in_order",
                violation_error_message=_("最高年龄不得低于最低年龄"),
            ),
            models.CheckConstraint(
                condition=Q(most_together__range=(1, 60)),
                name="event_takes_one_to_sixty_together",
                violation_error_message=_("一次可报名 1 至 60 人"),
            ),
            models.CheckConstraint(
                condition=Q(roster_most__range=(0, 200)), name="event_takes_rosters_of_at_most_200"
            ),
            models.CheckConstraint(
                condition=Q(invested__isnull=True, invested_source="")
                | (Q(invested__isnull=False, invested__gt=0) & ~Q(invested_source="")),
                name="event_money_rests_on_something",
            ),
        ]
        triggers = [moves_as_allowed("event_moves_as_allowed", EVENT_NEXT)]

    def __str__(self) -> str:
        return self.local_title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.public_id])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def local_summary(self) -> str:
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary


class EventTransition(Transition):
    """活动流转 (transition of an event)."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="transitions", verbose_name=_("活动"))

    objects = OfEventQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("活动流转")
        verbose_name_plural = pgettext_lazy("复数", "活动流转")

    @property
    def label(self) -> str:
        """The state that it led to."""
        return str(EventState(self.to_state).label)


def _hours_in_order() -> Q:
    return Q(
        ends_at__gt=F("starts_at"),
        ends_at__lte=F("starts_at") + LONGEST,
        opens_at__lt=F("closes_at"),
        closes_at__lte=F("ends_at"),
        cancel_until__lte=F("starts_at"),
    )


@audited(exclude=["taken"])
class Session(models.Model):
    """
    场次 (session): an event from one instant to another, at one place, for so many people.

    ``taken`` is how many places are held: kept by the trigger of the registrations, and never above
    ``capacity``, whoever writes. ``attendance`` is how many people were there (人次), told when the
    session was held; figures count it.
    """

    State = SessionState
    NEXT = SESSION_NEXT

    public_id = models.UUIDField(_("场次编号"), default=uuid.uuid4, unique=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions", verbose_name=_("活动"))
    name = models.CharField(pgettext_lazy("场次", "名称"), max_length=40, blank=True)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    place = models.CharField(pgettext_lazy("场次", "地点"), max_length=80)
    venue = models.ForeignKey(
        Venue, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("场地")
    )
    starts_at = models.DateTimeField(pgettext_lazy("场次", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("场次", "结束"))
    opens_at = models.DateTimeField(_("报名开始"))
    closes_at = models.DateTimeField(_("报名截止"))
    cancel_until = models.DateTimeField(_("取消截止"))
    capacity = models.PositiveIntegerField(pgettext_lazy("场次", "名额"))
    taken = models.IntegerField(_("已占名额"), default=0, editable=False)
    state = models.CharField(
        pgettext_lazy("场次", "状态"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    note = models.CharField(_("取消的原因"), max_length=120, blank=True, editable=False)
    attendance = models.PositiveIntegerField(_("参加人次"), null=True, blank=True, editable=False)
    attendance_source = models.CharField(_("人次依据"), max_length=120, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动场次")
        verbose_name_plural = pgettext_lazy("复数", "活动场次")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(condition=_hours_in_order(), name="session_hours_in_order"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="session_never_overfull"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 100_000)), name="session_has_room_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state="held", attendance__isnull=False)
                | (~Q(state="held") & Q(attendance__isnull=True)),
                name="session_held_says_how_many_came",
            ),
            models.CheckConstraint(
                condition=Q(attendance__isnull=True) | ~Q(attendance_source=""),
                name="session_attendance_rests_on_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(note=""), name="session_cancelled_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="session_by_start"),
            models.Index(fields=["event", "starts_at"], name="session_by_event_and_start"),
        ]
        triggers = [moves_as_allowed("session_moves_as_allowed", SESSION_NEXT)]

    def __str__(self) -> str:
        return f"{self.event} {timezone.localtime(self.starts_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return f"{self.event.get_absolute_url()}#s{self.pk}"

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def left(self) -> int:
        """Places that nobody holds."""
        return self.capacity - self.taken

    @property
    def is_of_one_day(self) -> bool:
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)


@audited(exclude=["taken"])
class Quota(models.Model):
    """
    名额组 (quota): a part of a session's places with its own limit and its own queue.

    Quotas may add up to more than the session holds: both limits stand. ``gender`` 0 admits
    everybody (GB/T 2261.1).
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="quotas", verbose_name=_("场次"))
    name = models.CharField(pgettext_lazy("名额组", "名称"), max_length=30)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    gender = models.PositiveSmallIntegerField(
        pgettext_lazy("名额组", "性别"), choices=[(0, _("不限")), *Person.Gender.choices[1:]], default=0
    )
    capacity = models.PositiveIntegerField(pgettext_lazy("名额组", "名额"))
    taken = models.IntegerField(_("已占名额"), default=0, editable=False)

    objects = SessionQuotaQuerySet.as_manager()

    class Meta:
        verbose_name = _("名额组")
        verbose_name_plural = pgettext_lazy("复数", "名额组")
        ordering = ["session", "id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "name"], name="quota_name_used_once"),
            models.UniqueConstraint(fields=["id", "session"], name="quota_session_is_referable"),
            models.CheckConstraint(
                condition=Q(taken__gte=0, taken__lte=F("capacity")), name="quota_never_overfull"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 100_000)), name="quota_has_room_for_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    @property
    def left(self) -> int:
        """Places of this part that nobody holds; the session may have fewer."""
        return self.capacity - self.taken
