"""担保台: by the pages alone, from the visit to the recourse; the founder reads it in plain words; strangers find nothing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from loans.models import Guarantee, GuaranteeRecovery
from tests import applying, guaranteeing, people
from tests.people import signed_in
from zibo_youth.core.calendar import today
from zibo_youth.notifications.kinds import kind_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return applying.lending(needs_guarantor=True)


def press(user, page, act, **said):
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    return signed_in(user).post(page, told)


def case_of(made):
    return reverse("loan_case", args=[made.application.reference])


def page_of(made):
    return reverse("loan_guarantee", args=[made.pk])


def read(user, page):
    return signed_in(user).get(page).content.decode()


def test_the_guarantor_visits_decides_and_issues_by_its_pages(of):
    made = guaranteeing.requested(of)
    officer = of.guarantor_officer
    case = read(officer, case_of(made))
    assert 'value="visit"' in case
    assert 'name="act" value="guarantee"' not in case
    assert case_of(made) in read(officer, page_of(made))
    press(officer, case_of(made), "visit", on=today().isoformat(), finding="生产正常")
    said = {"percent": "70", "covers": ["principal"], "fee": "1,500", "trigger_days": "60", "counter": ""}
    press(officer, case_of(made), "guarantee", **said)
    made.refresh_from_db()
    assert (made.state, made.percent, made.fee, made.covers) == ("approved", "70", 1500, ["principal"])
    days = {"on": today().isoformat(), "letter_until": (today() + timedelta(365)).isoformat()}
    press(officer, page_of(made), "letter", letter_no="示保-7", **days)
    made.refresh_from_db()
    assert (made.state, made.letter_no) == ("letter_issued", "示保-7")


def test_bank_and_guarantor_claim_pay_and_recover_by_its_page(of):
    made = guaranteeing.late(of)
    most = guaranteeing.most(made)
    page = page_of(made)
    assert f"最多可申请代偿 {most:,.2f} 元" in read(of.banker, page)
    refused = press(of.banker, page, "claim", amount="150000").content.decode()
    assert f"最多可申请 {most:,.2f} 元" in refused
    press(of.banker, page, "claim", amount="100000")
    assert 'value="pay"' not in read(of.guarantor_officer, page)
    press(of.guarantor_officer, page, "approve")
    day = {"on": today().isoformat()}
    press(of.guarantor_officer, page, "pay", amount="100000", voucher="付-1", **day)
    press(of.guarantor_officer, page, "recover", amount="30000", voucher="收-1", **day)
    row = GuaranteeRecovery.objects.get()
    shown = read(of.guarantor_officer, page)
    for words in ("追偿中", "付-1", "收-1", "30,000.00"):
        assert words in shown
    press(of.guarantor_officer, page, "reverse_recovery", recovery=row.pk, voucher="冲-1")
    press(of.guarantor_officer, page, "reverse_payment", voucher="冲-2")
    assert Guarantee.objects.get(pk=made.pk).state == "claimed"
    press(of.banker, page, "withdraw", note="凭证有误")
    assert Guarantee.objects.get(pk=made.pk).state == "active"


@pytest.mark.parametrize("amount", ["NaN", "1e400", "-1", "壹仟", "1000.005", "", "0", "1,00"])
@pytest.mark.parametrize("act", ["claim", "pay"])
def test_what_is_no_amount_is_refused_beside_the_field(of, act, amount):
    made = guaranteeing.late(of) if act == "claim" else guaranteeing.agreed(of, 1_000)
    by = of.banker if act == "claim" else of.guarantor_officer
    more = {} if act == "claim" else {"on": today().isoformat(), "voucher": "付-1"}
    answer = press(by, page_of(made), act, amount=amount, **more)
    assert answer.status_code == 200
    assert answer.context["offer"].sent.errors.keys() == {"amount"}
    assert Guarantee.objects.get(pk=made.pk).state == made.state


@pytest.mark.parametrize("fee", ["NaN", "1e400", "-1", "壹仟", "1000.005"])
def test_what_is_no_fee_is_refused_beside_the_field(of, fee):
    made = guaranteeing.visited(of)
    said = {"percent": "70", "covers": ["principal"], "fee": fee, "trigger_days": "60"}
    answer = press(of.guarantor_officer, case_of(made), "guarantee", **said)
    assert answer.context["offer"].sent.errors.keys() == {"fee"}


def test_before_the_trigger_the_page_says_how_many_days_are_missing(of):
    made = guaranteeing.active(of)
    page = read(of.banker, page_of(made))
    assert "逾期 0 天，满 90 天才能申请代偿，还差 90 天" in page
    assert 'value="claim"' not in page
    assert press(of.banker, page_of(made), "claim", amount="1").status_code == 404


def test_after_the_firm_has_paid_what_was_due_the_page_offers_no_claim(of):
    made = guaranteeing.late(of)
    assert 'value="claim"' in read(of.banker, page_of(made))
    guaranteeing.pay_arrears(made)
    page = read(of.banker, page_of(made))
    assert "逾期 0 天，满 90 天才能申请代偿" in page
    assert 'value="claim"' not in page


def test_without_its_letter_the_bank_is_offered_no_contract(of):
    made = guaranteeing.approved(of)
    assert 'value="contract"' not in read(of.banker, case_of(made))
    guaranteeing.giving.issue_letter(actor=of.guarantor_officer, guarantee=made, letter=guaranteeing.letter())
    assert 'value="contract"' in read(of.banker, case_of(made))


def test_strangers_find_nothing(of):
    made = guaranteeing.late(of)
    elsewhere = people.staff("柳示保", applying.organisation("guarantor"), "guarantor_officer")
    for user in (elsewhere, of.banker_2, of.foreign_officer):
        assert signed_in(user).get(page_of(made)).status_code == 404
        assert made.application.reference not in read(user, reverse("loan_guarantees"))
        assert signed_in(user).get(reverse("loan_contract", args=[made.loan_id])).status_code == 404
    for user in (of.founder, of.founder_2):
        assert signed_in(user).get(page_of(made)).status_code == 404
    for user in (of.officer, of.city_staff):
        page = read(user, page_of(made))
        assert made.letter_no in page
        assert 'name="act"' not in page


def test_the_founder_reads_who_guarantees_how_much_for_what_fee(of):
    made = guaranteeing.late(of)
    page = read(of.founder, reverse("loan_contract", args=[made.loan_id]))
    for words in (made.letter_no, "80%", "1,500.00", of.guarantor.name, "逾期满 90 天", "担保中"):
        assert words in page
    assert "厂房和设备与申请一致" not in page


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("claimed", "银行已向担保机构申请代偿"),
        ("recourse", "企业已归还 30,000.00 元，还须归还担保机构 70,000.00 元"),
        ("released", "已解除"),
    ],
)
def test_the_founder_reads_what_became_of_it(of, stage, words):
    made = guaranteeing.STAGES[stage](of)
    assert words in read(of.founder, reverse("loan_contract", args=[made.loan_id]))


def test_the_founder_reads_of_the_letter_before_the_contract(of):
    made = guaranteeing.lettered(of)
    page = read(of.founder, reverse("loan_application", args=[made.application.reference]))
    assert made.letter_no in page


def test_the_list_holds_what_waits_and_is_filtered(of):
    made = guaranteeing.claimed(of, 1_000)
    page = read(of.guarantor_officer, reverse("loan_guarantees"))
    assert page.count(page_of(made)) == 2
    assert page_of(made) not in read(of.city_staff, reverse("loan_guarantees") + "?state=active")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "name",
    ["letter", "claimed", "claim_waits", "paid", "released"],
)
def test_every_notice_has_its_words_in_both_languages(of, name, language):
    kind = kind_of(f"loans.guarantee_{name}")
    made = guaranteeing.recourse(of)
    with translation.override(language):
        for form in ("sms", "message"):
            text = kind.text(form, made)
            assert text
            assert "{{" not in text
        assert kind.address(made)


def test_what_is_left_after_the_guarantor_has_paid_is_still_repaid_at_the_bank_s_desk(of):
    """A guarantor pays its share only."""
    loan = guaranteeing.paid(of).loan
    told = {"amount": "1000", "on": today().isoformat(), "serial": "S-REST"}
    sent = {f"repayment-{name}": value for name, value in told.items()} | {"act": "repayment"}
    signed_in(of.banker).post(reverse("loan_contract", args=[loan.pk]), sent)
    loan.refresh_from_db()
    assert [each.amount for each in loan.repayments.filter(serial="S-REST")] == [1000]
    assert loan.state == "guarantee_paid"
