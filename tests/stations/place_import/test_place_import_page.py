"""The page that imports places: from upload over preview to import."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from stations import services
from stations.models import Room
from stations.place_errors import PlacesChanged
from stations.services import place_import
from tests.people import signed_in
from tests.stations.place_import.sheets import add_room, preview, room, workbook
from zibo_youth.accounts.models import Area
from zibo_youth.core.file_errors import FileRefused

pytestmark = pytest.mark.django_db


PAGE = "admin:stations_station_import"


# --- the page --------------------------------------------------------------------------------------


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
