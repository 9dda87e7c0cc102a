"""A couple books on two telephones: one link, two log-ins, with and without JavaScript, in both languages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from stations.models import Party
from tests import people
from tests.browser.survey import Surveyor
from tests.browser.test_applicant_details import SCRIPT
from tests.browser.visitor import photograph
from tests.houses import house, soon

pytestmark = pytest.mark.browser

# A folder for pictures of each page, for whoever wants to see them.
SHOTS = os.environ.get("ZIBO_SHOTS", "")


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    if visitor.script:
        findings, _links = Surveyor(visitor.language).look(visitor.page)
        assert not findings, "\n".join(findings)


def say_yes(visitor):
    visitor.fill(
        purpose="job_seeking",
        purpose_detail="Zibo Motors",
        declared_non_native="on",
        contact_mobile="13900001111",
    )
    visitor.fill(
        emergency_contact="Li", emergency_mobile="13900002222", house_rules="on", lodging_consent="on"
    )
    visitor.page.set_input_files("main [name=evidence]", photograph())
    visitor.press("main form button.button-primary")


def invites(his, station):
    """From the station's page to the link for the other one; the own answers on the way."""
    his.go("station_page", station.code, arrival=soon().isoformat(), nights=2, gender="male")
    looked_at(his, "station")
    his.press("main a[href*='/together/new/']")
    looked_at(his, "begin")
    his.fill(relation="couple", size="2")
    his.press("main form button.button-primary")
    looked_at(his, "party")
    link = his.main("input.copy-link").input_value()
    his.press("main a[href*='/together/join/']")
    looked_at(his, "answer")
    say_yes(his)
    return link.removeprefix(his.origin)


@SCRIPT
@pytest.mark.parametrize(
    ("language", "phone"), [("zh-hans", True), ("en", True), ("zh-hans", False), ("en", False)]
)
def test_a_couple_books_on_two_telephones(visit, city, script, language, phone):
    station = house("party:2 single:1", house_rules="23:00" if language == "en" else "23:00 后请保持安静")
    how = {"script": script, "phone": phone, "language": language}
    his = visit(user=people.applicant("李明"), **how)
    path = invites(his, station)
    party = Party.objects.get(station=station)
    assert his.is_at("party", party.pk)

    hers = visit(user=people.applicant("王芳", people.FEMALE), **how)
    hers.page.goto(his.origin + ("/en" if language == "en" else "") + path)
    looked_at(hers, "invited")
    say_yes(hers)

    party.refresh_from_db()
    assert party.state == "booked"
    looked_at(hers, "booked")
    hers.press("main li a[href*='/stations/stays/']")
    looked_at(hers, "stay")
    hers.go("my_stays")
    assert hers.main(".stay-list li").count() == 1
