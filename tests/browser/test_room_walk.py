"""A Hope Room from its nomination to the first counted visit, by the clicks of everybody who has a part in it."""

from __future__ import annotations

import os
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import time_machine

from hope_rooms.models import Child, ChildVisit, HopeRoom, Pairing
from hope_rooms.models.survey import CRITERIA
from hope_rooms.services import allocations
from tests import building, giving, hoping, pairing, people
from tests.browser.survey import Surveyor
from tests.browser.visitor import photograph
from volunteers.door import token_of
from zibo_youth.core.calendar import at, now, today

pytestmark = pytest.mark.browser

# A folder for pictures of each page, for whoever wants to see them.
SHOTS = os.environ.get("ZIBO_SHOTS", "")
MINUTE = timedelta(minutes=1)


def looked_at(visitor, name):
    if SHOTS:
        visitor.shot(f"{name}-{visitor.language}-{visitor.page.viewport_size['width']}", Path(SHOTS))
    findings, _links = Surveyor(visitor.language).look(visitor.page)
    assert not findings, "\n".join(findings)


def press_step(visitor, act, **answers):
    """Open a step of the page, answer it and press its button."""
    step = visitor.main(f"details:has(button[value={act}])").first
    if not step.evaluate("step => step.open"):
        step.locator("summary").click()
    visitor.fill(**{f"{act}-{name}": value for name, value in answers.items()})
    press(visitor, act)


def press(visitor, act):
    """Press a button of the page; a refusal fails the walk in its own words."""
    visitor.press(f"main button[value={act}]")
    assert visitor.page.locator("[data-error-summary], .notice.is-error").all_inner_texts() == []


class Desks:
    """Everybody's browser, opened once: a desk for offices, a telephone for whoever is on the way."""

    def __init__(self, visit, language="zh-hans"):
        self.visit, self.language, self.open = visit, language, {}

    def of(self, user, phone=False):
        if user.pk not in self.open:
            self.open[user.pk] = self.visit(user=user, language=self.language, phone=phone)
        return self.open[user.pk]

    def at_room(self, user, room):
        desk = self.of(user)
        desk.go("hope_room", room.child.code)
        return desk


def state(room):
    return HopeRoom.objects.get(pk=room.pk).state


# --- the stations of the way -----------------------------------------------------------------


def nominates(town):
    town.go("hope_cases")
    town.press(f"main a[href='{town.address('hope_nominate')}']")
    town.fill(
        full_name="示走走",
        id_number=people.id_number(born=hoping.born_for(hoping.TEN_YEARS)),
        address="示范走村一号",
        guardian_name="王示走",
        guardian_relation="祖母",
        guardian_mobile="13900007777",
        channel="paper",
    )
    looked_at(town, "nominate")
    town.press("main form .button-primary")
    looked_at(town, "case")
    return Child.objects.order_by("-pk").first().room


def screens(district, room):
    district.go("hope_case", room.child.code)
    looked_at(district, "case-of-the-district")
    district.press("main a.button-primary")
    press_step(district, "screen")
    press_step(district, "fact_age")
    for kind in ("family", "space", "hardship"):
        press_step(district, f"fact_{kind}", is_met="yes", evidence="DB-2021-1", on=today().isoformat())
    looked_at(district, "facts")
    press_step(district, "decide")
    assert state(room) == "surveying"


def answers(district, room, purpose):
    """Guardian and child say yes."""
    district.go("hope_case_consents", room.child.code)
    if purpose != "care":
        told = {
            "answer": "agreed",
            "channel": "paper",
            "guardian_name": "王示走",
            "guardian_relation": "祖母",
        }
        press_step(district, "answer", purpose=purpose, **told)
    press_step(district, "view", purpose=purpose, answer="yes", manner="talk")
    looked_at(district, "consents")


def survey(desks, them, room):
    """Two are named, come, see where it is, and hand in; the child is asked, and one of them proposes."""
    two = building.two(them)
    press_step(
        desks.at_room(them.officer_2, room), "name", first=str(two[0].person.pk), second=str(two[1].person.pk)
    )
    phones = [desks.of(user, phone=True) for user in two]
    for phone in phones:
        phone.go("hope_surveys")
        phone.press("main .stay-list a")
        press(phone, "check_in")
        press(phone, "address")
    phone = phones[0]
    assert "示范走村一号" in phone.main("dl").first.inner_text()
    looked_at(phone, "survey")
    phone.fill(length_m="4", width_m="2.5", height_m="2.8", tenure="owned", structure="safe", note="北屋")
    phone.fill(**dict.fromkeys(CRITERIA, "2"))
    press(phone, "hand_in")
    answers(desks.of(them.officer), room, "care")
    phone.page.reload()
    press(phone, "propose")
    assert state(room) == "proposed"


