from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from loans.guarantee_querysets import GuaranteeQuerySet, OfGuaranteeQuerySet
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .application import LoanApplication
from .guarantee_moves import (
    DECIDED,
    ENDED,
    GUARANTEE_NEXT,
    IN_FORCE,
    UNDECIDED,
    Component,
    GuaranteeState,
)
from .loan import Loan

LONGEST_TRIGGER = 3650
# The code of a step of the claim that leaves the guarantee where it is.
CLAIM_APPROVED = "claim_approved"
WITH_A_LETTER = tuple(state for state in DECIDED if state != GuaranteeState.APPROVED)
NO_TERMS: dict[str, Any] = {
    "share__isnull": True,
    "covers": [],
    "fee__isnull": True,
    "trigger_days__isnull": True,
}
TERMS: dict[str, Any] = {
    "share__isnull": False,
    "covers__len__gte": 1,
    "fee__isnull": False,
    "trigger_days__isnull": False,
}
NO_LETTER: dict[str, Any] = {"letter_no": "", "letter_on__isnull": True, "letter_until__isnull": True}


def _changed(*columns: str, unless: str) -> pgtrigger.Condition:
    """A change of one of these columns that nothing excuses."""
    old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Condition(f"ROW({old}) IS DISTINCT FROM ROW({new}) AND NOT ({unless})")


