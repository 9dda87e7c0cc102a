"""
代偿申请 (claims): the bank asks the guarantor to pay, for a loan that is late enough; the guarantor decides.

Always under the loan's lock: a payment of the firm that comes at the same instant is counted, or comes after.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import pgettext

from loans.business_date import business_date
from loans.guarantee_errors import (
    ClaimAboveCover,
    ClaimAfterLetter,
    ClaimByAnother,
    ClaimStands,
    ClaimTooEarly,
    GuaranteeClaimMoved,
    GuaranteeMoved,
    ReasonNeeded,
)
from loans.models import Guarantee, GuaranteeClaim, Loan
from loans.models.guarantee import CLAIM_APPROVED
from loans.services.loans.following import days_late, days_late_still
from loans.services.loans.moves import lock_loan, move_loan
from loans.services.loans.standing import restate
from loans.services.loans.sums import exact_yuan
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Membership, User
from zibo_youth.accounts.policy import human_of
from zibo_youth.accounts.staff import staff_of
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import along
from zibo_youth.notifications.outbox import notify

from .moves import State, move_guarantee, tell
from .owed import Owed, owed_of

CLAIM, ANSWER = "loans.claim_guarantee", "loans.answer_guarantee_claim"
ClaimState = GuaranteeClaim.State


def begin(actor: User, guarantee: Guarantee, action: str) -> tuple[Guarantee, Loan]:
    """
    The guarantee and its loan, locked, for whoever may do this with it; never in the own case.

    Raises `NotAllowed`, `GuaranteeMoved` where there is no loan.
    """
    policy.require_for_another(actor, action, guarantee, guarantee.application.applicant_id)
    if guarantee.loan is None:
        raise GuaranteeMoved(state=guarantee.get_state_display())
    loan = lock_loan(guarantee.loan)
    found: Guarantee = Guarantee.objects.whole().get(pk=guarantee.pk)
    return found, loan


def standing_claim(guarantee: Guarantee) -> GuaranteeClaim:
    """The one claim that stands. Raises `GuaranteeMoved`."""
    claim: GuaranteeClaim | None = guarantee.claims.standing().first()
    if claim is None:
        raise GuaranteeMoved(state=guarantee.get_state_display())
    return claim


def file_claim(*, actor: User, guarantee: Guarantee, amount: Decimal) -> GuaranteeClaim:
    """
    申请代偿 (claim) of the bank, on the business date; founder and guarantor are told.

    Raises `NotAllowed`, `SumMissing`, `ClaimTooEarly`, `ClaimAfterLetter`, `ClaimAboveCover`, `ClaimStands`,
    `GuaranteeMoved`, `LoanMoved`.
    """
    yuan = exact_yuan(amount)
    with explaining(guarantee_claim_one_that_stands=ClaimStands), transaction.atomic():
        found, loan = begin(actor, guarantee, CLAIM)
        claim = _filed(actor, found, loan, yuan)
        told = move_guarantee(actor, found, State.CLAIMED)
        move_loan(actor, loan, Loan.State.GUARANTEE_CLAIMED)
        _tell_claim(found, str(told.pk))
    return claim


def _filed(actor: User, guarantee: Guarantee, loan: Loan, yuan: Decimal) -> GuaranteeClaim:
    if guarantee.state != State.ACTIVE:
        raise _why_not(guarantee)
    day, late, still = business_date(), days_late(loan), days_late_still(loan)
    owed = owed_of(guarantee, loan, day)
    with (
        explaining(
            guarantee_claim_after_its_trigger=_too_early(guarantee, late, day),
            guarantee_claim_within_what_is_covered=above_cover(guarantee, owed, yuan),
        ),
        transaction.atomic(),
    ):
        _refuse_without_facts(guarantee, still, day)
        claim: GuaranteeClaim = GuaranteeClaim.objects.create(
            guarantee=guarantee,
            amount=yuan,
            reckoned_on=day,
            days_late=late,
            trigger_days=guarantee.trigger_days or 0,
            share=owed.share,
            principal=owed.principal,
            interest=owed.interest,
            penalty=owed.penalty,
            claimed_by_id=human_of(actor),
        )
    return claim


def _why_not(guarantee: Guarantee) -> ClaimStands | GuaranteeMoved:
    if guarantee.claims.standing().exists():
        return ClaimStands()
    return GuaranteeMoved(state=guarantee.get_state_display())


def _refuse_without_facts(guarantee: Guarantee, late: int, day: Any) -> None:
    """What was paid since the day's fact is late no more; a letter that is over answers for nothing more."""
    if late < (guarantee.trigger_days or 1):
        raise _too_early(guarantee, late, day)
    if guarantee.letter_until is not None and day > guarantee.letter_until:
        raise ClaimAfterLetter(until=guarantee.letter_until, day=day)


