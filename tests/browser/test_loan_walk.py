"""A founder's loan from the public page to a subsidised, reconciled repayment: a telephone, and five desks."""

from __future__ import annotations

import pytest

from loans.due_dates import months_later
from loans.models import LoanApplication, SubsidyClaim
from loans.services.loans.claim_run import calculate_due_claims
from loans.services.loans.following import close_days
from tests import applying, crediting, loaning
from tests.browser.test_room_walk import Desks, looked_at, press_step
from tests.browser.visitor import photograph
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser

BUTTON = "main form .button-primary"


@pytest.fixture
def of(city):
    made = applying.lending()
    crediting.half_of_the_lpr(made.version.product)
    for each in (made.bank, made.bank_2, made.guarantor):
        Organisation.objects.filter(pk=each.pk).update(name=f"示范机构 {each.pk}")
    return made


def begins(phone, of):
    """The public page, the start, the list of five tasks."""
    phone.go("loans")
    looked_at(phone, "loans")
    phone.press(f"main a[href='{phone.address('loan_start')}']")
    looked_at(phone, "loan-start")
    phone.fill(call=str(of.call.pk))
    phone.press(BUTTON)
    made = LoanApplication.objects.get(applicant=of.founder.person)
    assert phone.is_at("loan_tasks", made.reference)
    looked_at(phone, "loan-tasks")
    return made


def part(phone, made, name, **answers):
    """One line of the list: opened, answered, saved."""
    phone.press(f"main a[href='{phone.address('loan_part', made.reference, name)}']")
    looked_at(phone, f"loan-{name}")
    phone.fill(**answers)
    phone.press(f"{BUTTON}.is-last")


def fills(phone, made, of):
    district = Organisation.objects.get(code="zhangdian")
    firm = {"firm_name": "淄博示范走访有限公司", "founded_on": "2019-03-01", "industry": "软件"}
    part(phone, made, "firm", uscc=loaning.uscc(), reporting_org=str(district.pk), **firm)
    part(phone, made, "owner", position="legal")
    told = {"months": "24", "method": "annuity", "purpose": "equipment", "purpose_words": "CNC 2 x A-100"}
    part(phone, made, "purpose", amount="壹仟", **told)
    looked_at(phone, "loan-bad-money")
    assert phone.main(".error-summary").count() == 1
    phone.fill(amount="200,000")
    phone.press(f"{BUTTON}.is-last")
    uploads(phone, made)
    part(phone, made, "consent", consent="on", preferred_bank=str(of.bank.pk))
    assert phone.is_at("loan_tasks", made.reference)


def uploads(phone, made):
    """Two papers, one after the other."""
    phone.press(f"main a[href='{phone.address('loan_part', made.reference, 'documents')}']")
    for kind in ("licence", "use_of_funds"):
        phone.fill(kind=kind)
        phone.main("input[type=file]").set_input_files(photograph())
        phone.press(f"{BUTTON}.is-last")
    looked_at(phone, "loan-documents")
    phone.go("loan_tasks", made.reference)


def hands_in(phone, made):
    looked_at(phone, "loan-tasks-whole")
    phone.press(BUTTON)
    assert phone.is_at("loan_done", made.reference)
    looked_at(phone, "loan-done")


def at_desk(desks, user, made):
    desk = desks.of(user)
    desk.go("loan_desk")
    looked_at(desk, "loan-desk")
    desk.press(f"main a[href='{desk.address('loan_case', made.reference)}']")
    looked_at(desk, "loan-case")
    return desk


def asks(district):
    """The district wants the purpose in more words."""
    act = "ask_in_district_review"
    district.main(f"details:has(button[value={act}]) summary").click()
    district.main(f"[name={act}-parts][value=purpose]").check()
    press_step(district, act, reason="unclear", note="请写明型号")


def offices(desks, phone, made, of):
    """The district asks once and passes on, the city recommends, the bank agrees."""
    district = at_desk(desks, of.officer, made)
    press_step(district, "take")
    asks(district)
    phone.go("loan_application", made.reference)
    looked_at(phone, "loan-asked")
    phone.go("loan_tasks", made.reference)
    looked_at(phone, "loan-tasks-asked")
    part(phone, made, "purpose", purpose_words="购置两台加工设备")
    phone.press(BUTTON)
    press_step(at_desk(desks, of.officer, made), "pass_on", note="已核实")
    press_step(at_desk(desks, of.city_staff, made), "recommend", bank=str(of.bank.pk))
    press_step(at_desk(desks, of.banker, made), "offer", amount="150000", months="12")


