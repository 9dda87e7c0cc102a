from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.gift_querysets import AllocationQuerySet, MoneyQuerySet, SpendingQuerySet
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed

from .build import BillLine
from .gifts import ZERO, Gift, GiftPurpose, purpose_is_whole, told_of
from .room import HopeRoom


class PurposeChangeState(models.TextChoices):
    """Asked for by one person, decided by another."""

    ASKED = "asked", pgettext_lazy("用途变更", "待核准")
    AGREED = "agreed", pgettext_lazy("用途变更", "已变更")
    REFUSED = "refused", pgettext_lazy("用途变更", "未变更")


CHANGE_NEXT: Mapping[str, tuple[str, ...]] = {
    PurposeChangeState.ASKED: (PurposeChangeState.AGREED, PurposeChangeState.REFUSED),
}


class PurposeChange(models.Model):
    """
    用途变更 (change of purpose): the donor agreed to another use (慈善法 57), and a second person saw it.

    ``before`` tells the restriction as it was, ``consent`` names the donor's paper, ``paper`` is its scan
    (none of a change from before scans were kept).
    """

    State = PurposeChangeState
    NEXT = CHANGE_NEXT

    gift = models.ForeignKey(Gift, models.PROTECT, related_name="changes", verbose_name=_("现金捐赠"))
    state = models.CharField(
        pgettext_lazy("用途变更", "状态"),
        max_length=8,
        choices=PurposeChangeState,
        default=PurposeChangeState.ASKED,
        editable=False,
    )
    before = models.CharField(_("原用途"), max_length=80)
    purpose = models.CharField(_("新用途"), max_length=8, choices=GiftPurpose)
    district = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("新限定区县"),
    )
    room = models.ForeignKey(
        HopeRoom, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("新限定小屋")
    )
    consent = models.CharField(_("捐赠方同意书（名称和编号）"), max_length=120)
    paper = models.FileField(
        _("同意书扫描件"), upload_to="gifts/", storage=private_storage, blank=True, editable=False
    )
    paper_type = models.CharField(_("文件类型"), max_length=40, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核准人"),
    )
    decided_at = models.DateTimeField(_("核准时间"), null=True, blank=True)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("用途变更")
        verbose_name_plural = pgettext_lazy("复数", "用途变更")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gift"], condition=Q(state="asked"), name="purpose_change_asked_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(consent=""), name="purpose_change_rests_on_the_donors_paper"),
            models.CheckConstraint(
                condition=Q(paper="", paper_type="")
                | ~Q(paper="") & Q(paper_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="purpose_change_paper_is_picture_or_pdf",
            ),
            models.CheckConstraint(condition=purpose_is_whole(), name="purpose_change_names_what_it_is_for"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="purpose_change_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="purpose_change_state_agrees_with_decision",
            ),
        ]
        triggers = [moves_as_allowed("purpose_change_moves_as_allowed", CHANGE_NEXT)]

    def __str__(self) -> str:
        return f"{self.gift} · {self.get_state_display()}"

    @property
    def purpose_told(self) -> str:
        """The new restriction in words."""
        return told_of(self)


class Allocation(models.Model):
    """
    资金分配 (allocation): so much of a gift for one line of a room's bill.

    ``line_told``: what a row of before the lines was for, in words; such a row names no line.
    ``change``: the change of purpose that allowed it, where there was one; the gift tells the same change.
    ``spent`` and ``returned`` are counters: what was paid, and what went back into the pool.
    """

    gift = models.ForeignKey(Gift, models.PROTECT, related_name="allocations", verbose_name=_("现金捐赠"))
    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="allocations", verbose_name=_("希望小屋"))
    line = models.CharField(_("预算科目"), max_length=10, choices=BillLine.Line, blank=True)
    line_told = models.CharField(_("原预算项目"), max_length=60, blank=True, editable=False)
    amount = models.DecimalField(_("分配金额（元）"), max_digits=12, decimal_places=2)
    spent = models.DecimalField(
        _("已支出（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    returned = models.DecimalField(
        _("已收回（元）"), max_digits=12, decimal_places=2, default=ZERO, editable=False
    )
    change = models.ForeignKey(
        PurposeChange,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="allocations",
        verbose_name=_("依据的用途变更"),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("分配人")
    )
    made_at = models.DateTimeField(_("分配时间"), auto_now_add=True)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("资金分配")
        verbose_name_plural = pgettext_lazy("复数", "资金分配")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="allocation_is_of_some_money"),
            models.CheckConstraint(
                condition=Q(line__in=BillLine.Line.values, line_told="") | Q(line="") & ~Q(line_told=""),
                name="allocation_names_a_line_of_the_bill",
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0, returned__gte=0, amount__gte=F("spent") + F("returned")),
                name="allocation_spends_no_more_than_it_has",
            ),
        ]
        indexes = [models.Index(fields=["room"], name="allocation_of_a_room")]

    def __str__(self) -> str:
        return f"{self.room} · {self.line_label}"

    @property
    def line_label(self) -> str:
        """The line in words; of an old row its own words."""
        return str(self.get_line_display() or self.line_told)

    @property
    def left(self) -> Decimal:
        """Neither paid nor back in the pool, in yuan."""
        return self.amount - self.spent - self.returned


class Spending(models.Model):
    """支出 (spending): one payment out of an allocation, with its voucher; never changed."""

    allocation = models.ForeignKey(
        Allocation, models.PROTECT, related_name="spendings", verbose_name=_("资金分配")
    )
    amount = models.DecimalField(pgettext_lazy("支出", "金额（元）"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("付款日期"))
    voucher = models.CharField(_("凭证号"), max_length=40)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = SpendingQuerySet.as_manager()

    class Meta:
        verbose_name = _("支出")
        verbose_name_plural = pgettext_lazy("复数", "支出")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="spending_is_of_some_money"),
            models.CheckConstraint(condition=~Q(voucher=""), name="spending_rests_on_a_voucher"),
        ]
        triggers = [
            pgtrigger.Protect(name="spending_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.allocation} · {self.voucher}"


class Refund(models.Model):
    """退款 (refund): so much of a gift went back to its donor; never changed."""

    gift = models.ForeignKey(Gift, models.PROTECT, related_name="refunds", verbose_name=_("现金捐赠"))
    amount = models.DecimalField(pgettext_lazy("退款", "金额（元）"), max_digits=12, decimal_places=2)
    reason = models.CharField(pgettext_lazy("退款", "理由"), max_length=200)
    voucher = models.CharField(_("凭证号"), max_length=40)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("退款")
        verbose_name_plural = pgettext_lazy("复数", "退款")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_of_some_money"),
            models.CheckConstraint(condition=~Q(reason="") & ~Q(voucher=""), name="refund_says_why_and_how"),
        ]
        triggers = [
            pgtrigger.Protect(name="refund_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.gift} · {self.voucher}"