@audited(exclude=["counter"])
class Guarantee(models.Model):
    """
    担保 (guarantee): a guarantor answers for a share of one loan (reference/loans_safety.md §1.2).

    Born when the bank asks the guarantor, in force from the contract on, released when the loan is repaid.
    ``amount``: the principal that is to be lent, yuan. ``share``: 0.8 of every covered component that is
    owed. ``trigger_days``: from how many days past due on the bank may claim. ``letter_until``: the last day
    on which a contract is signed and a claim made under the letter. ``counter``: what the firm gives the
    guarantor in return (反担保), in words.
    """

    State = GuaranteeState
    NEXT = GUARANTEE_NEXT
    Component = Component

    application = models.ForeignKey(
        LoanApplication, models.PROTECT, related_name="guarantees", verbose_name=_("贷款申请")
    )
    guarantor = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="guarantees",
        verbose_name=_("担保机构"),
        limit_choices_to={"kind": "guarantor"},
    )
    loan = models.OneToOneField(
        Loan, models.PROTECT, null=True, blank=True, related_name="guarantee", verbose_name=_("贷款")
    )
    amount = in_yuan(_("担保的贷款金额（元）"))
    share = models.DecimalField(_("担保比例"), max_digits=5, decimal_places=4, null=True, blank=True)
    covers = ArrayField(
        models.CharField(max_length=10, choices=Component),
        default=list,
        blank=True,
        verbose_name=_("担保范围"),
    )
    fee = in_yuan(_("担保费（元）"), null=True, blank=True)
    counter = models.CharField(_("反担保措施"), max_length=300, blank=True)
    trigger_days = models.PositiveSmallIntegerField(_("逾期多少天可申请代偿"), null=True, blank=True)
    letter_no = models.CharField(_("担保函编号"), max_length=40, blank=True)
    letter_on = models.DateField(_("出函日期"), null=True, blank=True)
    letter_until = models.DateField(_("担保函有效期至（含当日）"), null=True, blank=True)
    in_force_on = models.DateField(_("担保生效日"), null=True, blank=True, editable=False)
    state = models.CharField(
        pgettext_lazy("担保", "状态"),
        max_length=16,
        choices=GuaranteeState,
        default=GuaranteeState.REQUESTED,
        editable=False,
    )
    state_since = models.DateTimeField(_("进入当前状态的时间"), auto_now_add=True, editable=False)
    requested_at = models.DateTimeField(_("提请时间"), auto_now_add=True)

    objects = GuaranteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("担保")
        verbose_name_plural = pgettext_lazy("复数", "担保")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=~Q(state__in=ENDED),
                name="guarantee_one_live_per_application",
            ),
            models.UniqueConstraint(
                fields=["guarantor", "letter_no"],
                condition=~Q(letter_no=""),
                name="guarantee_letter_number_once_per_guarantor",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="guarantee_is_of_some_money"),
            models.CheckConstraint(
                condition=(Q(share__isnull=True) | Q(share__gt=0, share__lte=1))
                & (Q(fee__isnull=True) | Q(fee__gte=0))
                & (Q(trigger_days__isnull=True) | Q(trigger_days__range=(1, LONGEST_TRIGGER)))
                & Q(covers__contained_by=[str(each) for each in Component.values]),
                name="guarantee_terms_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, **TERMS)
                | Q(state__in=(*UNDECIDED, GuaranteeState.REFUSED), **NO_TERMS)
                | Q(state="withdrawn"),
                name="guarantee_decided_says_its_terms",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WITH_A_LETTER, letter_on__isnull=False, letter_until__isnull=False)
                & ~Q(letter_no="")
                | ~Q(state__in=(*WITH_A_LETTER, GuaranteeState.WITHDRAWN)) & Q(**NO_LETTER)
                | Q(state="withdrawn"),
                name="guarantee_letter_says_its_number_and_days",
            ),
            models.CheckConstraint(
                condition=Q(letter_until__isnull=True) | Q(letter_until__gte=F("letter_on")),
                name="guarantee_letter_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state__in=IN_FORCE, loan__isnull=False, in_force_on__isnull=False)
                | ~Q(state__in=IN_FORCE) & Q(loan__isnull=True, in_force_on__isnull=True),
                name="guarantee_in_force_is_of_a_loan",
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True)
                | Q(in_force_on__gte=F("letter_on"), in_force_on__lte=F("letter_until")),
                name="guarantee_in_force_within_its_letter",
            ),
        ]
        triggers = [
            moves_as_allowed("guarantee_moves_as_allowed", GUARANTEE_NEXT),
            pgtrigger.ReadOnly(
                name="guarantee_stays_of_its_case", fields=["application", "guarantor", "amount"]
            ),
            pgtrigger.Protect(
                name="guarantee_terms_stay_as_approved",
                operation=pgtrigger.Update,
                condition=_changed(
                    *("share", "covers", "fee", "trigger_days"),
                    unless="OLD.state IN ('requested', 'site_visit')",
                ),
            ),
            pgtrigger.Protect(
                name="guarantee_letter_stays_as_issued",
                operation=pgtrigger.Update,
                condition=_changed("letter_no", "letter_on", "letter_until", unless="OLD.letter_no = ''"),
            ),
            pgtrigger.Protect(name="guarantee_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.letter_no or f"{self.application} · {self.guarantor}"

    def get_absolute_url(self) -> str:
        return reverse("loan_guarantee", args=[self.pk])

    @property
    def percent(self) -> str:
        """The share as people say it: 80 of 0.8000; nothing while there is none."""
        return "" if self.share is None else f"{self.share * 100:f}".rstrip("0").rstrip(".")

    @property
    def standing_claim(self) -> Any:
        """The one claim that was neither refused nor withdrawn, if there is one."""
        return self.claims.standing().first()

    @property
    def covered(self) -> list[str]:
        """The covered components in words, in their order."""
        return [str(part.label) for part in Component if part.value in self.covers]


class GuaranteeTransition(Transition):
    """担保流转 (transition of a guarantee): never changed, but that old words are blanked."""

    guarantee = models.ForeignKey(
        Guarantee, models.PROTECT, related_name="transitions", verbose_name=_("担保")
    )

    objects = OfGuaranteeQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("担保流转")
        verbose_name_plural = pgettext_lazy("复数", "担保流转")
        triggers = [
            pgtrigger.ReadOnly(name="guarantee_transition_stays", exclude=["note"]),
            pgtrigger.Protect(
                name="guarantee_transition_words_are_only_blanked",
                operation=pgtrigger.Update,
                condition=_changed("note", unless="NEW.note = ''"),
            ),
            pgtrigger.Protect(name="guarantee_transition_is_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def label(self) -> str:
        """The state it came into, in words; or what was done in it."""
        if self.reason == CLAIM_APPROVED:
            return str(pgettext("代偿申请", "同意代偿"))
        return str(GuaranteeState(self.to_state).label)


class SiteVisit(models.Model):
    """
    实地走访 (site visit): when somebody of the guarantor looked at the firm, and what was found.

    Written once; the words are blanked when their time is over.
    """

    guarantee = models.ForeignKey(Guarantee, models.PROTECT, related_name="visits", verbose_name=_("担保"))
    visited_on = models.DateField(_("走访日期"))
    finding = models.CharField(_("走访情况"), max_length=500, blank=True)
    visited_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="+", verbose_name=_("走访人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = OfGuaranteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("实地走访")
        verbose_name_plural = pgettext_lazy("复数", "实地走访")
        ordering = ["visited_on", "id"]
        triggers = [
            pgtrigger.ReadOnly(name="site_visit_stays", exclude=["finding"]),
            pgtrigger.Protect(
                name="site_visit_words_are_only_blanked",
                operation=pgtrigger.Update,
                condition=_changed("finding", unless="NEW.finding = ''"),
            ),
            pgtrigger.Protect(name="site_visit_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.guarantee} · {self.visited_on}"
