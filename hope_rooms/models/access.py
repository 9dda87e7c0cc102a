from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.data_classes import NOTES, DataClass, Part, Purpose
from hope_rooms.querysets import AccessGrantQuerySet, AccessQuerySet, ReadingRightQuerySet
from zibo_youth.accounts.matrix_of_care import ROLES_OF_CARE
from zibo_youth.accounts.models import Membership
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import now
from zibo_youth.core.states import moves_as_allowed

from .child import Child

# Break-glass lasts so long and not a minute more (issue: four hours); the database holds it.
EMERGENCY = timedelta(hours=4)


@deconstructible(path="hope_rooms.models.access.TransactionNumber")
class TransactionNumber(Func):
    """The number of the transaction that writes the row; it never comes twice."""

    function = "hope_rooms_transaction"
    output_field = models.BigIntegerField()


# Nobody else has a part in this programme: a bank's officer is no choice on the page of the rights.
OFFICES = [(role.value, role.label) for role in Membership.Role if role.value in ROLES_OF_CARE]


class ReadingRight(models.Model):
    """
    读取权 (reading right): up to which class an office reads of the children in its reach.

    The one home of this rule (reference/welfare.md §7): ``hope_rooms_open`` looks here, and
    docs/reference/data-classes.md is printed from here. ``days_after_handover``: it ends so many days
    after the room was handed over; empty, it does not.
    """

    class Scope(models.TextChoices):
        ORGANISATION = "organisation", _("本镇街")
        DISTRICT = "district", _("本区县")
        CITY = "city", _("全市")

    role = models.CharField(_("角色"), max_length=20, choices=OFFICES, unique=True)
    scope = models.CharField(_("范围"), max_length=12, choices=Scope)
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass)
    days_after_handover = models.PositiveSmallIntegerField(_("交付后天数"), null=True, blank=True)

    objects = ReadingRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("读取权")
        verbose_name_plural = pgettext_lazy("复数", "读取权")
        ordering = ["data_class", "role"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.get_data_class_display()}"


class GrantState(models.TextChoices):
    """Asked for, decided, ended."""

    ASKED = "asked", pgettext_lazy("授权", "待批准")
    GRANTED = "granted", pgettext_lazy("授权", "已批准")
    REFUSED = "refused", pgettext_lazy("授权", "未批准")
    REVOKED = "revoked", pgettext_lazy("授权", "已收回")


GRANT_NEXT: Mapping[str, tuple[str, ...]] = {
    GrantState.ASKED: (GrantState.GRANTED, GrantState.REFUSED),
    GrantState.GRANTED: (GrantState.REVOKED,),
}


