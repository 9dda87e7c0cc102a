"""Who saw a hazard: sealed, shown by PostgreSQL to that person, or after a reason was written down."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from safety.hazard_querysets import HazardOpeningQuerySet, SealedHazardQuerySet

from .report import HazardReport


@deconstructible(path="safety.models.hazards.sealed.CurrentTransaction")
class CurrentTransaction(Func):
    """The number of the transaction that writes the row; it never comes twice."""

    template = "(pg_current_xact_id())::text::bigint"
    output_field = models.BigIntegerField()


class HazardReporter(models.Model):
    """
    上报人 (reporter): who reported a hazard, or joined it, sealed (S4) and bound to this row.

    ``token`` is the keyed digest of the person, by which one's own reports are found; without the key nobody
    computes it. Row-level security shows a row to the person who acts (``safety.acting_reporter``), and in a
    transaction in which `HazardOpening` says why (decision 0084). The foreign key to the person is missing on
    purpose.
    """

    class Part(models.TextChoices):
        FIRST = "first", _("上报人")
        FOLLOWER = "follower", _("一起上报的人")

    # Made here and not by the database: the seal is bound to it, and writing reads nothing back.
    public_id = models.UUIDField(_("上报人标识"), primary_key=True, default=uuid.uuid4, editable=False)
    hazard = models.ForeignKey(HazardReport, models.PROTECT, related_name="+", verbose_name=_("隐患随手拍"))
    part = models.CharField(pgettext_lazy("上报人", "身份"), max_length=8, choices=Part)
    token = models.UUIDField(_("本人标记"), editable=False)
    sealed = models.TextField(_("密文"), editable=False)

    objects = SealedHazardQuerySet.as_manager()

    class Meta:
        verbose_name = _("隐患上报人")
        verbose_name_plural = pgettext_lazy("复数", "隐患上报人")
        ordering = ["public_id"]
        constraints = [
            models.UniqueConstraint(fields=["hazard", "token"], name="hazard_reporter_joined_once"),
            models.UniqueConstraint(
                fields=["hazard"], condition=Q(part="first"), name="hazard_reporter_one_is_first"
            ),
            models.CheckConstraint(condition=~Q(sealed=""), name="hazard_reporter_is_sealed"),
        ]
        indexes = [models.Index(fields=["token"], name="hazard_reporter_of_a_person")]
        triggers = [pgtrigger.Protect(name="hazard_reporter_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.public_id}"


class HazardOpening(models.Model):
    """
    查看上报人 (opening): who opened the seal, and why, written in the transaction that shows it.

    Only ``safety_open_reporter`` writes here; the row is the key. Without a user it is the portal itself,
    which tells the reporter what became of the report and shows the name to nobody.
    """

    hazard = models.ForeignKey(HazardReport, models.PROTECT, related_name="+", verbose_name=_("隐患随手拍"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("查看账号"),
    )
    reason = models.CharField(pgettext_lazy("查看上报人", "理由"), max_length=200)
    transaction_no = models.BigIntegerField(_("事务编号"), db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField(pgettext_lazy("查看上报人", "时间"), db_default=Now())

    objects = HazardOpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("查看上报人记录")
        verbose_name_plural = pgettext_lazy("复数", "查看上报人记录")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="hazard_opening_has_a_reason")
        ]
        indexes = [models.Index(fields=["transaction_no", "hazard"], name="hazard_opening_is_the_key")]
        triggers = [
            pgtrigger.Protect(
                name="hazard_opening_is_never_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.hazard} · {self.user or '—'}"
