"""A guaranteed loan from the site visit to the recourse: desks of guarantor and bank, and the founder's telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from loans.models import Guarantee, Loan
from loans.services import applications
from tests import applying, crediting, guaranteeing
from tests.browser.test_room_walk import Desks, looked_at, press_step
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser


@pytest.fixture
def of(city):
    made = applying.lending(needs_guarantor=True)
    for each in (made.bank, made.bank_2, made.guarantor):
        Organisation.objects.filter(pk=each.pk).update(name=f"示范机构 {each.pk}")
    return made


def at_guarantee(desks, user, made, name):
    desk = desks.of(user)
    desk.go("loan_guarantees")
    looked_at(desk, "guarantees")
    desk.press(f"main a[href='{desk.address('loan_guarantee', made.pk)}']")
    looked_at(desk, name)
    return desk


def guarantees(desks, made, of):
    """The guarantor visits, decides and issues its letter."""
    desk = at_guarantee(desks, of.guarantor_officer, made, "guarantee-asked")
    desk.press(f"main a[href='{desk.address('loan_case', made.application.reference)}']")
    press_step(desk, "visit", on=today().isoformat(), finding="生产正常，设备与申请一致")
    looked_at(desk, "guarantee-case")
    press_step(desk, "guarantee", percent="80", fee="1,500", counter="法定代表人连带责任保证")
    applications.accept_offer(actor=of.founder, application=made.application)
    desk = at_guarantee(desks, of.guarantor_officer, made, "guarantee-letter")
    since, until = today() - guaranteeing.AGO, today() + timedelta(600)
    days = {"on": since.isoformat(), "letter_until": until.isoformat()}
    press_step(desk, "letter", letter_no=f"示保函-{made.pk}", **days)
    looked_at(desk, "guarantee-issued")


def signs(desks, phone, made, of):
    """The bank signs, pays out, and nothing comes back."""
    phone.go("loan_application", made.application.reference)
    looked_at(phone, "guarantee-of-the-application")
    desk = desks.of(of.banker)
    desk.go("loan_case", made.application.reference)
    looked_at(desk, "guarantee-to-sign")
    signed = {"contract_no": f"示担保-{made.pk}", "percent": "4.35"}
    on = (today() - guaranteeing.AGO).isoformat()
    press_step(desk, "contract", signed_on=on, **signed)
    loan = Loan.objects.get(application=made.application)
    phone.go("loan_contract", loan.pk)
    looked_at(phone, "guarantee-of-the-contract")
    crediting.draw(loan, loan.contract_amount, on=loan.signed_on)
    guaranteeing.tell_day()
    return loan


def claims(desks, phone, made, loan, of):
    """The bank claims, the guarantor answers, pays and wins a part back."""
    desk = at_guarantee(desks, of.banker, made, "guarantee-late")
    press_step(desk, "claim", amount="100,000")
    looked_at(desk, "guarantee-claimed")
    phone.go("loan_contract", loan.pk)
    looked_at(phone, "guarantee-claimed-of-founder")
    desk = at_guarantee(desks, of.guarantor_officer, made, "guarantee-to-answer")
    press_step(desk, "approve")
    money = {"on": today().isoformat()}
    press_step(desk, "pay", amount="100,000", voucher=f"付-{made.pk}", **money)
    looked_at(desk, "guarantee-paid")
    press_step(desk, "recover", amount="30,000", voucher=f"收-{made.pk}", **money)
    looked_at(desk, "guarantee-recourse")
    phone.go("loan_contract", loan.pk)
    looked_at(phone, "guarantee-paid-of-founder")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_visit_to_the_recourse(visit, of, language):
    desks = Desks(visit, language)
    phone = desks.of(of.founder, phone=True)
    made = guaranteeing.requested(of)
    guarantees(desks, made, of)
    loan = signs(desks, phone, made, of)
    claims(desks, phone, made, loan, of)
    assert Guarantee.objects.get(pk=made.pk).state == "recourse"
