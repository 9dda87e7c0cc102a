"""A shift on a telephone without JavaScript: found, its risks read, taken, and left again."""

from __future__ import annotations

import pytest

from tests import people, volunteering
from tests.browser.survey import axe
from tests.shifting import clock, sign_up, user_of
from volunteers.models import Signup

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh-hans", "en"], ids=["zh", "en"])
def test_from_the_list_to_a_place_and_out_again(visit, city, language):
    one = volunteering.volunteer()
    turn = volunteering.shift(starts_at=clock(9, 4), capacity=2)
    meeting = volunteering.shift(starts_at=clock(10, 5), capacity=2)
    sign_up(one, volunteering.shift(starts_at=clock(11, 5)))
    phone = visit(user=user_of(one), language=language, script=False)

    phone.go("volunteer_shifts", day=f"{clock(9, 5):%Y-%m-%d}")
    assert phone.main(f".is-out a[href*='{meeting.public_id}']").count() == 1
    phone.go("volunteer_shifts", day=f"{clock(9, 4):%Y-%m-%d}", fits="on")
    phone.press(f"main .stay-list a[href*='{turn.public_id}']")
    phone.press("main a[href$='/sign-up/']")
    assert turn.post.project.risks in phone.main(".notice").first.inner_text()
    phone.press("main button[value=sign_up]")
    taken = Signup.objects.get(volunteer=one, shift=turn)
    assert phone.is_at("volunteer_signup", taken.pk)
    phone.press("main a[href$='/sign-off/']")
    phone.press("main .button-danger")
    assert phone.is_at("my_volunteer_shifts")
    taken.refresh_from_db()
    assert taken.state == "signed_off"
    _nothing_is_found_by_axe(visit, language, one, meeting)


def _nothing_is_found_by_axe(visit, language, one, turn):
    """The same pages with JavaScript, which axe needs, and the leader's beside them."""
    phone = visit(user=user_of(one), language=language)
    leader = visit(user=people.leader(turn.post.project.organiser), language=language)
    seen = [
        (phone, "volunteer_shifts"),
        (phone, "volunteer_shift", turn.public_id),
        (phone, "volunteer_shift_sign_up", turn.public_id),
        (phone, "my_volunteer_shifts"),
        (leader, "manage_project_shifts", turn.post.project.code),
        (leader, "manage_shift", turn.public_id),
        (leader, "manage_shift_change", turn.public_id),
        (leader, "manage_shift_stop", turn.public_id),
    ]
    for who, name, *args in seen:
        page = who.go(name, *args)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
