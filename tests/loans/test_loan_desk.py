"""一笔贷款 at the bank's desk: payouts, repayments, changes and their refusals, by the pages alone."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from loans.models import Disbursement, Loan, PurposeCheck, Repayment
from loans.services.loans.following import close_days
from tests import crediting, people
from tests.people import signed_in
from zibo_youth.core.calendar import today
from zibo_youth.core.invariants import verify

pytestmark = pytest.mark.django_db
START = date(2021, 6, 30)
C1 = {"method": "annuity", "instalments": 36, "starts_on": START, "signed_on": START}
DAY_12 = "2022-06-30"


@pytest.fixture(autouse=True)
def on_day_12():
    with time_machine.travel(f"{DAY_12}T10:00:00+08:00", tick=False):
        yield
        assert {name: wrong for name, wrong in verify().items() if wrong} == {}


@pytest.fixture
def founder():
    return people.applicant()


@pytest.fixture
def signed(founder):
    return crediting.signed(300_000, contact=founder.person, **C1)


@pytest.fixture
def loan(founder):
    """C1, twelve rows paid."""
    made = crediting.drawn(300_000, contact=founder.person, **C1)
    for row in crediting.rows(made)[:12]:
        crediting.repay(made, row.payment, row.due)
    made.refresh_from_db()
    return made


@pytest.fixture
def clerk(request):
    made = request.getfixturevalue("loan" if "loan" in request.fixturenames else "signed")
    return crediting.bank_officer(made.bank)


def page_of(loan):
    return reverse("loan_contract", args=[loan.pk])


def press(user, loan, act, *, key="", **said):
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    if key:
        told["one_time_key"] = key
    answer = signed_in(user).post(page_of(loan), told)
    loan.refresh_from_db()
    return answer


def acts(user, loan):
    offered = signed_in(user).get(page_of(loan)).context["offer"]
    return [step.act for step, _form in offered.steps]


# --- payouts ---------------------------------------------------------------------------------------


def test_a_payout_is_recorded_with_its_voucher_and_taken_back(signed, clerk):
    press(clerk, signed, "payout", amount="１００，０００元", on=DAY_12, voucher="放-1")
    assert (signed.state, int(signed.drawn)) == ("part_disbursed", 100_000)
    press(clerk, signed, "payout", amount="200000", on=DAY_12, voucher="放-2")
    assert signed.state == "active"
    last = signed.disbursements.get(voucher="放-2")
    assert last.recorded_by == clerk
    press(clerk, signed, "unpay", paid=last.pk, voucher="冲-2")
    assert (signed.state, int(signed.drawn)) == ("part_disbursed", 100_000)
    page = signed_in(clerk).get(page_of(signed)).content.decode()
    assert "冲销放款" in page
    assert "-200,000.00" in page


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"amount": "300000.01"}, "合同金额 300000.00 元，已放款 0.00 元，不能再放款 300000.01 元"),
        ({"on": "2022-07-01"}, "日期不得早于合同签订日，也不得晚于今天"),
        ({"on": "2021-06-29"}, "日期不得早于合同签订日，也不得晚于今天"),
        ({"voucher": " "}, ""),
        ({"amount": "NaN"}, ""),
        ({"amount": "1e400"}, ""),
        ({"amount": "壹仟"}, ""),
        ({"amount": "-0"}, ""),
        ({"amount": "0"}, ""),
        ({"amount": "0.001"}, ""),
    ],
)
def test_what_cannot_be_paid_out_is_said_on_the_page(signed, clerk, said, told):
    answer = press(clerk, signed, "payout", **({"amount": "1000", "on": DAY_12, "voucher": "放-1"} | said))
    assert answer.status_code == 200
    assert answer.context["offer"].sent.errors
    if told:
        assert told in answer.content.decode()
    assert not Disbursement.objects.exists()


def test_a_voucher_is_used_once_and_a_double_click_pays_once(signed, clerk):
    said = {"amount": "1000", "on": DAY_12, "voucher": "放-1"}
    first = press(clerk, signed, "payout", key="k" * 20, **said)
    again = press(clerk, signed, "payout", key="k" * 20, **said)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert signed.disbursements.count() == 1
    assert "放款凭证号 放-1 已登记" in press(clerk, signed, "payout", **said).content.decode()


def test_money_that_was_repaid_on_is_not_taken_back(loan, clerk):
    paid = loan.disbursements.get()
    answer = press(clerk, loan, "unpay", paid=paid.pk, voucher="冲-1")
    assert "该笔贷款已有还款，不能冲销放款；请先冲销还款" in answer.content.decode()


# --- repayments ------------------------------------------------------------------------------------


def test_a_repayment_settles_its_row_and_its_reversal_opens_it(loan, clerk):
    press(clerk, loan, "repayment", amount="8903.98", on=DAY_12, serial="还-13")
    assert crediting.rows(loan)[12].settled_on == date(2022, 6, 30)
    paid = Repayment.objects.get(serial="还-13")
    press(clerk, loan, "unrepay", paid=paid.pk, serial="冲-13")
    assert crediting.rows(loan)[12].settled_on is None
    known = press(clerk, loan, "repayment", amount="1", on=DAY_12, serial="还-13")
    assert "还款流水号 还-13 已登记" in known.content.decode()


def test_what_the_next_row_asks_for_is_offered(loan, clerk):
    offered = signed_in(clerk).get(page_of(loan)).context["offer"]
    forms = {step.act: form for step, form in offered.steps}
    assert str(forms["repayment"].fields["amount"].initial) == "8903.98"


@pytest.mark.parametrize("amount", ["NaN", "1e400", "-0", "壹仟", "0", "1000.005", ""])
def test_no_repayment_is_of_what_is_no_amount(loan, clerk, amount):
    before = loan.repayments.count()
    press(clerk, loan, "repayment", amount=amount, on=DAY_12, serial="还-x")
    assert loan.repayments.count() == before


def test_nothing_is_repaid_before_anything_was_paid_out(signed, clerk):
    assert acts(clerk, signed) == ["payout"]
    assert press(clerk, signed, "repayment", amount="1", on=DAY_12, serial="还-1").status_code == 404


# --- changes ---------------------------------------------------------------------------------------


def test_a_new_rate_and_an_extension(loan, clerk):
    press(clerk, loan, "reprice", on=DAY_12, percent="3.85")
    assert str(loan.schedules.get(is_active=True).rate) == "0.038500"
    page = signed_in(clerk).get(page_of(loan)).content.decode()
    assert "现行年利率" in page
    assert "3.85%" in page
    press(clerk, loan, "extend", on=DAY_12, more="6")
    assert len(crediting.rows(loan)) == 42
    assert [each.reason for each in loan.schedules.order_by("number")] == ["first", "repriced", "extended"]


@pytest.mark.parametrize("percent", ["NaN", "1e400", "-1", "100", "壹"])
def test_no_rate_is_what_is_no_rate(loan, clerk, percent):
    press(clerk, loan, "reprice", on=DAY_12, percent=percent)
    assert loan.schedules.count() == 1


def quote(user, loan, name, **asked):
    return signed_in(user).get(reverse(name, args=[loan.pk]), asked)


def test_both_ways_stand_side_by_side_and_the_one_confirmed_is_written(loan, clerk):
    page = quote(clerk, loan, "loan_prepay", on=DAY_12, amount="５０，０００")
    assert [(each.rows, str(each.saved)) for each in page.context["choices"]] == [
        (24, "2297.05"), (18, "4036.31"),
    ]  # fmt: skip
    assert page.content.decode().count('name="way"') == 2
    assert loan.schedules.count() == 1
    said = {"on": DAY_12, "amount": "50000.00", "shown": "4036.31", "way": "shorter"}
    address = reverse("loan_prepay", args=[loan.pk])
    for _twice in range(2):
        answer = signed_in(clerk).post(address, said | {"one_time_key": "p" * 20})
        assert answer.url == page_of(loan)
    assert loan.schedules.count() == 2
    press(clerk, loan, "repayment", amount="50000", on=DAY_12, serial="还-提前")
    assert len(crediting.rows(loan)) == 30
    assert crediting.rows(loan)[11].settled_on == date(2022, 6, 30)


def test_what_changed_meanwhile_is_not_written_as_it_was_shown(loan, clerk):
    press(clerk, loan, "reprice", on=DAY_12, percent="3.85")
    said = {"on": DAY_12, "amount": "50000", "shown": "4036.31", "way": "shorter"}
    answer = signed_in(clerk).post(reverse("loan_prepay", args=[loan.pk]), said)
    assert "还款计划在试算后有变化" in answer.content.decode()
    assert loan.schedules.count() == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"on": "2022-06-29", "amount": "50000"}, "2022-06-29 不是还款日，可选最近的还款日 2022-05-30"),
        ({"on": DAY_12, "amount": "204309.39"}, "贷款"),
        ({"on": DAY_12, "amount": "NaN"}, ""),
        ({"on": DAY_12, "amount": "-0"}, ""),
        ({"on": "2021-06-30", "amount": "1"}, "全部还清请按结清办理"),
        ({"on": "", "amount": "1"}, ""),
    ],
)
def test_a_prepayment_that_cannot_be_is_said_at_its_quote(loan, clerk, asked, told):
    page = quote(clerk, loan, "loan_prepay", **asked)
    assert page.context["form"].errors
    assert page.context["choices"] == []
    assert told in page.content.decode()


def test_with_a_payment_owed_both_pages_say_which_and_how_much(loan, clerk):
    crediting.repayments.reverse_repayment(actor=clerk, paid=loan.repayments.latest("pk"), serial="冲-12")
    for name, asked in (("loan_prepay", {"amount": "1000"}), ("loan_settle", {})):
        page = quote(clerk, loan, name, on=DAY_12, **asked).content.decode()
        assert "第 12 期已于 2022-06-30 到期，还有 8,903.98 元未还清" in page


def test_c12_by_the_page(loan, clerk):
    with time_machine.travel("2022-07-15T10:00:00+08:00", tick=False):
        page = quote(clerk, loan, "loan_settle", on="2022-07-15").content.decode()
        for sum_of in ("204,309.39", "370.31", "204,679.70"):
            assert sum_of in page
        address, said = reverse("loan_settle", args=[loan.pk]), {"on": "2022-07-15", "shown": "204679.70"}
        assert signed_in(clerk).post(address, said).url == page_of(loan)
        press(clerk, loan, "repayment", amount="204679.70", on="2022-07-15", serial="还-清")
    assert loan.state == "settled"


def test_what_was_paid_ahead_is_told_of_the_pay_off(loan, clerk, founder):
    """Row 13 was paid before its day: the whole is as quoted, and so much less is still to come."""
    press(clerk, loan, "repayment", amount="8903.98", on=DAY_12, serial="还-13")
    with time_machine.travel("2022-07-15T10:00:00+08:00", tick=False):
        page = quote(clerk, loan, "loan_settle", on="2022-07-15")
        assert page.context["ahead"] == {
            "paid": crediting.yuan("8903.98"),
            "left": crediting.yuan("195775.72"),
        }
        assert "其中 8,903.98 元已提前支付" in signed_in(founder).get(page_of(loan)).content.decode()
        said = {"on": "2022-07-15", "shown": "204679.70"}
        signed_in(clerk).post(reverse("loan_settle", args=[loan.pk]), said)
        press(clerk, loan, "repayment", amount="195775.72", on="2022-07-15", serial="还-清")
    assert (loan.state, loan.over) == ("settled", 0)


@pytest.mark.parametrize(("name", "asked"), [("loan_prepay", {"amount": "1000"}), ("loan_settle", {})])
def test_of_what_is_not_paid_out_nothing_is_quoted(signed, clerk, name, asked):
    page = quote(clerk, signed, name, on="2021-07-15", **asked)
    assert "该笔贷款当前为“已签约”，不能进行此操作" in page.content.decode()


# --- the use of the money ----------------------------------------------------------------------------


def test_three_months_on_the_district_writes_down_what_it_found(loan):
    close_days(until=today())
    check = PurposeCheck.objects.get(loan=loan)
    officer = people.officer("zhangdian")
    listed = signed_in(officer).get(reverse("loan_contracts")).content.decode()
    assert "待登记的用途检查" in listed
    assert acts(officer, loan) == ["check"]
    press(officer, loan, "check", outcome="as_agreed", note="设备已到厂，与申请一致")
    check.refresh_from_db()
    assert (check.outcome, check.checked_by) == ("as_agreed", officer)
    assert acts(officer, loan) == []
    assert "待登记的用途检查" not in signed_in(officer).get(reverse("loan_contracts")).content.decode()


# --- who ---------------------------------------------------------------------------------------------


def test_the_founder_reads_and_has_no_step(loan, founder):
    assert acts(founder, loan) == []
    assert press(founder, loan, "repayment", amount="1", on=DAY_12, serial="x").status_code == 404
    assert quote(founder, loan, "loan_prepay").status_code == 404


@pytest.mark.parametrize("name", ["loan_contract", "loan_prepay", "loan_settle"])
def test_another_banks_loan_is_no_page(loan, name):
    stranger = crediting.bank_officer(crediting.bank())
    assert quote(stranger, loan, name).status_code == 404
    assert signed_in(stranger).post(reverse(name, args=[loan.pk]), {"act": "payout"}).status_code == 404
    assert loan.contract_no not in signed_in(stranger).get(reverse("loan_contracts")).content.decode()


def test_the_districts_officer_checks_and_records_no_money(loan):
    officer = people.officer("zhangdian")
    assert quote(officer, loan, "loan_settle").status_code == 404
    assert press(officer, loan, "repayment", amount="1", on=DAY_12, serial="x").status_code == 404


def test_contracts_are_found_by_number_company_and_state(loan, clerk):
    other = crediting.signed(1_000, bank=loan.bank)
    listing = reverse("loan_contracts")
    for asked, found in (
        ({"q": other.contract_no}, {other}),
        ({"q": loan.firm.name}, {loan}),
        ({"q": loan.firm.uscc}, {loan}),
        ({"state": "active"}, {loan}),
        ({"state": "nonsense", "q": "\x7f"}, set()),
    ):
        assert set(signed_in(clerk).get(listing, asked).context["page"]) == found


def test_the_page_asks_a_bounded_number_of_questions(loan, clerk, django_assert_max_num_queries):
    client = signed_in(clerk)
    with django_assert_max_num_queries(45):
        client.get(page_of(loan))
    for number in range(5):
        crediting.repay(loan, 10, today() - timedelta(1), serial=f"多-{number}")
    with django_assert_max_num_queries(45):
        client.get(page_of(loan))
    assert Loan.objects.count() == 1
