"""The ways through the portal as people walk them, one function a station of the way."""

from __future__ import annotations

import re
from datetime import date

import pytest

from stations.models import Station, Stay
from tests import people
from tests.browser.survey import axe
from tests.browser.visitor import Visitor, photograph
from zibo_youth.accounts.models import User

RED_BUTTON = "main form .button-primary"
# A flow is walked three ways: in Chinese with and without JavaScript, and in English.
THREE_WAYS = pytest.mark.parametrize(
    ("language", "script"),
    [("zh-hans", False), ("zh-hans", True), ("en", True)],
    ids=["zh-plain", "zh", "en"],
)


def fits(visitor: Visitor) -> bool:
    """Whether nothing of the page lies beside the screen."""
    return bool(visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def is_sound(visitor: Visitor) -> bool:
    """It fits the screen, and axe finds nothing where it can run."""
    return fits(visitor) and (not visitor.script or axe(visitor.page) == [])


def find_a_bed(guest: Visitor, station: Station, arrival: date, nights: int = 2) -> None:
    """From the front page over the finder to the station's own page."""
    guest.go("home")
    guest.press(f"main a[href='{guest.address('station_finder')}']")
    guest.fill(area=station.area.code, arrival=arrival.isoformat(), nights=str(nights), gender="male")
    if guest.script:
        guest.page.wait_for_url(re.compile(f"arrival={arrival}.*nights={nights}.*gender=male"))
    else:
        guest.press(".finder-form button")
    guest.press(f".result a[href*='{station.code}']")
    assert guest.is_at("station_page", station.code)


def pass_the_check(guest: Visitor) -> None:
    """From the station's page through the five questions to the front door."""
    guest.press("#start a.button-start")
    assert guest.is_at("stay_eligibility")
    guest.fill(age="24", non_native="yes", purpose="job_seeking", has_evidence="yes")
    guest.press(RED_BUTTON)
    guest.press("main a.button-start")
    assert guest.is_at("account_login")


def log_in(visitor: Visitor, mobile: str) -> None:
    """By mobile number and the code that the demonstration's telephone shows."""
    visitor.fill(phone=mobile.removeprefix("+86"))
    visitor.press(RED_BUTTON)
    visitor.fill(code=_code_on_the_telephone(visitor, mobile))
    visitor.press(RED_BUTTON)


def log_in_as_staff(visitor: Visitor, user: User) -> None:
    """The same door, and the authenticator behind it."""
    log_in(visitor, user.mobile)
    assert visitor.is_at("mfa_authenticate")
    shown = _demo_telephone(
        visitor, lambda page: page.locator(f"dl div:has-text('{user.mobile}') dd").inner_text()
    )
    visitor.fill(code=shown.strip())
    visitor.press(RED_BUTTON)


def _code_on_the_telephone(visitor: Visitor, mobile: str) -> str:
    return _demo_telephone(
        visitor,
        lambda page: page.locator(f"article:has-text('{mobile}') output").first.inner_text(),
    ).strip()


def _demo_telephone(visitor: Visitor, read) -> str:
    """Look at the telephone in a second tab, as a newcomer does."""
    page = visitor.context.new_page()
    page.goto(visitor.origin + visitor.address("demo_messages"))
    shown: str = read(page)
    page.close()
    return shown


def tell_identity(guest: Visitor, name: str = "陈一帆") -> None:
    assert guest.is_at("identity")
    guest.fill(
        full_name=name,
        id_number=people.id_number(),
        consent="on",
        education="bachelor",
        native_place="山东菏泽",
    )
    guest.press(RED_BUTTON)


def apply(guest: Visitor) -> Stay:
    """The wizard, from its first page to the number."""
    to_the_check_page(guest)
    guest.fill(house_rules="on", lodging_consent="on")
    guest.press("main button.is-last")
    reference = guest.main(".panel-number").inner_text().strip()
    assert guest.is_at("stay_done", reference)
    return Stay.objects.get(reference=reference)


def to_the_check_page(guest: Visitor) -> None:
    assert guest.is_at("stay_dates")
    next_page(guest, "stay_room")
    guest.fill(room_wish="shared")
    next_page(guest, "stay_purpose")
    guest.fill(purpose="job_seeking", purpose_detail="某某机械公司 工程师面试", declared_non_native="on")
    guest.main("[name=evidence]").set_input_files(photograph())
    next_page(guest, "stay_contact")
    guest.fill(emergency_contact="陈大山", emergency_mobile="13900005678", arrival_time="15:30")
    next_page(guest, "stay_check")


def next_page(guest: Visitor, name: str) -> None:
    guest.press("main button.is-last")
    assert guest.is_at(name), guest.page.url