def _too_early(guarantee: Guarantee, late: int, day: Any) -> ClaimTooEarly:
    trigger = guarantee.trigger_days or 0
    return ClaimTooEarly(day=day, days=late, trigger=trigger, left=max(0, trigger - late))


def above_cover(guarantee: Guarantee, owed: Owed, asked: Decimal) -> ClaimAboveCover:
    """With the numbers that the limit comes from."""
    return ClaimAboveCover(
        asked=f"{asked:,.2f}",
        most=f"{owed.most:,.2f}",
        parts=pgettext("列举", "、").join(guarantee.covered),
        owed=f"{owed.total:,.2f}",
        share=guarantee.percent,
    )


def _tell_claim(guarantee: Guarantee, turn: str) -> None:
    """The founder, and whoever answers for the guarantor."""
    notify("loans.guarantee_claimed", to=guarantee.application.applicant, about=guarantee, dedup=turn)
    for person in staff_of(guarantee.guarantor, Membership.Role.GUARANTOR_OFFICER):
        notify("loans.guarantee_claim_waits", to=person, about=guarantee, dedup=turn)


def move_claim(claim: GuaranteeClaim, to: str, **changes: Any) -> GuaranteeClaim:
    """
    The claim in its next state, from the one that was read; paid, and no more paid, it is by its payments.

    Raises `GuaranteeClaimMoved`.
    """
    along(claim, to, GuaranteeClaimMoved, only_from=set(ClaimState) - {ClaimState.PAID}, **changes)
    return claim


def approve_claim(*, actor: User, guarantee: Guarantee) -> GuaranteeClaim:
    """
    同意代偿 (approve) by another than who filed it; the money follows.

    Raises `NotAllowed`, `ClaimByAnother`, `GuaranteeClaimMoved`, `GuaranteeMoved`.
    """
    with explaining(guarantee_claim_approved_by_another=ClaimByAnother), transaction.atomic():
        found, _loan = begin(actor, guarantee, ANSWER)
        claim = move_claim(standing_claim(found), ClaimState.APPROVED, approved_by_id=human_of(actor))
        tell(actor, found, found.state, reason=CLAIM_APPROVED)
    return claim


@transaction.atomic
def refuse_claim(*, actor: User, guarantee: Guarantee, note: str) -> GuaranteeClaim:
    """
    不同意代偿 (refuse), with a reason; the loan is the bank's matter again.

    Raises `NotAllowed`, `ReasonNeeded`, `WordsNotSafe`, `GuaranteeClaimMoved`, `GuaranteeMoved`.
    """
    return _taken_back(actor, guarantee, ANSWER, ClaimState.REFUSED, note)


@transaction.atomic
def withdraw_claim(*, actor: User, guarantee: Guarantee, note: str) -> GuaranteeClaim:
    """
    撤回代偿申请 (withdraw) before it is paid: the firm has paid, or the claim was wrong.

    Raises as `refuse_claim`.
    """
    return _taken_back(actor, guarantee, CLAIM, ClaimState.WITHDRAWN, note)


def _taken_back(actor: User, guarantee: Guarantee, action: str, to: str, note: str) -> GuaranteeClaim:
    """In force again; and settled where the firm has paid everything meanwhile."""
    found, loan = begin(actor, guarantee, action)
    if not note.strip():
        raise ReasonNeeded
    claim = move_claim(standing_claim(found), to)
    move_guarantee(actor, found, State.ACTIVE, note=note)
    move_loan(actor, loan, Loan.State.ACTIVE)
    restate(actor, loan)
    return claim
