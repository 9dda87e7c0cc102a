from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_querysets import OfHazardQuerySet
from zibo_youth.core.private_files import private_storage

from .report import FOLDER, HazardReport, degrees, moment
from .walls import SAME_PLACE_AND_LATER, whole_position


class FixAnswer(models.TextChoices):
    """What somebody says of a repair."""

    YES = "yes", _("已整改")
    NO = "no", _("没有整改好")


def _answer(label: object) -> models.CharField:
    return models.CharField(label, max_length=3, choices=FixAnswer, blank=True, editable=False)  # type: ignore[arg-type]


class HazardFix(models.Model):
    """
    整改 (fix): what the enterprise says is mended, with a picture of the same place taken afterwards.

    ``distance_m``: metres between the two pictures, reckoned by the database where both tell their position;
    where one does not, the office says that it looked (``place_seen``). ``not_before``: the after-photo
    is younger than this, read by the database from the report or the answer before.
    """

    Answer = FixAnswer

    public_id = models.UUIDField(_("整改标识"), default=uuid.uuid4, unique=True, editable=False)
    hazard = models.ForeignKey(
        HazardReport, models.PROTECT, related_name="fixes", verbose_name=_("隐患随手拍")
    )
    number = models.PositiveSmallIntegerField(_("第几次整改"))
    words = models.CharField(_("整改措施"), max_length=300)
    photo = models.FileField(
        _("整改后照片"), upload_to=FOLDER, storage=private_storage, blank=True, editable=False
    )
    photo_type = models.CharField(_("照片类型"), max_length=20, editable=False)
    photo_digest = models.CharField(_("照片摘要"), max_length=64, editable=False)
    photo_taken_at = moment(_("拍摄时间"))
    photo_gone_at = moment(_("照片清除时间"))
    latitude = degrees(_("纬度"))
    longitude = degrees(_("经度"))
    distance_m = models.PositiveIntegerField(_("与原照片相距（米）"), null=True, blank=True, editable=False)
    most_m = models.PositiveIntegerField(_("允许的距离（米）"), editable=False)
    not_before = moment(_("须晚于"))
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("填报人"), editable=False
    )
    claimed_at = models.DateTimeField(_("填报时间"), db_default=Now(), editable=False)
    answer_by = models.DateTimeField(pgettext_lazy("随手拍", "确认期限"), editable=False)
    reporter_answer = _answer(_("上报人的答复"))
    reporter_answered_at = moment(_("上报人答复时间"))
    reporter_words = models.CharField(_("上报人的说明"), max_length=200, blank=True, editable=False)
    officer_answer = _answer(_("团组织的答复"))
    officer_answered_at = moment(_("团组织答复时间"))
    officer_words = models.CharField(_("团组织的说明"), max_length=200, blank=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("随手拍", "答复人"),
        editable=False,
    )
    place_seen = models.BooleanField(_("看过两张照片是同一处"), default=False, editable=False)

    objects = OfHazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患整改")
        verbose_name_plural = pgettext_lazy("复数", "隐患整改")
        ordering = ["hazard", "number"]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "number"], name="hazard_fix_numbered_once"),
            models.CheckConstraint(
                condition=~Q(photo="") | Q(photo_gone_at__isnull=False), name="hazard_fix_shows_a_photo"
            ),
            models.CheckConstraint(condition=whole_position(), name="hazard_fix_position_is_whole"),
            models.CheckConstraint(
                condition=Q(distance_m__isnull=True) | Q(distance_m__lte=F("most_m")),
                name="hazard_fix_at_the_same_place",
            ),
            models.CheckConstraint(
                condition=Q(photo_taken_at__isnull=True) | Q(photo_taken_at__gt=F("not_before")),
                name="hazard_fix_photo_is_taken_afterwards",
            ),
            models.CheckConstraint(
                condition=Q(reporter_answer="", reporter_answered_at__isnull=True)
                | ~Q(reporter_answer="") & Q(reporter_answered_at__isnull=False),
                name="hazard_fix_reporter_answer_says_when",
            ),
            models.CheckConstraint(
                condition=Q(officer_answer="", officer_answered_at__isnull=True, officer__isnull=True)
                | ~Q(officer_answer="") & Q(officer_answered_at__isnull=False, officer__isnull=False),
                name="hazard_fix_officer_answer_says_by_whom",
            ),
            models.CheckConstraint(
                condition=(~Q(officer_answer="no") | ~Q(officer_words=""))
                & (~Q(reporter_answer="no") | ~Q(reporter_words="")),
                name="hazard_fix_refused_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(officer_answer="yes") | Q(distance_m__isnull=False) | Q(place_seen=True),
                name="hazard_fix_agreed_at_the_same_place",
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=True) | ~Q(officer=F("claimed_by")),
                name="hazard_fix_agreed_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="hazard_fix_same_place_and_later",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=SAME_PLACE_AND_LATER,
            ),
            pgtrigger.ReadOnly(
                name="hazard_fix_stays_as_claimed",
                fields=["hazard", "number", "latitude", "longitude", "photo_digest", "distance_m", "most_m"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hazard} · {self.number}"
