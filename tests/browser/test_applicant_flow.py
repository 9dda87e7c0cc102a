"""From an empty browser to the check-in code and out of the door again, on a telephone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine

from stations.models import Stay
from tests import people
from tests.browser import walk
from tests.browser.visitor import Visitor
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications import services as notices

pytestmark = pytest.mark.browser

WAYS = pytest.mark.parametrize(
    ("language", "script"),
    [("zh-hans", True), ("zh-hans", False), ("en", True), ("en", False)],
    ids=["zh", "zh-without-javascript", "en", "en-without-javascript"],
)


@WAYS
def test_from_the_front_page_to_the_key_and_out_again(visit, city, language, script):
    arrival = today() + timedelta(days=5)
    guest = visit(language=language, script=script)
    mobile = people.mobile_number()

    walk.find_a_bed(guest, city.station, arrival)
    walk.pass_the_check(guest)
    walk.log_in(guest, mobile)
    walk.tell_identity(guest)
    stay = walk.apply(guest)
    assert (stay.state, stay.arrival, stay.length) == ("submitted", arrival, 2)
    assert stay.guest.mobile == mobile

    desk = visit(language=language, script=script, phone=False)
    operator = people.operator(city.station.operator)
    _approve_at_the_desk(desk, operator, stay)
    _is_told(guest, stay)
    code = _sees_the_code(guest, stay)
    with time_machine.travel(now() + timedelta(days=5)):
        _check_in(visit(language=language, script=script, phone=False, user=operator), stay, code)
    with time_machine.travel(now() + timedelta(days=7)):
        _check_out(visit(language=language, script=script, phone=False, user=operator), stay)


def _approve_at_the_desk(desk: Visitor, operator, stay: Stay) -> None:
    desk.go("desk")
    walk.log_in_as_staff(desk, operator)
    assert desk.is_at("desk")
    desk.press(f"#waiting a[href*='{stay.reference}']")
    desk.press("form[action*='/approve/'] button")
    stay.refresh_from_db()
    assert stay.state == "approved"


def _is_told(guest: Visitor, stay: Stay) -> None:
    """What the worker does every ten seconds, and then the message in the box."""
    notices.sweep()
    guest.go("messages")
    assert guest.main(".letters li").count() == 2
    guest.press("main .letters li a")
    text = guest.main(".prose").inner_text()
    assert stay.check_in_code in text
    guest.press("main .prose a.button")
    assert guest.is_at("stay", stay.reference)


def _sees_the_code(guest: Visitor, stay: Stay) -> str:
    code = guest.main("#check-in").inner_text().strip()
    assert re.fullmatch(r"\d{6}", code)
    assert code == stay.check_in_code
    qr = guest.main("img.qr")
    assert qr.evaluate("image => image.complete && image.naturalWidth > 0") or not guest.script
    with guest.page.expect_download() as download:
        guest.main("a[href$='calendar.ics']").click()
    calendar = download.value.path().read_text("utf-8")
    assert f"DTSTART;VALUE=DATE:{stay.arrival:%Y%m%d}" in calendar or f"{stay.arrival:%Y%m%d}T" in calendar
    assert stay.reference in calendar
    return code


def _check_in(desk: Visitor, stay: Stay, code: str) -> None:
    desk.go("desk")
    assert desk.main(f"#arrivals a[href*='{stay.reference}']").count() == 1
    desk.fill(code=code)
    desk.press(".desk-code button")
    assert desk.is_at("desk_stay", stay.reference)
    desk.press("form[action*='/verify/'] button")
    desk.press("form[action*='/check_in/'] button")
    stay.refresh_from_db()
    assert stay.state == "checked_in"


def _check_out(desk: Visitor, stay: Stay) -> None:
    desk.go("desk")
    desk.press(f"#departures a[href*='{stay.reference}']")
    desk.press("form[action*='/check_out/'] button")
    stay.refresh_from_db()
    assert stay.state == "checked_out"
