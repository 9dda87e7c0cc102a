"""A return in the browser: what is asked for is ticked at the desk, and the page shows these fields alone."""

import pytest

from stations import services
from tests import people
from tests.browser.survey import Surveyor
from tests.browser.test_applicant_details import SCRIPT
from tests.stations import places

pytestmark = pytest.mark.browser


def looked_at(visitor):
    findings, _links = Surveyor(visitor.language).look(visitor.page)
    assert not findings, "\n".join(findings)


@SCRIPT
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desktop"])
def test_what_was_ticked_is_all_that_is_asked_and_the_case_comes_back(visit, city, script, phone):
    guest, operator = people.applicant("苏晴"), city.staff["operator"]
    stay = places.submitted(guest, city.station)
    desk = visit(user=operator, script=script, phone=phone)
    desk.go("desk_act", stay.reference, "return")
    desk.page.locator("[name=reason][value=other]").check()
    desk.press("main form button.button-danger")
    assert desk.main(".error-summary").count() == 1
    if script:
        looked_at(desk)
    desk.page.locator("[name=asked][value=purpose_detail]").check()
    desk.press("main form button.button-danger")

    applicant = visit(user=guest, script=script, phone=phone)
    applicant.go("stay_correct", stay.reference)
    assert applicant.main("[name=contact_mobile], [name=evidence]").count() == 0
    if script:
        looked_at(applicant)
    applicant.fill(purpose_detail="机械厂 焊工面试")
    applicant.press("main form button.button-primary")

    stay.refresh_from_db()
    assert (stay.state, stay.purpose_detail, stay.reviewer) == ("submitted", "机械厂 焊工面试", operator)
    desk.go("desk", review="mine")
    assert desk.main(f"#waiting a[href*='{stay.reference}']").count() == 1
    if script:
        looked_at(desk)
    services.reject_stay(actor=operator, stay=stay, reason="not_eligible")
