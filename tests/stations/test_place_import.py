"""导入驿站和房间: shown first, applied as shown, whole or not at all, and only in one's own district."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stations import services
from stations.models import Bed, Room, Station
from stations.place_errors import PlacesChanged, PreviewExpired, TooManyPlaces
from stations.services import place_import
from stations.services.place_book import places_workbook
from stations.services.place_sheets import ROOMS, STATIONS
from tests import people
from tests.houses import book, house, rule
from tests.people import signed_in
from zibo_youth.accounts.models import Area
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import prepare
from zibo_youth.core.file_errors import FileRefused

pytestmark = pytest.mark.django_db

PAGE = "admin:stations_station_import"
OUR_TOWN = "370303001"


@pytest.fixture
def station():
    return house("male:2 female:2", code="zd-91", name="样板驿站", facilities=["wifi"])


@pytest.fixture
def officer():
    return people.officer("zhangdian")


def workbook(stations=(), rooms=(), language="zh-hans") -> bytes:
    """Both sheets with their headings; a row says only what it means to say."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    with translation.override(language):
        for sheet, rows in ((STATIONS, stations), (ROOMS, rooms)):
            page = made.create_sheet(str(sheet.name))
            page.append([str(column.label) for column in sheet.columns.values()])
            for row in rows:
                page.append([row.get(name) for name in sheet.columns])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def new_station(operator: str, code="zd-92", **changes):
    return {
        "code": code,
        "name": f"新驿站 {code}",
        "area": OUR_TOWN,
        "reporting_org": "zhangdian",
        "operator": operator,
        "address": "人民西路 2 号",
        "phone": "0533-0000001",
        "opened_on": date(2021, 6, 4),
    } | changes


def room(station="zd-91", name="301", mode="女生房", beds="1、2", **changes):
    return {"station": station, "name": name, "gender_mode": mode, "floor": 3, "beds": beds} | changes


def preview(actor, **sheets):
    return services.preview_places(actor=actor, content=workbook(**sheets))


def told(shown):
    return [(str(p.sheet), p.row, str(p.column), str(p.said)) for p in shown.problems]


def standing():
    """Every place as it is stored."""
    return (
        list(Station.objects.order_by("pk").values()),
        list(Room.objects.order_by("pk").values()),
        list(Bed.objects.order_by("pk").values()),
    )


# --- what it does -------------------------------------------------------------------------------


@pytest.fixture
def shown(station, officer):
    """The preview of a new station, a changed one, a room each way, and more beds for a room there is."""
    new = new_station(
        station.operator.code,
        latitude=36.81,
        longitude=118.05,
        facilities="无线网络，洗衣房",
        is_township="是",
    )
    return preview(
        officer,
        stations=[new, {"code": "zd-91", "phone": "0533-7777777"}],
        rooms=[
            room("zd-92", "101", "男生房", "1、2、3"),
            room("zd-91", "101", "男生房", "1,2,3"),
            room(),
        ],
    )


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


# --- errors by row and column ---------------------------------------------------------------------


def wrong_stations(operator):
    other = new_station(operator)
    yield "needed", [new_station(operator, phone=None)], [("驿站", 2, "联系电话", "必填")]
    yield "unknown area", [new_station(operator, area="379999")], [("驿站", 2, "所在区域", "没有这个编码")]
    yield "unknown operator", [new_station("nobody")], [("驿站", 2, "运营方", "没有这个编码")]
    yield (
        "other district",
        [new_station(operator, reporting_org="huantai")],
        [("驿站", 2, "填报单位", "您只能导入由本单位填报")],
    )
    yield "twice", [other, new_station(operator, name="另一个")], [("驿站", 3, "驿站编码", "重复")]
    yield (
        "name taken",
        [new_station(operator, name="样板驿站")],
        [("驿站", 2, "站名", "已有驿站使用这个站名")],
    )
    yield (
        "name twice",
        [other, new_station(operator, "zd-93", name=other["name"])],
        [("驿站", 3, "站名", "已有驿站")],
    )
    yield "date", [new_station(operator, opened_on="去年")], [("驿站", 2, "启用日期", "2021-06-04")]
    yield (
        "closes first",
        [new_station(operator, closed_on="2020-01-01")],
        [("驿站", 2, "停办日期", "不能早于启用日期")],
    )
    yield "number", [new_station(operator, latitude="北")], [("驿站", 2, "纬度", "请填写数字")]
    yield "not a number", [new_station(operator, latitude="NaN")], [("驿站", 2, "纬度", "请填写数字")]
    yield "too exact", [new_station(operator, latitude="36.123456789")], [("驿站", 2, "纬度", "")]
    yield "off the earth", [new_station(operator, latitude=91, longitude=1)], [("驿站", 2, "", "")]
    yield "facility", [new_station(operator, facilities="游泳池")], [("驿站", 2, "设施", "游泳池")]
    yield "yes", [new_station(operator, is_township="也许")], [("驿站", 2, "乡镇驿站", "“是”或“否”")]
    yield "long", [new_station(operator, name="长" * 41)], [("驿站", 2, "站名", "")]
    yield "code", [new_station(operator, "张店 1")], [("驿站", 2, "驿站编码", "")]
    yield (
        "two at once",
        [new_station(operator, phone=None, area=None)],
        [("驿站", 2, "所在区域", "必填"), ("驿站", 2, "联系电话", "必填")],
    )


