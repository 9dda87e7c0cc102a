from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from volunteers.querysets import (
    CatalogueQuerySet,
    ExemptionQuerySet,
    RequirementItemQuerySet,
    VolunteerDocumentQuerySet,
)
from zibo_youth.core.audit import audited
from zibo_youth.core.private_files import private_storage
from zibo_youth.core.states import moves_as_allowed


class VolunteerDocument(models.Model):
    """资质材料 (document): a file that proves an item; rebuilt, private, served after a check."""

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    volunteer = models.ForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="documents", verbose_name=_("志愿者")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传账号")
    )
    file = models.FileField(_("文件"), upload_to="volunteers/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = VolunteerDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("资质材料")
        verbose_name_plural = pgettext_lazy("复数", "资质材料")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="volunteer_document_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("volunteer_document", args=[self.public_id])


class Requirement(models.Model):
    """
    资质要求 (requirement): something that a role asks for, and how long a proof of it holds.

    A proof of a `valid_months` requirement ends so many months after it begins; 0 means it does not end.
    """

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("实名核验")
        RECORD_CHECK = "record_check", _("违法犯罪记录查询")
        TRAINING = "training", pgettext_lazy("资质", "培训")
        AGREEMENT = "agreement", _("志愿服务协议")
        INSURANCE = "insurance", _("意外伤害保险")

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    kind = models.CharField(pgettext_lazy("资质", "类别"), max_length=12, choices=Kind)
    name = models.CharField(pgettext_lazy("资质", "名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=120)
    valid_months = models.PositiveSmallIntegerField(_("有效月数"), default=12)
    needs_document = models.BooleanField(_("须附材料"), default=False)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("资质要求")
        verbose_name_plural = pgettext_lazy("复数", "资质要求")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_months__lte=120), name="requirement_holds_ten_years_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


@audited()
class ServiceRole(models.Model):
    """
    服务角色 (role): what a volunteer does at a post, and what it asks of them.

    Water's edge and company of children are for adults only (山东省志愿服务条例 10,
    未成年人保护法 62): the lowest age of such a role cannot be set below 18.
    """

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("角色", "名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=80)
    min_age = models.PositiveSmallIntegerField(_("最低年龄"), default=14)
    is_with_children = models.BooleanField(_("直接接触未成年人"), default=False)
    is_at_waters_edge = models.BooleanField(_("临水岗位"), default=False)
    requirements = models.ManyToManyField(
        Requirement, blank=True, related_name="roles", verbose_name=_("资质要求")
    )

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = _("服务角色")
        verbose_name_plural = pgettext_lazy("复数", "服务角色")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_age__range=(14, 60)), name="service_role_from_14_years_of_age"
            ),
            models.CheckConstraint(
                condition=Q(is_with_children=False, is_at_waters_edge=False) | Q(min_age__gte=18),
                name="service_role_of_danger_is_for_adults",
            ),
            # The target of composite foreign keys: a post at the water's edge knows that it is one.
            models.UniqueConstraint(
                fields=["id", "is_at_waters_edge"], name="service_role_water_is_referable"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name


class ItemState(models.TextChoices):
    """What was handed in, and what the check of it said."""

    SUBMITTED = "submitted", pgettext_lazy("资质", "待核验")
    PASSED = "passed", pgettext_lazy("资质", "已通过")
    FAILED = "failed", pgettext_lazy("资质", "未通过")
    REVOKED = "revoked", pgettext_lazy("资质", "已撤销")


ITEM_NEXT: Mapping[str, tuple[str, ...]] = {
    ItemState.SUBMITTED: (ItemState.PASSED, ItemState.FAILED),
    ItemState.PASSED: (ItemState.REVOKED,),
}


@audited()
class RequirementItem(models.Model):
    """
    资质凭证 (item): that one volunteer meets one requirement, from a day to a day, and who has checked it.

    Of a record check only date, reference and result are kept, never what it said
    (未成年人保护法 62). ``until_on`` is the last day on which it holds; without one it does not end.
    """

    State = ItemState
    NEXT = ITEM_NEXT

    volunteer = models.ForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="items", verbose_name=_("志愿者")
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="items", verbose_name=_("资质要求")
    )
    from_on = models.DateField(pgettext_lazy("资质", "生效日期"))
    until_on = models.DateField(pgettext_lazy("资质", "有效期至"), null=True, blank=True)
    reference = models.CharField(_("凭证编号"), max_length=60, blank=True)
    document = models.ForeignKey(
        VolunteerDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("资质材料"),
    )
    state = models.CharField(
        pgettext_lazy("资质", "状态"), max_length=10, choices=State, default=State.SUBMITTED, editable=False
    )
    submitted_at = models.DateTimeField(_("提交时间"), auto_now_add=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("核验人"),
    )
    checked_at = models.DateTimeField(_("核验时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(pgettext_lazy("资质", "撤销时间"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=120, blank=True)

    objects = RequirementItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("资质凭证")
        verbose_name_plural = pgettext_lazy("复数", "资质凭证")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "requirement"],
                condition=Q(state="submitted"),
                name="requirement_item_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="requirement_item_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", checked_at__isnull=True, revoked_at__isnull=True)
                | Q(state="passed", checked_at__isnull=False, revoked_at__isnull=True)
                | (Q(state="failed", checked_at__isnull=False, revoked_at__isnull=True) & ~Q(reason=""))
                | (Q(state="revoked", checked_at__isnull=False, revoked_at__isnull=False) & ~Q(reason="")),
                name="requirement_item_state_agrees_with_check",
            ),
        ]
        indexes = [
            models.Index(
                fields=["until_on"], condition=Q(state="passed"), name="requirement_item_by_last_day"
            ),
        ]
        triggers = [moves_as_allowed("requirement_item_moves_as_allowed", ITEM_NEXT)]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.volunteer.volunteer_no}"

    def holds_on(self, day: date) -> bool:
        """Whether it was passed and covers this day."""
        return (
            self.state == ItemState.PASSED
            and self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
        )


@audited()
class Exemption(models.Model):
    """免除 (exemption): a volunteer need not meet one requirement until a day, for a reason."""

    volunteer = models.ForeignKey(
        "volunteers.Volunteer", models.PROTECT, related_name="exemptions", verbose_name=_("志愿者")
    )
    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="exemptions", verbose_name=_("资质要求")
    )
    reason = models.CharField(_("理由"), max_length=200)
    from_on = models.DateField(pgettext_lazy("免除", "自"))
    until_on = models.DateField(pgettext_lazy("免除", "至"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("批准人")
    )
    granted_at = models.DateTimeField(pgettext_lazy("免除", "批准时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(pgettext_lazy("免除", "撤销时间"), null=True, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("免除资质")
        verbose_name_plural = pgettext_lazy("复数", "免除资质")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="exemption_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "requirement"],
                condition=Q(revoked_at__isnull=True),
                name="exemption_granted_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} · {self.volunteer.volunteer_no}"
