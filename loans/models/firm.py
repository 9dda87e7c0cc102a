from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.querysets import FirmQuerySet
from zibo_youth.accounts.identity import validate_uscc
from zibo_youth.core.audit import audited


@audited()
class Firm(models.Model):
    """
    企业 (firm): whom a loan is made to, known by its unified social credit code (GB 32100-2015).

    One row for each code, whoever applies for it and however often.
    """

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True, validators=[validate_uscc])
    name = models.CharField(_("企业名称"), max_length=80)
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="firms",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    industry = models.CharField(_("所属行业"), max_length=40, blank=True)

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("借款企业")
        verbose_name_plural = pgettext_lazy("复数", "借款企业")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(uscc__regex=r"^[0-9A-Z]{18}$"), name="firm_code_has_18_signs"),
            models.CheckConstraint(condition=~Q(name=""), name="firm_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
