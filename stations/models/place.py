from __future__ import annotations

from datetime import date

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations.querysets import (
    BedQuerySet,
    ClosureQuerySet,
    RoomQuerySet,
    StationPhotoQuerySet,
    StationQuerySet,
)
from zibo_youth.core.audit import audited


@audited(exclude=["queue_unsettled"])
class Station(models.Model):
    """
    青年驿站 (youth station): a house with free beds for young people who come to look for work.

    ``area`` says where it stands, ``reporting_org`` whose monthly report counts
    it: a station in 四宝山街道 lies in 张店区 and is reported by 高新区.
    """

    class Facility(models.TextChoices):
        WIFI = "wifi", _("无线网络")
        LAUNDRY = "laundry", _("洗衣房")
        KITCHEN = "kitchen", _("公共厨房")
        STUDY = "study", _("自习区")
        MEETING = "meeting", _("面试洽谈间")
        PRINTING = "printing", _("简历打印")
        GYM = "gym", _("健身区")
        PARKING = "parking", _("停车场")
        LIFT = "lift", _("电梯")
        ACCESSIBLE = "accessible", _("无障碍房间")

    code = models.SlugField(_("驿站编码"), max_length=20, unique=True)
    name = models.CharField(_("站名"), max_length=40, unique=True)
    name_en = models.CharField(_("英文站名"), max_length=80, blank=True)
    area = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="stations", verbose_name=_("所在区域")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="reported_stations",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    operator = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="operated_stations", verbose_name=_("运营方")
    )
    address = models.CharField(_("地址"), max_length=120)
    latitude = models.DecimalField(_("纬度"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("经度"), max_digits=8, decimal_places=5, null=True, blank=True)
    transport = models.TextField(_("交通"), blank=True)
    phone = models.CharField(_("联系电话"), max_length=30)
    summary = models.TextField(_("简介"), blank=True)
    house_rules = models.TextField(_("入住公约"), blank=True)
    paid_after_cap = models.TextField(_("免费晚数用完后的自费说明"), blank=True)
    facilities = ArrayField(
        models.CharField(max_length=12, choices=Facility), default=list, blank=True, verbose_name=_("设施")
    )
    is_township = models.BooleanField(_("乡镇驿站"), default=False)
    opened_on = models.DateField(pgettext_lazy("驿站", "启用日期"))
    closed_on = models.DateField(_("停办日期"), null=True, blank=True)
    # A bed came free and the queue has not been asked yet: whoever books next asks it first.
    queue_unsettled = models.BooleanField(_("候补待安排"), default=False, db_default=False, editable=False)

    objects = StationQuerySet.as_manager()

    class Meta:
        verbose_name = _("驿站")
        verbose_name_plural = pgettext_lazy("复数", "驿站")
        ordering = ["area__position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="station_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="station_position_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name

    def get_absolute_url(self) -> str:
        return reverse("station_page", args=[self.code])

    def is_open_on(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)


class StationPhoto(models.Model):
    """驿站照片 (photo): what a guest will find, described in words too."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="photos", verbose_name=_("驿站"))
    image = models.ImageField(_("照片"), upload_to="stations/")
    description = models.CharField(_("文字说明"), max_length=120)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = StationPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("驿站照片")
        verbose_name_plural = pgettext_lazy("复数", "驿站照片")
        ordering = ["station", "position", "id"]

    def __str__(self) -> str:
        return self.description


@audited()
class Room(models.Model):
    """
    房间 (room): a shared room holds one gender a night; a flexible one takes that of its first guest.

    A room of people who belong together holds one `Party` a night, and nobody else.
    """

    class GenderMode(models.TextChoices):
        MALE = "male", _("男生房")
        FEMALE = "female", _("女生房")
        FLEXIBLE = "flexible", _("随首位入住者")
        SINGLE = "single", _("单人间")
        PARTY = "party", _("同住间")

    station = models.ForeignKey(Station, models.CASCADE, related_name="rooms", verbose_name=_("驿站"))
    name = models.CharField(_("房号"), max_length=20)
    gender_mode = models.CharField(_("房间类型"), max_length=8, choices=GenderMode)
    floor = models.SmallIntegerField(_("楼层"), default=1)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("房间")
        verbose_name_plural = pgettext_lazy("复数", "房间")
        ordering = ["station", "name"]
        constraints = [
            models.UniqueConstraint(fields=["station", "name"], name="room_name_once_per_station"),
            # Targets of composite foreign keys.
            models.UniqueConstraint(fields=["id", "gender_mode"], name="room_gender_mode_is_referable"),
        ]
        # Nights are booked in it under the lock of its house.
        triggers = [pgtrigger.ReadOnly(name="room_stays_in_its_house", fields=["station"])]

    def __str__(self) -> str:
        return f"{self.station} {self.name}"


@audited()
class Bed(models.Model):
    """床位 (bed): what a guest books; the room decides with whom."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="beds", verbose_name=_("房间"))
    label = models.CharField(_("床号"), max_length=10)

    objects = BedQuerySet.as_manager()

    class Meta:
        verbose_name = _("床位")
        verbose_name_plural = pgettext_lazy("复数", "床位")
        ordering = ["room", "label"]
        constraints = [
            models.UniqueConstraint(fields=["room", "label"], name="bed_label_once_per_room"),
            models.UniqueConstraint(fields=["id", "room"], name="bed_room_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.label}"


@audited()
class Closure(models.Model):
    """停用 (out of service): a station, or one room of it, takes no guests for some nights."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="closures", verbose_name=_("驿站"))
    room = models.ForeignKey(
        Room,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("房间（空为全站）"),
    )
    from_on = models.DateField(_("停用首夜"))
    until_on = models.DateField(_("恢复日期"))
    reason = models.CharField(_("原因"), max_length=120)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("驿站", "停用")
        verbose_name_plural = pgettext_lazy("复数", "停用")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="closure_lasts_a_night"),
        ]

    def __str__(self) -> str:
        return pgettext_lazy("停用", "%(place)s 停用") % {"place": self.room or self.station}
