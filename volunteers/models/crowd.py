from __future__ import annotations

from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.crowd_querysets import CrowdSessionQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class CrowdState(models.TextChoices):
    """Counted by one person, confirmed by another; what was wrong is voided and counted anew."""

    RECORDED = "recorded", pgettext_lazy("活动场次", "待确认")
    CONFIRMED = "confirmed", pgettext_lazy("活动场次", "已确认")
    VOIDED = "voided", pgettext_lazy("活动场次", "已作废")


CROWD_NEXT: Mapping[str, tuple[str, ...]] = {
    CrowdState.RECORDED: (CrowdState.CONFIRMED, CrowdState.VOIDED),
    CrowdState.CONFIRMED: (CrowdState.VOIDED,),
}
# Of students and of parents at one session: more is a slip of the finger.
MOST_PEOPLE = 20_000


class CrowdKind(models.TextChoices):
    """What a session was; those with children in company have rules of their own."""

    EXAM_RELIEF = "exam_relief", pgettext_lazy("活动场次", "中高考护航减压")
    WATER_SAFETY = "water_safety", pgettext_lazy("活动场次", "防溺水教育")
    LAW = "law", pgettext_lazy("活动场次", "普法宣传")
    CITY_TRIP = "city_trip", pgettext_lazy("活动场次", "感受城市")
    GROUP_CARE = "group_care", pgettext_lazy("活动场次", "集体陪伴")
    DISABILITY = "disability", pgettext_lazy("活动场次", "助残志愿服务")
    FAMILY_MEET = "family_meet", pgettext_lazy("活动场次", "服刑人员未成年子女亲情见面会")
    OTHER = "other", pgettext_lazy("活动场次", "其他")


# Children are in the hands of the organiser: consents, adults and head-counts are told beside the count.
WITH_CHILDREN = (CrowdKind.CITY_TRIP, CrowdKind.GROUP_CARE, CrowdKind.DISABILITY, CrowdKind.FAMILY_MEET)
# Two adults are with children, whatever they do (reference/welfare.md S1).
LEAST_ADULTS = 2


def _times_agree() -> Q:
    confirmed = Q(confirmed_at__isnull=False, confirmed_by__isnull=False)
    open_ = Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
    voided = Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(reason="")
    standing = Q(voided_at__isnull=True, voided_by__isnull=True, reason="")
    return (
        (Q(state="recorded") & open_ & standing)
        | (Q(state="confirmed") & confirmed & standing)
        | (Q(state="voided") & (open_ | confirmed) & voided)
    )


@audited(exclude=["visitors"])
class CrowdSession(models.Model):
    """
    活动场次 (session): a mass youth event and how many came, students and parents apart, nobody by name.

    The numbers are written once: figures rest on them. What was wrong is voided with a
    reason, and another session takes its place (``corrects``). Where children are in the
    organiser's company, ``consents`` counts the guardians who agreed, ``companions`` the adults,
    ``returned`` the children counted again at the end.
    """

    State = CrowdState
    NEXT = CROWD_NEXT

    Kind = CrowdKind

    kind = models.CharField(pgettext_lazy("活动场次", "类别"), max_length=12, choices=CrowdKind)
    title = models.CharField(pgettext_lazy("活动场次", "活动名称"), max_length=60)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    organiser = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("组织单位")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+", verbose_name=_("填报单位")
    )
    place = models.CharField(pgettext_lazy("活动场次", "地点"), max_length=80)
    held_on = models.DateField(_("举办日期"))
    students = models.PositiveIntegerField(_("学生人次"))
    parents = models.PositiveIntegerField(_("家长人次"), default=0)
    visitors = models.GeneratedField(
        expression=F("students") + F("parents"),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
        verbose_name=_("参加人次"),
    )
    consents = models.PositiveIntegerField(_("监护人同意份数"), default=0)
    companions = models.PositiveIntegerField(_("随行成人人数"), default=0)
    returned = models.PositiveIntegerField(_("返回时清点人数"), default=0)
    remark = models.CharField(pgettext_lazy("活动场次", "备注"), max_length=200, blank=True)
    state = models.CharField(
        pgettext_lazy("活动场次", "状态"),
        max_length=10,
        choices=State,
        default=State.RECORDED,
        editable=False,
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("作废人"),
    )
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    reason = models.CharField(_("作废理由"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("更正的场次"),
    )

    objects = CrowdSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("活动场次")
        verbose_name_plural = pgettext_lazy("复数", "活动场次")
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(students__lte=MOST_PEOPLE, parents__lte=MOST_PEOPLE)
                & (Q(students__gte=1) | Q(parents__gte=1)),
                name="crowd_session_counts_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")),
                name="crowd_session_confirmed_by_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=WITH_CHILDREN)
                | Q(consents__gte=F("students"), companions__gte=LEAST_ADULTS, returned=F("students")),
                name="crowd_session_with_children_is_agreed_and_accompanied",
            ),
            models.CheckConstraint(condition=_times_agree(), name="crowd_session_state_agrees_with_times"),
        ]
        indexes = [
            models.Index(
                fields=["kind", "held_on"], condition=Q(state="confirmed"), name="crowd_session_counted"
            )
        ]
        triggers = [
            moves_as_allowed("crowd_session_moves_as_allowed", CROWD_NEXT),
            pgtrigger.ReadOnly(
                name="crowd_session_is_counted_once",
                fields=[
                    *("kind", "organiser", "reporting_org", "held_on", "students", "parents"),
                    *("consents", "companions", "returned", "recorded_by", "corrects"),
                ],
            ),
            pgtrigger.Protect(name="crowd_session_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.local_title} {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("crowd_session", args=[self.pk])

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title
