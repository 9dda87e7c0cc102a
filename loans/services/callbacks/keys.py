"""密钥 (keys): issued by an administrator, shown once, kept sealed; two at once while a bank changes over."""

from __future__ import annotations

import base64
import secrets

from django.db import transaction

from loans.bank_signature import PREFIX
from loans.callback_errors import KeysTaken
from loans.loan_errors import BankNeeded
from loans.models import BankKey
from loans.models.bank_key import SLOTS
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core import crypto
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import StateChanged, explaining

MANAGE = "loans.manage_bankkey"
SECRET_BYTES = 32


@transaction.atomic
def issue_bank_key(*, actor: User, bank: Organisation) -> tuple[BankKey, str]:
    """
    发放 (issue) a key and its secret, which cannot be shown again.

    Raises `NotAllowed`, `BankNeeded`, `KeysTaken`.
    """
    policy.require(actor, MANAGE)
    if bank.kind != Organisation.Kind.BANK:
        raise BankNeeded
    Organisation.objects.select_for_update(no_key=True).only("pk").get(pk=bank.pk)
    taken = set(BankKey.objects.living().filter(bank=bank).values_list("slot", flat=True))
    free = [slot for slot in SLOTS if slot not in taken]
    secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    # With none free the first place is tried, and the constraint says what it says to whoever was slower.
    key = BankKey(bank=bank, slot=(free or SLOTS)[0], issued_by=actor)
    key.secret_sealed = crypto.seal(secret, context=key.context)
    with explaining(bank_key_two_at_once=KeysTaken(bank=bank)), transaction.atomic():
        key.save(force_insert=True)
    return key, secret


@transaction.atomic
def revoke_bank_key(*, actor: User, bankkey: BankKey) -> None:
    """停用 (revoke): from the next message on, what it signs is not signed. Raises `StateChanged`."""
    policy.require(actor, MANAGE, bankkey)
    if not BankKey.objects.living().filter(pk=bankkey.pk).update(revoked_at=now()):
        raise StateChanged