WRONG_ROOMS = {
    "no house": ([room("zd-00")], [("房间", 2, "驿站编码", "没有这家驿站")]),
    "mode": ([room(mode="混住")], [("房间", 2, "房间类型", "“男生房”")]),
    "beds twice": ([room(beds="1、1")], [("房间", 2, "床号", "床号重复")]),
    "long bed": ([room(beds="1" * 11)], [("房间", 2, "床号", "最多 10 个字")]),
    "many beds": ([room(beds="、".join(map(str, range(41))))], [("房间", 2, "床号", "40")]),
    "no beds": ([room(beds=None)], [("房间", 2, "床号", "必填")]),
    "floor": ([room(floor="三楼")], [("房间", 2, "楼层", "请填写数字")]),
    "high": ([room(floor=1e300)], [("房间", 2, "楼层", "请填写楼层")]),
    "twice": ([room(), room()], [("房间", 3, "房号", "重复")]),
    "long name": ([room(name="长" * 21)], [("房间", 2, "房号", "")]),
}


def agrees(found, expected):
    return len(found) == len(expected) and all(
        (a[:3] == b[:3] and b[3] in a[3] and a[3]) for a, b in zip(found, expected, strict=True)
    )


def test_every_error_of_a_station_is_told_by_row_and_column(station, officer):
    before = standing()
    for case, rows, expected in wrong_stations(station.operator.code):
        shown = preview(officer, stations=rows)
        assert agrees(told(shown), expected), (case, told(shown))
        assert shown.sealed == ""
    assert standing() == before


@pytest.mark.parametrize(("rows", "expected"), WRONG_ROOMS.values(), ids=WRONG_ROOMS)
def test_every_error_of_a_room_is_told_by_row_and_column(station, officer, rows, expected):
    shown = preview(officer, rooms=rows)
    assert agrees(told(shown), expected), told(shown)
    assert shown.sealed == ""


def test_errors_are_told_in_english_too(station, officer):
    with translation.override("en"):
        shown = preview(officer, rooms=[room(mode="mixed")])
        [(sheet, _row, column, said)] = told(shown)
    assert sheet == "Room"
    assert column == "Kind of room"
    assert "Male room" in said


def test_a_room_with_guests_keeps_its_kind_and_the_rehearsal_says_so(station, officer):
    rule(lead_days=0)
    book(people.applicant(), station, today())
    shown = preview(officer, rooms=[room(name="101", mode="女生房", beds=None)])
    [(sheet, row, _column, said)] = told(shown)
    assert (sheet, row) == ("房间", 2)
    assert "不能改成另一类型" in said
    assert shown.sealed == ""


# --- whose places ---------------------------------------------------------------------------------


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


# --- only what was shown ----------------------------------------------------------------------------


def change_phone(station):
    Station.objects.filter(pk=station.pk).update(phone="0533-1")


def change_mode(station):
    Room.objects.filter(station=station, name="101").update(gender_mode="flexible")


def add_bed(station):
    Bed.objects.create(room=Room.objects.get(station=station, name="101"), label="3")


def add_room(station):
    Room.objects.create(station=station, name="301", gender_mode="male")


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


# --- size -----------------------------------------------------------------------------------------


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


# --- the page -------------------------------------------------------------------------------------


def upload(user, content, name="places.xlsx"):
    return signed_in(user).post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)})


def test_the_page_leads_from_upload_over_preview_to_import(station, officer):
    client = signed_in(officer)
    listed = client.get(reverse("admin:stations_station_changelist")).content.decode()
    assert reverse(PAGE) in listed

    answer = upload(officer, workbook(rooms=[room()]))
    page = answer.content.decode()
    assert "预览：还没有保存" in page
    assert "zd-91 301" in page
    assert not Room.objects.filter(name="301").exists()

    sealed = answer.context["preview"].sealed
    done = client.post(reverse(PAGE), {"sealed": sealed, "one_time_key": "k1"}, follow=True)
    assert "已导入，新增或更改 1 行。" in done.content.decode()
    assert Room.objects.filter(name="301").count() == 1

    again = client.post(reverse(PAGE), {"sealed": sealed, "one_time_key": "k1"})
    assert again.status_code == 302
    assert Room.objects.filter(name="301").count() == 1


def test_the_page_shows_errors_by_row_and_column_and_no_button(station, officer):
    page = upload(officer, workbook(rooms=[room(mode="混住")])).content.decode()
    assert "有 1 处错误，什么都没有保存" in page
    assert "房间类型" in page
    assert "确认导入</" not in page
    assert 'name="sealed"' not in page


@pytest.mark.parametrize("content", [b"", b"hello", workbook()[:500]], ids=["empty", "text", "half"])
def test_the_page_shows_a_file_that_is_none_beside_its_field(station, officer, content):
    answer = upload(officer, content)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_the_page_sends_a_stale_preview_back(station, officer):
    sealed = preview(officer, rooms=[room()]).sealed
    add_room(station)
    answer = signed_in(officer).post(reverse(PAGE), {"sealed": sealed}, follow=True)
    assert str(PlacesChanged()) in answer.content.decode()
    assert answer.redirect_chain[0][0] == reverse(PAGE)


def test_the_workbook_is_given_to_those_who_import(station, officer):
    answer = signed_in(officer).get(reverse("admin:stations_station_workbook"))
    found = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert found.sheetnames == ["驿站", "房间", "代码"]
    assert [row[0] for row in found["驿站"].iter_rows(min_row=2, values_only=True)] == ["zd-91"]
    codes = {row[1] for row in found["代码"].iter_rows(min_row=2, values_only=True)}
    assert codes >= {"zhangdian", station.operator.code, *Area.objects.values_list("code", flat=True)}
    assert "huantai" not in codes


def test_a_file_is_refused_before_anything_is_asked_of_the_database(officer, monkeypatch):
    monkeypatch.setattr(place_import, "_planned", None)
    with pytest.raises(FileRefused):
        services.preview_places(actor=officer, content=b"no workbook")
