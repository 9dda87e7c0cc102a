"""查找驿站与驿站页: what a visitor sees, what one click leads to, and what a page costs."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from stations import search
from stations.models import Bed, Closure, Room, Station, StationPhoto, StayPolicy
from tests import people
from tests.stations import places
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db

FINDER = "/stations/"


def first_day():
    return today() + timedelta(days=3)


def shut(station: Station, first: int = -400, last: int = 400) -> None:
    """No bed from ``first`` to ``last`` days after the first day that can be booked."""
    Closure.objects.create(
        station=station,
        from_on=first_day() + timedelta(days=first),
        until_on=first_day() + timedelta(days=last),
        reason="检修",
    )


def names(response) -> list[str]:
    return [result.station.name for result in response.context["page"]]


def links(response) -> list[str]:
    return [html.unescape(href) for href in re.findall(r'href="([^"]+)"', response.content.decode())]


# --- what is found ----------------------------------------------------------------------------


def test_stations_with_a_bed_come_first_then_the_citys_order(client):
    places.station("b", of="zichuan")
    shut(places.station("a", of="zhangdian"))
    places.station("c", of="zhangdian")

    response = client.get(FINDER)

    assert [result.station.code for result in response.context["page"]] == ["c", "b", "a"]
    assert [result.beds.word for result in response.context["page"]] == ["free", "free", "full"]


def test_a_result_names_the_place_and_carries_the_days(client):
    station = places.station("zd-01", "人民公园站")
    Station.objects.update(facilities=["wifi", "lift"])
    StationPhoto.objects.create(station=station, image="stations/hall.jpg", description="门厅")

    page = client.get(FINDER, {"nights": "3", "gender": "female"})

    for words in ("人民公园站", "人民西路 1 号", "张店区", "无线网络、电梯", 'alt="门厅"', "有床位", "女生"):
        assert words in page.content.decode()
    assert f"/stations/zd-01/?arrival={first_day()}&nights=3&gender=female" in links(page)


@pytest.mark.parametrize("code", ["370303", "370302", "ZB-GXQ", ""])
def test_an_area_is_what_the_queryset_says(client, code):
    places.station("in-zhangdian")
    places.station("in-zichuan", of="zichuan")
    of_zone = places.station("of-zone")
    of_zone.area = of_zone.area.children.get(name="四宝山街道")
    of_zone.reporting_org = Organisation.objects.get(code="gaoxinqu")
    of_zone.save()

    response = client.get(FINDER, {"area": code})

    wanted = Station.objects.in_area(code) if code else Station.objects.all()
    assert {result.station for result in response.context["page"]} == set(wanted) != set()
    counts = {tile["code"]: tile["count"] for tile in response.context["tiles"]}
    assert (counts["370303"], counts["370302"], counts["ZB-GXQ"]) == (2, 1, 1)


def test_facilities_are_all_there(client):
    places.station("none")
    places.station("both")
    Station.objects.filter(code="both").update(facilities=["wifi", "lift", "gym"])

    response = client.get(FINDER, {"facilities": ["wifi", "gym"]})

    assert [result.station.code for result in response.context["page"]] == ["both"]


def test_gender_comes_from_the_profile_and_can_be_changed(client):
    places.station("men", rooms="male:2")
    client.force_login(people.applicant(gender=Person.Gender.FEMALE.value))

    assert client.get(FINDER).context["page"][0].beds.word == "full"
    assert client.get(FINDER, {"gender": "male"}).context["page"][0].beds.word == "few"
    assert client.get(FINDER, {"gender": ""}).context["page"][0].beds.word == "few"


def test_closed_and_future_stations_are_not_offered(client):
    places.station("now")
    places.station("gone")
    Station.objects.filter(code="gone").update(closed_on=today())
    places.station("later")
    Station.objects.filter(code="later").update(opened_on=today() + timedelta(days=90))

    assert [result.station.code for result in client.get(FINDER).context["page"]] == ["now"]


def test_twelve_a_page_and_the_filters_go_along(client):
    stations = [places.station(f"s-{number:02}") for number in range(14)]
    for station in stations[:3]:
        shut(station)

    first, second = client.get(FINDER, {"nights": "1"}), client.get(FINDER, {"nights": "1", "page": "2"})

    assert len(names(first)) == 12
    found = [result.station.code for page in (first, second) for result in page.context["page"]]
    assert found == [f"s-{number:02}" for number in [*range(3, 14), 0, 1, 2]]
    assert any("nights=1" in href and "page=2" in href for href in links(first))
    assert names(client.get(FINDER, {"page": "99"})) == names(client.get(FINDER, {"page": "2"}))


# --- ways out ---------------------------------------------------------------------------------


def test_when_nothing_fits_other_days_and_districts_are_one_click_away(client):
    shut(places.station("zd"), -400, 2)
    places.station("zc", of="zichuan")
    wish = {"area": "370303", "arrival": first_day().isoformat(), "nights": "1", "gender": "male"}

    response = client.get(FINDER, wish)

    ways_out = response.context["alternatives"]
    assert [wish.arrival for wish in ways_out.dates] == [first_day() + timedelta(days=n) for n in (2, 3)]
    assert [wish.area for wish in ways_out.areas] == ["370302"]
    for way in (*ways_out.dates, *ways_out.areas):
        assert f"{FINDER}?{way.query}" in links(response)
        assert client.get(f"{FINDER}?{way.query}").context["page"][0].beds.free


def test_says_so_when_there_is_no_way_out(client):
    shut(places.station("zd"))

    assert "前后三天和其他区域也没有找到空床" in client.get(FINDER).content.decode()


def test_no_station_at_all_leads_back_to_all(client):
    places.station("zd")

    page = client.get(FINDER, {"facilities": "gym"})

    assert "没有符合条件的驿站" in page.content.decode()
    assert FINDER in links(page)


# --- the form ---------------------------------------------------------------------------------


BAD = {
    "arrival": ["x", "2026-13-40", "0001-01-01", "9999-12-31", "2020-01-01", "a" * 5000],
    "nights": ["0", "7", "-1", "1e9", "x", "9" * 400],
    "gender": ["other", "1", "<b>"],
    "area": ["370000", "'; --", "zz"],
    "facilities": ["pool", "{}", "wifi,lift"],
}


@pytest.mark.parametrize(
    ("field", "value"), [(field, value) for field, values in BAD.items() for value in values]
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_bad_answer_is_explained_beside_its_field(client, field, value, headers):
    places.station("zd")

    response = client.get(FINDER, {field: value}, headers=headers)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}' in response.content.decode()


@pytest.mark.parametrize("page", ["x", "-1", "0", "9" * 30, ""])
def test_a_bad_page_number_shows_some_page(client, page):
    places.station("zd")

    assert len(names(client.get(FINDER, {"page": page}))) == 1


def test_htmx_gets_the_results_the_map_and_the_status_alone(client):
    places.station("zd")

    part = client.get(FINDER, headers={"HX-Request": "true"})
    restored = client.get(FINDER, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" not in part.content.decode()
    assert "<html" in restored.content.decode()
    assert 'class="result"' in part.content.decode()
    assert part.content.decode().count("hx-swap-oob") == 2
    assert "HX-Request" in part["Vary"]


def test_the_plain_form_sends_every_filter_by_get(client):
    page = client.get(FINDER).content.decode()

    assert 'method="get"' in page
    for name in ("area", "arrival", "nights", "gender", "facilities"):
        assert f'name="{name}"' in page


# --- what it costs ----------------------------------------------------------------------------


def test_queries_do_not_grow_with_stations(client, django_assert_num_queries):
    places.station("one")
    client.get(FINDER)

    with django_assert_num_queries(5):
        client.get(FINDER)
    for number in range(20):
        places.station(f"more-{number}")
    with django_assert_num_queries(5):
        client.get(FINDER)


def test_six_queries_when_nothing_fits(client, django_assert_num_queries):
    shut(places.station("zd"))
    places.station("zc", of="zichuan")

    with django_assert_num_queries(6):
        client.get(FINDER, {"area": "370303"})


def test_the_walk_stops_at_the_page():
    """The 13th station is not looked at when the first twelve have a bed: PostgreSQL says so itself."""
    stations = [places.station(f"s-{number:02}") for number in range(30)]
    wish = search.Wish(first_day(), 1)

    def rooms_read() -> int:
        values = search._values(wish) | {
            "stations": [s.pk for s in stations],
            "start": 0,
            "stop": 12,
            "size": 12,
        }
        with search.connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + search._RANKED_STATIONS, values)
            return _loops(cursor.fetchone()[0][0]["Plan"], "bookable")

    assert rooms_read() == 12
    for station in stations[:18]:
        shut(station)
    assert rooms_read() == 30  # negative control: without beds the walk goes on


def _loops(plan: dict, cte: str) -> int:
    """How often the inner side of the named CTE's nested loop ran."""
    if plan.get("Subplan Name") == f"CTE {cte}":
        node = plan
        while node["Node Type"] != "Nested Loop":
            (node,) = [child for child in node["Plans"] if child.get("Parent Relationship") == "Outer"]
        return node["Plans"][1]["Actual Loops"]
    return max((_loops(child, cte) for child in plan.get("Plans", [])), default=0)


