from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations.lounge_querysets import (
    LoungeClosureQuerySet,
    LoungeQuerySet,
    LoungeZoneQuerySet,
    OfLoungeQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.calendar import today

# A day has 48 half hours; the one before midnight is never open, for no clock shows 24:00.
LAST_SLOT = 46


class VisitPurpose(models.TextChoices):
    """What a zone is booked for."""

    STUDY = "study", pgettext_lazy("会客厅用途", "学习")
    EXCHANGE = "exchange", pgettext_lazy("会客厅用途", "交流")
    REHEARSAL = "rehearsal", pgettext_lazy("会客厅用途", "活动排练")
    TEAM = "team", pgettext_lazy("会客厅用途", "团队活动")
    OTHER = "other", pgettext_lazy("会客厅用途", "其他")


@audited()
class Lounge(models.Model):
    """
    青年会客厅 (youth lounge): a house of the city with zones that young people use free of charge.

    ``area`` says where it stands, ``reporting_org`` whose monthly report counts it.
    """

    code = models.SlugField(_("会客厅编码"), max_length=20, unique=True)
    name = models.CharField(_("会客厅名称"), max_length=40, unique=True)
    name_en = models.CharField(pgettext_lazy("会客厅", "英文名称"), max_length=80, blank=True)
    area = models.ForeignKey(
        "accounts.Area", models.PROTECT, related_name="lounges", verbose_name=_("所在区域")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="reported_lounges",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    operator = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="operated_lounges", verbose_name=_("运营方")
    )
    address = models.CharField(_("地址"), max_length=120)
    phone = models.CharField(_("联系电话"), max_length=30)
    summary = models.TextField(_("简介"), blank=True)
    image = models.ImageField(_("照片"), upload_to="lounges/", blank=True)
    image_text = models.CharField(_("照片的文字说明"), max_length=120, blank=True)
    opened_on = models.DateField(pgettext_lazy("会客厅", "启用日期"), default=today)
    closed_on = models.DateField(pgettext_lazy("会客厅", "停办日期"), null=True, blank=True)
    is_active = models.BooleanField(pgettext_lazy("会客厅", "开放预约"), default=True)

    objects = LoungeQuerySet.as_manager()

    class Meta:
        verbose_name = _("青年会客厅")
        verbose_name_plural = pgettext_lazy("复数", "青年会客厅")
        ordering = ["area__position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_text=""),
                name="lounge_picture_is_told_in_words",
                violation_error_message=_("有照片时须填写照片的文字说明"),
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="lounge_closes_after_it_opens",
                violation_error_message=_("停办日期不能早于启用日期"),
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name

    def is_open_on(self, day: date) -> bool:
        return self.opened_on <= day and (self.closed_on is None or day < self.closed_on)

    def get_absolute_url(self) -> str:
        return reverse("lounge", args=[self.code])


@audited(exclude=["hall_mode"])
class LoungeZone(models.Model):
    """
    功能区 (zone): what is booked, by half hours.

    An exclusive zone takes one booking at a time, a shared one as many people as
    it has seats, and a hall is made of the zones that name it: who books the
    hall takes all of them. Lengths, buffer included, count half hours.
    """

    class Kind(models.TextChoices):
        AV = "av", _("影音娱乐")
        SPORT = "sport", _("运动健身")
        ARTS = "arts", _("文艺生活")

    class Mode(models.TextChoices):
        EXCLUSIVE = "exclusive", _("整间预约")
        SHARED = "shared", _("按位预约")
        HALL = "hall", _("整厅（含其下各区）")

    lounge = models.ForeignKey(
        Lounge, models.CASCADE, related_name="zones", db_index=False, verbose_name=_("会客厅")
    )
    name = models.CharField(_("功能区名称"), max_length=30)
    name_en = models.CharField(pgettext_lazy("功能区", "英文名称"), max_length=60, blank=True)
    kind = models.CharField(_("功能"), max_length=5, choices=Kind)
    mode = models.CharField(_("预约方式"), max_length=9, choices=Mode)
    hall = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("所属整厅")
    )
    seats = models.PositiveSmallIntegerField(_("可容纳人数"))
    group_most = models.PositiveSmallIntegerField(_("一次最多人数"))
    shortest = models.PositiveSmallIntegerField(_("最短（半小时个数）"), default=1)
    longest = models.PositiveSmallIntegerField(_("最长（半小时个数）"), default=4)
    buffer = models.PositiveSmallIntegerField(_("整理时间（半小时个数）"), default=0)
    horizon_days = models.PositiveSmallIntegerField(_("最远可约天数"), default=28)
    answer_hours = models.PositiveSmallIntegerField(
        _("需审核：几小时内答复（0 为无需审核）"),
        default=0,
        help_text=_("逾期未答复的申请自动退回；最迟在预约开始时"),
    )
    asks_about = ArrayField(
        models.CharField(max_length=9, choices=VisitPurpose),
        default=list,
        blank=True,
        verbose_name=_("哪些用途需审核（不选为全部）"),
    )
    kept_days = models.PositiveSmallIntegerField(
        _("系列预约几天确认一次"),
        default=28,
        help_text=_("更远的各次到期前请本人确认，没有确认的释放"),
    )
    poster_version = models.PositiveSmallIntegerField(
        _("门口海报第几版"), default=1, db_default=1, editable=False
    )
    is_active = models.BooleanField(pgettext_lazy("功能区", "开放预约"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    units = models.GeneratedField(
        expression=Case(When(mode="shared", then=F("seats")), default=Value(1)),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        verbose_name=_("每半小时的份数"),
    )
    hall_mode = models.GeneratedField(
        expression=Case(When(hall__isnull=False, then=Value("hall"))),
        output_field=models.CharField(max_length=9, null=True),
        db_persist=True,
        verbose_name=_("所属整厅的预约方式"),
    )

    objects = LoungeZoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("功能区")
        verbose_name_plural = pgettext_lazy("复数", "功能区")
        ordering = ["lounge", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["lounge", "name"], name="lounge_zone_name_once_per_lounge"),
            # Targets of composite foreign keys.
            models.UniqueConstraint(fields=["id", "units"], name="lounge_zone_units_are_referable"),
            models.UniqueConstraint(fields=["id", "lounge"], name="lounge_zone_lounge_is_referable"),
            models.UniqueConstraint(fields=["id", "lounge", "mode"], name="lounge_zone_mode_is_referable"),
            models.CheckConstraint(
                condition=Q(hall__isnull=True) | ~Q(mode="hall"),
                name="lounge_zone_hall_lies_in_no_hall",
                violation_error_message=_("整厅不能再属于另一个整厅"),
            ),
            models.CheckConstraint(
                condition=Q(shortest__gte=1, longest__gte=F("shortest"), longest__lte=24, buffer__lte=4),
                name="lounge_zone_lengths_in_order",
                violation_error_message=_("时长为半小时至 12 小时，最短不超过最长；整理时间不超过 2 小时"),
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 200), group_most__gte=1, group_most__lte=F("seats")),
                name="lounge_zone_group_has_seats",
                violation_error_message=_("可容纳 1 至 200 人，一次最多人数不超过可容纳人数"),
            ),
            models.CheckConstraint(
                condition=Q(answer_hours__lte=168),
                name="lounge_zone_answers_within_a_week",
                violation_error_message=_("答复时限不超过 168 小时（7 天）"),
            ),
            models.CheckConstraint(
                condition=Q(kept_days__range=(14, 366)),
                name="lounge_zone_series_are_kept_for_weeks",
                violation_error_message=_("系列预约每 14 至 366 天确认一次"),
            ),
        ]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name

    @property
    def is_shared(self) -> bool:
        return self.mode == self.Mode.SHARED

    @property
    def is_moderated(self) -> bool:
        """需审核: what is booked here waits for a yes of the staff."""
        return self.answer_hours > 0

    def asks_for(self, purpose: str) -> bool:
        """Whether a booking for this purpose waits for a yes; a zone that names no purpose asks about all."""
        return self.is_moderated and (not self.asks_about or purpose in self.asks_about)

    @property
    def purposes_asked(self) -> list[str]:
        """The purposes that it asks about, in words; none where it asks about all, or about nothing."""
        return [str(each.label) for each in VisitPurpose if self.is_moderated and each in self.asks_about]


