"""额度 (quota): the amounts that lie with a bank, moved in the transaction that recommends or ends."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import F

from loans.application_errors import BankNotInCall, QuotaTooSmall
from loans.models import BankQuota, LoanApplication
from loans.services.lines.reserving import release_reservation
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining


def quota_of(application: LoanApplication, bank: Organisation) -> BankQuota:
    """The bank's quota in the application's call, locked. Raises `BankNotInCall`."""
    rows = BankQuota.objects.select_for_update(no_key=True).filter(call=application.call_id, bank=bank)
    quota: BankQuota | None = rows.first()
    if quota is None:
        raise BankNotInCall
    return quota


def take_quota(application: LoanApplication, bank: Organisation) -> None:
    """Count the amount against the bank's quota. Raises `BankNotInCall`, `QuotaTooSmall`."""
    quota, amount = quota_of(application, bank), application.amount or Decimal()
    left = quota.amount - quota.recommended
    told = {"bank": bank, "left": f"{left:,.2f}", "amount": f"{amount:,.2f}"}
    with explaining(bank_quota_is_never_exceeded=QuotaTooSmall(**told)), transaction.atomic():
        add_to(quota, amount)


def give_back(actor: Actor, application: LoanApplication) -> None:
    """归还: what an application that ends held, of the bank's quota and of its line."""
    give_back_quota(application)
    release_reservation(actor=actor, application=application)


def give_back_quota(application: LoanApplication) -> None:
    """An application that ends counts no longer; one that never came to a bank counted nothing."""
    if application.bank is not None and application.holds_quota:
        add_to(quota_of(application, application.bank), -(application.amount or Decimal()))


def add_to(quota: BankQuota, amount: Decimal) -> None:
    """One UPDATE adds: nobody's sum is read and written back."""
    BankQuota.objects.filter(pk=quota.pk).update(recommended=F("recommended") + amount)