def builds(desks, them, room):
    """Two approvals, a bill, the money, the works and a line of the log."""
    day = today().isoformat()
    press_step(desks.at_room(them.officer, room), "approve")
    press_step(desks.at_room(them.city_staff, room), "approve")
    district = desks.at_room(them.officer, room)
    press_step(district, "design")
    line = {"line": "furniture", "item": "示范书桌", "unit": "张", "quantity": "1", "price_yuan": "900"}
    press_step(district, "add", **line)
    gift = giving.given(them.finance, them.here)
    allocations.allocate(actor=them.finance, gift=gift, room=room, line="furniture", amount=giving.yuan(900))
    press_step(desks.at_room(them.finance, room), "fund")
    district = desks.at_room(them.officer, room)
    signed = {"contractor": "示范公司", "agreement_on": day, "presence": "locked", "starts_on": day}
    press_step(district, "start", **signed)
    press_step(desks.at_room(them.town_officer, room), "log", on=day, words="刷墙")
    district = desks.at_room(them.officer, room)
    looked_at(district, "building")
    press_step(district, "finish")
    assert state(room) == "builder_done"


def accepted(desks, them, room):
    """By town, district and city, each with every item seen; then clean air."""
    for user in (them.town_officer, them.officer, them.city_staff):
        desk = desks.at_room(user, room)
        for box in desk.main("input[name=accept-checked]").all():
            box.check()
        looked_at(desk, "accept")
        press_step(desk, "accept")
    air = {"lab": "示范检测公司", "report_no": "KQ-2021-1", "sampled_on": today().isoformat()}
    air |= {"formaldehyde": "0.05", "benzene": "0.01", "tvoc": "0.3"}
    press_step(desks.at_room(them.officer, room), "air", **air)
    looked_at(desks.of(them.officer), "airing")
    assert state(room) == "airing"


def paired(desks, them, room, team, two):
    """The district asks, the team's leader names two, the family agrees, they meet and begin."""
    district, leader = desks.of(them.officer), desks.of(team.leader, phone=True)
    answers(district, room, "visits")
    district.go("pairing_ask")
    district.fill(child=room.child.code, post=str(team.post.pk))
    district.press("main form .button-primary")
    made = Pairing.objects.get(child=room.child)
    leader.go("pairings")
    leader.press(f"main a[href*='/pairings/{made.pk}/']")
    leader.fill(first=str(two[0].volunteer_no), second=str(two[1].volunteer_no), unrelated="on")
    looked_at(leader, "pairing")
    press(leader, "propose")
    district.go("pairing", made.pk)
    press(district, "agree")
    leader.page.reload()
    leader.fill(on=today().isoformat())
    press(leader, "introduce")
    press(leader, "begin")
    made.refresh_from_db()
    assert made.state == "active"
    return made


def hands_over(desks, them, room):
    day = today().isoformat()
    press_step(desks.at_room(them.officer, room), "hand", keys_on=day, inventory_on=day)
    looked_at(desks.of(them.officer), "handed-over")
    press_step(desks.of(them.officer), "care")
    looked_at(desks.of(them.officer), "in-care")
    assert state(room) == "in_care"


def visits(desks, made, two):
    """One proposes for tomorrow afternoon, the other accepts."""
    phones = [desks.of(pairing.login(one), phone=True) for one in two]
    phones[0].go("my_children")
    phones[0].press("main .stay-list a")
    looked_at(phones[0], "child")
    press(phones[0], "name")
    starts = at(today() + timedelta(1), time(14))
    phones[0].fill(kind="companionship", day=f"{starts:%Y-%m-%d}", starts="14:00", hours="2")
    press(phones[0], "ask")
    found = ChildVisit.objects.get(pairing=made)
    phones[1].go("child_visit", found.public_id)
    looked_at(phones[1], "visit-asked")
    press(phones[1], "accept")
    looked_at(phones[1], "visit-planned")
    found.refresh_from_db()
    assert found.state == "planned"
    return found, phones


