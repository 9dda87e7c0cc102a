"""A guest without the card, on the desk's telephone and screen: let in by another proof, the card seen later."""

import pytest

from tests import people
from tests.browser.test_correction import looked_at
from tests.houses import house
from tests.stations.test_desk_guests import by_phone
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_let_in_without_the_card_and_seen_later(visit, city, phone):
    station = house("female:2")
    operator = people.operator(station.operator)
    stay = by_phone(operator, station, days=0)
    desk = visit(user=operator, phone=phone)

    desk.go("desk_stay", stay.reference)
    desk.press("main a[href$='/no_card/']")
    looked_at(desk)
    desk.fill(proof="police_proof", proof_reason="身份证遗失，正在补办", is_seen="on")
    desk.press("main form .button-primary")
    assert desk.is_at("desk_stay", stay.reference)
    looked_at(desk)
    desk.go("desk")
    looked_at(desk)
    desk.go("desk_day", today().isoformat())
    looked_at(desk)

    desk.go("desk_stay", stay.reference)
    desk.press("main form[action$='/see_card/'] button")

    stay.refresh_from_db()
    assert (stay.state, stay.is_card_due, stay.card_seen_at is None) == ("checked_in", False, False)


def test_the_walk_in_form_with_its_proofs(visit, city):
    station = house("male:2")
    desk = visit(user=people.operator(station.operator), phone=True)
    desk.go("desk_walk_in")
    looked_at(desk)
