"""填写 (drafts): the parts of an application, each saved as one goes; handed in when all are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from loans.application_errors import (
    AmountFixed,
    BankNotInCall,
    CallClosed,
    CodeWrong,
    DraftStands,
    FirmFixed,
    FirmTaken,
    FoundedInFuture,
    NoVersion,
    PartClosed,
)
from loans.models import BankQuota, LoanApplication, LoanApplicationTransition, LoanCall, ProductVersion
from loans.models.application_moves import APPLY, LIVE, ApplicationState
from loans.models.application_words import Part
from loans.told_amounts import require_amount
from zibo_youth.accounts import policy
from zibo_youth.accounts.identity import normalise, validate_uscc
from zibo_youth.accounts.models import ConsentText, Organisation, User
from zibo_youth.accounts.services import give_consent
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed, explaining

from .moves import lock_application

S = ApplicationState


@explaining(loan_application_one_draft_per_person_and_call=DraftStands)
@transaction.atomic
def start_application(*, actor: User, call: LoanCall) -> LoanApplication:
    """
    开始申请 (start): a draft under the version that is in force today, which it keeps for life.

    Raises `CallClosed`, `NoVersion`, `DraftStands`.
    """
    policy.require(actor, APPLY)
    person = actor.person
    if person is None or not person.has_identity:
        raise NotAllowed
    if not (call.opens_on <= today() <= call.closes_on and call.product.is_open):
        raise CallClosed(call=call)
    version = ProductVersion.objects.in_force(today()).filter(product=call.product_id).first()
    if version is None:
        raise NoVersion(product=call.product)
    draft = LoanApplication.objects.create(
        applicant=person, product_id=version.product_id, version=version, call=call
    )
    LoanApplicationTransition.objects.create(application=draft, actor=actor, to_state=draft.state)
    draft.refresh_from_db()
    return draft


@dataclass(frozen=True, slots=True)
class ToldFirm:
    """企业信息 as the founder states them."""

    uscc: str
    firm_name: str
    founded_on: date
    industry: str
    reporting_org: Organisation


@transaction.atomic
def save_firm(*, actor: User, application: LoanApplication, told: ToldFirm) -> LoanApplication:
    """
    保存企业信息 (save the company).

    Raises `PartClosed`, `CodeWrong`, `FoundedInFuture`, `FirmTaken` where another application of this
    product is live for the code, `FirmFixed` for another company after the district has passed it on.
    """
    locked = open_part(actor, application, Part.FIRM)
    code = _right_code(told.uscc)
    if told.founded_on > today():
        raise FoundedInFuture
    if locked.city_reviewer_id or locked.district_reviewer_id:
        _require_same_firm(locked, code, told.reporting_org)
    others = LoanApplication.objects.filter(product=locked.product_id, firm__uscc=code, state__in=LIVE)
    if others.exclude(pk=locked.pk).exists():
        raise FirmTaken
    return _save(
        locked,
        uscc=code,
        firm_name=told.firm_name.strip(),
        founded_on=told.founded_on,
        industry=told.industry.strip(),
        reporting_org=told.reporting_org,
    )


def _right_code(typed: str) -> str:
    code = normalise(typed)
    try:
        validate_uscc(code)
    except ValidationError as wrong:
        raise CodeWrong from wrong
    if not code:
        raise CodeWrong
    return code


def _require_same_firm(application: LoanApplication, code: str, district: Organisation) -> None:
    if (application.uscc, application.reporting_org_id) != (code, district.pk):
        raise FirmFixed


@transaction.atomic
def save_owner(*, actor: User, application: LoanApplication, position: str) -> LoanApplication:
    """保存负责人 (save what the founder is in the company). Raises `PartClosed`."""
    return _save(open_part(actor, application, Part.OWNER), position=position)


@dataclass(frozen=True, slots=True)
class ToldPurpose:
    """资金用途: how much (yuan), for how long, repaid how, for what."""

    amount: Decimal
    months: int
    method: str
    purpose: str
    purpose_words: str


@transaction.atomic
def save_purpose(*, actor: User, application: LoanApplication, told: ToldPurpose) -> LoanApplication:
    """
    保存资金用途 (save the purpose). Limits of the product are judged when it is handed in.

    Raises `PartClosed`, `AmountNotUnderstood`, `AmountFixed` where a bank's quota counts another amount.
    """
    locked = open_part(actor, application, Part.PURPOSE)
    amount = require_amount(told.amount)
    if locked.holds_quota and amount != locked.amount:
        raise AmountFixed(amount=f"{locked.amount:,.2f}")
    return _save(
        locked,
        amount=amount,
        months=told.months,
        method=told.method,
        purpose=told.purpose,
        purpose_words=told.purpose_words.strip(),
    )


@transaction.atomic
def save_consent(
    *, actor: User, application: LoanApplication, preferred_bank: Organisation | None, address: str = ""
) -> LoanApplication:
    """
    授权 (consent) to the credit check in the words in force, and the bank that the founder would like.

    Raises `PartClosed`, `BankNotInCall`.
    """
    locked = open_part(actor, application, Part.CONSENT)
    banks = BankQuota.objects.filter(call=locked.call_id)
    if preferred_bank is not None and not banks.filter(bank=preferred_bank).exists():
        raise BankNotInCall
    give_consent(actor, ConsentText.Scope.CREDIT, address=address)
    return _save(locked, preferred_bank=preferred_bank)


def open_part(actor: User, application: LoanApplication, part: str) -> LoanApplication:
    """The application, locked, for its founder, where this part is open. Raises `PartClosed`."""
    policy.require(actor, APPLY, application)
    locked = lock_application(application.pk)
    if part not in locked.open_parts:
        raise PartClosed(part=Part(part).label)
    return locked


def _save(application: LoanApplication, **told: Any) -> LoanApplication:
    LoanApplication.objects.filter(pk=application.pk).update(**told)
    application.refresh_from_db()
    return application
