"""导入驿站和房间: shown first, applied as shown, whole or not at all, and only in one's own district."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stations import services
from stations.models import Bed, Room, Station
from stations.place_errors import PlacesChanged, TooManyPlaces
from stations.services import place_import
from stations.services.place_book import places_workbook
from tests import people
from tests.houses import house
from tests.stations.place_import.sheets import OUR_TOWN, add_room, new_station, preview, room, standing, told
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import prepare
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db


# --- what it does ----------------------------------------------------------------------------------


def test_a_preview_shows_every_change_and_keeps_nothing(station, shown):
    assert told(shown) == []
    assert [line.kind for line in shown.plan.lines] == ["new", "changed", "new", "changed", "new"]
    assert [(str(label), a, b) for label, a, b in shown.plan.lines[1].changes] == [
        ("联系电话", "0533-0000000", "0533-7777777")
    ]
    assert shown.plan.lines[3].beds == ["3"]
    assert list(Station.objects.values_list("code", "phone")) == [("zd-91", "0533-0000000")]
    assert Room.objects.count() == 2
    assert Bed.objects.count() == 4


def test_an_import_does_what_was_shown(station, officer, shown):
    services.import_places(actor=officer, sealed=shown.sealed)

    made = Station.objects.get(code="zd-92")
    assert (made.area.code, made.reporting_org.code) == (OUR_TOWN, "zhangdian")
    assert (made.operator, made.opened_on) == (station.operator, date(2021, 6, 4))
    assert (made.latitude, made.is_township) == (Decimal("36.81"), True)
    assert made.facilities == ["wifi", "laundry"]
    station.refresh_from_db()
    assert (station.phone, station.facilities) == ("0533-7777777", ["wifi"])
    assert station.address == "人民西路1号"
    rows = Bed.objects.values_list("room__station__code", "room__name", "label")
    assert set(rows) == {
        *(("zd-92", "101", label) for label in "123"),
        *(("zd-91", "101", label) for label in "123"),
        *(("zd-91", "102", label) for label in "12"),
        *(("zd-91", "301", label) for label in "12"),
    }
    new_room = Room.objects.get(station=station, name="301")
    assert (new_room.gender_mode, new_room.floor) == ("female", 3)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_workbook_that_was_taken_home_changes_nothing_when_it_comes_back(station, officer, language):
    house("single:1 flexible:3")
    house("single:1", "huantai")
    Station.objects.filter(pk=station.pk).update(
        latitude=Decimal("36.81000"),
        transport="公交 1 路\n步行 200 米",
        closed_on=date(2030, 1, 1),
        is_township=True,
    )
    with translation.override(language):
        with prepare("x", "xlsx", *places_workbook(actor=officer)).file as file:
            content = file.read()
        shown = services.preview_places(actor=officer, content=content)

    assert told(shown) == []
    assert [(line.kind, line.changes) for line in shown.plan.lines] == [("same", [])] * 6
    assert "huantai" not in content.decode("latin1")


def test_an_empty_cell_leaves_a_value_and_an_unnamed_bed_stays(station, officer):
    shown = preview(
        officer, stations=[{"code": "zd-91"}], rooms=[{"station": "zd-91", "name": "101", "beds": "9"}]
    )
    services.import_places(actor=officer, sealed=shown.sealed)
    station.refresh_from_db()
    assert station.name == "样板驿站"
    assert set(Room.objects.get(name="101").beds.values_list("label", flat=True)) == {"1", "2", "9"}


# --- whose places ----------------------------------------------------------------------------------


@pytest.fixture
def foreign():
    return house("male:1", "huantai", code="ht-91")


def test_a_station_of_another_district_is_refused_with_its_rooms(station, officer, foreign):
    shown = preview(
        officer, stations=[{"code": "ht-91", "phone": "1"}], rooms=[room("ht-91", "101", "男生房", "1、2")]
    )
    assert [(sheet, row, column) for sheet, row, column, _said in told(shown)] == [
        ("驿站", 2, "驿站编码"),
        ("房间", 2, "驿站编码"),
    ]
    assert all("别的单位" in said for *_where, said in told(shown))


def test_a_station_is_neither_given_away_nor_taken_over(station, officer, foreign):
    city = people.city_staff()
    give = {"code": "zd-91", "reporting_org": "huantai"}
    assert [column for _s, _r, column, _t in told(preview(officer, stations=[give]))] == ["填报单位"]
    shown = preview(city, stations=[give])
    assert told(shown) == []
    with pytest.raises(PreviewExpired):
        services.import_places(actor=officer, sealed=shown.sealed)
    services.import_places(actor=city, sealed=shown.sealed)
    station.refresh_from_db()
    assert station.reporting_org.code == "huantai"


@pytest.mark.parametrize("who", ["operator", "administrator", "guest"])
def test_nobody_else_imports(station, officer, who):
    user = {
        "operator": people.operator(station.operator),
        "administrator": people.administrator(),
        "guest": people.applicant(),
    }[who]
    sealed = preview(officer, rooms=[room()]).sealed
    for act in (
        lambda: preview(user, rooms=[room()]),
        lambda: services.import_places(actor=user, sealed=sealed),
        lambda: places_workbook(actor=user),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.control
def test_without_the_reach_a_neighbours_station_would_be_planned(officer, foreign, monkeypatch):
    """The plan's own wall away: the service behind it still refuses, row by row."""
    from zibo_youth.core.scope import Reach

    monkeypatch.setattr(Reach, "office", lambda self: Reach(everything=True))
    shown = preview(officer, stations=[{"code": "ht-91", "phone": "1"}])
    [(sheet, row, column, said)] = told(shown)
    assert (sheet, row, column) == ("驿站", 2, "")
    assert said == str(NotAllowed())


