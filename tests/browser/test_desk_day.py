"""A tablet on the counter: somebody walks in, gets another bed, leaves; with and without JavaScript."""

from __future__ import annotations

import pytest

from stations.models import BedMove, Stay
from tests import people
from tests.houses import house

pytestmark = pytest.mark.browser

TABLET = {"width": 1024, "height": 768}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_walk_in_another_bed_and_check_out(visit, city, script):
    station = house("male:2 flexible:2")
    desk = visit(user=people.operator(station.operator), phone=False, script=script)
    desk.page.set_viewport_size(TABLET)

    desk.go("desk")
    desk.press("main a[href*='walk-in']")
    assert desk.is_at("desk_walk_in")
    desk.fill(full_name="秦川", id_number=people.id_number(), mobile="15400000099", nights="2")
    desk.fill(purpose="job_seeking", purpose_detail="某某机械公司 工程师面试")
    desk.fill(declared_non_native="on", consent="on", is_seen="on")
    desk.press("main form .button-primary")

    stay = Stay.objects.select_related("guest").get(station=station)
    assert desk.is_at("desk_stay", stay.reference)
    assert (stay.state, stay.guest.identity_state) == ("checked_in", "verified")

    desk.press("main a[href$='/bed/']")
    desk.main("[name=bed]").last.check()
    desk.fill(reason="health")
    desk.press("main form .button-primary")
    assert desk.is_at("desk_stay", stay.reference)
    assert "身体原因，例如需要下铺" in desk.main("#bed-moves + ul").inner_text()
    assert BedMove.objects.filter(stay=stay).count() == 1

    desk.press("main form[action$='/check_out/'] button")
    stay.refresh_from_db()
    assert stay.state == "checked_out"


def test_the_board_of_a_tablet_and_of_a_telephone_has_targets_for_fingers(visit, city):
    """Nothing runs out of the page; every line is as tall as a finger."""
    for width in (768, 1024, 390):
        desk = visit(user=city.staff["operator"], phone=False)
        desk.page.set_viewport_size({"width": width, "height": 800})
        desk.go("desk")
        assert desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
        heights = desk.main(".desk-line, .desk-ways > a").evaluate_all(
            "lines => lines.map(line => line.getBoundingClientRect().height)"
        )
        assert heights
        assert min(heights) >= 44