# --- one station ------------------------------------------------------------------------------


def test_the_page_of_a_station_says_everything(client):
    station = places.station("zd-01", "人民公园站")
    StayPolicy.objects.update(min_age=19, max_age=34, lead_days=4, max_free_nights=5)

    page = client.get(station.get_absolute_url()).content.decode()

    for words in ("驿站介绍", "申请条件", "入住流程", "入住公约", "周边服务", "床位日历"):
        assert words in page
    for words in (
        "年满 19 周岁",
        "不超过 34 周岁",
        "至少提前 4 天",
        "最多免费入住 5 晚",
        "14:00 起",
        "12:00 前退房",
    ):
        assert words in page
    for words in (station.name, station.address, station.phone, station.transport, "不留宿访客"):
        assert words in page


def test_both_calendars_show_thirty_nights_in_words(client):
    station = places.station("zd-01", rooms="female:2 female:2")

    response = client.get(station.get_absolute_url())

    calendars = {
        c["gender"]: [day for week in c["weeks"] for day in week if day]
        for c in response.context["calendars"]
    }
    assert {gender: len(days) for gender, days in calendars.items()} == {"male": 30, "female": 30}
    assert {day["level"] for day in calendars["female"]} == {"free"}
    assert {day["level"] for day in calendars["male"]} == {"full"}
    assert [bool(day["href"]) for day in calendars["female"]] == [False] * 3 + [True] * 27
    assert not any(day["href"] for day in calendars["male"])


