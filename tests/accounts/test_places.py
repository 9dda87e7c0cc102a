"""区域与单位: what the migration loads."""

import pytest

from zibo_youth.accounts.models import Area, ConsentText, Organisation

pytestmark = pytest.mark.django_db


def test_the_city_has_eight_districts_three_zones_and_88_towns():
    kinds = list(Area.objects.values_list("kind", flat=True))
    assert (kinds.count("city"), kinds.count("district"), kinds.count("zone"), kinds.count("town")) == (
        1,
        8,
        3,
        88,
    )


def test_towns_lie_in_the_district_that_their_code_names():
    towns = Area.objects.filter(kind="town").select_related("parent")
    assert all(town.code[:6] == town.parent.code and len(town.code) == 9 for town in towns)
    assert Area.objects.get(name="索镇街道").district.name == "桓台县"


def test_zones_carry_local_codes_that_no_official_code_can_meet():
    zones = Area.objects.filter(kind="zone")
    assert {zone.code for zone in zones} == {"ZB-GXQ", "ZB-JKQ", "ZB-WCH"}
    assert {zone.code_scheme for zone in zones} == {"local"}


def test_eleven_units_report_in_the_order_of_the_citys_documents():
    assert [unit.code for unit in Organisation.objects.reporting()] == [
        "zhangdian", "zichuan", "boshan", "zhoucun", "linzi", "huantai", "gaoqing", "yiyuan",
        "gaoxinqu", "jingkaiqu", "wenchanghu",
    ]  # fmt: skip
    assert all(unit.reporting_org == unit for unit in Organisation.objects.reporting())
    assert Organisation.objects.get(code="huantai").name == "共青团桓台县委员会"
    assert Organisation.objects.get(code="zhangdian").name == "共青团淄博市张店区委员会"


def test_every_scope_has_its_first_words_in_both_languages():
    texts = ConsentText.objects.filter(version=1)
    assert {text.scope for text in texts} == set(ConsentText.Scope)
    for text in texts:
        assert all([text.title, text.summary, text.body, text.title_en, text.summary_en, text.body_en])
        assert text.body_en.isascii()
