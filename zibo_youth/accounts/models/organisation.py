from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.identity import validate_uscc
from zibo_youth.accounts.querysets import MembershipQuerySet, OrganisationQuerySet
from zibo_youth.core.audit import audited


@audited()
class Organisation(models.Model):
    """
    单位 (organisation): a node of the tree that runs, hosts, lends, teaches or gives.

    ``reporting_org`` is the one of the eleven units whose monthly report counts
    this organisation's work; it is not the same as the area it stands in.
    """

    class Kind(models.TextChoices):
        CITY = "city", _("团市委")
        DEPARTMENT = "department", _("部室")
        DISTRICT = "district", _("区县团委")
        ZONE = "zone", _("功能区团工委")
        TOWN = "town", _("镇街团委")
        OPERATOR = "operator", _("驿站运营方")
        COMPANY = "company", _("企业")
        BANK = "bank", _("银行")
        GUARANTOR = "guarantor", _("担保机构")
        UNIVERSITY = "university", _("高校")
        DONOR = "donor", _("捐赠方")
        TEAM = "team", _("志愿服务队")

    code = models.SlugField(pgettext_lazy("单位", "编码"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("单位", "全称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    kind = models.CharField(pgettext_lazy("单位", "类别"), max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    area = models.ForeignKey(
        "accounts.Area", models.PROTECT, null=True, blank=True, verbose_name=_("所在区域")
    )
    reporting_org = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reported_units",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    is_reporting = models.BooleanField(_("报送月报"), default=False)
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, validators=[validate_uscc])
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    address = models.CharField(_("地址"), max_length=120, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = pgettext_lazy("复数", "单位")
        ordering = ["kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="organisation_one_per_uscc"),
            models.CheckConstraint(
                condition=Q(is_reporting=False) | Q(kind__in=["district", "zone"]),
                name="organisation_only_districts_and_zones_report",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


@audited()
class Membership(models.Model):
    """任职 (membership): a person holds a role in an organisation, from one day to another."""

    class Role(models.TextChoices):
        STATION_OPERATOR = "station_operator", _("驿站管理员")
        VOLUNTEER_LEADER = "volunteer_leader", _("志愿服务队负责人")
        DISTRICT_OFFICER = "district_officer", _("区县管理员")
        CITY_STAFF = "city_staff", _("市级管理员")
        TOWN_OFFICER = "town_officer", _("镇街团委负责人")
        CENTRE_DIRECTOR = "centre_director", _("志愿者行动指导中心主任")
        FINANCE_OFFICER = "finance_officer", _("财务负责人")
        SAFEGUARDING_LEAD = "safeguarding_lead", _("儿童保护负责人")
        SAFEGUARDING_DEPUTY = "safeguarding_deputy", _("儿童保护副负责人")
        BANK_OFFICER = "bank_officer", _("银行经办人")
        GUARANTOR_OFFICER = "guarantor_officer", _("担保机构经办人")
        SAFETY_OFFICER = "safety_officer", _("企业安全员")
        POST_REVIEWER = "post_reviewer", _("青安岗评审员")
        EMERGENCY_OFFICER = "emergency_officer", _("应急管理部门值班员")
        ADMINISTRATOR = "administrator", _("系统管理员")

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="memberships", verbose_name=_("人员")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("单位")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    from_on = models.DateField(_("任职起"))
    until_on = models.DateField(_("任职止"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = pgettext_lazy("复数", "任职")
        ordering = ["organisation", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(until_on__isnull=True),
                name="membership_held_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="membership_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"
