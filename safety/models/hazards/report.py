from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_querysets import ENDED, TO_MEND, HazardReportQuerySet
from safety.models.enterprise import Enterprise, WorkArea
from zibo_youth.core.private_files import private_storage

from .walls import report_triggers, report_walls
from .words import (
    HAZARD_NEXT,
    HazardCategory,
    HazardOutcome,
    HazardParty,
    HazardPositionFrom,
    HazardRejection,
    HazardSeverity,
    HazardState,
)

FOLDER = "hazards/"


@deconstructible(path="safety.models.hazards.report.HazardNumber")
class HazardNumber(Func):
    """
    隐患编号: by chance and not by count, so that it does not tell when somebody reported.

    Ten signs: with eight, two of a hundred thousand reports would share one (`bench hazard-list` met them).
    """

    template = "'H-' || upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10))"
    output_field = models.CharField(max_length=12)


def moment(label: object) -> models.DateTimeField:
    return models.DateTimeField(label, null=True, blank=True, editable=False)  # type: ignore[arg-type]


def degrees(label: object) -> models.DecimalField:
    """Six places: a tenth of a metre."""
    return models.DecimalField(label, max_digits=9, decimal_places=6, null=True, blank=True)  # type: ignore[arg-type]


class HazardReport(models.Model):
    """
    隐患随手拍 (hazard report): something dangerous that somebody saw, where, how bad, and what became of it.

    It names nobody who saw it: that stands sealed in `HazardReporter`. So its changes are kept in transitions
    of its own, and not in the audit, which would say whose request wrote it. ``sent_key`` is the keyed digest
    of the form's one-time key: a form that is sent twice makes one report.
    """

    State, Category, Severity = HazardState, HazardCategory, HazardSeverity
    Outcome, Rejection, PositionFrom = HazardOutcome, HazardRejection, HazardPositionFrom
    NEXT = HAZARD_NEXT

    public_id = models.UUIDField(_("隐患标识"), default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        _("隐患编号"), max_length=12, unique=True, editable=False, db_default=HazardNumber()
    )
    sent_key = models.UUIDField(_("提交标记"), default=uuid.uuid4, editable=False)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hazards",
        verbose_name=_("企业"),
    )
    work_area = models.ForeignKey(
        WorkArea, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("车间或区域")
    )
    place = models.CharField(pgettext_lazy("隐患", "地点"), max_length=120, blank=True)
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("所属区县")
    )
    latitude = degrees(_("纬度"))
    longitude = degrees(_("经度"))
    position_from = models.CharField(
        _("位置来源"), max_length=6, choices=HazardPositionFrom, blank=True, editable=False
    )
    category = models.CharField(pgettext_lazy("隐患", "类别"), max_length=8, choices=Category)
    severity = models.CharField(_("严重程度"), max_length=8, choices=Severity)
    words = models.CharField(_("隐患情况"), max_length=500)
    photo = models.FileField(
        _("现场照片"), upload_to=FOLDER, storage=private_storage, blank=True, editable=False
    )
    photo_type = models.CharField(_("照片类型"), max_length=20, editable=False)
    photo_digest = models.CharField(_("照片摘要"), max_length=64, editable=False)
    photo_taken_at = moment(_("拍摄时间"))
    photo_gone_at = moment(_("照片清除时间"))
    # Said by the office that accepted it: nobody can be told by a face, a plate or a voice of the picture.
    photo_is_clear = models.BooleanField(_("照片认不出人"), default=False, editable=False)
    state = models.CharField(
        pgettext_lazy("随手拍", "状态"), max_length=14, choices=State, default=State.SUBMITTED, editable=False
    )
    rejection = models.CharField(_("不予受理的理由"), max_length=10, choices=Rejection, blank=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("并入的隐患")
    )
    continues = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="goes_on", verbose_name=_("接续的隐患")
    )
    followers = models.PositiveIntegerField(_("一起上报的人数"), default=0, editable=False)
    # Set by a step that its reporters hear of, and taken off by the telling: it names none of them.
    news_is_owed = models.BooleanField(_("待告知上报人"), default=False, editable=False)
    reported_at = models.DateTimeField(_("上报时间"), db_default=Now(), editable=False)
    accepted_at = moment(_("受理时间"))
    mirrored_at = moment(_("转应急部门时间"))
    assigned_to = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("整改责任人"),
        editable=False,
    )
    assigned_at = moment(_("派单时间"))
    warn_at = moment(_("预警时间"))
    due_at = moment(_("整改期限"))
    transferred_to = models.CharField(_("移交单位"), max_length=80, blank=True, editable=False)
    # What the other body calls it.
    other_number = models.CharField(_("对方受理编号"), max_length=40, blank=True, editable=False)
    fix = models.OneToOneField(
        "safety.HazardFix",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("本次整改"),
    )
    reopened_times = models.PositiveSmallIntegerField(_("退回次数"), default=0, editable=False)
    fixed_at = moment(_("整改时间"))
    verified_at = moment(pgettext_lazy("随手拍", "确认时间"))
    closed_at = moment(_("办结时间"))
    outcome = models.CharField(_("办结结果"), max_length=10, choices=Outcome, blank=True, editable=False)
    points = models.PositiveSmallIntegerField(_("积分"), default=0, editable=False)
    reporters_gone_at = moment(_("上报人清除时间"))
    follow_points = models.PositiveSmallIntegerField(_("一起上报的积分"), default=0, editable=False)

    objects = HazardReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患随手拍")
        verbose_name_plural = pgettext_lazy("复数", "隐患随手拍")
        ordering = ["-reported_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sent_key"], name="hazard_report_sent_once"),
            *report_walls(),
        ]
        indexes = [
            models.Index(fields=["-reported_at", "-id"], name="hazard_report_newest_first"),
            models.Index(fields=["reporting_org", "-reported_at", "-id"], name="hazard_report_of_a_district"),
            models.Index(
                fields=["enterprise", "category", "reported_at"], name="hazard_report_of_enterprise"
            ),
            models.Index(
                fields=["-reported_at", "-id"],
                condition=~Q(state__in=ENDED),
                name="hazard_report_open_first",
            ),
            models.Index(
                fields=["reporting_org", "-reported_at", "-id"],
                condition=~Q(state__in=ENDED),
                name="hazard_report_open_of_district",
            ),
            models.Index(fields=["latitude", "longitude"], name="hazard_report_by_position"),
            models.Index(fields=["id"], condition=Q(news_is_owed=True), name="hazard_report_owes_news"),
            models.Index(fields=["warn_at"], condition=Q(state__in=TO_MEND), name="hazard_report_to_mend"),
        ]
        triggers = report_triggers()

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the offices and the enterprise; the reporter's own is another."""
        return reverse("hazard", args=[self.public_id])

    @property
    def where(self) -> str:
        """In the words of a line: the enterprise and its work area, or the place."""
        parts = [str(part) for part in (self.enterprise, self.work_area) if part]
        return " · ".join([*parts, *([self.place] if self.place else [])])

    @property
    def has_position(self) -> bool:
        return self.latitude is not None

    @property
    def held_by(self) -> str:
        """Whoever has it outside the portal; empty while the portal's own have it."""
        if self.state == HazardState.MIRRORED:
            return str(HazardParty.BUREAU.label)
        return self.transferred_to if self.state == HazardState.TRANSFERRED else ""

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    def is_overdue(self, at: datetime) -> bool:
        """Somebody must mend it, and the time is over."""
        return self.state in TO_MEND and self.due_at is not None and self.due_at <= at

    @property
    def is_fixed(self) -> bool:
        """Confirmed as mended, closed or not yet."""
        return self.verified_at is not None
