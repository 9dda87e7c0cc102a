"""A couple with two telephones, from the call to the released result and a slot; the desk in between."""

from __future__ import annotations

from datetime import timedelta

import pytest

from events.models import Couple, Wedding, WeddingSelection
from tests import marrying, people
from tests.browser.test_room_walk import Desks, looked_at, press_step
from tests.browser.visitor import photograph
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import now, today

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"
# One edition for each walk: both are there when the second one begins.
EDITIONS = {"zh-hans": 31, "en": 32}


def calls(desk):
    """The edition, its programme with a slot, and its publication."""
    desk.go("wedding_desk")
    looked_at(desk, "wedding-desk")
    desk.press(f"main a[href='{desk.address('wedding_new')}']")
    looked_at(desk, "wedding-new")
    desk.fill(
        number=str(EDITIONS[desk.language]),
        held_on=marrying.held_on().isoformat(),
        opens_at=f"{now() - timedelta(days=2):%Y-%m-%dT%H:%M}",
        places="1",
        organiser=str(Organisation.objects.get(code="zhangdian").pk),
        contact_phone="0533-0000000",
        conditions="示范",
        conditions_en="Model",
        method="draw",
    )
    desk.press(BUTTON)
    press_step(desk, "item", kind="photo", name="拍照打卡", name_en="Photo spots", place="示范公园")
    hours = f"{marrying.held_on().isoformat()}T"
    press_step(desk, "slot", starts_at=f"{hours}09:00", ends_at=f"{hours}09:30", capacity="2")
    looked_at(desk, "wedding-draft")
    press_step(desk, "open")
    looked_at(desk, "wedding-open")
    return Wedding.objects.get(number=EDITIONS[desk.language])


def starts(phone, of):
    phone.go("weddings")
    looked_at(phone, "weddings")
    phone.press(f"main a[href='{phone.address('wedding', of.public_id)}']")
    looked_at(phone, "wedding")
    phone.press("main a.button-primary")
    looked_at(phone, "wedding-apply")
    phone.fill(willing="on")
    phone.press(BUTTON)
    looked_at(phone, "couple-draft")
    return Couple.objects.latest("pk")


def joins(phone, couple):
    """By the link that the first one sent."""
    phone.go("couple_join", marrying.free_seat(couple).token)
    looked_at(phone, "couple-join")
    phone.fill(willing="on")
    phone.press(BUTTON)
    looked_at(phone, "couple-joined")


def uploads(phone, kind):
    step = phone.main("details:has(button[value=paper])").first
    if not step.evaluate("step => step.open"):
        step.locator("summary").click()
    step.locator("[type=file]").set_input_files(photograph())
    press_step(phone, "paper", kind=kind)


def fills(phone, couple):
    press_step(
        phone,
        "certificate",
        number=marrying.certificate(),
        married_on=(today() - timedelta(days=60)).isoformat(),
    )
    for kind in ("certificate", "photo"):
        uploads(phone, kind)
    press_step(phone, "guests", guests="3", transport="bus")
    press_step(phone, "sizes", clothes_size="175/92A", shoe_size="42")
    press_step(phone, "health", hint="43", agreed="on")
    press_step(phone, "portrait", agreed="on")
    looked_at(phone, "couple-filled")


def reviews(desk, of, couple, name):
    desk.go("wedding_couples", of.public_id)
    looked_at(desk, f"wedding-couples-{name}")
    desk.press(f"main a[href='{desk.address('managed_couple', couple.public_id)}']")
    looked_at(desk, f"managed-couple-{name}")
    if name == "first":
        press_step(desk, "verify_1")
        press_step(desk, "verify_2")
    press_step(desk, "pass")
    looked_at(desk, f"managed-couple-{name}-passed")


def time_passes(of):
    """The deadline is over, and the list has stood for some hours."""
    Wedding.objects.filter(pk=of.pk).update(closes_at=now() - timedelta(hours=4))
    WeddingSelection.objects.filter(wedding=of, listed_at__isnull=False).update(
        listed_at=now() - timedelta(hours=3)
    )


def chooses(desk, of, phone, couple):
    time_passes(of)
    desk.go("managed_wedding", of.public_id)
    press_step(desk, "close_list")
    looked_at(desk, "wedding-listed")
    phone.go("couple", couple.public_id)
    looked_at(phone, "couple-eligible")
    time_passes(of)
    desk.go("managed_wedding", of.public_id)
    press_step(desk, "release")
    looked_at(desk, "wedding-released")


def prepares(desk, of):
    press_step(desk, "seat")
    desk.go("wedding_sheets", of.public_id)
    looked_at(desk, "wedding-sheets")
    desk.go("wedding_health", of.public_id)
    looked_at(desk, "wedding-health")


def hands_in(one, other, of):
    """Started on one telephone, joined on the other, filled in, confirmed on both."""
    couple = starts(one, of)
    joins(other, couple)
    one.go("couple", couple.public_id)
    fills(one, couple)
    press_step(one, "confirm", truthful="on")
    other.go("couple", couple.public_id)
    press_step(other, "confirm", truthful="on")
    looked_at(other, "couple-submitted")
    return couple


def sees_the_result(one, other, of, couple):
    """Both see the same case: one takes a slot, the other reads it."""
    one.go("couple", couple.public_id)
    looked_at(one, "couple-admitted")
    press_step(one, "book")
    other.go("couple", couple.public_id)
    looked_at(other, "couple-slot")
    one.go("wedding", of.public_id)
    looked_at(one, "wedding-result")
    one.go("my_couples")
    looked_at(one, "my-couples")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_couple_with_two_telephones_from_the_call_to_its_slot(visit, language):
    desks = Desks(visit, language)
    first, second = marrying.reviewers()
    desk = desks.of(first)
    of = calls(desk)
    one = desks.of(people.applicant("示男"), phone=True)
    other = desks.of(people.applicant("示女", people.FEMALE), phone=True)
    couple = hands_in(one, other, of)
    reviews(desk, of, couple, "first")
    reviews(desks.of(second), of, couple, "second")
    chooses(desk, of, one, couple)
    sees_the_result(one, other, of, couple)
    prepares(desk, of)
    couple.refresh_from_db()
    assert (couple.state, couple.bookings.count(), couple.table_number) == ("admitted", 1, 1)
