from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.investing_querysets import ConversionQuerySet, PreApprovedQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .first_signed import CONVERTED_THERE, FIRST_SIGNED
from .line import CreditLine
from .second_look import LOOK_NEXT, SeenTwice, looks_agree, no_later_than_recorded, seen_by_another


@audited()
class PreApprovedLine(SeenTwice):
    """
    预授信 (pre-approved line): what a bank says that it would lend to a group of companies; it lends nothing.

    No contract and no payout leads to it, so nothing is ever drawn on it. What becomes of it is a credit line
    that the bank signs later (`LineConversion`); ``converted`` is the sum of those, and that part is counted
    once (docs/decisions/0072). ``reporting_org``: the district whose companies it is for, none for the city.
    """

    bank = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="pre_approved_lines",
        verbose_name=_("合作银行"),
        limit_choices_to={"kind": "bank"},
    )
    name = models.CharField(_("预授信名称"), max_length=60)
    target_group = models.CharField(_("面向对象"), max_length=80)
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    amount = in_yuan(_("预授信金额（元）"))
    converted = in_yuan(_("已转为签约授信（元）"), default=0, editable=False)
    agreed_on = models.DateField(_("签署日期"))
    valid_from = models.DateField(_("有效期自"))
    valid_until = models.DateField(_("有效期至（含当日）"), null=True, blank=True)
    source = models.CharField(_("文件名称和文号"), max_length=120)

    objects = PreApprovedQuerySet.as_manager()

    class Meta:
        verbose_name = _("预授信")
        verbose_name_plural = pgettext_lazy("复数", "预授信")
        ordering = ["-agreed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="pre_approved_line_is_of_some_money"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(target_group="") & ~Q(source=""),
                name="pre_approved_line_says_for_whom_and_by_what_document",
            ),
            models.CheckConstraint(
                condition=no_later_than_recorded("agreed_on"),
                name="pre_approved_line_is_dated_no_later_than_it_was_recorded",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=F("agreed_on"))
                & (Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from"))),
                name="pre_approved_line_is_valid_after_it_was_agreed",
            ),
            models.UniqueConstraint(
                fields=["bank", "name", "agreed_on", "amount"],
                condition=~Q(state="withdrawn"),
                name="pre_approved_line_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(converted__gte=0, converted__lte=F("amount")),
                name="pre_approved_line_converts_no_more_than_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(converted=0) | Q(state="confirmed"),
                name="pre_approved_line_converted_stays_confirmed",
            ),
            models.CheckConstraint(
                condition=seen_by_another(), name="pre_approved_line_confirmed_by_another_person"
            ),
            models.CheckConstraint(
                condition=looks_agree(), name="pre_approved_line_state_agrees_with_who_looked"
            ),
        ]
        triggers = [
            moves_as_allowed("pre_approved_line_moves_as_allowed", LOOK_NEXT),
            pgtrigger.ReadOnly(
                name="pre_approved_line_is_written_once",
                fields=[
                    *("bank", "name", "target_group", "reporting_org", "amount", "agreed_on"),
                    *("valid_from", "valid_until", "source", "recorded_by"),
                ],
            ),
            pgtrigger.Protect(name="pre_approved_line_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("loan_pre_approved_line", args=[self.pk])


# Two that are told of one programme wait for its lock, as its entries do: each sees what the other took.
CONVERTS = """
SELECT coalesce(parent_id, id) INTO root FROM loans_creditline WHERE id = NEW.line_id;
PERFORM FROM loans_creditline WHERE id = root FOR NO KEY UPDATE;
IF NOT EXISTS (
    SELECT FROM loans_creditline AS line JOIN loans_creditline AS above ON above.id = root
    JOIN loans_preapprovedline AS before ON before.id = NEW.pre_approved_id
    WHERE line.id = NEW.line_id AND line.level IN ('programme', 'firm') AND line.bank_id = before.bank_id
      AND above.signed_on >= before.agreed_on AND line.signed_on >= before.agreed_on
) THEN
    RAISE EXCEPTION 'line_conversion_is_into_a_line_signed_later_at_the_bank'
        USING ERRCODE = 'check_violation',
        CONSTRAINT = 'line_conversion_is_into_a_line_signed_later_at_the_bank';
END IF;
IF (CONVERTED_THERE) > (FIRST_SIGNED)
    OR (SELECT sum(amount) FROM loans_lineconversion WHERE line_id = NEW.line_id AND withdrawn_at IS NULL)
        > (SELECT "limit" FROM loans_creditline WHERE id = NEW.line_id) THEN
    RAISE EXCEPTION 'line_conversion_is_within_its_line' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'line_conversion_is_within_its_line';
END IF;
RETURN NEW;
""".replace("CONVERTED_THERE", CONVERTED_THERE).replace("FIRST_SIGNED", FIRST_SIGNED)


@audited()
class LineConversion(models.Model):
    """
    预授信转签约 (conversion): how much of a credit line had been pre-approved before it was signed.

    It moves no money and changes no line: it says which part of what was signed is counted already.
    Written once; withdrawn with a reason.
    """

    pre_approved = models.ForeignKey(
        PreApprovedLine, models.PROTECT, related_name="conversions", verbose_name=_("预授信")
    )
    line = models.ForeignKey(
        CreditLine, models.PROTECT, related_name="conversions", verbose_name=_("授信额度")
    )
    amount = in_yuan(_("转为签约授信（元）"))
    note = models.CharField(_("凭证或说明"), max_length=120)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("登记人"),
    )
    noted_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("撤销人"),
    )
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True, editable=False)
    reason = models.CharField(_("撤销理由"), max_length=200, blank=True, editable=False)

    objects = ConversionQuerySet.as_manager()

    class Meta:
        verbose_name = _("预授信转签约")
        verbose_name_plural = pgettext_lazy("复数", "预授信转签约")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_conversion_is_of_some_money"),
            models.UniqueConstraint(
                fields=["pre_approved", "line"],
                condition=Q(withdrawn_at__isnull=True),
                name="line_conversion_told_once_per_line",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason=""),
                name="line_conversion_withdrawn_says_by_whom_and_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="line_conversion_is_within_its_line",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                declare=[("root", "bigint")],
                func=CONVERTS,
            ),
            pgtrigger.ReadOnly(
                name="line_conversion_is_written_once",
                fields=["pre_approved", "line", "amount", "note", "noted_by"],
            ),
            pgtrigger.Protect(name="line_conversion_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.pre_approved} → {self.line}"
