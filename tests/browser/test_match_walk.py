"""A matchmaking evening from the registration to two telephones: two browsers, an officer's desk between them."""

from __future__ import annotations

import pytest

from events.models import MatchPair, MatchProfile, MatchRound
from tests import matching, people
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from tests.browser.visitor import photograph

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"


def sets_up(desk, session):
    """The round of a session, with the numbers that the city suggests."""
    desk.go("managed_session", session.public_id)
    desk.press(f"main a[href='{desk.address('match_round', session.public_id)}']")
    looked_at(desk, "match-new")
    desk.press(BUTTON)
    looked_at(desk, "match-round")
    return MatchRound.objects.get(session=session)


def registers(phone, session):
    """From the public page of the evenings to the own profile."""
    phone.go("matchmaking")
    looked_at(phone, "matchmaking")
    phone.press(f"main a[href='{phone.address('event', session.event.public_id)}']")
    phone.press("main a.button-primary")
    phone.press(BUTTON)
    phone.press("main .button-row a.button-primary")
    looked_at(phone, "match-profile-empty")
    phone.main("[name=photo]").set_input_files(photograph())
    phone.main("[name=single_declaration][value=never_married]").check()
    phone.main("[name=agreed]").check()
    phone.fill(introduction="爱骑车", wishes="聊得来")
    phone.press(BUTTON)
    looked_at(phone, "match-profile-waiting")


def reviews(desk):
    """The first that waits, every line ticked."""
    desk.go("match_reviews")
    looked_at(desk, "match-reviews")
    desk.press("main .stay-line a")
    looked_at(desk, "match-review")
    for box in desk.main("[name=checks]").all():
        box.check()
    press(desk, "approve")


def chooses(phone, held, other):
    phone.go("match_people", held.public_id)
    looked_at(phone, "match-people")
    phone.go("match_choose", held.public_id)
    phone.main("[name=slot_1]").select_option(str(other.badge))
    phone.press(BUTTON)
    looked_at(phone, "match-chosen")


def say_yes_again(one, other, held):
    for phone in (one, other):
        phone.go("match_result", held.public_id)
        looked_at(phone, "match-result")
        press(phone, "yes")
        looked_at(phone, "match-yes")
    one.go("match_result", held.public_id)
    looked_at(one, "match-contact")


def chosen_and_released(desk, held, phones, profiles):
    """Both arrive, are seated, choose each other; the officer closes and releases."""
    desk.go("match_round", held.session.public_id)
    press_step(desk, "arrive", badges=" ".join(str(each.badge) for each in profiles))
    press_step(desk, "seat")
    looked_at(desk, "match-seated")
    for phone, other in zip(phones, reversed(profiles), strict=True):
        chooses(phone, held, other)
    desk.go("match_round", held.session.public_id)
    press_step(desk, "close")
    press_step(desk, "release")
    looked_at(desk, "match-released")


def reports(phone, desk, held, other):
    phone.go("match_safety", held.public_id)
    looked_at(phone, "match-safety")
    phone.fill(badge=str(other.badge), words="示例")
    press(phone, "report")
    desk.go("match_reports")
    looked_at(desk, "match-reports")
    desk.press("main .stay-line a")
    looked_at(desk, "match-report")
    desk.fill(answer="已处理")
    desk.press(BUTTON)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_two_browsers_from_registration_to_a_mutual_pair_and_its_contact(visit, language):
    desks, session = Desks(visit, language), matching.evening()
    she = matching.verified(people.applicant("示她", people.FEMALE))
    he = matching.verified(people.applicant("示他"))
    desk = desks.of(people.city_staff())
    held = sets_up(desk, session)
    one, other = desks.of(she, phone=True), desks.of(he, phone=language == "zh-hans")
    for phone in (one, other):
        registers(phone, session)
        reviews(desk)
    matching.hours_moved(held, opens_at=matching.plan().opens_at)
    hers, his = (MatchProfile.objects.get(person=user.person) for user in (she, he))
    chosen_and_released(desk, held, (one, other), [hers, his])
    say_yes_again(one, other, held)
    assert he.mobile[-11:] in one.page.locator("main").inner_text().replace(" ", "")
    pairs = MatchPair.objects.filter(round=held)
    assert pairs.filter(yes_first_at__isnull=False, yes_second_at__isnull=False).count() == 1
    reports(one, desk, held, his)
