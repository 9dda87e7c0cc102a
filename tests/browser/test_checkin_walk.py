"""From a pass on one telephone to a paper that anybody checks: the door, leaving, the certificate, in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from events.models import AttendanceCertificate, EntryScan
from events.passes import code_of
from events.verification import code_of_certificate
from tests import eventing, people
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.browser


def shows_the_pass(phone, one):
    """The participant's own telephone, by the links of one's own pages."""
    phone.go("my_events")
    phone.press("main .stay-line a")
    phone.press(f"main a[href='{phone.address('event_own_pass', one.public_id)}']")
    looked_at(phone, "checkin-pass")
    return phone.main(".pass-code").inner_text().strip()


def scans(door, turn, code, kind):
    """The desk's telephone: the code is typed, and a button says which way."""
    door.go("event_door", turn.public_id)
    door.fill(code=code)
    press(door, kind)
    looked_at(door, f"checkin-door-{kind}")


def is_refused_twice(door, turn, code):
    door.go("event_door", turn.public_id)
    door.fill(code=code)
    door.press("main button[value=in]")
    assert door.page.locator("[data-error-summary]").count() == 1
    looked_at(door, "checkin-door-again")


def looks_at_the_desk(desk, turn):
    for name in (
        *("event_board", "event_door_people", "event_balance", "event_walk_in", "event_offline"),
        *("event_feedback", "event_certificates"),
    ):
        desk.go(name, turn.public_id)
        looked_at(desk, f"checkin-{name}")


def settles(desk, turn):
    desk.go("managed_session", turn.public_id)
    press_step(desk, "settle")
    looked_at(desk, "checkin-settled")


def takes_the_paper(phone, one):
    phone.go("event_registration", one.public_id)
    phone.press(f"main a[href='{phone.address('event_afterwards', one.public_id)}']")
    looked_at(phone, "checkin-afterwards")
    press(phone, "certificate")
    looked_at(phone, "checkin-certificate")
    return AttendanceCertificate.objects.get(registration=one)


def says_what_it_was_like(phone):
    phone.page.locator("input[name=rating][value='5']").check()
    phone.page.locator("input[name=again][value=yes]").check()
    phone.fill(words="讲得清楚")
    press(phone, "feedback")
    looked_at(phone, "checkin-feedback")


def is_checked_by_anybody(visit, language, paper):
    anybody = visit(language=language, phone=True)
    anybody.go("event_certificate_code", code_of_certificate(paper))
    looked_at(anybody, "checkin-verify")
    assert paper.number in anybody.main("dl").inner_text()
    assert "示走到" not in anybody.page.content()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_pass_is_shown_scanned_left_by_and_certified(visit, language):
    turn = eventing.running(hours=0.5, begun=0.02)
    user, by = people.applicant("示走到"), people.officer()
    one = eventing.register_before(user, turn)
    desks, start = Desks(visit, language), now()
    phone, door = desks.of(user, phone=True), desks.of(by, phone=True)
    code = shows_the_pass(phone, one)
    assert code == code_of(one)
    scans(door, turn, code, "in")
    is_refused_twice(door, turn, code)
    with time_machine.travel(start + timedelta(minutes=24), tick=True):
        scans(door, turn, code, "out")
    assert [scan.kind for scan in EntryScan.objects.filter(registration=one)] == ["in", "out"]
    with time_machine.travel(start + timedelta(minutes=31), tick=True):
        desk = Desks(visit, language).of(by)
        looks_at_the_desk(desk, turn)
        settles(desk, turn)
        paper = takes_the_paper(phone, one)
        says_what_it_was_like(phone)
        is_checked_by_anybody(visit, language, paper)
