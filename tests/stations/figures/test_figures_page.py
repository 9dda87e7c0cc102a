"""运营数据: every link opens the rows it counts, files have the same numbers, nobody sees a neighbour's."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stations.forms.figures import MOST_NIGHTS, FiguresForm
from stations.models import StayNight
from tests import people
from tests.houses import book, house
from tests.people import signed_in
from tests.stations.figures.spans import handed_in
from zibo_youth.core.calendar import (
    before_workdays,
    now,
    today,
)

pytestmark = pytest.mark.django_db


# --- the page --------------------------------------------------------------------------------------


def page(user, **asked):
    answer = signed_in(user).get(reverse("station_figures"), asked)
    assert answer.status_code == 200
    return answer


def links(answer):
    """Every figure that is a link: (number, address)."""
    found = re.findall(r'<a class="figure-link" href="([^"]+)">([\d,]+)</a>', answer.content.decode())
    return [(int(number.replace(",", "")), unescape(address)) for address, number in found]


def test_every_figure_opens_as_many_rows_as_it_says(lived_in, station, officer):
    handed_in(station, [before_workdays(now(), hours) for hours in (30, 60)])
    client = signed_in(officer)
    for asked in ({}, {"station": station.code}):
        found = links(page(officer, **asked))
        assert len(found) > 40
        for number, address in found:
            rows = client.get(address)
            assert rows.status_code == 200, address
            assert rows.context["cl"].result_count == number, address


def test_staff_count_their_own_houses_only(lived_in, station, other, far, officer):
    own = {
        officer: {station, other},
        people.operator(far.operator): {far},
        people.city_staff(): {station, other, far},
    }
    for user, houses in own.items():
        answer = page(user)
        assert set(answer.context["form"].by_code.values()) == houses
        ids = [place.pk for place in houses]
        form = answer.context["form"].cleaned_data
        expected = StayNight.objects.filter(room__station__in=ids, date__range=(form["first"], form["last"]))
        assert answer.context["total"]["night"].taken == expected.count() > 0


def test_a_house_next_door_cannot_be_asked_for(officer, station, far):
    answer = page(officer, station=far.code)
    assert "请从列表中选择驿站" in answer.content.decode()
    assert "chart" not in answer.context


@pytest.mark.parametrize("who", ["guest", "administrator"])
def test_who_serves_at_no_house_finds_no_such_page(who, guest, station):
    user = guest if who == "guest" else people.administrator()
    client = signed_in(user)
    assert client.get(reverse("station_figures")).status_code == 404
    assert client.get(reverse("figures_file", args=["occupancy", "csv"])).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2021-06-04", "2021-06-03", "末晚不能早于首晚"),
        ("2021-01-01", "2021-06-03", f"一次最多看 {MOST_NIGHTS} 晚"),
        ("9999-12-31", "9999-12-31", "请选择一年以内的日期"),
        ("gestern", "2021-06-03", "请按“年-月-日”填写日期"),
    ],
)
def test_a_span_that_makes_no_sense_is_told_at_its_field(officer, station, first, last, said):
    answer = page(officer, first=first, last=last)
    assert said in answer.content.decode()
    file = signed_in(officer).get(
        reverse("figures_file", args=["occupancy", "csv"]), {"first": first, "last": last}
    )
    assert (file.status_code, urlsplit(file.url).path) == (302, reverse("station_figures"))


def test_the_longest_span_is_drawn(officer, station):
    first = today() - timedelta(days=MOST_NIGHTS - 1)
    answer = page(officer, first=first.isoformat(), last=today().isoformat())
    assert len(answer.context["chart"]["bars"]) == MOST_NIGHTS


def test_bars_are_as_high_as_their_numbers(officer, lived_in):
    chart = page(officer).context["chart"]
    for bar in chart["bars"]:
        for kind in ("offered", "taken"):
            share = getattr(bar["night"], kind) * 100 / chart["highest"]
            assert bar[kind]["height"] == pytest.approx(share, abs=0.5)
            assert bar[kind]["y"] + bar[kind]["height"] == 100


def test_the_page_asks_no_more_when_there_is_more(officer, lived_in, station):
    client = signed_in(officer)

    def questions():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("station_figures"))
        return len(asked)

    questions()
    before = questions()
    for _more in range(3):
        more = house("male:4 female:4")
        for _guest in range(2):
            book(people.applicant(), more, nights=2)
    assert questions() == before <= 20


# --- files -----------------------------------------------------------------------------------------


def test_the_tables_come_as_files_with_the_same_numbers(officer, lived_in, station):
    shown = page(officer, station=station.code).context["nights"]
    asked = {"station": station.code}
    answer = signed_in(officer).get(reverse("figures_file", args=["occupancy", "xlsx"]), asked)
    [sheet] = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0] == ("日期", "可供床位", "已占床位", "其中实住", "其中停用", "占用率")
    for line, (day, *numbers, share) in zip(shown, rows[1:], strict=True):
        night = line["night"]
        assert isinstance(day, datetime)
        assert (day.date(), *numbers) == (night.date, night.offered, night.taken, night.slept, night.stranded)
        assert share == pytest.approx(float(night.share.value or 0), abs=0.0001)

    for table in ("purposes", "reviews"):
        file = signed_in(officer).get(reverse("figures_file", args=[table, "csv"]), asked)
        lines = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
        assert len(lines) >= 5
        assert sum(int(line[1]) for line in lines[1:]) > 0


@pytest.mark.parametrize("address", [("occupancy", "pdf"), ("guests", "csv")])
def test_no_other_file_is_given(officer, station, address):
    assert signed_in(officer).get(reverse("figures_file", args=address)).status_code == 404


def test_the_files_name_nobody(officer, lived_in):
    for table in ("occupancy", "purposes", "reviews"):
        file = signed_in(officer).get(reverse("figures_file", args=[table, "csv"]))
        content = b"".join(file.streaming_content).decode()
        for stay in lived_in:
            assert stay.guest.full_name not in content
            assert stay.reference not in content


def test_an_address_of_the_page_says_what_was_asked():
    form = FiguresForm({}, stations=[], today=date(2026, 6, 5))
    assert form.is_valid()
    assert (form.cleaned_data["first"], form.cleaned_data["last"]) == (date(2026, 5, 23), date(2026, 6, 19))


def test_a_senseless_day_in_the_address_of_the_beds_is_refused(officer, station):
    address = reverse("admin:stations_bed_changelist")
    assert signed_in(officer).get(address, {"offered_on": "gestern"}).status_code == 400
    assert signed_in(officer).get(address, {"offered_on": "2021-06-04"}).status_code == 200


@pytest.mark.control
def test_without_the_adjective_a_link_opens_other_rows(lived_in, officer, monkeypatch):
    """Takes the closures out of the beds' filter: the number on the page and its list part ways."""
    from stations import querysets

    def open_on_only(self, night):
        return self.filter(room__station__opened_on__lte=night)

    monkeypatch.setattr(querysets.BedQuerySet, "offered_on", open_on_only)
    client = signed_in(officer)
    found = [(n, link) for n, link in links(page(officer)) if "offered_on" in parse_qs(urlsplit(link).query)]
    counted = [client.get(link).context["cl"].result_count == number for number, link in found]
    assert not all(counted)


@pytest.mark.control
def test_without_the_scope_a_neighbour_would_be_counted(lived_in, far, officer, monkeypatch):
    from stations.querysets import StationQuerySet

    monkeypatch.setattr(StationQuerySet, "within", lambda self, reach: self.all())
    assert far in page(officer).context["form"].by_code.values()


def test_english_readers_get_english(officer, lived_in):
    with translation.override("en"):
        address = reverse("station_figures")
    answer = signed_in(officer).get(address).content.decode()
    assert "Operating figures" in answer
    assert "Beds by night" in answer
