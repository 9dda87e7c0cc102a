"""预授信 (pre-approved lines): recorded, confirmed by another, converted into lines that are signed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from loans.investing_errors import (
    AgreedLater,
    ConversionKnown,
    ConversionWithdrawn,
    LineHoldsLess,
    LineNotAfterwards,
    PreApprovalConverted,
    PreApprovalIncomplete,
    PreApprovalKnown,
    PreApprovalNotConfirmed,
    PreApprovalUsedUp,
    ReasonNeeded,
    SecondPersonNeeded,
    ValidBeforeAgreed,
)
from loans.models import CreditLine, LineConversion, PreApprovedLine
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import explaining

from . import looks

MANAGE = "loans.manage_pre_approval"


@dataclass(frozen=True, slots=True)
class ToldPreApproval:
    """预授信 as it is told; the amount in yuan, no district: the whole city."""

    bank: Organisation
    name: str
    target_group: str
    amount: Decimal
    agreed_on: date
    valid_from: date
    source: str
    valid_until: date | None = None
    reporting_org: Organisation | None = None


def record_pre_approval(*, actor: User, told: ToldPreApproval) -> PreApprovedLine:
    """
    登记预授信 (record): it waits for another person.

    Raises `SumMissing`, `PreApprovalIncomplete`, `AgreedLater`, `ValidBeforeAgreed`, `PreApprovalKnown`.
    """
    policy.require(actor, MANAGE)
    yuan = exact_yuan(told.amount)
    with (
        explaining(
            pre_approved_line_says_for_whom_and_by_what_document=PreApprovalIncomplete,
            pre_approved_line_is_dated_no_later_than_it_was_recorded=AgreedLater,
            pre_approved_line_is_valid_after_it_was_agreed=ValidBeforeAgreed,
            pre_approved_line_stands_once=PreApprovalKnown,
        ),
        transaction.atomic(),
    ):
        made: PreApprovedLine = PreApprovedLine.objects.create(
            bank=told.bank,
            name=told.name.strip(),
            target_group=told.target_group.strip(),
            reporting_org=told.reporting_org,
            amount=yuan,
            agreed_on=told.agreed_on,
            valid_from=told.valid_from,
            valid_until=told.valid_until,
            source=told.source.strip(),
            recorded_by=actor,
        )
    return made


def confirm_pre_approval(*, actor: User, pre_approved: PreApprovedLine) -> PreApprovedLine:
    """复核 (confirm) by another: from now on it counts. Raises `SecondPersonNeeded`, `StateChanged`."""
    policy.require(actor, MANAGE, pre_approved)
    with explaining(pre_approved_line_confirmed_by_another_person=SecondPersonNeeded), transaction.atomic():
        looks.confirm(actor, pre_approved)
    return pre_approved


def withdraw_pre_approval(*, actor: User, pre_approved: PreApprovedLine, reason: str) -> PreApprovedLine:
    """
    撤销 (withdraw): it stays, and counts no more; what was converted is withdrawn first.

    Raises `ReasonNeeded`, `StateChanged`, `PreApprovalConverted`.
    """
    policy.require(actor, MANAGE, pre_approved)
    try:
        with (
            explaining(pre_approved_line_converted_stays_confirmed=PreApprovalConverted),
            transaction.atomic(),
        ):
            looks.withdraw(actor, pre_approved, reason)
    except PreApprovalConverted:
        pre_approved.refresh_from_db()
        raise PreApprovalConverted(converted=pre_approved.converted) from None
    return pre_approved


def convert(
    *, actor: User, pre_approved: PreApprovedLine, line: CreditLine, amount: Decimal, note: str
) -> LineConversion:
    """
    登记转签约 (convert): so much of a signed line had been pre-approved, and is counted once.

    Raises `SumMissing`, `PreApprovalNotConfirmed`, `PreApprovalUsedUp`, `LineNotAfterwards`, `LineHoldsLess`,
    `ConversionKnown`.
    """
    policy.require(actor, MANAGE, pre_approved)
    yuan = exact_yuan(amount)
    with _telling(pre_approved, line, yuan), transaction.atomic():
        # The pre-approval's lock first, its line's after it (the trigger): in every conversion alike.
        _add(pre_approved, yuan)
        made: LineConversion = LineConversion.objects.create(
            pre_approved=pre_approved, line=line, amount=yuan, note=note.strip(), noted_by=actor
        )
    pre_approved.refresh_from_db()
    return made


@contextmanager
def _telling(pre_approved: PreApprovedLine, line: CreditLine, asked: Decimal) -> Iterator[None]:
    """Whoever is refused reads what stands now."""
    try:
        with explaining(
            pre_approved_line_converts_no_more_than_it_holds=PreApprovalUsedUp,
            pre_approved_line_converted_stays_confirmed=PreApprovalNotConfirmed,
            line_conversion_is_into_a_line_signed_later_at_the_bank=LineNotAfterwards,
            line_conversion_is_within_its_line=LineHoldsLess(line=line),
            line_conversion_told_once_per_line=ConversionKnown,
        ):
            yield
    except PreApprovalUsedUp:
        pre_approved.refresh_from_db()
        told = {"amount": pre_approved.amount, "converted": pre_approved.converted, "asked": asked}
        raise PreApprovalUsedUp(**told) from None


def _add(pre_approved: PreApprovedLine, yuan: Decimal) -> None:
    PreApprovedLine.objects.filter(pk=pre_approved.pk).update(converted=F("converted") + yuan)


@transaction.atomic
def withdraw_conversion(*, actor: User, conversion: LineConversion, reason: str) -> LineConversion:
    """撤销转签约 (withdraw): the line counts in full again. Raises `ReasonNeeded`, `ConversionWithdrawn`."""
    policy.require(actor, MANAGE, conversion.pre_approved)
    if not reason.strip():
        raise ReasonNeeded
    gone = {"withdrawn_by": actor, "withdrawn_at": now(), "reason": reason.strip()}
    # As in a conversion: the pre-approval's lock first.
    PreApprovedLine.objects.select_for_update(no_key=True).only("pk").get(pk=conversion.pre_approved_id)
    if not LineConversion.objects.standing().filter(pk=conversion.pk).update(**gone):
        raise ConversionWithdrawn
    _add(conversion.pre_approved, -conversion.amount)
    conversion.refresh_from_db()
    return conversion
