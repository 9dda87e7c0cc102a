from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.models.registration import Registration
from events.querysets import AttendanceQuerySet
from zibo_youth.core.audit import audited


@audited()
class Attendance(models.Model):
    """
    到场情况 (attendance): what became of one confirmed seat, settled when the session is over.

    ``seat`` 1 is the registrant. ``minutes`` are those inside within the hours of the session, whole ones,
    rounded down. Absent is whoever was confirmed and never came in. It follows from the scans alone and is
    settled again when they change (`events.services.checkin.settling`).
    """

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="attendances", verbose_name=_("活动报名")
    )
    seat = models.PositiveSmallIntegerField(pgettext_lazy("入场记录", "第几人"), default=1)
    attended = models.BooleanField(_("到场"))
    minutes = models.PositiveIntegerField(_("在场分钟数"), default=0)
    days = models.PositiveSmallIntegerField(_("到场天数"), default=0)
    came_at = models.DateTimeField(_("首次入场"), null=True, blank=True)
    left_at = models.DateTimeField(_("最后离场"), null=True, blank=True)
    settled_at = models.DateTimeField(_("核定时间"), auto_now=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("到场情况")
        verbose_name_plural = pgettext_lazy("复数", "到场情况")
        ordering = ["registration", "seat"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "seat"], name="attendance_once_for_each_seat"),
            models.CheckConstraint(
                condition=Q(attended=True, came_at__isnull=False, days__gte=1)
                | Q(attended=False, came_at__isnull=True, left_at__isnull=True, minutes=0, days=0),
                name="attendance_of_who_came_says_when",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("came_at")),
                name="attendance_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["registration"], condition=Q(attended=True), name="attendance_of_who_came")
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}-{self.seat}"
