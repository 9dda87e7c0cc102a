from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from zibo_youth.accounts.querysets import AreaQuerySet, ConsentRecordQuerySet
from zibo_youth.core.audit import audited


class ConsentText(models.Model):
    """
    告知同意书 (privacy notice): one version of the words for one scope.

    A version never changes once written; new words are a new version (PIPL
    articles 14, 17, 29; reference/security.md R36).
    """

    class Scope(models.TextChoices):
        PRIVACY = "privacy", _("隐私政策")
        ID_NUMBER = "id_number", _("证件号码（敏感个人信息）")
        LODGING = "lodging", _("住宿登记信息（敏感个人信息）")
        CREDIT = "credit", _("查询信用信息（敏感个人信息）")

    # What a guest of a station agrees to at a desk or by telephone; the rest is agreed to by the own log-in.
    AT_A_DESK = (Scope.PRIVACY, Scope.ID_NUMBER, Scope.LODGING)

    scope = models.CharField(_("范围"), max_length=20, choices=Scope)
    version = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(pgettext_lazy("文本", "标题"), max_length=80)
    summary = models.TextField(_("摘要"))
    body = models.TextField(_("全文"))
    title_en = models.CharField(_("英文标题"), max_length=120)
    summary_en = models.TextField(_("英文摘要"))
    body_en = models.TextField(_("英文全文"))
    effective_from = models.DateField(_("生效日期"))

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("告知同意书")
        verbose_name_plural = pgettext_lazy("复数", "告知同意书")
        ordering = ["scope", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "version"], name="consent_text_one_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} v{self.version}"

    def _said(self, field: str) -> str:
        return str(getattr(self, f"{field}_en" if get_language() == "en" else field))

    @property
    def local_title(self) -> str:
        return self._said("title")

    @property
    def local_summary(self) -> str:
        return self._said("summary")

    @property
    def local_body(self) -> str:
        return self._said("body")


@audited()
class ConsentRecord(models.Model):
    """
    同意记录 (consent): who agreed to which version, when, from where; withdrawn as easily as given.

    Given by a log-in, or by a person who stood at a desk or rang it; then
    ``recorded_by`` is the member of staff who read the words out and keeps the paper.
    Such a consent may be withdrawn at a desk too; ``withdrawn_by`` then wrote it down, and why.
    """

    class Channel(models.TextChoices):
        WEB = "web", _("网上")
        DESK = "desk", _("前台签署纸质同意书")
        PHONE = "phone", _("电话中同意")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("账号"),
    )
    person = models.ForeignKey(
        "accounts.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consents",
        verbose_name=_("当面或电话同意的人"),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("登记人"),
    )
    text = models.ForeignKey(
        ConsentText, models.PROTECT, related_name="records", verbose_name=_("同意书版本")
    )
    scope = models.CharField(_("范围"), max_length=20, choices=ConsentText.Scope)
    given_at = models.DateTimeField(_("同意时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤回登记人"),
    )
    withdrawal_reason = models.CharField(_("撤回事由"), max_length=120, blank=True, db_default="")
    channel = models.CharField(_("途径"), max_length=10, choices=Channel, default=Channel.WEB)
    address_hash = models.CharField(_("网络地址摘要"), max_length=64, blank=True)

    objects = ConsentRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("同意记录")
        verbose_name_plural = pgettext_lazy("复数", "同意记录")
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_given_once_per_scope",
            ),
            models.UniqueConstraint(
                fields=["person", "scope"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_recorded_once_per_scope",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, person__isnull=True, recorded_by__isnull=True)
                | Q(user__isnull=True, person__isnull=False, recorded_by__isnull=False),
                name="consent_is_of_a_log_in_or_recorded_by_staff",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawal_reason="")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="consent_withdrawn_at_a_desk_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.person} · {self.text}"
