"""Pages of cases: a code until somebody says what for; then the parts asked for, and one row for each look."""

import pytest
from django.urls import reverse

from hope_rooms.models import Access, AccessAttempt
from hope_rooms.services.consents import withdraw_consent
from tests import hoping
from tests.people import signed_in

LOOK = {"parts": ["person", "home"], "purpose": "care"}


@pytest.fixture
def room(city):
    return hoping.nominated(city, full_name="金示雀", address="示范雀儿村", school="示范雀儿小学")


def page_of(room):
    return reverse("hope_case", args=[room.child.code])


def text(answer):
    return answer.content.decode()


def test_no_page_tells_of_the_child_before_a_look(city, room):
    before = Access.objects.count()
    for who in ("officer", "town_officer", "director", "finance", "lead", "deputy", "city_staff"):
        client = signed_in(getattr(city, who))
        for page in (reverse("hope_cases"), page_of(room)):
            shown = text(client.get(page))
            assert room.child.code in shown
            assert "雀" not in shown
    assert Access.objects.count() == before


def test_so_many_looks_are_so_many_rows_and_are_not_kept_by_a_browser(city, room):
    client, before = signed_in(city.officer), Access.objects.count()

    for _ in range(3):
        shown = client.post(page_of(room), LOOK)
        assert "金示雀" in text(shown)
        assert "示范雀儿村" in text(shown)
        assert "no-store" in shown["Cache-Control"]

    assert Access.objects.count() == before + 3


def test_only_the_parts_asked_for_are_shown(city, room):
    shown = text(signed_in(city.officer).post(page_of(room), LOOK | {"parts": ["person"]}))

    assert "金示雀" in shown
    assert "示范雀儿村" not in shown


def test_another_district_finds_no_case(city, room):
    client = signed_in(city.foreign_officer)

    assert client.get(page_of(room)).status_code == 404
    assert client.post(page_of(room), LOOK).status_code == 404
    assert room.child.code not in text(client.get(reverse("hope_cases")))


def test_whose_office_reads_nothing_is_refused_and_remembered(city, room):
    shown = text(signed_in(city.finance).post(page_of(room), LOOK))

    assert "雀" not in shown
    assert AccessAttempt.objects.filter(child=room.child, user=city.finance).count() == 1


def test_without_a_purpose_nothing_is_opened(city, room):
    before = Access.objects.count()

    shown = text(signed_in(city.officer).post(page_of(room), LOOK | {"purpose": ""}))

    assert "雀" not in shown
    assert Access.objects.count() == before


def test_nobody_looks_in_the_name_of_clearing_away(city, room):
    assert "雀" not in text(signed_in(city.officer).post(page_of(room), LOOK | {"purpose": "retention"}))


def test_after_withdrawal_nothing_is_shown(city, room):
    withdraw_consent(actor=city.officer, child=room.child, purpose="care")

    assert "雀" not in text(signed_in(city.officer).post(page_of(room), LOOK))


def test_the_list_shows_one_stage(city, room):
    client = signed_in(city.officer)

    assert room.child.code in text(client.get(reverse("hope_cases"), {"state": "nominated"}))
    assert room.child.code not in text(client.get(reverse("hope_cases"), {"state": "in_care"}))