def accepts(desks, phone, made, of):
    phone.go("loan_application", made.reference)
    looked_at(phone, "loan-offer")
    phone.press("main a[href$='/decline/']")
    looked_at(phone, "loan-decline")
    phone.go("loan_application", made.reference)
    phone.press("main button[value=accept]")
    looked_at(phone, "loan-accepted")
    signed_on = months_later(today(), -4).isoformat()
    signed = {"contract_no": f"示合同-{made.pk}", "signed_on": signed_on, "percent": "4.35"}
    press_step(at_desk(desks, of.banker, made), "contract", **signed)
    made.refresh_from_db()
    assert (made.state, made.offered_amount) == ("contracted", 150_000)
    phone.go("loan_application", made.reference)
    looked_at(phone, "loan-signed")
    phone.press("main a[href*='/contracts/']")
    looked_at(phone, "loan-contract")
    assert phone.main("tbody tr").count() == 12


def sends(desk, page, content, name):
    """A file of the bank, looked at before it is confirmed."""
    desk.go(*page)
    desk.main("input[type=file]").set_input_files(
        {"name": "bank.csv", "mimeType": "text/csv", "buffer": content}
    )
    desk.press(BUTTON)
    looked_at(desk, name)
    desk.press("main section form .button-primary")


def lends(desks, made, of):
    """The money goes out, the bank's own schedule is reconciled, and its list of repayments read."""
    loan, desk = made.loan, desks.of(of.banker)
    desk.go("loan_contract", loan.pk)
    press_step(desk, "payout", amount="150000", on=loan.signed_on.isoformat(), voucher=f"V-{loan.pk}")
    told = [[row.number, row.due.isoformat(), row.principal, row.interest] for row in crediting.rows(loan)]
    schedule = crediting.schedule_file(*([str(cell) for cell in line] for line in told))
    sends(desk, ("loan_schedule_file", loan.pk), schedule, "loan-bank-schedule")
    assert loan.schedules.get(is_active=True).origin == "bank"
    due = [row for row in crediting.rows(loan) if row.due < today()]
    lines = [crediting.told_of(loan, str(row.payment), row.due, f"S-{loan.pk}-{row.number}") for row in due]
    sends(desk, ("loan_repayment_file",), crediting.repayments_file(*lines), "loan-bank-repayments")
    assert [row.settled_on for row in crediting.rows(loan)][: len(due)] == [row.due for row in due]
    return len(due)


def is_subsidised(desks, phone, made, of, settled):
    """The night reckons; the founder, the bank, the league and finance say yes in turn; the money is told."""
    close_days(until=today())
    calculate_due_claims(on=today())
    claims = list(SubsidyClaim.objects.filter(loan=made.loan).order_by("number"))
    assert [each.state for each in claims[:settled]] == ["calculated"] * settled
    claim = claims[0]
    phone.go("loan_contract", made.loan.pk)
    looked_at(phone, "loan-repaid")
    phone.press(f"main a[href='{phone.address('loan_claim', claim.pk)}']")
    looked_at(phone, "loan-claim")
    press_step(phone, "as_firm")
    turns = ((of.banker, "as_bank"), (of.city_staff, "check"), (crediting.finance(), "approve"))
    for user, act in turns:
        desk = desks.of(user)
        desk.go("loan_claim", claim.pk)
        press_step(desk, act)
    finance = {"on": today().isoformat(), "voucher": f"P-{claim.pk}"}
    press_step(desk, "pay", **finance)
    looked_at(desk, "loan-claim-paid")
    claim.refresh_from_db()
    assert claim.state == "paid"
    assert claim.borrower + claim.subsidy == claim.interest == crediting.rows(made.loan)[0].interest
    phone.go("loan_claim", claim.pk)
    looked_at(phone, "loan-subsidised")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_public_page_to_a_subsidised_repayment(visit, of, language):
    desks = Desks(visit, language)
    phone = desks.of(of.founder, phone=True)
    made = begins(phone, of)
    fills(phone, made, of)
    hands_in(phone, made)
    offices(desks, phone, made, of)
    accepts(desks, phone, made, of)
    settled = lends(desks, made, of)
    is_subsidised(desks, phone, made, of, settled)
