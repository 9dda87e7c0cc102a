"""A bank officer's day at the desk: money out and back, taken back, a new rate, a prepayment, a pay-off."""

from __future__ import annotations

from datetime import date

import pytest

from loans.due_dates import months_later
from loans.models import Loan
from loans.services.loans.following import write_day
from tests import applying, crediting
from tests.browser.test_room_walk import Desks, looked_at, press_step
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser
NAMES = {
    "zh-hans": ("示范银行淄博分行", "淄博示范走访有限公司"),
    "en": ("Bank of Examples", "Example Visits Ltd"),
}
PRIMARY = "main form .button-primary"


def signed(language):
    """A contract of four months ago, of which nothing is paid out yet."""
    day = months_later(today(), -4)
    made = crediting.signed(
        300_000, method="annuity", instalments=24, starts_on=day, signed_on=day, contract_no="DEMO-2026-001"
    )
    bank, firm = NAMES[language]
    Organisation.objects.filter(pk=made.bank_id).update(name=bank, short_name=bank)
    type(made.firm).objects.filter(pk=made.firm_id).update(name=firm)
    return Loan.objects.get(pk=made.pk)


def opens(desk, loan):
    desk.go("loan_desk")
    desk.press(f"main a[href='{desk.address('loan_contracts')}']")
    looked_at(desk, "bank-contracts")
    desk.press(f"main a[href='{desk.address('loan_contract', loan.pk)}']")
    looked_at(desk, "bank-loan-signed")


def pays_out(desk, loan):
    """What is no amount is said beside its field, and what was typed stays."""
    desk.fill(**{"payout-amount": "壹仟", "payout-on": loan.signed_on.isoformat(), "payout-voucher": "V-1"})
    desk.press("main button[value=payout]")
    looked_at(desk, "bank-bad-money")
    assert desk.main(".error-summary").count() == 1
    press_step(desk, "payout", amount="300,000", on=loan.signed_on.isoformat(), voucher="V-1")
    press_step(desk, "repayment", amount="1.00", on=today().isoformat(), serial="S-WRONG")
    wrong = loan.repayments.get()
    press_step(desk, "unrepay", paid=str(wrong.pk), serial="S-BACK")
    looked_at(desk, "bank-loan-paid-out")


def is_owed(desk, loan):
    """A quote while a payment is owed is refused with which, how much and what to do."""
    desk.press(f"main a[href='{desk.address('loan_settle', loan.pk)}']")
    desk.fill(on=today().isoformat())
    desk.press(PRIMARY)
    looked_at(desk, "bank-settle-owed")
    assert desk.main(".error-summary").count() == 1
    desk.go("loan_contract", loan.pk)


def is_repaid(desk, loan):
    for row in crediting.rows(loan):
        if row.due <= today():
            serial = f"S-{row.number}"
            press_step(desk, "repayment", amount=str(row.payment), on=row.due.isoformat(), serial=serial)
    looked_at(desk, "bank-loan-in-time")


def last_due(loan) -> date:
    return max(row.due for row in crediting.rows(loan) if row.due <= today())


def prepays(desk, loan):
    desk.press(f"main a[href='{desk.address('loan_prepay', loan.pk)}']")
    looked_at(desk, "bank-prepay")
    desk.fill(on=last_due(loan).isoformat(), amount="50,000")
    desk.press(PRIMARY)
    looked_at(desk, "bank-prepay-choices")
    assert desk.main("button[name=way]").count() == 2
    desk.press("main button[value=shorter]")
    assert desk.is_at("loan_contract", loan.pk)
    press_step(desk, "repayment", amount="50000", on=last_due(loan).isoformat(), serial="S-EARLY")


def changes(desk, loan):
    press_step(desk, "extend", on=today().isoformat(), more="6")
    press_step(desk, "reprice", on=today().isoformat(), percent="3.85")
    looked_at(desk, "bank-loan-extended")


def settles(desk, loan):
    desk.press(f"main a[href='{desk.address('loan_settle', loan.pk)}']")
    looked_at(desk, "bank-settle")
    desk.fill(on=today().isoformat())
    desk.press(PRIMARY)
    looked_at(desk, "bank-settle-quoted")
    owed = desk.main("input[name=shown]").get_attribute("value")
    desk.press("main form[method=post] .button-primary")
    press_step(desk, "repayment", amount=owed, on=today().isoformat(), serial="S-LAST")
    looked_at(desk, "bank-loan-settled")
    loan.refresh_from_db()
    assert loan.state == "settled"


def checks(desk, loan):
    desk.go("loan_contracts")
    looked_at(desk, "district-checks")
    desk.press(f"main a[href='{desk.address('loan_contract', loan.pk)}']")
    looked_at(desk, "district-loan")
    press_step(desk, "check", outcome="as_agreed", note="设备已到厂，与申请一致")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_payout_to_the_pay_off(visit, city, language):
    loan, of = signed(language), applying.lending()
    desks = Desks(visit, language)
    desk = desks.of(crediting.bank_officer(loan.bank))
    opens(desk, loan)
    pays_out(desk, loan)
    is_owed(desk, loan)
    is_repaid(desk, loan)
    write_day(today())
    checks(desks.of(of.officer), loan)
    desk.go("loan_contract", loan.pk)
    prepays(desk, loan)
    changes(desk, loan)
    settles(desk, loan)
    desk.go("loan_bank_list")
    looked_at(desk, "bank-list")
