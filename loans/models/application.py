from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.application_querysets import LoanApplicationQuerySet, OfApplicationQuerySet
from zibo_youth.accounts.identity import validate_uscc
from zibo_youth.accounts.models import Transition
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed

from .amounts import in_yuan
from .application_moves import (
    APPLICATION_NEXT,
    ENDED,
    EVENTS,
    LIVE,
    ON_THE_CLOCK,
    REVIEWS,
    ApplicationState,
)
from .application_words import AskReason, DocumentKind, Part, Position, Purpose, RefusalReason
from .call import LoanCall
from .firm import Firm
from .product import METHODS, LoanProduct, ProductVersion

S = ApplicationState
# States in which an applicant may still be at the words, and no firm is bound.
BEFORE_AN_OFFICE = (S.DRAFT, S.WITHDRAWN, S.EXPIRED)


@deconstructible(path="loans.models.application.ApplicationReference")
class ApplicationReference(Func):
    """申请编号: DK, the day, and a number that never comes twice. PostgreSQL writes it."""

    function = "loans_application_reference"
    output_field = models.CharField(max_length=24)


def _organisation(verbose_name: Any, kind: str, name: str) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name=name,
        verbose_name=verbose_name,
        limit_choices_to={"kind": kind},
    )


def _reviewer(verbose_name: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=verbose_name,
    )


