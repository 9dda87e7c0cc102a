from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hope_rooms.querysets import CareConsentQuerySet, CareNoticeQuerySet, OfChildQuerySet
from zibo_youth.core.audit import audited

from .child import Child


class ConsentPurpose(models.TextChoices):
    """What a guardian agrees to, each by itself; only the first is needed for a case to be kept at all."""

    CARE = "care", _("建立档案、核对资格、建设和陪伴")
    VISITS = "visits", _("志愿者结对和入户陪伴")
    PHOTOS = "photos", _("保存小屋照片")
    SHARING = "sharing", _("向捐赠方说明小屋进展（不含孩子信息）")
    NAMING = "naming", _("小屋以捐赠方命名")
    COUNSEL = "counsel", _("心理疏导")


class CareNotice(models.Model):
    """
    儿童信息告知书 (care notice): one version of the words for one purpose; written once, never changed.

    A rule set of its own for children's data (网络数据安全管理条例 21; reference/security.md R36).
    """

    purpose = models.CharField(pgettext_lazy("告知书", "事项"), max_length=10, choices=ConsentPurpose)
    version = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(pgettext_lazy("文本", "标题"), max_length=80)
    body = models.TextField(_("全文"))
    title_en = models.CharField(_("英文标题"), max_length=120)
    body_en = models.TextField(_("英文全文"))
    effective_from = models.DateField(_("生效日期"))

    objects = CareNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童信息告知书")
        verbose_name_plural = pgettext_lazy("复数", "儿童信息告知书")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="care_notice_one_per_version"),
            # The target of a composite foreign key: a consent is to words of its own purpose.
            models.UniqueConstraint(fields=["id", "purpose"], name="care_notice_purpose_is_referable"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} v{self.version}"

    @property
    def local_title(self) -> str:
        return self.title_en if get_language() == "en" else self.title

    @property
    def local_body(self) -> str:
        return self.body_en if get_language() == "en" else self.body

    @property
    def digest(self) -> str:
        """Of the Chinese words that a guardian was read; kept with each consent (security.md R28)."""
        return hashlib.sha256(f"{self.title}\n{self.body}".encode()).hexdigest()


@audited(exclude=["guardian_sealed"])
class CareConsent(models.Model):
    """
    监护人同意 (guardian's consent) to one purpose, or the refusal of it; withdrawn as easily as given.

    While none stands for ``care``, PostgreSQL opens no part of the child's record
    (``hope_rooms_open``), except for the duties that the law names.
    """

    class Answer(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("监护人", "同意")
        REFUSED = "refused", pgettext_lazy("监护人", "不同意")

    class Channel(models.TextChoices):
        PAPER = "paper", _("纸质同意书")
        PHONE = "phone", _("电话中同意")

    child = models.ForeignKey(Child, models.PROTECT, related_name="consents", verbose_name=_("儿童档案"))
    notice = models.ForeignKey(
        CareNotice, models.PROTECT, related_name="consents", verbose_name=_("告知书版本")
    )
    purpose = models.CharField(pgettext_lazy("告知书", "事项"), max_length=10, choices=ConsentPurpose)
    text_digest = models.CharField(_("告知书摘要"), max_length=64)
    answer = models.CharField(_("监护人答复"), max_length=8, choices=Answer)
    channel = models.CharField(_("途径"), max_length=8, choices=Channel)
    guardian_sealed = models.TextField(_("监护人（密文）"), editable=False)
    given_on = models.DateField(_("答复日期"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤回登记人"),
        editable=False,
    )

    objects = CareConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("儿童监护人同意")
        verbose_name_plural = pgettext_lazy("复数", "儿童监护人同意")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="care_consent_stands_once_per_purpose",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="care_consent_withdrawal_says_who_wrote_it_down",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_purpose_display()}"

    @property
    def stands(self) -> bool:
        return self.answer == self.Answer.AGREED and self.withdrawn_at is None


@audited()
class ChildView(models.Model):
    """
    孩子的意愿 (the child's own view), asked in words that the child understands (未成年人保护法 4, 19).

    How it was asked is kept; what the child said in private is not written here.
    """

    class Answer(models.TextChoices):
        YES = "yes", pgettext_lazy("孩子", "愿意")
        NO = "no", pgettext_lazy("孩子", "不愿意")
        UNSURE = "unsure", pgettext_lazy("孩子", "说不准")

    class Manner(models.TextChoices):
        TALK = "talk", _("当面交谈")
        DRAWING = "drawing", _("画画表达")
        CARDS = "cards", _("选表情卡片")
        THROUGH_GUARDIAN = "guardian", _("由监护人转述")

    child = models.ForeignKey(Child, models.PROTECT, related_name="views", verbose_name=_("儿童档案"))
    purpose = models.CharField(pgettext_lazy("告知书", "事项"), max_length=10, choices=ConsentPurpose)
    answer = models.CharField(pgettext_lazy("孩子的意愿", "答复"), max_length=8, choices=Answer)
    manner = models.CharField(_("询问方式"), max_length=10, choices=Manner)
    asked_on = models.DateField(_("询问日期"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("询问人")
    )

    objects = OfChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("孩子的意愿")
        verbose_name_plural = pgettext_lazy("复数", "孩子的意愿")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.child} · {self.get_answer_display()}"
