"""The day of a shift: a volunteer scans, a leader keeps the roll on a telephone, with and without a net."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localtime

from tests.scanning import own_place, turn
from volunteers.door import token_of
from volunteers.models import Scan
from zibo_youth.core.calendar import now

pytestmark = pytest.mark.browser

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def of(city):
    """A shift that began half an hour ago, seen by everybody who may see it."""
    return turn(starts_at=now() - timedelta(minutes=30))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_volunteer_scans_the_code_and_is_checked_in(visit, of, language):
    volunteer = visit(user=of.user, language=language)
    volunteer.go("volunteer_door", token_of(of.shift, "in", now()))
    assert volunteer.page.evaluate(WIDE) == 0
    volunteer.press("main form .button-primary")
    assert volunteer.is_at("volunteer_in")
    assert of.fresh().state == "checked_in"
    volunteer.go("volunteer_digits", of.signup.pk)
    assert volunteer.page.evaluate(WIDE) == 0


@SCRIPT
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_leader_keeps_the_roll_on_a_telephone(visit, of, script, language):
    leader = visit(user=of.leader, script=script, language=language)
    leader.go("volunteer_desk")
    if script:
        assert leader.page.evaluate(WIDE) == 0
    leader.press(f"main a[href*='{of.shift.public_id}']")
    leader.press("main button[value=in]")
    assert of.fresh().state == "checked_in"
    leader.press("main button[value=out]")
    assert of.fresh().state == "checked_out"
    leader.main("summary").first.click()
    leader.fill(reason="记错")
    leader.press("main button[value=undo]")
    assert of.fresh().state == "checked_in"
    for name in ("volunteer_screen_in", "volunteer_screen_out", "volunteer_sheet", "volunteer_review"):
        leader.go(name, of.shift.public_id)
        assert leader.main("h1").count() == 1
        if script:
            assert leader.page.evaluate(WIDE) == 0


def test_the_screen_renews_itself_without_a_script(visit, of):
    answer = visit(user=of.leader, script=False)
    page = answer.page.goto(answer.origin + answer.address("volunteer_screen_in", of.shift.public_id))
    assert 1 <= int(page.headers["refresh"]) <= 61


def test_without_a_net_the_roll_stays_on_the_telephone_and_goes_out_once(visit, of):
    own_place(of)
    leader, field = visit(user=of.leader), f"in_{of.signup.pk}"
    leader.go("volunteer_sheet", of.shift.public_id)
    clock = f"{localtime(now()):%H:%M}"
    leader.fill(**{field: clock})

    leader.context.set_offline(True)
    leader.main("form[data-roll] button[type=submit]").click()
    leader.page.wait_for_selector("[data-roll-note]:not([hidden])")
    assert not Scan.objects.filter(signup=of.signup).exists()
    kept = leader.page.evaluate("Object.values(localStorage).join()")
    assert clock in kept
    assert of.signup.volunteer.person.full_name not in kept

    with leader.page.expect_navigation():
        leader.context.set_offline(False)
    assert leader.is_at("volunteer_roll", of.shift.public_id)
    assert Scan.objects.get(signup=of.signup).way == "offline"
    assert leader.page.evaluate("localStorage.length") == 0


@SCRIPT
def test_the_sheet_is_handed_in_as_a_plain_form(visit, of, script):
    leader = visit(user=of.leader, script=script)
    leader.go("volunteer_sheet", of.shift.public_id)
    leader.fill(**{f"in_{of.signup.pk}": f"{localtime(now()):%H:%M}"})
    leader.press("form[data-roll] button[type=submit]")
    assert leader.is_at("volunteer_roll", of.shift.public_id)
    assert of.fresh().state == "checked_in"
