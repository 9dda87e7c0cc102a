from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stations.referral_codes import code_of, spelled
from stations.referral_querysets import PartnerQuerySet, ReferralCodeQuerySet
from zibo_youth.core.audit import audited
from zibo_youth.core.states import moves_as_allowed

from .stay import Stay


@audited()
class Partner(models.Model):
    """
    合作单位 (partner): an employer or a university that refers guests, kept by one district.

    ``quota`` is how many codes may ever be issued to it; a revoked or expired one
    has used its number up.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("用人单位")
        UNIVERSITY = "university", _("高校")

    name = models.CharField(_("单位名称"), max_length=80)
    kind = models.CharField(_("单位类型"), max_length=10, choices=Kind)
    reporting_org = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("填报单位"),
        limit_choices_to={"is_reporting": True},
    )
    quota = models.PositiveSmallIntegerField(_("推荐码额度"))

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("合作单位")
        verbose_name_plural = pgettext_lazy("复数", "合作单位")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["reporting_org", "name"], name="partner_named_once_per_district"),
            models.UniqueConstraint(fields=["id", "quota"], name="partner_quota_is_referable"),
            models.CheckConstraint(
                condition=Q(quota__range=(1, 1000)),
                name="partner_quota_between_1_and_1000",
                violation_error_message=_("推荐码额度须在 1 到 1000 之间"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partner", args=[self.pk])


class ReferralState(models.TextChoices):
    """A code is open, names a stay, or is no longer worth anything."""

    ISSUED = "issued", pgettext_lazy("推荐码", "未使用")
    USED = "used", pgettext_lazy("推荐码", "已使用")
    REVOKED = "revoked", pgettext_lazy("推荐码", "已作废")


REFERRAL_NEXT: Mapping[str, tuple[str, ...]] = {
    ReferralState.ISSUED: (ReferralState.USED, ReferralState.REVOKED),
    ReferralState.USED: (ReferralState.ISSUED,),
}


@audited(exclude=["seed", "digest"])
class ReferralCode(models.Model):
    """
    推荐码 (referral code): a partner refers one guest, for one stay.

    ``number`` runs from 1 to the partner's quota: ``cap`` is that quota, held to it by
    a composite foreign key, so no more codes are issued than it says. The code itself
    is made of ``seed`` with a key that is not in the database (`stations.referral_codes`).
    """

    State = ReferralState
    NEXT = REFERRAL_NEXT

    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="codes", db_index=False, verbose_name=_("合作单位")
    )
    number = models.PositiveSmallIntegerField(_("第几个"))
    cap = models.PositiveSmallIntegerField(_("推荐码额度"), editable=False)
    seed = models.UUIDField(_("推荐码种子"), default=uuid.uuid4, editable=False)
    digest = models.CharField(_("推荐码摘要"), max_length=64, editable=False)
    valid_until = models.DateField(_("有效期至"))
    state = models.CharField(
        pgettext_lazy("推荐码", "状态"), max_length=8, choices=State, default=State.ISSUED, editable=False
    )
    issued_at = models.DateTimeField(_("发放时间"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发放人")
    )
    stay = models.ForeignKey(
        Stay,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referral_codes",
        db_index=False,
        verbose_name=_("入住单"),
    )
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    revoke_reason = models.CharField(_("作废理由"), max_length=120, blank=True)

    objects = ReferralCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("推荐码")
        verbose_name_plural = pgettext_lazy("复数", "推荐码")
        ordering = ["partner", "number"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="referral_code_number_used_once"),
            models.UniqueConstraint(fields=["digest"], name="referral_code_opens_one"),
            models.UniqueConstraint(fields=["stay"], name="referral_code_once_per_stay"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("cap")), name="referral_code_number_within_quota"
            ),
            models.CheckConstraint(
                condition=Q(state="issued", stay__isnull=True, used_at__isnull=True, revoked_at__isnull=True)
                | Q(state="used", stay__isnull=False, used_at__isnull=False, revoked_at__isnull=True)
                | (Q(state="revoked", stay__isnull=True, revoked_at__isnull=False) & ~Q(revoke_reason="")),
                name="referral_code_state_agrees_with_stay",
            ),
        ]
        triggers = [moves_as_allowed("referral_code_moves_as_allowed", REFERRAL_NEXT)]

    def __str__(self) -> str:
        return f"№ {self.number}"

    def may_become(self, state: str) -> bool:
        return state in self.NEXT.get(self.state, ())

    def is_open_on(self, day: date) -> bool:
        """Whether a guest may still hand it in."""
        return self.state == ReferralState.ISSUED and day <= self.valid_until

    @property
    def code(self) -> str:
        """The code in clear, in groups of four: for the sheet of those who issue it."""
        return spelled(code_of(self.seed))
