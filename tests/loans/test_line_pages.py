"""The desk of credit lines: a programme is proposed, signed, given and drawn by its pages."""

import pgtrigger
import pytest
from django.urls import reverse

from loans.models import CreditLine
from tests import crediting, loaning, people
from tests.people import signed_in

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
DAY = "2021-06-01"


@pytest.fixture
def staff():
    return people.city_staff()


def press(user, line, act, **said):
    client = signed_in(user)
    page = reverse("loan_line", args=[line.pk])
    told = {f"{act}-{name}": value for name, value in said.items()} | {"act": act}
    return client.post(page, told)


def test_a_programme_is_proposed_signed_and_given_to_a_company(staff):
    firm, bank = loaning.firm(), loaning.bank()
    said = {"bank": bank.pk, "name": "青年创业贷总额度", "amount": "１００，０００，０００", "on": DAY}
    answer = signed_in(staff).post(reverse("loan_line_propose"), said)
    programme = CreditLine.objects.get()
    assert answer.url == reverse("loan_line", args=[programme.pk])
    assert programme.limit == 100 * MILLION

    press(staff, programme, "sign", on=DAY, source="示银发〔2021〕1号")
    press(staff, programme, "allot", firm=firm.uscc, amount="60000000", on=DAY, source="示银授1号")
    [line] = programme.children.all()
    assert (line.firm, line.state, line.limit) == (firm, "open", 60 * MILLION)

    press(crediting.bank_officer(bank), line, "draw", amount="100", on="2021-07-01", note="凭证1")
    line.refresh_from_db()
    assert line.drawn == 100


def test_a_refusal_stands_on_the_page_with_what_is_left(staff):
    programme = loaning.programme(staff, 100)
    answer = press(staff, programme, "allot", firm=loaning.firm().uscc, amount="101", on=DAY, source="1号")
    assert "申请 101.00 元，2021-06-01 起可用 100.00 元" in answer.content.decode()
    assert not programme.children.exists()


def test_the_proof_of_every_day_stands_on_the_page(staff):
    programme = loaning.programme(staff, 100)
    loaning.line_of_firm(staff, programme, 60)
    page = signed_in(staff).get(reverse("loan_line", args=[programme.pk])).content.decode()
    assert "核对一致" in page
    assert page.count("一致</td>") == 1


def test_what_the_lines_below_have_drawn_is_told_above(staff):
    programme = loaning.programme(staff, 100)
    line = loaning.line_of_firm(staff, programme, 60)
    press(staff, line, "draw", amount="25", on="2021-07-01", note="凭证1")
    [told] = CreditLine.objects.told().filter(pk=programme.pk)
    assert (told.drawn, told.used, told.left) == (0, 25, 40)


@pytest.mark.control
def test_the_control_a_line_that_does_not_agree_says_so(staff):
    programme = loaning.programme(staff, 100)
    line = loaning.line_of_firm(staff, programme, 60)
    with pgtrigger.ignore():
        line.entries.create(day=DAY, limit_change=1)
    page = signed_in(staff).get(reverse("loan_line", args=[programme.pk])).content.decode()
    assert "核对不一致" in page


@pytest.mark.parametrize("amount", ["NaN", "1e400", "-0", "壹仟", "1000.005", "", "0"])
def test_what_is_no_amount_is_refused_beside_the_field(staff, amount):
    programme = loaning.programme(staff, 100)
    answer = press(staff, programme, "change", way="more", amount=amount, on=DAY, note="调整")
    assert answer.status_code == 200
    assert answer.context["offer"].sent.errors["amount"]


def test_strangers_find_no_line(staff):
    line = loaning.line_of_firm(staff, loaning.programme(staff, 100), 60)
    page = reverse("loan_line", args=[line.pk])
    own, other = people.officer("zhangdian"), people.officer("huantai")
    found = {
        user: signed_in(user).get(page).status_code
        for user in (own, other, crediting.bank_officer(line.bank), crediting.bank_officer(crediting.bank()))
    }
    assert list(found.values()) == [200, 404, 200, 404]
    assert signed_in(people.applicant()).get(page).status_code == 404
    assert press(own, line, "freeze", note="无权").status_code == 404
