from __future__ import annotations

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loans.callback_querysets import BankKeyQuerySet
from zibo_youth.core import crypto
from zibo_youth.core.audit import audited

# Old and new at once, so that a bank changes over without a message lost.
SLOTS = (1, 2)


def new_key_id() -> str:
    return f"bk-{secrets.token_hex(6)}"


@audited(exclude=["secret_sealed"])
class BankKey(models.Model):
    """
    银行回调密钥 (bank key): what a bank's system signs its messages with; two may live at once.

    The secret is shown once. A signature can only be reckoned with the secret itself, so it is kept, sealed
    and bound to its row; a digest would not do.
    """

    bank = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("合作银行"),
        limit_choices_to={"kind": "bank"},
    )
    key_id = models.CharField(_("密钥编号"), max_length=20, unique=True, default=new_key_id, editable=False)
    slot = models.PositiveSmallIntegerField(_("位置"), editable=False)
    secret_sealed = models.TextField(_("密钥（密文）"), editable=False)
    issued_at = models.DateTimeField(_("发放时间"), auto_now_add=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("发放人"),
    )
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True, editable=False)

    objects = BankKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("银行回调密钥")
        verbose_name_plural = pgettext_lazy("复数", "银行回调密钥")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bank", "slot"], condition=Q(revoked_at__isnull=True), name="bank_key_two_at_once"
            ),
            models.CheckConstraint(condition=Q(slot__in=SLOTS), name="bank_key_stands_in_one_of_two_places"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="bank_key_is_written_once", fields=["bank", "key_id", "slot", "secret_sealed"]
            )
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def context(self) -> str:
        """What the sealed secret is bound to."""
        return f"loans.bankkey.secret:{self.key_id}"

    @property
    def secret(self) -> str:
        """The secret itself, for reckoning a signature and for nothing else."""
        return crypto.unseal(self.secret_sealed, context=self.context)
