"""审核 (reviews): what each office does with an application that lies with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from loans.application_errors import (
    ApplicationMoved,
    GuarantorNeeded,
    NotAGuarantor,
    OfferTooHigh,
    OwnCase,
    SameEyes,
)
from loans.due_dates import months_later
from loans.models import Loan, LoanApplication
from loans.models.application_moves import EVENTS
from loans.models.application_words import AskReason, RefusalReason
from loans.schedule import Method
from loans.services.guarantees import giving
from loans.services.lines.reserving import hand_to_loan, reserve_for_offer
from loans.services.loans.contracts import register_loan
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.accounts.policy import Actor, human_of
from zibo_youth.core.calendar import now, today, worktime_between
from zibo_youth.core.errors import explaining
from zibo_youth.notifications.outbox import notify

from .moves import NO_TIME, begin, move, require_consent_stands
from .quota import give_back, take_quota

LONGEST_MONTHS = 600


@transaction.atomic
def take_application(*, actor: User, application: LoanApplication) -> LoanApplication:
    """开始初审 (take): the district's look begins; its clock runs since the handing in."""
    locked = begin(actor, application, "take")
    move(actor, locked, "take", answer_by=locked.answer_by)
    return locked


@explaining(loan_application_nobody_decides_the_own_case=OwnCase)
@transaction.atomic
def pass_on(*, actor: User, application: LoanApplication, note: str = "") -> LoanApplication:
    """初审通过 (pass on) to the city. Raises `ApplicationMoved`, `OwnCase`."""
    locked = begin(actor, application, "pass_on")
    move(actor, locked, "pass_on", note=note, district_reviewer_id=human_of(actor))
    return locked


@explaining(
    loan_application_takes_two_pairs_of_eyes=SameEyes, loan_application_nobody_decides_the_own_case=OwnCase
)
@transaction.atomic
def recommend(
    *, actor: User, application: LoanApplication, bank: Organisation, note: str = ""
) -> LoanApplication:
    """
    推荐 (recommend) to a bank, which sees the application from now on; its quota counts the amount.

    Raises `SameEyes`, `ConsentNotStanding`, `BankNotInCall`, `QuotaTooSmall`, `ApplicationMoved`.
    """
    locked = begin(actor, application, "recommend")
    require_consent_stands(locked)
    take_quota(locked, bank)
    move(actor, locked, "recommend", note=note, bank=bank, city_reviewer_id=human_of(actor))
    notify("loans.recommended", to=locked.applicant, about=locked)
    return locked


@dataclass(frozen=True, slots=True)
class Asked:
    """What the founder is to complete: the parts, the class of the reason, and words."""

    parts: tuple[str, ...]
    reason: AskReason
    note: str


@transaction.atomic
def ask_more(*, actor: User, application: LoanApplication, asked: Asked) -> LoanApplication:
    """
    退回补充 (ask): only these parts open, and the office's clock stands still meanwhile.

    Raises `ApplicationMoved`, `WordsNotSafe`.
    """
    event = f"ask_in_{application.state}"
    locked = _of_a_review(actor, application, event)
    left = worktime_between(now(), locked.answer_by) if locked.answer_by else NO_TIME
    transition = move(
        actor,
        locked,
        event,
        reason=asked.reason,
        note=asked.note,
        asked_from=application.state,
        asked_reason=asked.reason,
        asked_parts=list(asked.parts),
        time_left=left,
    )
    notify("loans.more_info_asked", to=locked.applicant, about=locked, dedup=str(transition.pk))
    return locked


@transaction.atomic
def refuse(
    *, actor: Actor, application: LoanApplication, reason: RefusalReason, note: str
) -> LoanApplication:
    """
    不予通过 (refuse) with a reason and words; what a bank's quota counted is given back.

    Raises `ApplicationMoved`, `WordsNotSafe`.
    """
    event = f"refuse_in_{application.state}"
    locked = _of_a_review(actor, application, event)
    give_back(actor, locked)
    move(actor, locked, event, reason=reason, note=note, refusal_reason=reason)
    notify("loans.rejected", to=locked.applicant, about=locked)
    return locked


