from __future__ import annotations

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from stations.policy_querysets import ReferralChannelQuerySet, StayPolicyQuerySet
from zibo_youth.accounts.models import Person
from zibo_youth.core.audit import audited


class Purpose(models.TextChoices):
    """来淄事由 (purpose of visit)."""

    JOB_SEEKING = "job_seeking", _("求职招聘")
    BUSINESS_SCOUTING = "business_scouting", _("创业考察")
    ACADEMIC_EXCHANGE = "academic_exchange", _("学术交流")
    INTERNSHIP = "internship", _("实习见习")


def all_purposes() -> list[str]:
    return list(Purpose.values)


@audited()
class StayPolicy(models.Model):
    """
    入住政策 (stay policy): every number of the stay rules, valid from a day on.

    A stay remembers the version that admitted it, and its nights carry the cap
    of that version, so a later policy never changes what was granted. Defaults:
    Zibo's rule of November 2020 and the press figures of June 2021
    (reference/domain.md §1.3); the cap counts per calendar year of the night.
    """

    effective_from = models.DateField(_("生效日期"), unique=True)
    source = models.CharField(_("依据"), max_length=120)
    max_free_nights = models.PositiveSmallIntegerField(_("每年免费晚数"), default=6)
    max_stays_per_window = models.PositiveSmallIntegerField(_("每年入住次数"), default=3)
    max_nights_per_stay = models.PositiveSmallIntegerField(
        _("每次晚数上限（空为不另限）"), null=True, blank=True
    )
    min_age = models.PositiveSmallIntegerField(_("最小年龄"), default=18)
    max_age = models.PositiveSmallIntegerField(_("最大年龄"), default=35)
    min_education = models.CharField(
        _("最低学历（空为不限）"),
        max_length=10,
        choices=Person.Education,
        blank=True,
        default="",
        db_default="",
    )
    native_excluded = models.BooleanField(_("仅限非淄博籍"), default=True)
    allowed_purposes = ArrayField(
        models.CharField(max_length=20, choices=Purpose), default=all_purposes, verbose_name=_("允许的事由")
    )
    evidence_required = models.BooleanField(_("须上传证明"), default=True)
    lead_days = models.PositiveSmallIntegerField(_("提前天数"), default=3)
    lead_in_workdays = models.BooleanField(_("提前天数按工作日计"), default=False)
    horizon_days = models.PositiveSmallIntegerField(_("最远可约天数"), default=30)
    review_hours = models.PositiveSmallIntegerField(_("审核时限（工作日小时）"), default=24)
    review_release_hours = models.PositiveSmallIntegerField(
        _("审核超期后放开床位的工作日小时数（0 为等到入住日）"), default=24, db_default=24
    )
    two_reviewers = models.BooleanField(_("须两人审核（初审、复核）"), default=False, db_default=False)
    answer_hours = models.PositiveSmallIntegerField(
        _("补正期限（工作日小时，0 为等到入住日）"), default=48, db_default=48
    )
    no_show_at = models.TimeField(_("未入住判定时刻（入住次日）"), default=time(0, 0))
    no_show_limit = models.PositiveSmallIntegerField(_("未入住次数上限"), default=2)
    suspension_days = models.PositiveSmallIntegerField(_("暂停天数"), default=180)
    strike_window_days = models.PositiveSmallIntegerField(_("失约记录累计天数"), default=365)
    late_cancels_per_no_show = models.PositiveSmallIntegerField(_("几次临近取消计一次未入住"), default=2)
    appeal_days = models.PositiveSmallIntegerField(_("申诉期限（天）"), default=30)
    reinstate_hours = models.PositiveSmallIntegerField(_("判定未入住后可恢复的小时数"), default=24)
    cancel_free_until = models.TimeField(_("免责取消时刻（入住前一日）"), default=time(18, 0))
    check_in_from = models.TimeField(_("入住起"), default=time(14, 0))
    check_out_by = models.TimeField(_("退房止"), default=time(12, 0))
    quiet_from = models.TimeField(_("安静时段起"), default=time(23, 0))
    visitors_until = models.TimeField(_("访客离开时刻"), default=time(23, 0))
    offer_hours = models.PositiveSmallIntegerField(_("候补名额保留小时数"), default=12)
    hold_minutes = models.PositiveSmallIntegerField(
        _("填写申请时床位保留分钟数（0 为不保留）"), default=30, db_default=30
    )
    hold_lapse_limit = models.PositiveSmallIntegerField(
        _("保留到时未提交的次数上限（0 为不限）"), default=3, db_default=3
    )
    hold_lapse_hours = models.PositiveSmallIntegerField(_("上述次数累计的小时数"), default=24, db_default=24)
    hold_pause_hours = models.PositiveSmallIntegerField(
        _("达到上限后暂停保留的小时数"), default=24, db_default=24
    )
    max_waiting = models.PositiveSmallIntegerField(_("每人同时候补的份数"), default=3)
    follow_up_days = models.PositiveSmallIntegerField(_("回访可回答天数"), default=14)
    follow_up_reminder_days = models.PositiveSmallIntegerField(_("回访几天后提醒一次"), default=5)
    lounge_hours_per_week = models.PositiveSmallIntegerField(_("会客厅每人每周小时数上限"), default=6)
    lounge_group_hours_per_week = models.PositiveSmallIntegerField(
        _("其中两人以上预约的每周小时数上限"), default=4, db_default=4
    )
    lounge_release_minutes = models.PositiveSmallIntegerField(_("会客厅未到保留分钟数"), default=15)
    rehousing_hours = models.PositiveSmallIntegerField(_("改住安排的答复小时数"), default=24, db_default=24)
    party_hours = models.PositiveSmallIntegerField(_("同住邀请保留小时数"), default=48, db_default=48)
    draft_days = models.PositiveSmallIntegerField(_("草稿保留天数"), default=7)
    note = models.TextField(_("说明"), blank=True)

    objects = StayPolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("入住政策")
        verbose_name_plural = pgettext_lazy("复数", "入住政策")
        ordering = ["-effective_from"]
        constraints = [
            # The target of StayNight's composite foreign key: the cap cannot change under a written night.
            models.UniqueConstraint(fields=["id", "max_free_nights"], name="stay_policy_cap_is_referable"),
            # The target of Stay's: as many people approve as the policy asks for.
            models.UniqueConstraint(
                fields=["id", "two_reviewers"], name="stay_policy_reviewers_are_referable"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_days__gte=1), name="stay_policy_leaves_a_day_to_answer"
            ),
            models.UniqueConstraint(
                fields=["id", "lounge_hours_per_week"], name="stay_policy_lounge_hours_are_referable"
            ),
            models.UniqueConstraint(
                fields=["id", "lounge_group_hours_per_week"], name="stay_policy_group_hours_are_referable"
            ),
            models.CheckConstraint(condition=Q(max_age__gte=F("min_age")), name="stay_policy_ages_in_order"),
            models.CheckConstraint(
                condition=Q(max_free_nights__range=(1, 60)), name="stay_policy_cap_between_1_and_60"
            ),
        ]

    def __str__(self) -> str:
        return str(pgettext_lazy("入住政策", "%(day)s 起")) % {"day": self.effective_from}


class ReferralChannel(models.Model):
    """得知渠道 (referral channel): how a guest heard of the stations."""

    code = models.SlugField(pgettext_lazy("渠道", "编码"), max_length=20, unique=True)
    name = models.CharField(pgettext_lazy("渠道", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60)
    is_active = models.BooleanField(pgettext_lazy("渠道", "启用"), default=True)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)

    objects = ReferralChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("得知渠道")
        verbose_name_plural = pgettext_lazy("复数", "得知渠道")
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the reader's language."""
        return (self.name_en if get_language() == "en" else "") or self.name
