"""
贴息申请 (claims): reckoned when a period ends, then looked at by firm, bank, league and finance.

Whoever is next sees what the facts give now: a claim whose payments were told otherwise meanwhile goes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from loans.loan_errors import CheckedByAnother, ClaimMoved, ClaimStale, LprUnknown, NoteNeeded, VoucherNeeded
from loans.models import (
    ClaimTransition,
    Loan,
    LprRate,
    ScheduleRow,
    ScheduleVersion,
    SubsidyClaim,
    SubsidyVersion,
)
from loans.schedule import ZERO
from loans.subsidy import Basis, Split, claimed_days, split
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import along

from .moves import lock_loan
from .schedules import rates_of

CALCULATE = "loans.calculate_subsidy"
State, Forfeit = SubsidyClaim.State, SubsidyClaim.Forfeit
# What a claim is until its period is over: all of the interest is the borrower's.
RECKONED = ("principal", "rate", "subsidy_rate", "days", "interest", "borrower", "subsidy")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """测算结果 (what the facts give): the columns of a claim, and why it is nothing where it is."""

    columns: dict[str, Any]
    forfeit: str = ""


def version_of(loan: Loan) -> SubsidyVersion | None:
    """贴息办法 of the day of signing; None: this contract has no subsidy."""
    found: SubsidyVersion | None = (
        SubsidyVersion.objects.in_force(loan.signed_on).filter(product=loan.version.product_id).first()
    )
    return found


@transaction.atomic
def calculate_claims(*, actor: Actor, loan: Loan, on: date) -> list[SubsidyClaim]:
    """
    测算 (calculate): opens a claim for each period that has begun, and reckons those that have ended.

    A period that is not paid on its last day waits until it is: late is forfeited. Safe to run twice. Raises
    `NotAllowed`, `LprUnknown`.
    """
    policy.require(actor, CALCULATE, loan)
    locked = lock_loan(loan)
    version = version_of(locked)
    if version is None:
        return []
    rows = list(ScheduleRow.objects.standing().filter(schedule__loan=locked).order_by("number"))
    rates = rates_of(locked)
    parts = _parts(locked, version, rows, rates)
    known = {claim.number: claim for claim in locked.claims.all()}
    for row in rows:
        if row.since < on and row.number not in known:
            known[row.number] = _opened(actor, locked, version, row, rates[row.number])
    waiting = SubsidyClaim.objects.filter(loan=locked).to_reckon().ended_by(on).order_by("number")
    by_number = {row.number: row for row in rows}
    for claim in waiting:
        _settle(actor, claim, by_number[claim.number], parts, on)
    return list(SubsidyClaim.objects.filter(loan=locked).order_by("number"))


def _opened(
    actor: Actor, loan: Loan, version: SubsidyVersion, row: ScheduleRow, rate: Decimal
) -> SubsidyClaim:
    claim: SubsidyClaim = SubsidyClaim.objects.create(
        loan=loan,
        version=version,
        number=row.number,
        since=row.since,
        until=row.due,
        principal=row.opening,
        rate=rate,
        subsidy_rate=ZERO,
        days=0,
        interest=row.interest,
        borrower=row.interest,
        subsidy=ZERO,
    )
    _told(actor, claim, "")
    return claim


def _settle(
    actor: Actor, claim: SubsidyClaim, row: ScheduleRow, parts: dict[int, Reckoned], on: date
) -> None:
    """Reckoned when it is paid in time, nothing when late; on its last day it may yet be paid."""
    if row.settled_on is None and on <= row.due:
        return
    found = _of_the_facts(claim.loan, row, parts)
    to = State.FORFEITED if found.forfeit else State.CALCULATED
    move_claim(actor, claim, to, forfeit=found.forfeit, **found.columns)


def _parts(
    loan: Loan, version: SubsidyVersion, rows: list[ScheduleRow], rates: dict[int, Decimal]
) -> dict[int, Reckoned]:
    """Every row in its two parts, as if each had been paid in time."""
    rule, lpr = version.rule(), _lpr(loan, version)
    terms = loan.schedules.select_related("loan__version").get(is_active=True).terms()
    told = [row.told() for row in rows]
    found = {}
    for row, part in zip(told, split(terms, told, rule, lpr=lpr, rates=rates), strict=True):
        most = rule.most_principal
        columns = {
            "principal": row.opening if most is None else min(row.opening, most),
            "rate": rates[row.number],
            "subsidy_rate": rule.rate(rates[row.number], lpr).quantize(Decimal("0.000001")),
            "days": claimed_days(rule, terms, row),
        }
        found[row.number] = Reckoned(columns | _money(part))
    return found


def _money(part: Split) -> dict[str, Decimal]:
    return {"interest": part.interest, "borrower": part.borrower, "subsidy": part.subsidy}


def _lpr(loan: Loan, version: SubsidyVersion) -> Decimal:
    """Of the day of signing. Raises `LprUnknown` where the rule needs it."""
    published = LprRate.objects.in_force(loan.signed_on).first()
    if published is not None:
        return Decimal(published.of(version.tenor))
    if version.basis in (Basis.SHARE_OF_LPR, Basis.ABOVE_LPR):
        raise LprUnknown(day=loan.signed_on)
    return ZERO


def _of_the_facts(loan: Loan, row: ScheduleRow, parts: dict[int, Reckoned]) -> Reckoned:
    """In two parts; all the borrower's where it was late or extended (loans_safety.md §3)."""
    forfeit = _forfeit(loan, row)
    whole = parts[row.number].columns
    if not forfeit:
        return Reckoned(whole)
    return Reckoned(whole | {"borrower": whole["interest"], "subsidy": ZERO}, forfeit)


