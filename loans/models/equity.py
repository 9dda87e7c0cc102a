from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.investing_querysets import EquityQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .firm import Firm
from .second_look import LOOK_NEXT, SeenTwice, looks_agree, no_later_than_recorded, seen_by_another


@audited()
class EquityInvestment(SeenTwice):
    """
    股权投资促成 (equity investment): a fund put money into a company; the league had brought them together.

    It is neither a loan nor a line and is never added to them (domain.md §1.5). Figures rest on it: it is
    written once, counts when another person has confirmed it, and what was wrong is withdrawn with a reason.
    ``reporting_org`` is the company's district on the day of writing.
    """

    fund = models.CharField(_("投资基金"), max_length=80)
    investee = models.ForeignKey(
        Firm, models.PROTECT, related_name="equity_investments", verbose_name=_("被投企业")
    )
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    amount = in_yuan(_("投资金额（元）"))
    purpose = models.CharField(pgettext_lazy("股权投资", "资金用途"), max_length=120)
    invested_on = models.DateField(_("投资日期"))
    source = models.CharField(_("文件名称和文号"), max_length=120)

    objects = EquityQuerySet.as_manager()

    class Meta:
        verbose_name = _("股权投资")
        verbose_name_plural = pgettext_lazy("复数", "股权投资")
        ordering = ["-invested_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="equity_is_of_some_money"),
            models.CheckConstraint(
                condition=~Q(fund="") & ~Q(purpose="") & ~Q(source=""),
                name="equity_names_its_fund_its_purpose_and_a_document",
            ),
            models.CheckConstraint(
                condition=no_later_than_recorded("invested_on"),
                name="equity_is_dated_no_later_than_it_was_recorded",
            ),
            models.UniqueConstraint(
                fields=["fund", "investee", "invested_on", "amount"],
                condition=~Q(state="withdrawn"),
                name="equity_stands_once",
            ),
            models.CheckConstraint(condition=seen_by_another(), name="equity_confirmed_by_another_person"),
            models.CheckConstraint(condition=looks_agree(), name="equity_state_agrees_with_who_looked"),
        ]
        triggers = [
            moves_as_allowed("equity_moves_as_allowed", LOOK_NEXT),
            pgtrigger.ReadOnly(
                name="equity_is_written_once",
                fields=[
                    *("fund", "investee", "reporting_org", "amount", "purpose", "invested_on", "source"),
                    "recorded_by",
                ],
            ),
            pgtrigger.Protect(name="equity_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.fund} → {self.investee}"

    def get_absolute_url(self) -> str:
        return reverse("loan_equity_record", args=[self.pk])
