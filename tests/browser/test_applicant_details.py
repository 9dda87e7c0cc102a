"""What happens beside the straight way: a change of mind, a refusal, a double click, a mistake, another language."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from stations.models import Stay
from tests import people
from tests.browser import walk
from tests.browser.visitor import Visitor
from tests.stations import places
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
ONE_TIME_KEY = "main form [name=one_time_key]"


@pytest.fixture
def applicant():
    return people.applicant("沈越")


def at_the_check_page(visit, city, user, **how) -> Visitor:
    guest = visit(user=user, **how)
    guest.go("stay_dates", station=city.station.code, arrival=str(today() + timedelta(days=9)), nights="2")
    walk.to_the_check_page(guest)
    guest.fill(house_rules="on", lodging_consent="on")
    return guest


@SCRIPT
def test_a_booking_is_cancelled_after_a_question(visit, city, applicant, script):
    stay = places.approved(applicant, city.station, city.staff["operator"], today() + timedelta(days=9))
    guest = visit(user=applicant, script=script)
    guest.go("my_stays")
    guest.press(f"main a[href*='{stay.reference}']")
    guest.press("main a.button-danger")
    assert guest.is_at("stay_cancel", stay.reference)
    guest.press("main form button")
    assert guest.main(".error-summary").count() == 1

    guest.fill(reason="plans_changed")
    guest.press("main form button")

    stay.refresh_from_db()
    assert (stay.state, stay.nights.count()) == ("cancelled", 0)
    assert guest.main("#check-in").count() == 0


def test_a_refusal_shows_every_rule_met_or_not(visit, city):
    visitor = visit()
    visitor.go("stay_eligibility")
    visitor.fill(
        age="40",
        non_native="no",
        purpose="other",
        has_evidence="no",
        station=city.station.code,
        arrival=str(today()),
        nights="2",
    )
    visitor.press(walk.RED_BUTTON)

    refused, met = visitor.main(".verdicts > .is-error"), visitor.main(".verdicts > .is-ok")
    assert refused.count() == 5
    assert met.count() >= 5
    assert all("怎样满足" in text for text in refused.all_inner_texts())
    assert all("依据" in text for text in met.all_inner_texts())
    assert visitor.main(f"a[href*='{visitor.address('stay_dates')}']").count() == 0


def test_a_double_click_gives_one_stay(visit, city, applicant):
    guest = at_the_check_page(visit, city, applicant)
    with guest.page.expect_navigation():
        guest.main("button.is-last").dblclick(delay=5, no_wait_after=True)
    expect(guest.main(".panel-number")).to_be_visible()
    assert [stay.state for stay in Stay.objects.filter(guest=applicant.person)] == ["submitted"]


def test_two_posts_of_one_form_give_one_stay(visit, city, applicant):
    """Without JavaScript nothing stops the second click: the key of the form does."""
    guest = at_the_check_page(visit, city, applicant, script=False)
    form = {
        "csrfmiddlewaretoken": guest.page.locator("main form [name=csrfmiddlewaretoken]").input_value(),
        "one_time_key": guest.page.locator(ONE_TIME_KEY).input_value(),
        "house_rules": "on",
        "lodging_consent": "on",
    }
    answers = [guest.context.request.post(guest.page.url, form=form) for _ in range(2)]
    assert len({answer.url for answer in answers}) == 1
    assert "/done/" in answers[0].url
    assert Stay.objects.filter(guest=applicant.person).count() == 1


@SCRIPT
def test_the_back_button_keeps_what_was_filled_in(visit, city, applicant, script):
    guest = at_the_check_page(visit, city, applicant, script=script)
    guest.page.go_back()
    assert guest.is_at("stay_contact")
    assert guest.main("[name=emergency_contact]").input_value() == "陈大山"
    guest.page.go_back()
    assert guest.is_at("stay_purpose")
    assert guest.main("[name=purpose_detail]").input_value() == "某某机械公司 工程师面试"
    walk.next_page(guest, "stay_contact")
    walk.next_page(guest, "stay_check")
    assert Stay.objects.filter(guest=applicant.person).count() == 1


def test_an_answer_is_changed_from_the_check_page(visit, city, applicant):
    guest = at_the_check_page(visit, city, applicant)
    guest.press(f"main a[href^='{guest.address('stay_room')}']")
    guest.fill(room_wish="single")
    walk.next_page(guest, "stay_check")
    assert "单人间" in guest.main("dl").first.inner_text()


@SCRIPT
def test_mistakes_are_summed_up_and_each_leads_to_its_field(visit, city, applicant, script):
    guest = visit(user=applicant, script=script)
    guest.go("stay_dates", station=city.station.code, arrival=str(today() + timedelta(days=9)), nights="9")
    guest.press("main button.is-last")

    summary = guest.main(".error-summary")
    assert guest.is_at("stay_dates")
    assert guest.page.title().startswith("错误：")
    if script:
        expect(summary).to_be_focused()
    link = summary.locator("a").first
    target = link.get_attribute("href")
    assert guest.page.locator(target).get_attribute("name") == "nights"
    if script:
        link.click()
        assert guest.page.evaluate("document.activeElement.matches(':focus') && location.hash") == target
    assert guest.main(f"{target}[aria-invalid=true]").count() == 1
    assert guest.main("[name=arrival]").input_value() == str(today() + timedelta(days=9))


@SCRIPT
@pytest.mark.parametrize("choice", ["large", "contrast"])
def test_large_print_and_high_contrast_stay_on(visit, city, choice, script):
    visitor = visit(script=script)
    visitor.go("station_page", "zd-01")
    before = _looks(visitor)
    visitor.press(f".strip button[value={choice}]")

    assert visitor.is_at("station_page", "zd-01")
    assert visitor.page.locator("html").get_attribute("class") == choice
    assert _looks(visitor) != before
    visitor.go("home")
    assert visitor.page.locator("html").get_attribute("class") == choice
    visitor.press(f".strip button[value={choice}]")
    assert not visitor.page.locator("html").get_attribute("class")


def _looks(visitor: Visitor) -> str:
    """What the choice is for: size and colour of running text, as the browser draws it."""
    return visitor.main("p").first.evaluate(
        "p => { const s = getComputedStyle(p); return s.fontSize + s.color + getComputedStyle(document.body).backgroundColor }"
    )


@pytest.mark.parametrize("name", ["station_finder", "stay_eligibility"])
def test_the_other_language_shows_the_same_page(visit, city, name):
    visitor = visit()
    visitor.go(name, arrival=str(today() + timedelta(days=8)), nights="3")
    asked = visitor.page.url.partition("?")[2]
    visitor.press(".strip a[hreflang=en]")
    assert visitor.path == "/en" + visitor.address(name)
    assert visitor.page.url.partition("?")[2] == asked
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.press(".strip a[hreflang=zh-CN]")
    assert visitor.is_at(name)


def test_a_wrong_code_says_so_and_lets_nobody_in(visit, city):
    visitor = visit()
    visitor.go("account_login")
    visitor.fill(phone=people.mobile_number().removeprefix("+86"))
    visitor.press(walk.RED_BUTTON)
    visitor.watch.expected_status = 400
    visitor.fill(code="000000" if "000000" not in visitor.page.content() else "111111")
    visitor.press(walk.RED_BUTTON)
    assert re.search("验证码", visitor.main(".error-summary").inner_text())
    assert visitor.is_at("account_confirm_login_code")
