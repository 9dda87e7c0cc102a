"""Every error of a workbook of places is told by its row and column."""

import pytest
from django.utils import translation

from tests import people
from tests.houses import book, rule
from tests.stations.place_import.sheets import new_station, preview, room, standing, told
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db


# --- errors by row and column ----------------------------------------------------------------------


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
    yield from cells_out_of_range(operator)


def cells_out_of_range(operator):
    yield "date", [new_station(operator, opened_on="去年")], [("驿站", 2, "启用日期", "2021-06-04")]
    yield (
        "closes first",
        [new_station(operator, closed_on="2020-01-01")],
        [("驿站", 2, "停办日期", "不能早于启用日期")],
    )
    yield "number", [new_station(operator, latitude="北")], [("驿站", 2, "纬度", "请填写数字")]
    yield "not a number", [new_station(operator, latitude="NaN")], [("驿站", 2, "纬度", "请填写数字")]
    yield "too exact", [new_station(operator, latitude="36.123456789")], [("驿站", 2, "纬度", "")]
    yield (
        "off the earth",
        [new_station(operator, latitude=91, longitude=1)],
        [("驿站", 2, "纬度", "-90 到 90")],
    )
    yield (
        "beyond the date line",
        [new_station(operator, latitude=1, longitude=-181)],
        [("驿站", 2, "经度", "180")],
    )
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
