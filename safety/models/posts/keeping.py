from __future__ import annotations

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.post_querysets import EnterpriseAccidentQuerySet, PostCheckQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .post import SafetyPost
from .walls import HOLDS_THE_ENTERPRISE
from .words import CHECK_NEXT, AccidentGrade, CheckKind, CheckState


@audited()
class EnterpriseAccident(models.Model):
    """
    事故记录 (accident) of an enterprise, by an office and with its source; nobody who was hurt is named.

    A serious one keeps its teams out of a year's shortlist, and puts names that stand up for withdrawal.
    One that was recorded by mistake is voided with a reason, never deleted.
    """

    Grade = AccidentGrade

    enterprise = models.ForeignKey(
        "safety.Enterprise", models.PROTECT, related_name="accidents", verbose_name=_("企业")
    )
    happened_on = models.DateField(_("发生日期"))
    grade = models.CharField(_("事故等级"), max_length=8, choices=AccidentGrade)
    source = models.CharField(_("信息来源"), max_length=200)
    recorded_by: Any = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人"), editable=False
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    voided_at = models.DateTimeField(_("作废时间"), null=True, blank=True, editable=False)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True, editable=False)

    objects = EnterpriseAccidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("企业事故记录")
        verbose_name_plural = pgettext_lazy("复数", "企业事故记录")
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="accident_has_a_source"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="")
                | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="accident_voided_says_why",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="accident_is_seen_by_awards",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=HOLDS_THE_ENTERPRISE,
            ),
            pgtrigger.ReadOnly(
                name="accident_stays_as_recorded", fields=["enterprise", "happened_on", "grade", "source"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} · {self.happened_on}"


@audited()
class PostCheck(models.Model):
    """
    复核 (re-check) of a name that stands: once a year by its district, or after an accident at once.

    A withdrawal is proposed by the district or by an accident, and decided by the city.
    """

    State = CheckState
    Kind = CheckKind
    NEXT = CHECK_NEXT

    post = models.ForeignKey(
        SafetyPost, models.PROTECT, related_name="checks", verbose_name=_("青年安全生产示范岗")
    )
    kind = models.CharField(pgettext_lazy("复核", "类别"), max_length=8, choices=CheckKind)
    year = models.PositiveSmallIntegerField(_("年度"))
    accident = models.ForeignKey(
        EnterpriseAccident,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checks",
        verbose_name=_("企业事故记录"),
    )
    due_on = models.DateField(_("复核期限"))
    state = models.CharField(
        pgettext_lazy("复核", "状态"), max_length=8, choices=CheckState, default=CheckState.OPEN
    )
    finding = models.CharField(_("复核意见"), max_length=300, blank=True, editable=False)
    decision = models.CharField(_("市级意见"), max_length=300, blank=True, editable=False)
    decided_at = models.DateTimeField(_("办结时间"), null=True, blank=True, editable=False)

    objects = PostCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("青安岗复核")
        verbose_name_plural = pgettext_lazy("复数", "青安岗复核")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "year"], condition=Q(kind="yearly"), name="post_check_once_a_year"
            ),
            models.UniqueConstraint(fields=["post", "accident"], name="post_check_once_per_accident"),
            models.CheckConstraint(
                condition=Q(kind="yearly", accident__isnull=True)
                | Q(kind="accident", accident__isnull=False),
                name="post_check_is_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "proposed"], decided_at__isnull=True)
                | Q(state__in=["kept", "revoked", "lapsed"], decided_at__isnull=False),
                name="post_check_is_decided_at_a_time",
            ),
        ]
        triggers = [moves_as_allowed("post_check_moves_as_allowed", CHECK_NEXT)]

    def __str__(self) -> str:
        return f"{self.post} · {self.year}"
