"""创业金融一览: five things that are never one sum, each opening to its rows, with the rule and the day."""

from datetime import date

import pytest
from django.urls import reverse

from loans.overview import number_of, overview_of, up_to
from tests import crediting, investing, loaning, people
from tests.investing import MILLION
from tests.people import signed_in
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import today
from zibo_youth.reports.kpis import kpi

pytestmark = pytest.mark.django_db
PRESS_DAY = date(2021, 6, 4)


@pytest.fixture
def staff():
    return people.city_staff()


@pytest.fixture
def filled(staff):
    """Loans of two products, a line, a pre-approval that is partly signed, equity of two districts."""
    reported = loaning.version(methods=["equal_principal"], most_amount=None)
    day = {"signed_on": date(2021, 6, 2), "starts_on": date(2021, 6, 2)}
    crediting.drawn(300_000, version=reported, **day)
    crediting.signed(200_000, version=reported, firm=crediting.firm("huantai"), **day)
    crediting.drawn(100_000, version=loaning.version(loaning.product("zbqncyd"), methods=["equal_principal"]))
    line = loaning.programme(staff, 100 * MILLION)
    before = investing.counted_pre_approval(staff)
    investing.converted(staff, before, line, 10 * MILLION)
    loaning.line_of_firm(staff, line, 5 * MILLION)
    investing.counted_equity(staff, amount=20 * MILLION)
    investing.counted_equity(staff, district="huantai", amount=30 * MILLION)
    investing.invested(staff, amount=7 * MILLION)


def read(day=PRESS_DAY, of=None):
    unit = of and Organisation.objects.get(code=of).pk
    return overview_of(day, unit)


def test_five_things_stand_side_by_side(filled):
    told = read()
    first = told.products[0]
    assert first.product.code == "lqjzd"
    assert (first.firms.value, first.contracts.value, first.paid.value) == (1, 50, 30)
    assert (told.signed.value, told.pre_approved.value, told.converted.value) == (10_000, 10_000, -1_000)
    assert told.credit.value == 19_000
    assert (told.firm_lines.value, told.equity.value) == (500, 5_000)


def test_the_reported_numbers_are_the_reports_own(filled):
    told, period = read(today()), up_to(today())
    first = told.products[0]
    pairs = [(first.firms, "BU02-2"), (first.paid, "BU02-1"), (told.credit, "BU01"), (told.equity, "BU03")]
    assert [shown.value for shown, _ in pairs] == [kpi(code).total(period).part for _, code in pairs]


def test_up_to_a_day_and_of_one_district(filled):
    assert read(date(2021, 5, 31)).signed.value == 0
    zhangdian, huantai = read(of="zhangdian"), read(of="huantai")
    assert (zhangdian.equity.value, huantai.equity.value) == (2_000, 3_000)
    assert (zhangdian.signed.value, zhangdian.pre_approved.value) == (0, 10_000)
    assert (huantai.products[0].contracts.value, huantai.products[0].paid.value) == (20, 0)


def numbers_of(told):
    products = [(each.firms, each.contracts, each.paid) for each in told.products]
    of_lines = (told.signed, told.pre_approved, told.converted, told.firm_lines, told.credit, told.equity)
    return [shown for part in (*products, of_lines) for shown in part]


def test_every_number_opens_to_the_rows_that_give_it(staff, filled):
    client = signed_in(staff)
    for shown in numbers_of(read(today())):
        answer = client.get(reverse("loan_overview_rows", args=[shown.slug]))
        page = answer.content.decode()
        assert answer.context["shown"].value == shown.value, shown.slug
        assert str(shown.kpi.definition) in page, shown.slug
        rows = answer.context["page"].paginator.count
        assert f"依据 {rows} 条记录" in page, shown.slug
        assert page.count("<tr>") == (rows + 1 if rows else 0), shown.slug
        assert number_of(shown.slug) is not None


def test_the_page_says_each_number_and_sums_none_of_the_five(staff, filled):
    page = signed_in(staff).get(reverse("loan_overview"), {"on": "2021-06-04"}).content.decode()
    assert "截至 2021年6月4日" in page
    for told in ("30 万元", "50 万元", "10,000 万元", "19,000 万元", "5,000 万元", "-1,000 万元"):
        assert told in page
    apart = page.split("finance-apart")[1]
    assert "5,000 万元" in apart
    assert "万元" not in apart.split("5,000 万元")[1].split("</section>")[0]


def test_a_day_that_lies_ahead_or_is_none_is_today(staff, filled):
    for day in ("2999-01-01", "gestern", "0000-00-00", "%00"):
        answer = signed_in(staff).get(reverse("loan_overview"), {"on": day})
        assert answer.context["day"] == today()


def test_a_district_sees_its_own_whatever_it_asks(filled):
    client = signed_in(people.officer("huantai"))
    for asked in ({}, {"unit": "zhangdian"}, {"unit": ""}, {"unit": "nowhere"}):
        answer = client.get(reverse("loan_overview"), asked)
        assert answer.context["unit"].code == "huantai"
        assert answer.context["overview"].equity.value == 3_000
        rows = client.get(reverse("loan_overview_rows", args=["bu03"]), asked)
        assert rows.context["page"].paginator.count == 1


def test_nobody_else_finds_it(filled):
    others = (crediting.bank_officer(loaning.bank()), crediting.finance(), people.applicant())
    for user in others:
        assert signed_in(user).get(reverse("loan_overview")).status_code == 404
    known = signed_in(people.city_staff())
    assert known.get(reverse("loan_overview_rows", args=["nothing"])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_rows(
    staff, filled, django_assert_max_num_queries, client
):
    client = signed_in(staff)
    page, rows = reverse("loan_overview"), reverse("loan_overview_rows", args=["bu01"])
    client.get(page)
    with django_assert_max_num_queries(35) as few:
        client.get(page)
    with django_assert_max_num_queries(20) as few_rows:
        client.get(rows)
    for _ in range(5):
        investing.counted_pre_approval(staff, 1_000)
        investing.counted_equity(staff, amount=MILLION)
        loaning.line_of_firm(staff, loaning.programme(staff, 1_000), 100)
    with django_assert_max_num_queries(len(few)):
        client.get(page)
    with django_assert_max_num_queries(len(few_rows)):
        client.get(rows)
