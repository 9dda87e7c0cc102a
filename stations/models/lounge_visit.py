from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.lounge_querysets import LoungeSeriesQuerySet, LoungeVisitQuerySet, OfVisitQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import at
from zibo_youth.core.states import moves_as_allowed

from .lounge import LAST_SLOT, VisitPurpose


@deconstructible(path="stations.models.lounge_visit.VisitReference")
class VisitReference(Func):
    """预约编号: HK, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "stations_lounge_visit_reference"
    output_field = models.CharField(max_length=24)


class VisitState(models.TextChoices):
    """From the request or the booking to the last word on it."""

    REQUESTED = "requested", pgettext_lazy("会客厅预约", "待审核")
    BOOKED = "booked", pgettext_lazy("会客厅预约", "待到场")
    CHECKED_IN = "checked_in", pgettext_lazy("会客厅预约", "使用中")
    COMPLETED = "completed", pgettext_lazy("会客厅预约", "已完成")
    CANCELLED = "cancelled", pgettext_lazy("会客厅预约", "已取消")
    NO_SHOW = "no_show", pgettext_lazy("会客厅预约", "未到场")
    REFUSED = "refused", pgettext_lazy("会客厅预约", "未通过")
    LAPSED = "lapsed", pgettext_lazy("会客厅预约", "逾期未审")


VISIT_NEXT: Mapping[str, tuple[str, ...]] = {
    VisitState.REQUESTED: (VisitState.BOOKED, VisitState.REFUSED, VisitState.LAPSED, VisitState.CANCELLED),
    VisitState.BOOKED: (VisitState.CHECKED_IN, VisitState.CANCELLED, VisitState.NO_SHOW),
    # Back to awaited: whoever has checked in by the poster at the door was not there.
    VisitState.CHECKED_IN: (VisitState.COMPLETED, VisitState.BOOKED),
}
# States before the visit begins, and those that hold half hours of a zone.
AWAITED = (VisitState.REQUESTED, VisitState.BOOKED)
HOLDING = (*AWAITED, VisitState.CHECKED_IN)
# States in which everything was given back.
GIVEN_BACK = (VisitState.CANCELLED, VisitState.REFUSED, VisitState.LAPSED)


def _times_agree() -> Q:
    came, ended = Q(checked_in_at__isnull=False), Q(ended_at__isnull=False)
    return (
        (Q(state__in=AWAITED) & ~came & ~ended)
        | (Q(state=VisitState.CHECKED_IN) & came & ~ended)
        | (Q(state=VisitState.COMPLETED) & came & ended)
        | (Q(state__in=[*GIVEN_BACK, VisitState.NO_SHOW]) & ~came & ended)
    )


class LoungeSeries(models.Model):
    """
    系列预约 (series): the same zone at the same hour, week after week.

    Visits up to ``kept_through`` stand; whether the later ones do is asked, and answered
    until ``answer_by``. Without a later visit ``kept_through`` is empty.
    """

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="lounge_series", verbose_name=_("预约人")
    )
    zone = models.ForeignKey(
        "stations.LoungeZone", models.PROTECT, related_name="+", db_index=False, verbose_name=_("功能区")
    )
    first_on = models.DateField(_("首次日期"))
    weeks = models.PositiveSmallIntegerField(_("连续几周"))
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    kept_through = models.DateField(_("已确认至"), null=True, blank=True)
    answer_by = models.DateTimeField(_("确认期限"), null=True, blank=True)
    released_at = models.DateTimeField(_("释放时间"), null=True, blank=True)

    objects = LoungeSeriesQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅系列预约")
        verbose_name_plural = pgettext_lazy("复数", "会客厅系列预约")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(weeks__range=(2, 12)), name="lounge_series_lasts_weeks"),
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(kept_through__isnull=False, released_at__isnull=True),
                name="lounge_series_asks_about_later_visits",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kept_through"],
                condition=Q(kept_through__isnull=False, released_at__isnull=True),
                name="lounge_series_by_time_to_ask",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_on} × {self.weeks}"

    def get_absolute_url(self) -> str:
        return reverse("lounge_series", args=[self.pk])


@audited(inserts=False)
class LoungeVisit(models.Model):
    """
    会客厅预约 (visit): one person, alone or with a group, in one zone over some half hours of a day.

    While it holds them, `LoungeSlot` has a row for each; what it takes of the
    person's week stands in `LoungeCoupon`. ``kept_until`` is the moment from
    which the place may go to somebody else, ``answer_by`` that until which a
    request is decided.
    """

    State = VisitState
    NEXT = VISIT_NEXT

    reference = models.CharField(
        _("预约编号"), max_length=24, unique=True, editable=False, db_default=VisitReference()
    )
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="lounge_visits", verbose_name=_("预约人")
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("提交账号")
    )
    lounge = models.ForeignKey(
        "stations.Lounge", models.PROTECT, related_name="visits", db_index=False, verbose_name=_("会客厅")
    )
    zone = models.ForeignKey(
        "stations.LoungeZone", models.PROTECT, related_name="visits", verbose_name=_("功能区")
    )
    series = models.ForeignKey(
        LoungeSeries,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        verbose_name=_("系列预约"),
    )
    date = models.DateField(pgettext_lazy("会客厅预约", "日期"))
    start = models.TimeField(pgettext_lazy("会客厅预约", "开始"))
    end = models.TimeField(pgettext_lazy("会客厅预约", "结束"))
    group_size = models.PositiveSmallIntegerField(_("人数"), default=1)
    purpose = models.CharField(
        pgettext_lazy("会客厅", "用途"),
        max_length=9,
        choices=VisitPurpose,
        default=VisitPurpose.OTHER,
        db_default=VisitPurpose.OTHER,
    )
    state = models.CharField(
        pgettext_lazy("会客厅预约", "状态"), max_length=10, choices=State, default=State.BOOKED
    )
    code = models.CharField(_("签到码"), max_length=6)
    kept_until = models.DateTimeField(_("位置保留至"))
    answer_by = models.DateTimeField(_("审核期限"), null=True, blank=True)
    proposed_zone = models.ForeignKey(
        "stations.LoungeZone",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("建议改约"),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("代替哪份预约"),
    )
    booked_at = models.DateTimeField(pgettext_lazy("会客厅预约", "预约时间"), auto_now_add=True)
    checked_in_at = models.DateTimeField(_("签到时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("终止时间"), null=True, blank=True)

    objects = LoungeVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅预约")
        verbose_name_plural = pgettext_lazy("复数", "会客厅预约")
        ordering = ["-date", "-start", "-id"]
        indexes = [
            models.Index(fields=["lounge", "date"], name="lounge_visit_by_lounge_and_day"),
            models.Index(
                fields=["kept_until"], condition=Q(state="booked"), name="lounge_visit_awaited_by_time"
            ),
            models.Index(
                fields=["answer_by"], condition=Q(state="requested"), name="lounge_visit_asked_by_time"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["lounge", "code"],
                condition=Q(state__in=AWAITED),
                name="lounge_visit_code_names_one",
            ),
            models.CheckConstraint(
                condition=~Q(state=VisitState.REQUESTED) | Q(answer_by__isnull=False),
                name="lounge_visit_request_has_its_deadline",
            ),
            models.UniqueConstraint(fields=["id", "person"], name="lounge_visit_person_is_referable"),
            models.UniqueConstraint(fields=["id", "group_size"], name="lounge_visit_group_is_referable"),
            models.UniqueConstraint(fields=["replaces"], name="lounge_visit_is_replaced_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="lounge_visit_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(
                    start__minute__in=[0, 30], end__minute__in=[0, 30], start__second=0, end__second=0
                ),
                name="lounge_visit_begins_on_the_half_hour",
            ),
            models.CheckConstraint(condition=Q(group_size__gte=1), name="lounge_visit_is_of_somebody"),
            models.CheckConstraint(condition=_times_agree(), name="lounge_visit_state_agrees_with_times"),
        ]
        triggers = [moves_as_allowed("lounge_visit_moves_as_allowed", VISIT_NEXT)]

    def __str__(self) -> str:
        return self.reference or str(_("会客厅预约"))

    def get_absolute_url(self) -> str:
        return reverse("lounge_visit", args=[self.reference])

    @property
    def starts_at(self) -> datetime:
        return at(self.date, self.start)

    @property
    def ends_at(self) -> datetime:
        return at(self.date, self.end)

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())


class LoungeVisitTransition(Transition):
    """会客厅预约流转 (transition of a visit)."""

    visit = models.ForeignKey(
        LoungeVisit, models.CASCADE, related_name="transitions", verbose_name=_("会客厅预约")
    )

    objects = OfVisitQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("会客厅预约流转")
        verbose_name_plural = pgettext_lazy("复数", "会客厅预约流转")


class LoungeSlot(models.Model):
    """
    时段占用 (slot): one half hour of one zone, or of one of its seats, held by one visit.

    A hall holds the slots of its zones and a buffer those after the visit, so one
    constraint answers for all of them. ``cap`` is the zone's number of seats,
    held to it by a composite foreign key: the seat after the last is unwritable.
    """

    visit = models.ForeignKey(LoungeVisit, models.CASCADE, related_name="slots", verbose_name=_("会客厅预约"))
    zone = models.ForeignKey(
        "stations.LoungeZone", models.PROTECT, related_name="slots", db_index=False, verbose_name=_("功能区")
    )
    date = models.DateField(pgettext_lazy("会客厅预约", "日期"))
    slot = models.PositiveSmallIntegerField(_("当日第几个半小时"))
    seat = models.PositiveSmallIntegerField(_("位置序号"))
    cap = models.PositiveSmallIntegerField(_("位置总数"))

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅时段占用")
        verbose_name_plural = pgettext_lazy("复数", "会客厅时段占用")
        ordering = ["date", "zone", "slot", "seat"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "date", "slot", "seat"], name="lounge_slot_one_visit_per_seat"
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1, seat__lte=F("cap")), name="lounge_slot_seat_exists"
            ),
            models.CheckConstraint(condition=Q(slot__lte=LAST_SLOT), name="lounge_slot_lies_in_the_day"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.slot} / {self.seat}"