def _forfeit(loan: Loan, row: ScheduleRow) -> str:
    if row.settled_on is None or row.settled_on > row.due:
        return str(Forfeit.OVERDUE.value)
    extended = loan.schedules.filter(reason=ScheduleVersion.Reason.EXTENDED)
    days = [timezone.localdate(each.made_at) for each in extended]
    return str(Forfeit.EXTENDED.value) if any(row.since <= day <= row.due for day in days) else ""


# --- steps -----------------------------------------------------------------------------------


def move_claim(actor: Actor, claim: SubsidyClaim, to: str, *, note: str = "", **changes: Any) -> SubsidyClaim:
    """The claim in its next state, from the one that was read. Raises `ClaimMoved`."""
    before = along(claim, to, ClaimMoved, **changes)
    _told(actor, claim, before, note)
    return claim


def _told(actor: Actor, claim: SubsidyClaim, before: str, note: str = "") -> None:
    ClaimTransition.objects.create(
        claim=claim,
        actor=actor if isinstance(actor, User) else None,
        from_state=before,
        to_state=claim.state,
        note=note,
    )


@transaction.atomic
def confirm_as_firm(*, actor: User, claim: SubsidyClaim) -> SubsidyClaim:
    """企业确认 (confirm). Raises `NotAllowed`, `ClaimMoved`."""
    policy.require(actor, "loans.confirm_subsidy_as_firm", claim)
    return move_claim(actor, claim, State.FIRM_CONFIRMED)


@transaction.atomic
def confirm_as_bank(*, actor: User, claim: SubsidyClaim) -> SubsidyClaim:
    """银行确认 (confirm). Raises `NotAllowed`, `ClaimMoved`."""
    policy.require(actor, "loans.confirm_subsidy_as_bank", claim)
    return move_claim(actor, claim, State.BANK_CONFIRMED)


@transaction.atomic
def check_claim(*, actor: User, claim: SubsidyClaim) -> SubsidyClaim:
    """团市委复核 (check), against the facts of now. Raises `NotAllowed`, `ClaimMoved`, `ClaimStale`."""
    policy.require(actor, "loans.check_subsidy", claim)
    _refuse_what_the_facts_do_not_give(claim)
    return move_claim(actor, claim, State.LEAGUE_CHECKED, checked_by=actor)


def approve_claim(*, actor: User, claim: SubsidyClaim) -> SubsidyClaim:
    """
    财政批准 (approve), by another than who checked, against the facts of now.

    Raises `NotAllowed`, `ClaimMoved`, `ClaimStale`, `CheckedByAnother`.
    """
    policy.require(actor, "loans.approve_subsidy", claim)
    with explaining(subsidy_claim_approved_by_another=CheckedByAnother), transaction.atomic():
        if claim.checked_by and claim.checked_by.person_id == actor.person_id:
            raise CheckedByAnother
        _refuse_what_the_facts_do_not_give(claim)
        return move_claim(actor, claim, State.FINANCE_APPROVED, approved_by=actor)


@transaction.atomic
def pay_claim(*, actor: User, claim: SubsidyClaim, on: date, voucher: str) -> SubsidyClaim:
    """登记拨付 (pay). Raises `NotAllowed`, `VoucherNeeded`, `ClaimMoved`."""
    policy.require(actor, "loans.approve_subsidy", claim)
    if not voucher.strip():
        raise VoucherNeeded
    return move_claim(actor, claim, State.PAID, paid_on=on, voucher=voucher.strip())


@transaction.atomic
def return_claim(*, actor: User, claim: SubsidyClaim, note: str) -> SubsidyClaim:
    """退回 (return): reckoned anew, and looked at by everybody again. Raises `NoteNeeded`, `ClaimMoved`."""
    policy.require(actor, "loans.return_subsidy", claim)
    if not note.strip():
        raise NoteNeeded
    return move_claim(actor, claim, State.RETURNED, note=note.strip(), checked_by=None, approved_by=None)


@transaction.atomic
def claw_back(*, actor: User, claim: SubsidyClaim, note: str) -> SubsidyClaim:
    """追回 (claw back) what was paid. Raises `NotAllowed`, `NoteNeeded`, `ClaimMoved`."""
    policy.require(actor, "loans.approve_subsidy", claim)
    if not note.strip():
        raise NoteNeeded
    return move_claim(actor, claim, State.CLAWED_BACK, note=note.strip())


def _refuse_what_the_facts_do_not_give(claim: SubsidyClaim) -> None:
    """Under the loan's lock: no payment is told between this look and the move."""
    loan = lock_loan(claim.loan)
    rows = list(ScheduleRow.objects.standing().filter(schedule__loan=loan).order_by("number"))
    parts = _parts(loan, claim.version, rows, rates_of(loan))
    row = next((each for each in rows if each.number == claim.number), None)
    if row is None:
        raise ClaimStale
    found = _of_the_facts(loan, row, parts)
    if found.forfeit or any(getattr(claim, name) != found.columns[name] for name in RECKONED):
        raise ClaimStale
