"""An evening from its draft to who comes: an officer's desk, two telephones, the queue between them."""

from __future__ import annotations

import pytest

from events.models import Event, Registration
from tests import eventing, people
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from zibo_youth.accounts.models import Organisation

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"


def local(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


def writes(desk):
    """The draft, its session of one place, and its publication."""
    desk.go("event_desk")
    looked_at(desk, "event-desk")
    desk.press(f"main a[href='{desk.address('event_new')}']")
    looked_at(desk, "event-new")
    district = str(Organisation.objects.get(code="zhangdian").pk)
    desk.fill(
        kind="forum",
        title="示范微论坛",
        title_en="Model forum",
        summary="示范",
        summary_en="Model",
        organiser=district,
        reporting_org=district,
        contact_phone="0533-0000000",
        most_together="2",
    )
    desk.press(BUTTON)
    made = Event.objects.latest("pk")
    hours = eventing.session_plan()
    told = {
        name: local(getattr(hours, name))
        for name in ("starts_at", "ends_at", "opens_at", "closes_at", "cancel_until")
    }
    press_step(desk, "plan", place="示范会客厅", capacity="1", **told)
    looked_at(desk, "event-draft")
    press_step(desk, "publish")
    looked_at(desk, "event-published")
    return made


def finds(phone, made):
    phone.go("events")
    looked_at(phone, "events")
    phone.press(f"main a[href='{phone.address('event', made.public_id)}']")
    looked_at(phone, "event")
    phone.press("main a.button-primary")


def registers(phone, made):
    finds(phone, made)
    looked_at(phone, "event-register")
    phone.press(BUTTON)
    looked_at(phone, "event-registered")


def waits(phone, made):
    """The place is gone: the queue is what the page offers."""
    finds(phone, made)
    looked_at(phone, "event-full")
    press(phone, "wait")
    looked_at(phone, "event-waiting")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_place_goes_from_one_telephone_to_the_other(visit, language):
    desks = Desks(visit, language)
    first, second = people.applicant("示甲"), people.applicant("示乙")
    desk = desks.of(people.officer())
    made = writes(desk)
    one, other = desks.of(first, phone=True), desks.of(second, phone=True)
    registers(one, made)
    waits(other, made)
    press(one, "cancel")
    looked_at(one, "event-cancelled")
    other.go("my_events")
    looked_at(other, "my-events")
    other.press("main .stay-line a")
    looked_at(other, "event-offered")
    press(other, "accept")
    looked_at(other, "event-accepted")
    desk.go("managed_session", made.sessions.get().public_id)
    looked_at(desk, "event-session")
    held = Registration.objects.get(session__event=made, state="registered")
    assert held.person == second.person