@audited(exclude=["purpose_words"])
class LoanApplication(models.Model):
    """
    贷款申请 (application): a founder asks for a loan, the league recommends it, the bank decides.

    The product version is the one of the day on which the draft was begun, and stays it for life.
    ``bank`` is set by the city's recommendation alone, so a bank's rows are its own by construction;
    ``guarantor`` when the bank asks one. What the founder states of the company stands here, and in
    `Firm` from the day it is handed in. ``answer_by`` is the deadline of the office whose look it is;
    while the founder completes, its clock stands still and what was left of it is in ``time_left``.
    Amounts in yuan.
    """

    State = ApplicationState
    NEXT = APPLICATION_NEXT

    reference = models.CharField(
        _("申请编号"), max_length=24, unique=True, editable=False, db_default=ApplicationReference()
    )
    applicant = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="loan_applications", verbose_name=_("申请人")
    )
    product = models.ForeignKey(
        LoanProduct, models.PROTECT, related_name="applications", verbose_name=_("贷款产品")
    )
    version = models.ForeignKey(
        ProductVersion, models.PROTECT, related_name="applications", verbose_name=_("产品版本")
    )
    call = models.ForeignKey(
        LoanCall, models.PROTECT, related_name="applications", verbose_name=_("申报批次")
    )
    state = models.CharField(
        pgettext_lazy("贷款申请", "状态"), max_length=16, choices=State, default=State.DRAFT, editable=False
    )
    state_since = models.DateTimeField(_("进入当前状态的时间"), auto_now_add=True, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True, editable=False)
    answer_by = models.DateTimeField(_("办理期限"), null=True, blank=True, editable=False)
    # 企业信息
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("借款企业"),
        editable=False,
    )
    uscc = models.CharField(_("统一社会信用代码"), max_length=18, blank=True, validators=[validate_uscc])
    firm_name = models.CharField(_("企业名称"), max_length=80, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    industry = models.CharField(_("所属行业"), max_length=40, blank=True)
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="loan_applications",
        verbose_name=_("企业所在区县"),
        limit_choices_to={"is_reporting": True},
    )
    # 负责人
    position = models.CharField(_("在企业中的身份"), max_length=12, choices=Position, blank=True)
    # 资金用途
    amount = in_yuan(_("申请金额（元）"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("申请期限（月）"), null=True, blank=True)
    method = models.CharField(_("希望的还款方式"), max_length=16, choices=METHODS, blank=True)
    purpose = models.CharField(_("用途类别"), max_length=12, choices=Purpose, blank=True)
    purpose_words = models.CharField(_("用途说明"), max_length=300, blank=True)
    # 授权
    preferred_bank = _organisation(_("意向银行"), "bank", "+")
    # What the offices write.
    district_reviewer = _reviewer(_("区县初审人"))
    city_reviewer = _reviewer(_("市级审核人"))
    bank = _organisation(_("受理银行"), "bank", "loan_applications_at_bank")
    guarantor = _organisation(_("担保机构"), "guarantor", "loan_applications_to_guarantee")
    asked_from = models.CharField(_("补充后回到"), max_length=16, choices=State, blank=True, editable=False)
    asked_reason = models.CharField(
        _("补充原因"), max_length=16, choices=AskReason, blank=True, editable=False
    )
    asked_parts = ArrayField(
        models.CharField(max_length=12, choices=Part),
        default=list,
        blank=True,
        verbose_name=_("须补充的部分"),
    )
    time_left = models.DurationField(_("剩余办理时间"), null=True, blank=True, editable=False)
    offered_amount = in_yuan(_("银行同意的金额（元）"), null=True, blank=True, editable=False)
    offered_months = models.PositiveSmallIntegerField(
        _("银行同意的期限（月）"), null=True, blank=True, editable=False
    )
    offer_until = models.DateField(_("请在此日前确认（含当日）"), null=True, blank=True, editable=False)
    refusal_reason = models.CharField(
        _("未通过原因"), max_length=16, choices=RefusalReason, blank=True, editable=False
    )

    objects = LoanApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("贷款申请")
        verbose_name_plural = pgettext_lazy("复数", "贷款申请")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["answer_by"], condition=Q(state__in=ON_THE_CLOCK), name="loan_application_due"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["firm", "product"],
                condition=Q(state__in=LIVE),
                name="loan_application_one_live_per_firm_and_product",
            ),
            models.UniqueConstraint(
                fields=["applicant", "call"],
                condition=Q(state="draft"),
                name="loan_application_one_draft_per_person_and_call",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BEFORE_AN_OFFICE)
                | Q(
                    firm__isnull=False,
                    reporting_org__isnull=False,
                    submitted_at__isnull=False,
                    amount__isnull=False,
                    months__isnull=False,
                ),
                name="loan_application_is_whole_when_handed_in",
            ),
            models.CheckConstraint(
                condition=(Q(amount__isnull=True) | Q(amount__gt=0))
                & (Q(months__isnull=True) | Q(months__range=(1, 600))),
                name="loan_application_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(district_reviewer__isnull=True)
                | Q(city_reviewer__isnull=True)
                | ~Q(district_reviewer=F("city_reviewer")),
                name="loan_application_takes_two_pairs_of_eyes",
            ),
            models.CheckConstraint(
                condition=(Q(district_reviewer__isnull=True) | ~Q(district_reviewer=F("applicant")))
                & (Q(city_reviewer__isnull=True) | ~Q(city_reviewer=F("applicant"))),
                name="loan_application_nobody_decides_the_own_case",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["bank_review", "guarantor_review", "offered", "accepted", "contracted"]
                )
                | Q(bank__isnull=False, city_reviewer__isnull=False, district_reviewer__isnull=False),
                name="loan_application_reaches_a_bank_by_recommendation",
            ),
            models.CheckConstraint(
                condition=~Q(state="guarantor_review") | Q(guarantor__isnull=False),
                name="loan_application_guarantee_is_asked_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="more_info", asked_parts__len__gte=1, time_left__isnull=False)
                & Q(asked_from__in=REVIEWS)
                & ~Q(asked_reason="")
                | ~Q(state="more_info")
                & Q(asked_from="", asked_reason="", time_left__isnull=True, asked_parts=[]),
                name="loan_application_more_info_says_what",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ON_THE_CLOCK, answer_by__isnull=False)
                | ~Q(state__in=ON_THE_CLOCK) & Q(answer_by__isnull=True),
                name="loan_application_has_a_deadline_while_an_office_looks",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["offered", "accepted", "contracted"])
                | Q(offered_amount__gt=0, offered_months__gte=1, offer_until__isnull=False),
                name="loan_application_offer_says_how_much_and_until_when",
            ),
            models.CheckConstraint(
                condition=Q(offered_amount__isnull=True) | Q(offered_amount__lte=F("amount")),
                name="loan_application_offer_is_within_what_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(state="rejected") & ~Q(refusal_reason="")
                | ~Q(state="rejected") & Q(refusal_reason=""),
                name="loan_application_refusal_has_a_reason",
            ),
        ]
        triggers = [moves_as_allowed("loan_application_moves_as_allowed", APPLICATION_NEXT)]

    def __str__(self) -> str:
        return self.reference or str(_("贷款申请"))

    def get_absolute_url(self) -> str:
        return reverse("loan_application", args=[self.reference])

    @property
    def is_open(self) -> bool:
        """Whether anything may still follow."""
        return self.state not in ENDED and self.state != S.CONTRACTED

    @property
    def holds_quota(self) -> bool:
        """Whether the bank's quota counts its amount (see `BankQuota.recommended`)."""
        return self.bank_id is not None and self.state not in ENDED

    @property
    def open_parts(self) -> tuple[str, ...]:
        """Which parts the founder may edit now: all of a draft, what was asked for, or none."""
        if self.state == S.DRAFT:
            return tuple(Part.values)
        return tuple(part for part in Part.values if part in self.asked_parts)

    def may(self, event: str) -> bool:
        """Whether the event starts from the present state; whose right it is, the policy says."""
        return self.state in EVENTS[event].sources

    @property
    def handed_in_on(self) -> date | None:
        """The day in Shanghai on which it was handed in: ages and the call are judged by it."""
        return timezone.localdate(self.submitted_at) if self.submitted_at else None


class LoanApplicationTransition(Transition):
    """申请流转 (transition of an application). ``reason`` is a code, ``note`` words for the founder."""

    application = models.ForeignKey(
        LoanApplication, models.CASCADE, related_name="transitions", verbose_name=_("贷款申请")
    )

    objects = OfApplicationQuerySet.as_manager()

    class Meta(Transition.Meta):
        verbose_name = _("贷款申请流转")
        verbose_name_plural = pgettext_lazy("复数", "贷款申请流转")

    @property
    def label(self) -> str:
        """The state that it came into, in words."""
        return str(ApplicationState(self.to_state).label)


class LoanDocument(models.Model):
    """申请材料 (document): a paper of an application; rebuilt, private, served after a check."""

    Kind = DocumentKind

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        LoanApplication, models.PROTECT, related_name="documents", verbose_name=_("贷款申请")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传账号")
    )
    kind = models.CharField(_("材料种类"), max_length=16, choices=Kind)
    file = models.FileField(_("文件"), upload_to="loans/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("申请材料")
        verbose_name_plural = pgettext_lazy("复数", "申请材料")
        ordering = ["kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "sha256"], name="loan_document_kept_once_per_kind"
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="loan_document_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.original_name}"

    def get_absolute_url(self) -> str:
        return reverse("loan_document", args=[self.public_id])
