"""导入建成小屋: 195 lines with three wrong ones are 192 rooms; the ledger may come again and adds nothing."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from hope_rooms import clocks
from hope_rooms.errors import LedgerChanged, LedgerEmpty, LedgerTooLong, NothingNew
from hope_rooms.legacy_sheet import ROOMS
from hope_rooms.models import Child, ChildRecord, HopeRoom, RoomTransition
from hope_rooms.services import legacy
from tests import people
from tests.people import signed_in
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.core.exports import Table, prepare
from zibo_youth.core.file_errors import HeadingsWrong
from zibo_youth.core.sheets import PreviewExpired

pytestmark = pytest.mark.django_db
HEADINGS = [str(column.label) for column in ROOMS.columns.values()]


def line(number, **cells):
    plain = {
        "legacy_no": f"XW-{number:03}",
        "district": "张店区",
        "town": "",
        "accepted_on": "2020-11-20",
        "area_m2": "10.5",
        "needs_woman": "是",
        "state": "陪伴中",
        "closed_on": "",
    }
    return list((plain | cells).values())


def file_of(lines, headings=HEADINGS):
    answer = prepare("台账", "xlsx", Table(str(ROOMS.name), list(headings), lines)).answer()
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def article():
    """The 195 rooms of the article, three of them written wrongly."""
    wrong = {17: {"district": "不存在区"}, 60: {"accepted_on": "2020-13-01"}, 101: {"state": "在建"}}
    return [line(number, **wrong.get(number, {})) for number in range(1, 196)]


def previewed(city, lines):
    return legacy.preview_rooms(actor=city.city_staff, content=file_of(lines))


def problems(city, **cells):
    [one] = previewed(city, [line(1, **cells)]).lines
    return [(str(label), str(said)) for label, said in one.problems]


def test_of_195_lines_with_three_wrong_ones_192_rooms_come_in_and_three_are_told_by_their_line(city):
    preview = previewed(city, article())
    assert [each.row for each in preview.wrong] == [18, 61, 102]
    assert legacy.import_rooms(actor=city.city_staff, sealed=preview.sealed) == 192
    rooms = HopeRoom.objects.filter(is_pre_system=True, state="in_care")
    assert rooms.count() == Child.objects.count() == RoomTransition.objects.count() == 192
    assert rooms.of_the_portal().count() == 0
    assert not ChildRecord.objects.exists()


def test_a_second_run_adds_nothing_and_the_corrected_ledger_adds_what_was_wrong(city):
    legacy.import_rooms(actor=city.city_staff, sealed=previewed(city, article()).sealed)
    again = previewed(city, article())
    assert (len(again.new), again.known, len(again.wrong)) == (0, 192, 3)
    assert again.sealed == ""
    mended = previewed(city, [line(number) for number in range(1, 196)])
    assert legacy.import_rooms(actor=city.city_staff, sealed=mended.sealed) == 3
    assert HopeRoom.objects.count() == 195


def test_one_preview_confirmed_twice_writes_once(city):
    sealed = previewed(city, [line(1), line(2)]).sealed
    legacy.import_rooms(actor=city.city_staff, sealed=sealed)
    with pytest.raises(NothingNew):
        legacy.import_rooms(actor=city.city_staff, sealed=sealed)
    assert HopeRoom.objects.count() == 2


def test_a_preview_of_which_a_part_came_in_since_is_not_written(city):
    sealed = previewed(city, [line(1), line(2)]).sealed
    legacy.import_rooms(actor=city.city_staff, sealed=previewed(city, [line(2)]).sealed)
    with pytest.raises(LedgerChanged):
        legacy.import_rooms(actor=city.city_staff, sealed=sealed)
    assert HopeRoom.objects.count() == 1


def test_a_preview_is_confirmed_by_whom_it_was_shown_to(city):
    sealed = previewed(city, [line(1)]).sealed
    with pytest.raises(PreviewExpired):
        legacy.import_rooms(actor=people.city_staff(), sealed=sealed)


def test_a_district_imports_nothing(city):
    with pytest.raises(NotAllowed):
        legacy.preview_rooms(actor=city.officer, content=file_of([line(1)]))


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"legacy_no": ""}, "legacy_no"),
        ({"legacy_no": "15400000000"}, "legacy_no"),
        ({"legacy_no": "370303-20110101-0011"}, "legacy_no"),
        ({"district": "郑州市"}, "district"),
        ({"town": "没有的镇"}, "town"),
        ({"accepted_on": "2020-05-31"}, "accepted_on"),
        ({"accepted_on": "2020-02-30"}, "accepted_on"),
        ({"accepted_on": f"{today() + timedelta(days=1)}"}, "accepted_on"),
        ({"accepted_on": "去年"}, "accepted_on"),
        ({"area_m2": "0"}, "area_m2"),
        ({"area_m2": "NaN"}, "area_m2"),
        ({"area_m2": "10.55"}, "area_m2"),
        ({"needs_woman": "也许"}, "needs_woman"),
        ({"needs_woman": ""}, "needs_woman"),
        ({"state": "已结项"}, "closed_on"),
        ({"state": "已结项", "closed_on": "2020-11-19"}, "closed_on"),
        ({"closed_on": "2021-01-01"}, "closed_on"),
    ],
)
def test_a_wrong_cell_is_told_beside_its_column(city, cells, column):
    assert [label for label, _said in problems(city, **cells)] == [str(ROOMS.columns[column].label)]


@pytest.mark.parametrize("cells", [{}, {"accepted_on": "2020/6/1"}, {"area_m2": ""}, {"needs_woman": "no"}])
def test_the_control_a_right_line_is_new(city, cells):
    assert problems(city, **cells) == []


def test_a_room_that_ended_comes_in_closed(city):
    sealed = previewed(city, [line(1, state="已结项", closed_on="2021-03-01")]).sealed
    legacy.import_rooms(actor=city.city_staff, sealed=sealed)
    room = HopeRoom.objects.get()
    assert (room.state, timezone.localdate(room.closed_at)) == ("closed", date(2021, 3, 1))


def test_the_same_number_twice_in_a_file_is_wrong_the_second_time(city):
    preview = previewed(city, [line(1), line(1)])
    assert [bool(each.problems) for each in preview.lines] == [False, True]


def test_a_column_about_the_child_is_refused_with_the_whole_file(city):
    with pytest.raises(HeadingsWrong):
        legacy.preview_rooms(
            actor=city.city_staff, content=file_of([[*line(1), "示小名"]], [*HEADINGS, "姓名"])
        )


def test_a_file_without_lines_and_one_with_too_many(city):
    with pytest.raises(LedgerEmpty):
        previewed(city, [])
    with pytest.raises(LedgerTooLong):
        previewed(city, [line(number) for number in range(legacy.MOST_LINES + 1)])


def test_its_town_is_found_by_its_name_and_its_rechecks_ring_nobody(city):
    sealed = previewed(city, [line(1, town=city.town.name)]).sealed
    legacy.import_rooms(actor=city.city_staff, sealed=sealed)
    assert Child.objects.get().town == city.town
    room = HopeRoom.objects.whole().with_clocks().get()
    assert clocks.dues(room) == []


def test_the_page_shows_then_writes(city):
    client, page = signed_in(city.city_staff), reverse("hope_ledger")
    upload = SimpleUploadedFile("a.xlsx", file_of([line(1), line(2, state="在建")]))
    shown = client.post(page, {"file": upload})
    assert "新的 1 间，已在平台 0 间，有错 1 行" in shown.text
    assert HopeRoom.objects.count() == 0
    done = client.post(page, {"sealed": shown.context["preview"].sealed}, follow=True)
    assert "已导入 1 间建成小屋" in done.text
    assert client.get(reverse("hope_ledger_template")).status_code == 200
