from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hope_rooms.gift_querysets import AdoptionQuerySet, MoneyQuerySet
from zibo_youth.core.audit import audited

from .room import HopeRoom


@audited()
class Donor(models.Model):
    """
    捐赠方 (donor): a person or an organisation that gives.

    No contact is kept: it is with the charity that received the gift and issues the receipt
    (慈善法 38). ``may_be_named``: the donor agreed to be named in public.
    """

    class Kind(models.TextChoices):
        PERSON = "person", pgettext_lazy("捐赠方", "个人")
        ORGANISATION = "organisation", pgettext_lazy("捐赠方", "单位")

    kind = models.CharField(pgettext_lazy("捐赠方", "类别"), max_length=12, choices=Kind)
    name = models.CharField(pgettext_lazy("捐赠方", "名称"), max_length=80)
    may_be_named = models.BooleanField(_("同意公开名称"), default=False)
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("捐赠方")
        verbose_name_plural = pgettext_lazy("复数", "捐赠方")
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="donor_has_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_name(self) -> str:
        """What the public reads: the name with consent, otherwise that somebody gave."""
        return self.name if self.may_be_named else str(_("爱心捐赠方"))


class Campaign(models.Model):
    """筹款活动 (campaign): its gifts are told apart, and never added to the ledger's sum (domain.md C3)."""

    name = models.CharField(pgettext_lazy("筹款活动", "名称"), max_length=60)
    starts_on = models.DateField(pgettext_lazy("筹款活动", "开始"))
    ends_on = models.DateField(pgettext_lazy("筹款活动", "结束"))

    objects = MoneyQuerySet.as_manager()

    class Meta:
        verbose_name = _("筹款活动")
        verbose_name_plural = pgettext_lazy("复数", "筹款活动")
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["name", "starts_on"], name="campaign_named_once_per_start"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="campaign_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Adoption(models.Model):
    """
    认领 (adoption): a donor stands for a room, and follows its stages by a code that nobody guesses.

    Only a digest of the code is kept. ``names_the_sign``: the family agreed to the donor's name at
    the door (`naming`); what the donor reads needs the family's `sharing`.
    """

    donor = models.ForeignKey(Donor, models.PROTECT, related_name="adoptions", verbose_name=_("捐赠方"))
    room = models.ForeignKey(HopeRoom, models.PROTECT, related_name="adoptions", verbose_name=_("希望小屋"))
    code_digest = models.CharField(_("查询码摘要"), max_length=64, unique=True, editable=False)
    names_the_sign = models.BooleanField(_("门牌冠名"), default=False)
    began_at = models.DateTimeField(_("认领时间"), auto_now_add=True)
    ended_at = models.DateTimeField(pgettext_lazy("认领", "结束时间"), null=True, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("认领")
        verbose_name_plural = pgettext_lazy("复数", "认领")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["room"], condition=Q(ended_at__isnull=True), name="adoption_one_standing_per_room"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.donor} · {self.room}"
