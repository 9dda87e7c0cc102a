"""事件 (events): what each message of a bank does, by the services that its desk uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection

from loans.application_errors import ApplicationMoved
from loans.callback_errors import CaseUnknown, ContractNotYet
from loans.models import BankMessage, Disbursement, Loan, LoanApplication, Repayment
from loans.models.application_moves import ApplicationState
from loans.services import applications
from loans.services.applications import Terms
from loans.services.loans import drawdowns, repayments
from zibo_youth.accounts.policy import SYSTEM

Told = Mapping[str, Any]
Answer = dict[str, Any]
# One statement that looks and writes: an earlier moment never takes the place of a later one.
TELL_STATUS = """
INSERT INTO loans_bankstatus (loan_id, status, as_of, message_id) VALUES (%s, %s, %s, %s)
ON CONFLICT (loan_id) DO UPDATE
    SET status = excluded.status, as_of = excluded.as_of, message_id = excluded.message_id
    WHERE excluded.as_of > loans_bankstatus.as_of
RETURNING status
"""


def _application_of(message: BankMessage, told: Told) -> LoanApplication:
    """One that lies with this very bank and waits for it. Raises `CaseUnknown`, `ApplicationMoved`."""
    rows = LoanApplication.objects.whole().filter(bank=message.bank)
    found: LoanApplication | None = rows.filter(reference=told["application"]).first()
    if found is None:
        raise CaseUnknown(reference=told["application"])
    if found.state != ApplicationState.BANK_REVIEW:
        raise ApplicationMoved(state=found.get_state_display())
    message.application = found
    return found


def _loan_of(message: BankMessage, told: Told) -> Loan:
    """A contract of this very bank. Raises `ContractNotYet`."""
    rows = Loan.objects.select_related("bank", "firm", "version").filter(bank=message.bank)
    found: Loan | None = rows.filter(contract_no=told["contract_no"]).first()
    if found is None:
        raise ContractNotYet(contract_no=told["contract_no"])
    message.loan = found
    return found


def _stands(result: str, row: LoanApplication | Loan) -> Answer:
    row.refresh_from_db()
    name = "application" if isinstance(row, LoanApplication) else "contract_no"
    return {"result": result, name: str(row), "state": row.state}


def approve(message: BankMessage, told: Told) -> Answer:
    """同意贷款: the offer, with what it takes of the bank's line. Raises as `offer` does."""
    found = _application_of(message, told)
    terms = Terms(told["amount"], told["months"])
    return _stands("done", applications.offer(actor=SYSTEM, application=found, terms=terms))


def reject(message: BankMessage, told: Told) -> Answer:
    """不予贷款, with its reason and words. Raises as `refuse` does."""
    found = _application_of(message, told)
    said = {"reason": told["reason"], "note": told["note"]}
    return _stands("done", applications.refuse(actor=SYSTEM, application=found, **said))


def pay_out(message: BankMessage, told: Told) -> Answer:
    """放款; the same voucher with the same facts again is known. Raises as `record_disbursement`."""
    loan = _loan_of(message, told)
    known = Disbursement.objects.effective().filter(bank=message.bank, voucher=told["voucher"]).first()
    if _is_the_same(known, loan, told):
        return _stands("known", loan)
    facts = {"amount": told["amount"], "on": told["paid_on"], "voucher": told["voucher"]}
    drawdowns.record_disbursement(actor=SYSTEM, loan=loan, **facts)
    return _stands("done", loan)


def repay(message: BankMessage, told: Told) -> Answer:
    """还款; before the payout it came of, it is refused and may come again. Raises as `record_repayment`."""
    loan = _loan_of(message, told)
    known = Repayment.objects.effective().filter(bank=message.bank, serial=told["serial"]).first()
    if _is_the_same(known, loan, told):
        return _stands("known", loan)
    facts = {"amount": told["amount"], "on": told["paid_on"], "serial": told["serial"]}
    repayments.record_repayment(actor=SYSTEM, loan=loan, **facts)
    return _stands("done", loan)


def _is_the_same(known: Disbursement | Repayment | None, loan: Loan, told: Told) -> bool:
    """Of the same contract, day and amount; whatever differs, or was taken back, is a mistake and is told."""
    facts = (loan.pk, told["amount"], told["paid_on"])
    return known is not None and (known.loan_id, known.amount, known.paid_on) == facts


def tell_status(message: BankMessage, told: Told) -> Answer:
    """贷款状态 in the bank's books; of an earlier moment than is known: ``older``, and nothing changes."""
    loan = _loan_of(message, told)
    with connection.cursor() as cursor:
        cursor.execute(TELL_STATUS, [loan.pk, told["status"], told["occurred_at"], message.pk])
        is_newest = cursor.fetchone() is not None
    return _stands("done" if is_newest else "older", loan)


Event = BankMessage.Event
EVENTS: dict[str, Callable[[BankMessage, Told], Answer]] = {
    Event.APPROVED.value: approve,
    Event.REJECTED.value: reject,
    Event.PAID_OUT.value: pay_out,
    Event.REPAID.value: repay,
    Event.STATUS.value: tell_status,
}
