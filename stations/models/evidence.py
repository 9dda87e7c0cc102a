from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.querysets import EvidenceQuerySet
from zibo_youth.core.private_files import private_storage


class EvidenceKind(models.TextChoices):
    INTERVIEW_NOTICE = "interview_notice", _("面试通知")
    JOB_FAIR_INVITATION = "job_fair_invitation", _("招聘会邀请")
    BUSINESS_INVITATION = "business_invitation", _("商务考察邀请")
    ACADEMIC_INVITATION = "academic_invitation", _("学术活动邀请")
    INTERNSHIP_OFFER = "internship_offer", _("实习通知")
    STUDENT_CARD = "student_card", _("学生证")
    DIPLOMA = "diploma", _("毕业证")
    CONTRACT = "contract", _("签约证明")


# What shows why somebody comes; a contract shows what came of it.
FOR_A_STAY = tuple((kind.value, kind.label) for kind in EvidenceKind if kind != EvidenceKind.CONTRACT)


class Evidence(models.Model):
    """证明材料 (evidence): a file that shows why somebody comes; rebuilt, private, served after a check."""

    Kind = EvidenceKind

    public_id = models.UUIDField(_("文件编号"), default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="evidence", verbose_name=_("所属人员")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传账号")
    )
    kind = models.CharField(_("材料种类"), max_length=24, choices=Kind)
    file = models.FileField(_("文件"), upload_to="evidence/", storage=private_storage)
    original_name = models.CharField(_("原文件名"), max_length=120)
    content_type = models.CharField(_("文件类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("摘要"), max_length=64)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("证明材料")
        verbose_name_plural = pgettext_lazy("复数", "证明材料")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="evidence_is_picture_or_pdf",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.original_name}"

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.public_id])
