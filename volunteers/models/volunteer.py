from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.deconstruct import deconstructible
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.querysets import (
    CatalogueQuerySet,
    GuardianConsentQuerySet,
    TeamMemberQuerySet,
    VolunteerQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


@deconstructible(path="volunteers.models.volunteer.VolunteerNumber")
class VolunteerNumber(Func):
    """志愿者编号: ZB, the year, and a number that never comes twice. PostgreSQL writes it."""

    function = "volunteers_volunteer_number"
    output_field = models.CharField(max_length=24)


class Skill(models.Model):
    """服务特长 (skill): what a volunteer can do, and a post may look for; kept by the city."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("特长", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务特长")
        verbose_name_plural = pgettext_lazy("复数", "服务特长")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class Availability(models.TextChoices):
    """When a volunteer usually has time."""

    WEEKDAY_DAY = "weekday_day", _("工作日白天")
    WEEKDAY_EVENING = "weekday_evening", _("工作日晚上")
    WEEKEND_DAY = "weekend_day", _("周末白天")
    WEEKEND_EVENING = "weekend_evening", _("周末晚上")
    HOLIDAY = "holiday", _("寒暑假")


class VolunteerState(models.TextChoices):
    """Registered, or gone: what was served stays counted."""

    ACTIVE = "active", pgettext_lazy("志愿者", "在册")
    LEFT = "left", pgettext_lazy("志愿者", "已退出")


VOLUNTEER_NEXT: Mapping[str, tuple[str, ...]] = {
    VolunteerState.ACTIVE: (VolunteerState.LEFT,),
    VolunteerState.LEFT: (VolunteerState.ACTIVE,),
}


@audited()
class Volunteer(models.Model):
    """
    志愿者 (volunteer): a person who serves, with a number of their own.

    From 14 years of age, with a guardian's consent until 18 (山东省志愿服务条例 10). Who it
    is stands in `Person`; what a role asks for is computed from items and never stored
    here. ``reporting_org`` is the district that counts and looks after the volunteer.
    """

    State = VolunteerState
    NEXT = VOLUNTEER_NEXT

    person = models.OneToOneField(
        "accounts.Person", models.PROTECT, related_name="volunteer", verbose_name=_("人员")
    )
    volunteer_no = models.CharField(
        _("志愿者编号"), max_length=24, unique=True, editable=False, db_default=VolunteerNumber()
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    university = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("就读高校"),
        limit_choices_to={"kind": "university"},
    )
    graduates_on = models.DateField(_("预计毕业日期"), null=True, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="volunteers", verbose_name=_("服务特长"))
    availability = ArrayField(
        models.CharField(max_length=16, choices=Availability),
        default=list,
        blank=True,
        verbose_name=_("可服务时间"),
    )
    introduction = models.CharField(_("自我介绍"), max_length=300, blank=True)
    state = models.CharField(
        pgettext_lazy("志愿者", "状态"),
        max_length=8,
        choices=State,
        default=State.ACTIVE,
        editable=False,
    )
    registered_at = models.DateTimeField(_("注册时间"), auto_now_add=True)
    left_at = models.DateTimeField(_("退出时间"), null=True, blank=True, editable=False)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("志愿者")
        verbose_name_plural = pgettext_lazy("复数", "志愿者")
        ordering = ["volunteer_no"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="active", left_at__isnull=True) | Q(state="left", left_at__isnull=False),
                name="volunteer_state_agrees_with_time",
            ),
            models.CheckConstraint(
                condition=Q(graduates_on__isnull=True) | Q(university__isnull=False),
                name="volunteer_graduates_from_a_university",
            ),
        ]
        triggers = [moves_as_allowed("volunteer_moves_as_allowed", VOLUNTEER_NEXT)]

    def __str__(self) -> str:
        return f"{self.volunteer_no} {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("volunteer_me")


@audited(exclude=["guardian_mobile"])
class GuardianConsent(models.Model):
    """
    监护人同意 (guardian's consent): whoever is not yet 18 serves with it, on paper.

    The paper is seen by staff who write it down (山东省志愿服务条例 10). Withdrawn, it
    releases every slot to come.
    """

    volunteer = models.ForeignKey(
        Volunteer, models.PROTECT, related_name="guardian_consents", verbose_name=_("志愿者")
    )
    guardian_name = models.CharField(_("监护人姓名"), max_length=60)
    guardian_mobile = models.CharField(_("监护人电话"), max_length=20)
    relation = models.CharField(_("与志愿者关系"), max_length=20)
    document = models.ForeignKey(
        "volunteers.VolunteerDocument",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("同意书扫描件"),
    )
    from_on = models.DateField(pgettext_lazy("同意", "自"))
    until_on = models.DateField(pgettext_lazy("同意", "至"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)

    objects = GuardianConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("监护人同意")
        verbose_name_plural = pgettext_lazy("复数", "监护人同意")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer"],
                condition=Q(withdrawn_at__isnull=True),
                name="guardian_consent_given_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="guardian_consent_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer.volunteer_no} · {self.relation}"


class MemberState(models.TextChoices):
    """From the request to join a team to the last word on it."""

    ASKED = "asked", pgettext_lazy("队员", "待审核")
    ACTIVE = "active", pgettext_lazy("队员", "在队")
    REFUSED = "refused", pgettext_lazy("队员", "未通过")
    LEFT = "left", pgettext_lazy("队员", "已离队")


MEMBER_NEXT: Mapping[str, tuple[str, ...]] = {
    MemberState.ASKED: (MemberState.ACTIVE, MemberState.REFUSED, MemberState.LEFT),
    MemberState.ACTIVE: (MemberState.LEFT,),
}


@audited()
class TeamMember(models.Model):
    """
    队员 (team member): a volunteer in the team of an organisation, which its leader has let in.

    The team is the organisation itself (志愿服务队, a university's association); who
    leads it holds the office of a leader there.
    """

    State = MemberState
    NEXT = MEMBER_NEXT

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="teams", verbose_name=_("志愿者"))
    team = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="volunteers",
        verbose_name=_("服务队"),
        limit_choices_to={"kind__in": ["team", "university", "city", "district", "zone", "town"]},
    )
    state = models.CharField(
        pgettext_lazy("队员", "状态"), max_length=8, choices=State, default=State.ASKED, editable=False
    )
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_at = models.DateTimeField(pgettext_lazy("队员", "审核时间"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审核人"),
    )
    note = models.CharField(_("说明"), max_length=120, blank=True)
    left_at = models.DateTimeField(_("离队时间"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("队员")
        verbose_name_plural = pgettext_lazy("复数", "队员")
        ordering = ["team", "volunteer"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "team"],
                condition=Q(state__in=["asked", "active"]),
                name="team_member_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at__isnull=True, left_at__isnull=True)
                | Q(state__in=["active", "refused"], decided_at__isnull=False, left_at__isnull=True)
                | Q(state="left", left_at__isnull=False),
                name="team_member_state_agrees_with_times",
            ),
        ]
        triggers = [moves_as_allowed("team_member_moves_as_allowed", MEMBER_NEXT)]

    def __str__(self) -> str:
        return f"{self.team} · {self.volunteer.volunteer_no}"
