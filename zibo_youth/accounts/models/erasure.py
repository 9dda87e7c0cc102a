from __future__ import annotations

from collections.abc import Mapping

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zibo_youth.accounts.querysets import (
    ErasureRecordQuerySet,
    ErasureRequestQuerySet,
    LegalHoldQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed


class ErasureState(models.TextChoices):
    """From the wish to the erased account, or to the reason why not."""

    ASKED = "asked", pgettext_lazy("注销申请", "冷静期内")
    RECORDED = "recorded", pgettext_lazy("注销申请", "待复核")
    APPROVED = "approved", pgettext_lazy("注销申请", "已复核，待执行")
    WITHDRAWN = "withdrawn", pgettext_lazy("注销申请", "本人撤回")
    REFUSED = "refused", pgettext_lazy("注销申请", "不予办理")
    DONE = "done", pgettext_lazy("注销申请", "已注销")


ERASURE_NEXT: Mapping[str, tuple[str, ...]] = {
    ErasureState.ASKED: (ErasureState.DONE, ErasureState.REFUSED, ErasureState.WITHDRAWN),
    ErasureState.RECORDED: (ErasureState.APPROVED, ErasureState.REFUSED, ErasureState.WITHDRAWN),
    ErasureState.APPROVED: (ErasureState.DONE, ErasureState.REFUSED, ErasureState.WITHDRAWN),
}
OPEN = tuple(ERASURE_NEXT)
# What the job carries out when its time has come.
READY = (ErasureState.ASKED, ErasureState.APPROVED)


@audited()
class ErasureRequest(models.Model):
    """
    注销申请 (request to close an account): by one's own log-in, or on paper through two members of staff.

    ``due_at`` is when the job carries it out, ``answer_by`` the last day of the answer
    that is owed (GB/T 35273 8.7). Who wrote it down and who approved are people, not
    log-ins: a second account of one human is no second pair of eyes.
    """

    State = ErasureState
    NEXT = ERASURE_NEXT

    class Way(models.TextChoices):
        SELF = "self", _("本人网上申请")
        PAPER = "paper", _("本人书面申请")

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="erasure_requests", verbose_name=_("申请人")
    )
    way = models.CharField(_("申请方式"), max_length=8, choices=Way, default=Way.SELF)
    state = models.CharField(
        pgettext_lazy("注销申请", "状态"), max_length=10, choices=ErasureState, default=ErasureState.ASKED
    )
    paper = models.CharField(_("书面申请说明"), max_length=120, blank=True)
    asked_at = models.DateTimeField(pgettext_lazy("注销申请", "申请时间"), auto_now_add=True)
    due_at = models.DateTimeField(_("执行时间"), null=True, blank=True)
    answer_by = models.DateField(_("答复期限"))
    recorded_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    decided_by = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("复核人"),
    )
    decided_at = models.DateTimeField(pgettext_lazy("注销申请", "处理时间"), null=True, blank=True)
    reason = models.CharField(_("不予办理的理由"), max_length=300, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("注销申请")
        verbose_name_plural = pgettext_lazy("复数", "注销申请")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=OPEN), name="erasure_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(way="self", recorded_by__isnull=True) & ~Q(state__in=["recorded", "approved"])
                | Q(way="paper", recorded_by__isnull=False) & ~Q(state="asked"),
                name="erasure_request_is_ones_own_or_recorded",
            ),
            # NULL is no answer, so every column is asked for before two are compared.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(recorded_by__isnull=True)
                | ~Q(decided_by=F("recorded_by")),
                name="erasure_request_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(way="self") | ~Q(state__in=["approved", "done"]) | Q(decided_by__isnull=False),
                name="erasure_request_on_paper_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(reason="") | ~Q(state="refused") & Q(reason=""),
                name="erasure_request_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=READY) | Q(due_at__isnull=False),
                name="erasure_request_ready_says_when",
            ),
        ]
        triggers = [moves_as_allowed("erasure_request_moves_as_allowed", ERASURE_NEXT)]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_state_display()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class ErasureRecord(models.Model):
    """
    注销台账 (journal of erasures): who was erased, by number alone; it only grows.

    A backup from before an erasure brings the person back. What stands here, and
    in the file beside the database, is erased again (docs/decisions/0040).
    """

    person_number = models.BigIntegerField(_("人员主键"))
    public_id = models.UUIDField(pgettext_lazy("人员", "编号"))
    erased_at = models.DateTimeField(_("注销时间"))

    objects = ErasureRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("注销台账")
        verbose_name_plural = pgettext_lazy("复数", "注销台账")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["public_id", "erased_at"], name="erasure_recorded_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="erasure_record_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.public_id}"


@audited()
class LegalHold(models.Model):
    """依法保留 (legal hold): while it stands, nothing of the person is erased, by whatever rule."""

    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="legal_holds", verbose_name=_("人员")
    )
    reason = models.CharField(_("保留依据"), max_length=200)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("设置人")
    )
    placed_at = models.DateTimeField(_("设置时间"), auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("解除人"),
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lift_reason = models.CharField(_("解除理由"), max_length=200, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("依法保留")
        verbose_name_plural = pgettext_lazy("复数", "依法保留")
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="legal_hold_stands_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")
                | Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason=""),
                name="legal_hold_lifted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