def test_starting_carries_station_and_days(client):
    station = places.station("zd-01")
    arrival = first_day() + timedelta(days=1)

    page = client.get(station.get_absolute_url(), {"arrival": arrival.isoformat(), "nights": "4"})

    assert f"{reverse('stay_eligibility')}?station=zd-01&arrival={arrival}&nights=4" in links(page)
    assert (
        client.get(f"{reverse('stay_eligibility')}?station=zd-01&arrival={arrival}&nights=4").status_code
        == 200
    )


def test_no_start_without_a_bed_or_on_a_closed_station(client):
    full, closed = places.station("full"), places.station("closed")
    shut(full)
    Station.objects.filter(pk=closed.pk).update(closed_on=today())

    for station in (full, closed):
        page = client.get(station.get_absolute_url())
        assert not any(href.startswith(reverse("stay_eligibility") + "?") for href in links(page))
    assert "停止接待" in page.content.decode()


def test_bad_days_on_a_station_page_are_explained(client):
    station = places.station("zd-01")

    response = client.get(station.get_absolute_url(), {"arrival": "x", "nights": "99"})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["arrival", "nights"]


def test_a_station_without_beds_or_photos_still_has_a_page(client):
    station = places.station("bare")
    Bed.objects.all().delete()
    Room.objects.all().delete()

    assert client.get(station.get_absolute_url()).status_code == 200


def test_an_unknown_station_is_not_found(client):
    assert client.get("/stations/nowhere/").status_code == 404


def test_english_pages_use_english_names(client):
    station = places.station("zd-01", "人民公园站")
    Station.objects.update(name_en="People's Park Station")

    assert "People&#x27;s Park Station" in client.get("/en/stations/").content.decode()
    assert f'lang="zh-CN">{station.address}' in client.get("/en/stations/zd-01/").content.decode()


def test_the_home_page_carries_the_card_and_the_figures(client):
    places.station("zd")

    page = client.get("/").content.decode()

    for words in ("我要入住", "开放驿站", "服务青年"):
        assert words in page
