from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.building_querysets import SurveyVisitQuerySet
from hope_rooms.querysets import OfRoomQuerySet
from zibo_youth.core.audit import audited

from .room import HopeRoom


class Level(models.TextChoices):
    """Who looks at a room: whoever surveys it, and the three levels that approve and accept it."""

    SURVEY = "survey", _("勘察")
    TOWN = "town", _("镇街")
    DISTRICT = "district", _("区县")
    CITY = "city", _("市级")


class RoomHand(models.Model):
    """
    经手人 (hand): at which level somebody acted on a room; at one level only.

    The one home of "the approver is no surveyor" and "who accepts acted at no other level": whatever
    is surveyed, approved or accepted points here, and one person has one row for one room.
    """

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="hands", verbose_name=_("希望小屋"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("经手人"))
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    at = models.DateTimeField(pgettext_lazy("经手", "时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋经手人")
        verbose_name_plural = pgettext_lazy("复数", "小屋经手人")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="room_hand_acts_at_one_level"),
            # The targets of composite foreign keys.
            models.UniqueConstraint(fields=["id", "level"], name="room_hand_level_is_referable"),
            models.UniqueConstraint(fields=["id", "room"], name="room_hand_room_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.get_level_display()}"


class Rating(models.IntegerChoices):
    """How bad it is, as two people saw it."""

    FINE = 0, pgettext_lazy("勘察评分", "没有问题")
    FAIR = 1, pgettext_lazy("勘察评分", "一般")
    POOR = 2, pgettext_lazy("勘察评分", "较差")
    BAD = 3, pgettext_lazy("勘察评分", "很差")


class Tenure(models.TextChoices):
    """Whose house it is: nothing is built into one that the family may have to leave."""

    OWNED = "owned", _("自有住房")
    RELATIVES = "relatives", _("亲属住房，长期居住")
    RENTED = "rented", _("租住")


class Structure(models.TextChoices):
    """What the look for a dangerous house found."""

    SAFE = "safe", _("未见危险")
    DOUBTFUL = "doubtful", _("疑似危房，待鉴定")
    DANGEROUS = "dangerous", _("危房")


# Criteria of the need score: each a column of `Survey`, rated from 0 to 3; weights stand in the settings.
CRITERIA = ("sleeping", "studying", "crowding", "damp", "wiring")


def rated(label: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=Rating, null=True, blank=True)


@audited()
class Survey(models.Model):
    """
    实地勘察 (survey): what two people found in the home about the room, and nothing about the child.

    ``need_score`` and ``weights`` are frozen when it is handed in: the order of the waiting list is
    explained by them later, too. A proposal that is sent back begins another survey.
    """

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="surveys", verbose_name=_("希望小屋"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("指派人")
    )
    named_at = models.DateTimeField(_("指派时间"), auto_now_add=True)
    length_m = models.DecimalField(_("长（米）"), max_digits=4, decimal_places=2, null=True, blank=True)
    width_m = models.DecimalField(_("宽（米）"), max_digits=4, decimal_places=2, null=True, blank=True)
    height_m = models.DecimalField(_("高（米）"), max_digits=4, decimal_places=2, null=True, blank=True)
    sleeping = rated(_("睡眠条件"))
    studying = rated(_("学习条件"))
    crowding = rated(_("居住拥挤"))
    damp = rated(_("潮湿"))
    wiring = rated(_("电路"))
    tenure = models.CharField(_("房屋权属"), max_length=10, choices=Tenure, blank=True)
    structure = models.CharField(_("房屋安全"), max_length=10, choices=Structure, blank=True)
    note = models.CharField(_("房间说明"), max_length=300, blank=True)
    need_score = models.PositiveSmallIntegerField(_("需求评分"), null=True, blank=True, editable=False)
    weights = models.JSONField(_("评分权重"), default=dict, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("勘察提交时间"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("勘察提交人"),
        editable=False,
    )

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("实地勘察")
        verbose_name_plural = pgettext_lazy("复数", "实地勘察")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(submitted_at__isnull=True), name="survey_one_open_per_room"
            ),
            models.UniqueConstraint(fields=["id", "room"], name="survey_room_is_referable"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True, need_score__isnull=True)
                | Q(
                    *(Q(**{f"{each}__range": (0, 3)}) for each in CRITERIA),
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    need_score__range=(0, 100),
                    length_m__gt=0,
                    width_m__gt=0,
                    height_m__gt=0,
                    tenure__in=Tenure.values,
                    structure__in=Structure.values,
                ),
                name="survey_handed_in_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.pk}"

    @property
    def is_buildable(self) -> bool:
        """Neither a dangerous house nor one that the family may have to leave."""
        return self.structure == Structure.SAFE and self.tenure != Tenure.RENTED


class SurveyVisit(models.Model):
    """
    勘察人 (surveyor of a survey): one of two people whom the district named, and when they came.

    ``tried_alone_at``: when the survey was last handed in while one of them was missing.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="visits", verbose_name=_("实地勘察"))
    hand = models.ForeignKey(RoomHand, models.PROTECT, related_name="visits", verbose_name=_("经手人"))
    place = models.PositiveSmallIntegerField(_("第几人"), choices=[(1, 1), (2, 2)])
    checked_in_at = models.DateTimeField(_("到场时间"), null=True, blank=True, editable=False)
    tried_alone_at = models.DateTimeField(_("未两人到场而提交的时间"), null=True, blank=True, editable=False)

    objects = SurveyVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("勘察人")
        verbose_name_plural = pgettext_lazy("复数", "勘察人")
        ordering = ["survey", "place"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "place"], name="survey_visit_of_two_people"),
            models.UniqueConstraint(fields=["survey", "hand"], name="survey_visit_by_different_people"),
            models.CheckConstraint(condition=Q(place__range=(1, 2)), name="survey_visit_is_first_or_second"),
        ]

    def __str__(self) -> str:
        return f"{self.survey.room.child.code} · {self.place}"


class Approval(models.Model):
    """
    审批 (approval): the district's or the city's answer to a proposed survey.

    Whoever decides surveyed nothing here and decided at no other level: walls to `RoomHand` hold it.
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("小屋审批", "同意")
        RETURNED = "returned", pgettext_lazy("小屋审批", "退回补充")

    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="approvals", verbose_name=_("希望小屋"))
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="approvals", verbose_name=_("实地勘察"))
    hand = models.ForeignKey(RoomHand, models.PROTECT, related_name="approvals", verbose_name=_("审批人"))
    level = models.CharField(_("层级"), max_length=8, choices=Level)
    answer = models.CharField(pgettext_lazy("小屋审批", "意见"), max_length=8, choices=Answer)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    at = models.DateTimeField(pgettext_lazy("小屋审批", "时间"), auto_now_add=True)

    objects = OfRoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("小屋审批")
        verbose_name_plural = pgettext_lazy("复数", "小屋审批")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "level"], name="approval_once_per_level"),
            models.CheckConstraint(
                condition=Q(level__in=["district", "city"]), name="approval_is_of_district_or_city"
            ),
            models.CheckConstraint(
                condition=Q(answer="agreed") | ~Q(reason=""), name="approval_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room.child.code} · {self.get_level_display()}"
