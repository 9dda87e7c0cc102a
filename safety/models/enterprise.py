from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.querysets import EnterpriseQuerySet, WorkAreaQuerySet
from zibo_youth.core.audit import audited

# Name, code and district of an enterprise are its organisation's: only a company with a code will do.
OF_A_COMPANY = """
    IF NOT EXISTS (
        SELECT FROM accounts_organisation AS company
        WHERE company.id = NEW.organisation_id AND company.kind = 'company'
          AND company.uscc <> '' AND company.reporting_org_id IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'an enterprise is a company with a code and a reporting unit'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'enterprise_is_a_company_with_a_code';
    END IF;
    RETURN NEW;
"""


@audited()
class Enterprise(models.Model):
    """
    重点监管企业 (enterprise under supervision): a company whose work safety the league follows.

    What it is called, its unified social credit code (GB 32100-2015), its address and the unit that
    reports it stand at its organisation; its safety officer is a membership there.
    """

    class Sector(models.TextChoices):
        """行业, the front lines that the measures name first (reference/domain.md §1.8)."""

        CHEMICALS = "chemicals", _("危险化学品")
        MINING = "mining", _("矿山")
        BUILDING = "building", _("建筑施工")
        TRANSPORT = "transport", _("交通运输")
        TRADE = "trade", _("商贸")
        MACHINERY = "machinery", _("机械冶金")
        OTHER = "other", pgettext_lazy("行业", "其他")

    organisation = models.OneToOneField(
        "accounts.Organisation", models.PROTECT, related_name="enterprise", verbose_name=_("单位")
    )
    sector = models.CharField(_("行业"), max_length=12, choices=Sector)
    workers = models.PositiveIntegerField(_("职工人数"), default=0)
    young_workers = models.PositiveIntegerField(_("35 周岁以下职工人数"), default=0)
    league_branch = models.CharField(_("企业团组织"), max_length=80, blank=True)
    since = models.DateField(_("纳入监管日期"))
    until_on = models.DateField(_("退出监管日期"), null=True, blank=True)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        verbose_name = _("重点监管企业")
        verbose_name_plural = pgettext_lazy("复数", "重点监管企业")
        ordering = ["organisation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(young_workers__lte=F("workers")), name="enterprise_has_no_more_young_than_workers"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("since")),
                name="enterprise_leaves_after_it_came",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="enterprise_of_a_company",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=OF_A_COMPANY,
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


@audited()
class WorkArea(models.Model):
    """车间或区域 (work area): a place inside an enterprise that a hazard or a team is found at."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="areas", verbose_name=_("企业"))
    name = models.CharField(_("车间或区域"), max_length=40)
    is_closed = models.BooleanField(pgettext_lazy("区域", "已停用"), default=False)

    objects = WorkAreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("车间或区域")
        verbose_name_plural = pgettext_lazy("复数", "车间或区域")
        ordering = ["enterprise", "name"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="work_area_is_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="work_area_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
