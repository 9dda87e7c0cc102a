"""Equity and a pre-approval by the clicks of two people of the city's office, and the whole picture of both."""

from __future__ import annotations

import pytest

from loans.models import EquityInvestment, PreApprovedLine
from tests import investing, loaning, people
from tests.browser.test_room_walk import Desks, looked_at, press_step
from zibo_youth.accounts.models import Organisation

pytestmark = pytest.mark.browser

BUTTON = "main form .button-primary"
DAY = "2021-05-20"


@pytest.fixture
def staff(city):
    """The bank that signs programmes has a name in both languages."""
    bank = loaning.bank()
    Organisation.objects.filter(pk=bank.pk).update(name=f"示范银行 {bank.pk}")
    return people.city_staff()


def district():
    return str(Organisation.objects.get(code="zhangdian").pk)


def records_equity(desk):
    desk.go("loan_overview")
    desk.press(f"main a[href='{desk.address('loan_equity')}']")
    looked_at(desk, "equity-list")
    desk.press(f"main a[href='{desk.address('loan_equity_new')}']")
    told = {"uscc": loaning.uscc(), "firm_name": "淄博示投科技有限公司", "reporting_org": district()}
    desk.fill(fund="示范创业投资基金", amount="壹仟", purpose="新产品研发", **told)
    desk.fill(invested_on=DAY, source="示范投资协议")
    desk.press(BUTTON)
    looked_at(desk, "equity-refused")
    assert desk.main(".error-summary").count() == 1
    desk.fill(amount="21,500,000")
    desk.press(BUTTON)
    made = EquityInvestment.objects.order_by("-pk")[0]
    assert desk.is_at("loan_equity_record", made.pk)
    looked_at(desk, "equity-recorded")
    return made


def confirms(desk, page, made):
    desk.go(page)
    looked_at(desk, f"{page}-waiting")
    desk.press(f"main a[href='{desk.address(f'{page}_{OF[page]}', made.pk)}']")
    press_step(desk, "confirm")
    made.refresh_from_db()
    assert made.state == "confirmed"
    looked_at(desk, f"{page}-confirmed")


OF = {"loan_equity": "record", "loan_pre_approved": "line"}


def records_pre_approval(desk):
    desk.go("loan_pre_approved_new")
    looked_at(desk, "pre-approved-new")
    desk.fill(bank=str(loaning.bank().pk), name=f"青创园预授信 {desk.language}", target_group="青创园企业")
    desk.fill(reporting_org=district(), amount="100,000,000", agreed_on=DAY, valid_from=DAY)
    desk.fill(source="示范合作协议")
    desk.press(BUTTON)
    return PreApprovedLine.objects.order_by("-pk")[0]


def converts(desk, made, line):
    desk.go("loan_pre_approved_line", made.pk)
    press_step(desk, "convert", line=str(line.pk), amount="60,000,000", note="授信批复")
    made.refresh_from_db()
    assert made.converted == 60_000_000
    looked_at(desk, "pre-approved-converted")


def looks_over(visitor, name):
    """The page, another district, and one number with its rows; nothing of it needs a script."""

    def look(page):
        if visitor.script:  # what looks is itself a script
            looked_at(visitor, f"{page}-{name}")

    visitor.go("loan_overview")
    look("overview")
    visitor.fill(unit="zhangdian", on="2021-06-30")
    visitor.press("main form .button-secondary")
    assert visitor.is_at("loan_overview")
    look("overview-district")
    visitor.press("main a[href*='/overview/bu01/']")
    assert visitor.is_at("loan_overview_rows", "bu01")
    assert visitor.main("tbody tr").count() >= 1
    look("overview-rows")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_two_people_record_what_counts_and_the_picture_shows_it(visit, staff, language):
    desks, colleague = Desks(visit, language), investing.colleague()
    desk = desks.of(staff)
    confirms(desks.of(colleague), "loan_equity", records_equity(desk))
    made = records_pre_approval(desk)
    confirms(desks.of(colleague), "loan_pre_approved", made)
    converts(desk, made, loaning.programme(staff, 60_000_000))
    looks_over(desk, "desk")
    looks_over(visit(user=colleague, language=language, phone=True), "phone")
    looks_over(visit(user=colleague, language=language, phone=True, script=False), "no-script")
    looks_over(visit(user=people.officer("zhangdian"), language=language, phone=True), "officer")