@audited()
class LoungeHours(models.Model):
    """开放时间 (opening hours) of a weekday, or of public holidays; a day without a row is closed."""

    class Day(models.IntegerChoices):
        MONDAY = 1, _("星期一")
        TUESDAY = 2, _("星期二")
        WEDNESDAY = 3, _("星期三")
        THURSDAY = 4, _("星期四")
        FRIDAY = 5, _("星期五")
        SATURDAY = 6, _("星期六")
        SUNDAY = 7, _("星期日")
        HOLIDAY = 8, _("法定节假日")

    lounge = models.ForeignKey(
        Lounge, models.CASCADE, related_name="hours", db_index=False, verbose_name=_("会客厅")
    )
    day = models.PositiveSmallIntegerField(_("星期"), choices=Day)
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))

    objects = OfLoungeQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅开放时间")
        verbose_name_plural = pgettext_lazy("复数", "会客厅开放时间")
        ordering = ["lounge", "day"]
        constraints = [
            models.UniqueConstraint(fields=["lounge", "day"], name="lounge_hours_once_a_day"),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="lounge_hours_close_after_they_open",
                violation_error_message=_("关门须晚于开门"),
            ),
            models.CheckConstraint(
                condition=Q(opens__minute__in=[0, 30], closes__minute__in=[0, 30])
                & Q(opens__second=0, closes__second=0),
                name="lounge_hours_begin_on_the_half_hour",
                violation_error_message=_("时间须是整点或半点"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_day_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


@audited()
class LoungeClosure(models.Model):
    """停用时段 (closure): a lounge, or one zone of it, takes nobody for some time."""

    lounge = models.ForeignKey(Lounge, models.CASCADE, related_name="closures", verbose_name=_("会客厅"))
    zone = models.ForeignKey(
        LoungeZone,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("功能区（空为全部）"),
    )
    from_at = models.DateTimeField(pgettext_lazy("会客厅", "停用起"))
    until_at = models.DateTimeField(pgettext_lazy("会客厅", "停用止"))
    reason = models.CharField(_("原因"), max_length=60)

    objects = LoungeClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("会客厅停用时段")
        verbose_name_plural = pgettext_lazy("复数", "会客厅停用时段")
        ordering = ["-from_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at__gt=F("from_at")), name="lounge_closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(pgettext_lazy("停用", "%(place)s 停用") % {"place": self.zone or self.lounge})