def _of_a_review(actor: Actor, application: LoanApplication, event: str) -> LoanApplication:
    """As `begin`; in a state that is no review, nobody asks or refuses anything."""
    if event not in EVENTS:
        raise ApplicationMoved(state=application.get_state_display())
    return begin(actor, application, event)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the bank would lend: yuan and months. The rate is said in its contract, never here."""

    amount: Decimal
    months: int


@transaction.atomic
def ask_guarantor(
    *, actor: User, application: LoanApplication, guarantor: Organisation, terms: Terms
) -> LoanApplication:
    """
    转担保机构审核 (ask a guarantor), who sees the application from now on, and what the bank would lend.

    The guarantee is born here. Raises `NotAGuarantor`, `OfferTooHigh`, `ApplicationMoved`.
    """
    locked = begin(actor, application, "ask_guarantor")
    if guarantor.kind != Organisation.Kind.GUARANTOR:
        raise NotAGuarantor
    _require_within(locked, terms)
    offered: dict[str, Any] = {"offered_amount": terms.amount, "offered_months": terms.months}
    move(actor, locked, "ask_guarantor", guarantor=guarantor, **offered)
    giving.request_guarantee(actor, locked)
    return locked


@transaction.atomic
def offer(*, actor: Actor, application: LoanApplication, terms: Terms) -> LoanApplication:
    """
    银行同意 (offer). Where the product asks for a guarantee, the guarantor's yes makes the offer.

    Raises `GuarantorNeeded`, `OfferTooHigh`, `ApplicationMoved`; of the bank's line `LineOverdrawn`,
    `LineNotOpen`.
    """
    locked = begin(actor, application, "offer")
    if locked.version.needs_guarantor:
        raise GuarantorNeeded
    _require_within(locked, terms)
    return _offered(actor, locked, "offer", terms)


@transaction.atomic
def guarantee(*, actor: User, application: LoanApplication, cover: giving.Cover) -> LoanApplication:
    """
    同意担保 (guarantee) on these terms: the bank's become the offer.

    Raises `VisitNeeded`, `CoverWrong`, `WordsNotSafe`, `ApplicationMoved`; of the bank's line
    `LineOverdrawn`, `LineNotOpen`.
    """
    locked = begin(actor, application, "guarantee")
    giving.approve_guarantee(actor, locked, cover)
    terms = Terms(locked.offered_amount or Decimal(), locked.offered_months or 0)
    return _offered(actor, locked, "guarantee", terms)


def _offered(actor: Actor, application: LoanApplication, event: str, terms: Terms) -> LoanApplication:
    """
    From today, so many days as the pinned version says; the bank's line for the product holds its amount.

    Raises `LineOverdrawn`, `LineNotOpen`.
    """
    until = today() + timedelta(days=application.version.offer_days)
    said: dict[str, Any] = {
        "offered_amount": terms.amount,
        "offered_months": terms.months,
        "offer_until": until,
    }
    move(actor, application, event, **said)
    reserve_for_offer(actor=actor, application=application, amount=terms.amount)
    notify("loans.offered", to=application.applicant, about=application)
    return application


def _require_within(application: LoanApplication, terms: Terms) -> None:
    most = application.amount or Decimal()
    if not (0 < terms.amount <= most and 1 <= terms.months <= LONGEST_MONTHS):
        raise OfferTooHigh(amount=f"{most:,.2f}")


@dataclass(frozen=True, slots=True)
class Contract:
    """合同 (contract) as founder and bank signed it; the amount and the term are those of the offer."""

    contract_no: str
    signed_on: date
    rate: Decimal
    method: str
    first_due_on: date | None = None


@transaction.atomic
def record_contract(*, actor: User, application: LoanApplication, contract: Contract) -> Loan:
    """
    登记签约 (contract): founder and bank have signed, and from now on the portal mirrors the loan.

    A guarantee is in force from here on. Raises `ApplicationMoved`, `LetterNeeded`, `LetterOver`, and as
    `register_loan`.
    """
    locked = begin(actor, application, "contract")
    giving.require_letter(locked)
    move(actor, locked, "contract")
    loan = register_loan(actor=actor, loan=_loan_of(locked, contract))
    giving.put_in_force(actor, locked, loan)
    hand_to_loan(application=locked, loan=loan)
    return loan


def _loan_of(of: LoanApplication, signed: Contract) -> Loan:
    """Paid back in the product's rhythm; in one piece at the end where the way to repay says so."""
    every, months = of.version.every_months, of.offered_months or 0
    at_once = signed.method == Method.BULLET
    return Loan(
        application=of,
        bank=of.bank,
        guarantor=of.guarantor,
        firm=of.firm,
        version=of.version,
        contact=of.applicant,
        contract_no=signed.contract_no.strip(),
        contract_amount=of.offered_amount,
        signed_on=signed.signed_on,
        rate=signed.rate,
        method=signed.method,
        starts_on=signed.signed_on,
        instalments=1 if at_once else max(1, -(-months // every)),
        every_months=every,
        first_due_on=months_later(signed.signed_on, months) if at_once else signed.first_due_on,
    )
