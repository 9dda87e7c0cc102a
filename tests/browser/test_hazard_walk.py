"""A hazard from the photograph to the confirmed repair: a reporter's telephone, an office's and a plant's."""

from __future__ import annotations

import pytest

from safety.models import HazardReport
from tests import hazarding, houses, people
from tests.browser.test_room_walk import Desks, looked_at, press, press_step
from tests.browser.walk import fits
from zibo_youth.accounts.models import Organisation

pytestmark = pytest.mark.browser
BUTTON = "main form .button-primary"


def picture(**options):
    upload = hazarding.photo(size=(640, 480), **options)
    return {"name": upload.name, "mimeType": upload.content_type, "buffer": upload.read()}


def reports(phone, plant):
    phone.go("hazard_report")
    looked_at(phone, "hazard-where")
    phone.fill(enterprise=str(plant.enterprise.pk))
    phone.press(BUTTON)
    looked_at(phone, "hazard-report")
    told = {"category": "fire", "severity": "general", "words": "疏散通道被纸箱堵住"}
    phone.fill(work_area=str(plant.area.pk), **told)
    phone.main("[name=photo]").set_input_files(picture(place=hazarding.HERE))
    phone.press(BUTTON)
    looked_at(phone, "hazard-reported")
    return HazardReport.objects.latest("pk")


def accepts_and_assigns(desk, plant, made):
    desk.go("hazards")
    looked_at(desk, "hazard-list")
    desk.press(f"main tbody a[href='{desk.address('hazard', made.public_id)}']")
    looked_at(desk, "hazard-submitted")
    press_step(desk, "accept", severity="general", photo_is_clear="on")
    press_step(desk, "assign", person=str(plant.safety.person_id))
    looked_at(desk, "hazard-assigned")


def mends(phone, made):
    phone.go("hazard", made.public_id)
    press(phone, "begin")
    looked_at(phone, "hazard-mending")
    step = phone.main("details:has(button[value=claim])").first
    phone.fill(**{"claim-words": "纸箱已清走，划线禁止堆放"})
    step.locator("[name=claim-photo]").set_input_files(picture(place=hazarding.NEAR))
    press(phone, "claim")
    looked_at(phone, "hazard-claimed")


def confirms(phone):
    phone.go("my_hazards")
    looked_at(phone, "my-hazards")
    phone.press("main .stay-line a")
    looked_at(phone, "my-hazard-asked")
    phone.fill(is_mended="yes")
    press(phone, "answer")
    looked_at(phone, "my-hazard-answered")


def closes(desk, made):
    desk.go("hazard", made.public_id)
    press_step(desk, "answer", is_mended="yes")
    press_step(desk, "close", words="已复查归档")
    looked_at(desk, "hazard-closed")
    desk.go("hazard_statistics")
    looked_at(desk, "hazard-statistics")
    desk.go("hazard_figure_rows")
    looked_at(desk, "hazard-figure-rows")
    desk.go("hazards_stuck")
    looked_at(desk, "hazards-stuck")
    desk.go("hazards", state="all")
    looked_at(desk, "hazard-list-all")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_a_photograph_to_a_confirmed_repair(visit, language):
    desks, plant = Desks(visit, language), hazarding.Plant()
    plant.reported(people.applicant(), photo=hazarding.photo(hazarding.FAR), severity="urgent")
    reporter, safety = desks.of(plant.reporter, phone=True), desks.of(plant.safety, phone=True)
    office = desks.of(plant.officer)
    made = reports(reporter, plant)
    accepts_and_assigns(office, plant, made)
    mends(safety, made)
    confirms(reporter)
    closes(office, made)
    made.refresh_from_db()
    assert (made.state, made.outcome) == ("closed", "fixed")


def test_a_report_and_its_answer_need_no_javascript(visit):
    plant = hazarding.Plant()
    phone = visit(user=plant.reporter, phone=True, script=False)
    phone.go("hazard_report")
    phone.fill(enterprise=str(plant.enterprise.pk))
    phone.press(BUTTON)
    phone.fill(work_area=str(plant.area.pk), category="fire", severity="general", words="疏散通道被纸箱堵住")
    phone.main("[name=photo]").set_input_files(picture(place=hazarding.HERE))
    assert fits(phone)
    phone.press(BUTTON)
    made = HazardReport.objects.latest("pk")
    hazarding.begin(
        hazarding.assign(hazarding.accept(made, plant.officer), plant.safety, plant.officer), plant.safety
    )
    hazarding.claim(made, plant.safety, photo=hazarding.photo(hazarding.NEAR))
    phone.go("my_hazards")
    phone.press("main .stay-line a")
    assert fits(phone)
    phone.fill(is_mended="no", words="还有两箱没有搬走")
    press(phone, "answer")
    made.refresh_from_db()
    assert (made.state, made.reopened_times) == ("reopened", 1)


WHERE_IT_IS = {"latitude": 36.8123, "longitude": 118.0567, "accuracy": 18}


def elsewhere(phone, place):
    """The form of a place without an enterprise, as far as where it is."""
    phone.go("hazard_report")
    phone.press(BUTTON)
    district = str(Organisation.objects.get(code="zhangdian").pk)
    told = {"category": "order", "severity": "general", "words": "疏散通道被纸箱堵住"}
    phone.fill(place=place, district=district, **told)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_telephone_tells_where_it_is(visit, language):
    houses.house(latitude="36.81", longitude="118.05")
    phone = visit(user=people.applicant(), phone=True, language=language)
    phone.page.context.grant_permissions(["geolocation"])
    phone.page.context.set_geolocation(WHERE_IT_IS)
    elsewhere(phone, "示例路 1 号门前")
    phone.main("[data-spot-phone]").click()
    phone.main("[name=spot][value^='geo:']").wait_for(state="attached")
    looked_at(phone, "hazard-spot-found")
    phone.main("[name=photo]").set_input_files(picture())
    phone.press(BUTTON)
    made = HazardReport.objects.latest("pk")
    assert (str(made.latitude), str(made.longitude), made.position_from) == (
        "36.812300",
        "118.056700",
        "phone",
    )


@pytest.mark.parametrize(("language", "script"), [("zh-hans", False), ("zh-hans", True), ("en", True)])
def test_a_place_is_marked_on_the_sketch(visit, language, script):
    for code, north, east in (("zhangdian", "36.81", "118.05"), ("gaoqing", "37.17", "117.83")):
        houses.house(of=code, latitude=north, longitude=east)
    phone = visit(user=people.applicant(), phone=True, script=script, language=language)
    elsewhere(phone, "示例路 1 号门前")
    phone.main(".spot-sketch summary").click()
    for pick in range(5):
        assert fits(phone)
        if script:
            looked_at(phone, f"hazard-sketch-{pick}")
        if not phone.main(".spot-cell").count():
            break
        phone.press("main .spot-cell >> nth=20")
    assert phone.main("[name=place]").input_value() == "示例路 1 号门前"
    phone.main("[name=photo]").set_input_files(picture())
    with phone.page.expect_navigation():
        phone.main("[name=place]").press("Enter")
    made = HazardReport.objects.latest("pk")
    assert made.position_from == "sketch"
    desk = visit(user=people.officer("zhangdian"), language=language)
    desk.go("hazards")
    looked_at(desk, "hazard-list-marked")