# --- only what was shown ---------------------------------------------------------------------------


def change_phone(station):
    Station.objects.filter(pk=station.pk).update(phone="0533-1")


def change_mode(station):
    Room.objects.filter(station=station, name="101").update(gender_mode="flexible")


def add_bed(station):
    Bed.objects.create(room=Room.objects.get(station=station, name="101"), label="3")


def take_code(station):
    house("male:1", code="zd-92", name="抢先")


@pytest.mark.parametrize("meanwhile", [change_phone, change_mode, add_bed, add_room, take_code])
def test_what_changed_since_the_preview_stops_the_import(station, officer, meanwhile):
    shown = preview(
        officer,
        stations=[{"code": "zd-91", "phone": "0533-7777777"}, new_station(station.operator.code)],
        rooms=[room(), room(name="101", mode="女生房", beds="3")],
    )
    assert told(shown) == []
    meanwhile(station)
    before = standing()

    with pytest.raises(PlacesChanged):
        services.import_places(actor=officer, sealed=shown.sealed)
    assert standing() == before


def test_a_preview_is_used_once(station, officer):
    shown = preview(officer, rooms=[room()])
    services.import_places(actor=officer, sealed=shown.sealed)
    with pytest.raises(PlacesChanged):
        services.import_places(actor=officer, sealed=shown.sealed)


def test_a_preview_is_of_one_person_one_hour_and_nobodys_invention(station, officer):
    sealed = preview(officer, rooms=[room()]).sealed
    colleague = people.officer("zhangdian", "王平")
    before = standing()
    for actor, words in ((colleague, sealed), (officer, sealed[:-1]), (officer, ""), (officer, "a:b:c")):
        with pytest.raises(PreviewExpired):
            services.import_places(actor=actor, sealed=words)
    with time_machine.travel(today() + timedelta(days=2)), pytest.raises(PreviewExpired):
        services.import_places(actor=officer, sealed=sealed)
    assert standing() == before


def test_one_row_that_fails_takes_all_with_it(station, officer, monkeypatch):
    shown = preview(officer, rooms=[room(), room(name="302"), room(name="303")])
    before, real = standing(), place_import.places.add_room

    def third_fails(**asked):
        if asked["name"] == "303":
            raise PlacesChanged
        return real(**asked)

    monkeypatch.setattr(place_import.places, "add_room", third_fails)
    with pytest.raises(PlacesChanged):
        services.import_places(actor=officer, sealed=shown.sealed)
    assert standing() == before


@pytest.mark.control
def test_without_the_digest_a_changed_place_would_be_overwritten(station, officer, monkeypatch):
    shown = preview(officer, stations=[{"code": "zd-91", "phone": "0533-7777777"}])
    change_phone(station)
    monkeypatch.setattr(place_import.Plan, "digest", shown.plan.digest)
    services.import_places(actor=officer, sealed=shown.sealed)
    station.refresh_from_db()
    assert station.phone == "0533-7777777"


# --- size ------------------------------------------------------------------------------------------


def questions(act):
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


def rooms_of(first, count):
    return [room(name=str(first + n)) for n in range(count)]


def cost_of(officer, first, count):
    """Questions of a preview and of its import."""
    shown, rows = [], rooms_of(first, count)
    asked = questions(lambda: shown.append(preview(officer, rooms=rows)))
    return asked, questions(lambda: services.import_places(actor=officer, sealed=shown[0].sealed))


def test_each_row_costs_the_same_however_many_there_are(station, officer):
    cost_of(officer, 1000, 1)
    few, more, many = (cost_of(officer, first, rows) for first, rows in ((2000, 5), (3000, 10), (4000, 40)))
    for at_least, between, at_most in zip(few, more, many, strict=True):
        per_row = (between - at_least) / 5
        assert at_most - between == per_row * 30
        assert per_row <= 10


def test_too_many_rows_are_refused(station, officer, monkeypatch):
    monkeypatch.setattr(place_import, "MOST_LINES", 3)
    with pytest.raises(TooManyPlaces):
        preview(officer, rooms=rooms_of(1000, 4))
    assert told(preview(officer, rooms=rooms_of(1000, 3))) == []


def test_more_than_a_browser_sends_back_is_refused(station, officer, monkeypatch):
    monkeypatch.setattr(place_import, "LONGEST_SEAL", 100)
    with pytest.raises(TooManyPlaces):
        preview(officer, rooms=rooms_of(1000, 3))
