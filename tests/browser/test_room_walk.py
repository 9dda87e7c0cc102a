"""A Hope Room from its nomination to the first counted visit, by the clicks of everybody who has a part in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from hope_rooms.models import Child
from tests import hoping, people
from tests.browser.survey import Surveyor
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.browser

# A folder for pictures of each page, for whoever wants to see them.
SHOTS = os.environ.get("ZIBO_SHOTS", "")
PRIMARY = "main .button-primary"


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    findings, _links = Surveyor(visitor.language).look(visitor.page)
    assert not findings, "\n".join(findings)


def press_step(visitor, act, **answers):
    """Open a step of the page, answer it and press its button."""
    step = visitor.main(f"details:has(button[value={act}])")
    if not step.evaluate("step => step.open"):
        step.locator("summary").click()
    visitor.fill(**{f"{act}-{name}": value for name, value in answers.items()})
    visitor.press(f"main button[value={act}]")


def nominates(town):
    town.go("hope_nominate")
    born = hoping.born_for(hoping.TEN_YEARS)
    town.fill(
        full_name="示走走",
        id_number=people.id_number(born=born),
        address="示范走村一号",
        guardian_name="王示走",
        guardian_relation="祖母",
        guardian_mobile="13900007777",
        channel="paper",
    )
    looked_at(town, "nominate")
    town.press("main form .button-primary")
    looked_at(town, "case")
    return Child.objects.order_by("-pk").first()


@pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)])
def test_a_case_is_nominated_and_screened(visit, city, language, phone):
    them, how = hoping.city(), {"language": language, "phone": phone}
    child = nominates(visit(user=them.town_officer, **how))
    district = visit(user=them.officer, **how)
    district.go("hope_case", child.code)
    looked_at(district, "case-of-the-district")
    district.press("main a.button-primary")
    press_step(district, "screen")
    looked_at(district, "facts")
    press_step(district, "fact_age")
    for kind in ("family", "space", "hardship"):
        press_step(district, f"fact_{kind}", is_met="yes", evidence="DB-2021-1", on=today().isoformat())
    looked_at(district, "facts-checked")
    press_step(district, "decide")
    district.go("hope_case_consents", child.code)
    looked_at(district, "consents")
    press_step(district, "view", purpose="care", answer="yes", manner="talk")
    looked_at(district, "consents-given")
    assert child.views.count() == 1
    child.room.refresh_from_db()
    assert child.room.state == "surveying"