def came(phones, found, moment: datetime, kind):
    """Both open the code of this minute and press its button."""
    with time_machine.travel(moment):
        for phone in phones:
            phone.go("volunteer_door", token_of(found.shift, kind, now()))
            phone.press("main form .button-primary")
            assert phone.is_at("volunteer_in")


def counted(desks, them, found, phones):
    """Both check in and out, one writes the report, the district reads and reviews it."""
    came(phones, found, found.starts_at - 5 * MINUTE, "in")
    came(phones, found, found.ends_at - MINUTE, "out")
    with time_machine.travel(found.ends_at + 5 * MINUTE):
        phones[0].go("child_visit", found.public_id)
        phones[0].fill(words="一起画画")
        looked_at(phones[0], "report")
        press(phones[0], "report")
        # On the next day whoever holds an office has logged in anew.
        desk = desks.visit(user=them.officer, language=desks.language, phone=False)
        desk.go("pairing_visit", found.public_id)
        press(desk, "report")
        assert "一起画画" in desk.main("dl").first.inner_text()
        if desks.language != "en":  # What was written under the seal is nobody's data to compare with.
            looked_at(desk, "review")
        press(desk, "accept")
    found.refresh_from_db()
    assert found.state == "counted"


# --- the ways --------------------------------------------------------------------------------


def test_a_room_is_walked_from_the_nomination_to_its_first_counted_visit(visit, city):
    desks, them = Desks(visit), hoping.city()
    room = nominates(desks.of(them.town_officer))
    screens(desks.of(them.officer), room)
    survey(desks, them, room)
    builds(desks, them, room)
    accepted(desks, them, room)
    team, two = pairing.team(), pairing.two()
    made = paired(desks, them, room, team, two)
    hands_over(desks, them, room)
    found, phones = visits(desks, made, two)
    counted(desks, them, found, phones)


def test_a_case_is_nominated_and_screened_in_english_on_a_telephone(visit, city):
    desks, them = Desks(visit, "en"), hoping.city()
    room = nominates(desks.of(them.town_officer, phone=True))
    district = desks.of(them.officer, phone=True)
    screens(district, room)
    answers(district, room, "care")


def test_a_visit_is_counted_in_english_on_telephones(visit, city):
    desks, them, two = Desks(visit, "en"), hoping.city(), pairing.two()
    made = pairing.active(them, pairing.team(), two)
    found, phones = visits(desks, made, two)
    counted(desks, them, found, phones)


LANGUAGES = pytest.mark.parametrize(("language", "phone"), [("zh-hans", False), ("en", True)])


@LANGUAGES
def test_a_request_to_read_is_asked_and_answered(visit, city, language, phone):
    desks, them = Desks(visit, language), hoping.city()
    room = hoping.nominated(them)
    deputy, director = (desks.of(user, phone=phone) for user in (them.deputy, them.director))
    deputy.go("hope_case_access", room.child.code)
    asked = {"data_class": "4", "purpose": "safeguarding", "reason": "Follow-up", "until_on": f"{today()}"}
    press_step(deputy, "ask", **asked)
    looked_at(deputy, "access")
    director.go("hope_grants")
    looked_at(director, "grants")
    director.press(f"main a:has-text('{room.child.code}')")
    looked_at(director, "grant")
    press(director, "agree")
    assert room.child.grants.get().state == "granted"
    for page in ("home", "admin:index"):
        director.go(page)
        looked_at(director, page.replace(":", "-"))


@LANGUAGES
def test_a_file_is_opened_and_a_name_corrected(visit, city, language, phone):
    desks, them = Desks(visit, language), hoping.city()
    room, town = hoping.nominated(them), desks.of(them.town_officer, phone=phone)
    town.go("hope_case_files", room.child.code)
    town.main("details [type=file]").set_input_files(photograph())
    press_step(town, "upload", kind="evidence", purpose="screening")
    town.fill(data_class="3", purpose="screening")
    town.press("main form:not(details form) .button-primary")
    looked_at(town, "files")
    with town.page.expect_download() as sent:
        town.main(".room-facts button").click()
    assert room.child.code in sent.value.suggested_filename
    town.go("hope_case_record", room.child.code)
    looked_at(town, "record")
    press_step(town, "person", purpose="rights", full_name="示改名", school="", grade="")
    assert town.is_at("hope_case", room.child.code)