@audited()
class AccessGrant(models.Model):
    """
    查阅授权 (grant): one person may read up to one class of one child, for a purpose, from when until when.

    Approval as an object (未成年人网络保护条例 36). A surveyor, a paired volunteer, a visit and
    a counsellor get theirs from the service that names them; somebody of an office asks, and
    another decides; an emergency is taken, lasts four hours, and is looked at on the next day.
    ``part``: only this part of the record, not all up to the class.
    """

    State = GrantState
    NEXT = GRANT_NEXT

    class Kind(models.TextChoices):
        ASKED = "asked", _("申请查阅")
        EMERGENCY = "emergency", _("紧急查阅")
        SURVEY = "survey", _("勘察人员")
        PAIR = "pair", _("结对志愿者")
        VISIT = "visit", _("走访前后看住址")
        COUNSELLOR = "counsellor", _("心理疏导人员")

    child = models.ForeignKey(Child, models.PROTECT, related_name="grants", verbose_name=_("儿童档案"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("查阅人"))
    kind = models.CharField(pgettext_lazy("查阅授权", "类别"), max_length=10, choices=Kind)
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass)
    part = models.CharField(_("仅限部分"), max_length=10, choices=Part, blank=True)
    purpose = models.CharField(_("查阅目的"), max_length=12, choices=Purpose)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    starts_at = models.DateTimeField(pgettext_lazy("授权", "开始"))
    ends_at = models.DateTimeField(pgettext_lazy("授权", "结束"), null=True, blank=True)
    state = models.CharField(pgettext_lazy("授权", "状态"), max_length=8, choices=GrantState, editable=False)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("批准人"),
        editable=False,
    )
    decided_at = models.DateTimeField(
        pgettext_lazy("授权", "批准时间"), null=True, blank=True, editable=False
    )
    answer = models.CharField(pgettext_lazy("授权", "批复意见"), max_length=200, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
        editable=False,
    )
    reviewed_at = models.DateTimeField(_("复核时间"), null=True, blank=True, editable=False)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("查阅授权")
        verbose_name_plural = pgettext_lazy("复数", "查阅授权")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="access_grant_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["asked", "emergency", "visit", "survey"]) | Q(ends_at__isnull=False),
                name="access_grant_of_a_time_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(kind="emergency") | Q(ends_at__lte=F("starts_at") + EMERGENCY),
                name="access_grant_emergency_lasts_four_hours",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["asked", "emergency"]) | ~Q(reason=""),
                name="access_grant_asked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by__isnull=True)
                | Q(kind="emergency", reviewed_at__isnull=False, reviewed_by__isnull=False),
                name="access_grant_review_is_of_an_emergency",
            ),
        ]
        indexes = [
            models.Index(
                fields=["child", "person"], condition=Q(state="granted"), name="access_grant_of_a_reader"
            ),
        ]
        triggers = [moves_as_allowed("access_grant_moves_as_allowed", GRANT_NEXT)]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Where an emergency is looked at; the other kinds have no page."""
        return reverse("hope_emergency", args=[self.pk])

    @property
    def review_due_at(self) -> datetime:
        """Until when somebody else should have looked at an emergency."""
        return self.starts_at + timedelta(hours=settings.HOPE_ROOMS["emergency_review_hours"])

    @property
    def is_review_overdue(self) -> bool:
        return self.reviewed_at is None and now() >= self.review_due_at


class Access(models.Model):
    """
    查阅记录 (access): somebody opened a child's record, which class, for what, on which right.

    Written by ``hope_rooms_open`` and by nothing else: the portal's own role cannot insert, change or
    delete here. The row is the key: row-level security shows a sealed part only in the transaction
    whose number stands in it.
    """

    class Basis(models.TextChoices):
        OFFICE = "office", _("岗位职责")
        GRANT = "grant", _("查阅授权")
        SYSTEM = "system", pgettext_lazy("查阅依据", "系统任务")

    child = models.ForeignKey(Child, models.PROTECT, related_name="accesses", verbose_name=_("儿童档案"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("查阅账号"),
    )
    basis = models.CharField(_("查阅依据"), max_length=8, choices=Basis)
    grant = models.ForeignKey(
        AccessGrant,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accesses",
        verbose_name=_("查阅授权"),
    )
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass)
    part = models.CharField(
        _("仅限部分"), max_length=10, choices=[*Part.choices, (NOTES, _("心理疏导记录"))], blank=True
    )
    purpose = models.CharField(_("查阅目的"), max_length=12, choices=Purpose)
    note = models.CharField(pgettext_lazy("查阅", "说明"), max_length=200, blank=True)
    is_writing = models.BooleanField(_("登记或修改"), default=False)
    transaction_no = models.BigIntegerField(_("事务编号"), db_default=TransactionNumber(), editable=False)
    at = models.DateTimeField(pgettext_lazy("查阅", "时间"), db_default=Now())

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = pgettext_lazy("复数", "查阅记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="office", user__isnull=False, grant__isnull=True)
                | Q(basis="grant", user__isnull=False, grant__isnull=False)
                | Q(basis="system", user__isnull=True, grant__isnull=True),
                name="access_rests_on_one_basis",
            ),
        ]
        indexes = [
            models.Index(fields=["transaction_no", "child"], name="access_is_the_key"),
            models.Index(fields=["child", "-at"], name="access_of_a_child"),
            models.Index(fields=["at"], name="access_by_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="access_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_purpose_display()}"


class AccessAttempt(models.Model):
    """未获准的查阅 (attempt): somebody asked for a child's record without a right to it."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+", verbose_name=_("儿童档案"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查阅账号")
    )
    data_class = models.PositiveSmallIntegerField(_("数据分级"), choices=DataClass)
    purpose = models.CharField(_("查阅目的"), max_length=12, choices=Purpose)
    at = models.DateTimeField(pgettext_lazy("查阅", "时间"), auto_now_add=True)

    objects = AccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("未获准的查阅")
        verbose_name_plural = pgettext_lazy("复数", "未获准的查阅")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_purpose_display()}"
