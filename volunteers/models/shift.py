from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from volunteers.querysets import OfSignupQuerySet, ShiftQuerySet, SignupQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .project import Post
from .volunteer import Volunteer


class ShiftState(models.TextChoices):
    """Open to volunteers, stopped for a while, or gone."""

    OPEN = "open", pgettext_lazy("班次", "开放")
    SUSPENDED = "suspended", pgettext_lazy("班次", "暂停")
    CANCELLED = "cancelled", pgettext_lazy("班次", "已取消")
    CLOSED = "closed", pgettext_lazy("班次", "已结束")


SHIFT_NEXT: Mapping[str, tuple[str, ...]] = {
    ShiftState.OPEN: (ShiftState.SUSPENDED, ShiftState.CANCELLED, ShiftState.CLOSED),
    ShiftState.SUSPENDED: (ShiftState.OPEN, ShiftState.CANCELLED, ShiftState.CLOSED),
}


@audited()
class Shift(models.Model):
    """
    班次 (shift): one post from one instant to another, for so many people.

    ``sign_off_until`` is the last moment at which somebody may leave it without a
    word to the leader. ``seed`` is what its codes of check-in are made of.
    """

    State = ShiftState
    NEXT = SHIFT_NEXT

    public_id = models.UUIDField(_("班次编号"), default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="shifts", verbose_name=_("岗位"))
    starts_at = models.DateTimeField(pgettext_lazy("班次", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("班次", "结束"))
    break_minutes = models.PositiveSmallIntegerField(_("休息分钟"), default=0)
    capacity = models.PositiveSmallIntegerField(_("所需人数"))
    place = models.CharField(pgettext_lazy("班次", "集合地点"), max_length=80)
    sign_off_until = models.DateTimeField(_("退出截止"))
    state = models.CharField(
        pgettext_lazy("班次", "状态"), max_length=10, choices=State, default=State.OPEN, editable=False
    )
    note = models.CharField(_("暂停或取消的原因"), max_length=120, blank=True, editable=False)
    seed = models.UUIDField(_("签到码种子"), default=uuid.uuid4, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿服务班次")
        verbose_name_plural = pgettext_lazy("复数", "志愿服务班次")
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="shift_ends_after_it_starts",
                violation_error_message=_("结束时间须晚于开始时间"),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__lte=F("starts_at") + timedelta(hours=12)),
                name="shift_lasts_twelve_hours_at_most",
                violation_error_message=_("一个班次最长 12 小时"),
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, 1000)), name="shift_has_room_for_somebody"
            ),
            models.CheckConstraint(condition=Q(break_minutes__lte=240), name="shift_break_is_short"),
            models.CheckConstraint(
                condition=Q(sign_off_until__lte=F("starts_at")), name="shift_is_left_before_it_starts"
            ),
            # Targets of composite foreign keys: a signup's hours and the number of seats are the shift's.
            models.UniqueConstraint(fields=["id", "starts_at", "ends_at"], name="shift_hours_are_referable"),
            models.UniqueConstraint(fields=["id", "capacity"], name="shift_capacity_is_referable"),
            models.UniqueConstraint(fields=["id", "post"], name="shift_post_is_referable"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="shift_by_start")]
        triggers = [moves_as_allowed("shift_moves_as_allowed", SHIFT_NEXT)]

    def __str__(self) -> str:
        return f"{self.post} {timezone.localtime(self.starts_at):%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_shift", args=[self.public_id])

    @property
    def planned_minutes(self) -> int:
        """Length of the shift without its break."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60 - self.break_minutes

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at


class SignupState(models.TextChoices):
    """From the wish to serve to what came of it."""

    STANDBY = "standby", pgettext_lazy("班次报名", "候补")
    OFFERED = "offered", pgettext_lazy("班次报名", "候补邀请")
    SIGNED_UP = "signed_up", pgettext_lazy("班次报名", "已报名")
    CHECKED_IN = "checked_in", pgettext_lazy("班次报名", "已签到")
    CHECKED_OUT = "checked_out", pgettext_lazy("班次报名", "已签退")
    ATTENDED = "attended", pgettext_lazy("班次报名", "已确认到岗")
    NO_SHOW = "no_show", pgettext_lazy("班次报名", "未到岗")
    SIGNED_OFF = "signed_off", pgettext_lazy("班次报名", "已退出")
    DECLINED = "declined", pgettext_lazy("班次报名", "未接受")
    RELEASED = "released", pgettext_lazy("班次报名", "已释放")


SIGNUP_NEXT: Mapping[str, tuple[str, ...]] = {
    SignupState.STANDBY: (SignupState.OFFERED, SignupState.SIGNED_OFF, SignupState.RELEASED),
    SignupState.OFFERED: (
        SignupState.SIGNED_UP,
        SignupState.DECLINED,
        SignupState.SIGNED_OFF,
        SignupState.RELEASED,
    ),
    SignupState.SIGNED_UP: (
        SignupState.CHECKED_IN,
        SignupState.SIGNED_OFF,
        SignupState.RELEASED,
        SignupState.NO_SHOW,
    ),
    SignupState.CHECKED_IN: (SignupState.CHECKED_OUT, SignupState.SIGNED_UP),
    SignupState.CHECKED_OUT: (SignupState.ATTENDED, SignupState.NO_SHOW, SignupState.CHECKED_IN),
    # An appeal that was upheld: the leader had not seen who was there.
    SignupState.NO_SHOW: (SignupState.CHECKED_OUT,),
}
# States that hold a seat and the volunteer's time.
HOLDING = (
    SignupState.OFFERED,
    SignupState.SIGNED_UP,
    SignupState.CHECKED_IN,
    SignupState.CHECKED_OUT,
    SignupState.ATTENDED,
)
# States before the shift has begun for this volunteer.
AWAITED = (SignupState.STANDBY, SignupState.OFFERED, SignupState.SIGNED_UP)


def _seat_agrees() -> Q:
    holds = Q(seat__isnull=False, cap__isnull=False)
    return (Q(state__in=HOLDING) & holds) | (~Q(state__in=HOLDING) & Q(seat__isnull=True, cap__isnull=True))


def _times_agree() -> Q:
    came, left = Q(checked_in_at__isnull=False), Q(checked_out_at__isnull=False)
    return (
        (Q(state=SignupState.CHECKED_IN) & came & ~left)
        | (Q(state__in=[SignupState.CHECKED_OUT, SignupState.ATTENDED]) & came & left)
        | (Q(state=SignupState.NO_SHOW))
        | (Q(state__in=[*AWAITED, "signed_off", "declined", "released"]) & ~came & ~left)
    )


@audited()
class Signup(models.Model):
    """
    班次报名 (signup): one volunteer on one shift, or waiting for a place on it.

    While it holds a place it has a seat from 1 to the shift's capacity (``cap``, held to it
    by a composite foreign key: the seat after the last is unwritable), and its hours exclude
    every other that the volunteer holds (``signup_one_place_at_a_time``).
    """

    State = SignupState
    NEXT = SIGNUP_NEXT

    shift = models.ForeignKey(Shift, models.PROTECT, related_name="signups", verbose_name=_("班次"))
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="signups", verbose_name=_("志愿者"))
    starts_at = models.DateTimeField(pgettext_lazy("班次", "开始"), editable=False)
    ends_at = models.DateTimeField(pgettext_lazy("班次", "结束"), editable=False)
    seat = models.PositiveSmallIntegerField(_("位置序号"), null=True, blank=True, editable=False)
    cap = models.PositiveSmallIntegerField(_("所需人数"), null=True, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("班次报名", "状态"),
        max_length=12,
        choices=State,
        default=State.SIGNED_UP,
        editable=False,
    )
    signed_up_at = models.DateTimeField(_("报名时间"), auto_now_add=True)
    offer_until = models.DateTimeField(_("邀请有效期至"), null=True, blank=True)
    checked_in_at = models.DateTimeField(_("签到时间"), null=True, blank=True)
    checked_out_at = models.DateTimeField(_("签退时间"), null=True, blank=True)

    objects = SignupQuerySet.as_manager()

    class Meta:
        verbose_name = _("班次报名")
        verbose_name_plural = pgettext_lazy("复数", "班次报名")
        ordering = ["-starts_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["shift", "seat"], name="signup_one_volunteer_per_seat"),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(seat__gte=1, seat__lte=F("cap")),
                name="signup_seat_exists",
            ),
            models.CheckConstraint(condition=_seat_agrees(), name="signup_state_agrees_with_seat"),
            models.CheckConstraint(condition=_times_agree(), name="signup_state_agrees_with_times"),
            models.CheckConstraint(
                condition=Q(checked_out_at__isnull=True)
                | Q(checked_in_at__isnull=False, checked_out_at__gte=F("checked_in_at")),
                name="signup_leaves_after_it_comes",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered") | Q(offer_until__isnull=False),
                name="signup_offer_has_its_deadline",
            ),
            models.UniqueConstraint(
                fields=["shift", "volunteer"],
                condition=~Q(state__in=["signed_off", "declined", "released"]),
                name="signup_once_per_shift",
            ),
            models.UniqueConstraint(fields=["id", "volunteer"], name="signup_volunteer_is_referable"),
            models.UniqueConstraint(fields=["id", "shift"], name="signup_shift_is_referable"),
        ]
        indexes = [
            models.Index(fields=["volunteer", "-starts_at"], name="signup_by_volunteer_and_time"),
            models.Index(
                fields=["starts_at"],
                condition=Q(state__in=AWAITED),
                name="signup_awaited_by_start",
            ),
            models.Index(
                fields=["offer_until"], condition=Q(state="offered"), name="signup_offers_by_deadline"
            ),
        ]
        triggers = [moves_as_allowed("signup_moves_as_allowed", SIGNUP_NEXT)]

    def __str__(self) -> str:
        return f"{self.shift} · {self.volunteer.volunteer_no}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_signup", args=[self.pk])

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())

    @property
    def holds(self) -> bool:
        return self.state in HOLDING


class SignupTransition(Transition):
    """班次报名流转 (transition of a signup)."""

    signup = models.ForeignKey(Signup, models.CASCADE, related_name="transitions", verbose_name=_("班次报名"))

    objects = OfSignupQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("班次报名流转")
        verbose_name_plural = pgettext_lazy("复数", "班次报名流转")
