"""运营数据: each figure counted again from the rows, another way; its link opens those very rows; nobody sees a neighbour's."""

import csv
import io
import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from stations import figures, services
from stations.forms.figures import MOST_NIGHTS, FiguresForm
from stations.models import Bed, Closure, Room, Station, Stay, StayNight
from tests import people
from tests.houses import book, house, rule
from tests.people import signed_in
from zibo_youth.core.calendar import (
    after_workdays,
    at,
    before_workdays,
    is_workday,
    now,
    today,
    workdays_between,
)
from zibo_youth.core.ratios import Ratio

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def station():
    return house("male:3 female:3 single:1")


@pytest.fixture
def other():
    return house("flexible:4")


@pytest.fixture
def far():
    return house("flexible:2", "huantai")


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def lived_in(station, other, far, officer):
    """A fortnight with guests of either gender, every purpose, a no-show, a closure over a taken bed."""
    rule(lead_days=0, max_stays_per_window=20)
    purposes = ["job_seeking", "business_scouting", "academic_exchange", "internship", "job_seeking"]
    made = []
    for place, purpose in enumerate(purposes):
        user = people.applicant(gender=people.FEMALE if place % 2 else people.MALE)
        house_of = other if place == 3 else station
        made.append(book(user, house_of, today() + place * DAY, nights=2, purpose=purpose))
    book(people.applicant(), far, today(), nights=3)
    services.approve_stay(actor=officer, stay=made[0])
    services.admit_guest(actor=officer, stay=made[0], is_seen=True)
    Closure.objects.create(
        station=station,
        room=made[1].nights.first().room,
        from_on=today() + DAY,
        until_on=today() + 3 * DAY,
        reason="维修",
    )
    Closure.objects.create(
        station=other, from_on=today() + 8 * DAY, until_on=today() + 10 * DAY, reason="检修"
    )
    Station.objects.filter(pk=far.pk).update(closed_on=today() + 5 * DAY)
    return made


def span(days=14):
    return today() - 2 * DAY, today() - 2 * DAY + days * DAY


# --- each figure, counted again ---------------------------------------------------------------


def recounted(station_ids, night):
    """One night, bed by bed, in Python: no statement of the module that is tested."""
    offered = taken = slept = stranded = 0
    for bed in Bed.objects.filter(room__station__in=station_ids).select_related("room__station"):
        place = bed.room.station
        closed = [
            c
            for c in Closure.objects.filter(station=place)
            if (c.room_id is None or c.room_id == bed.room_id) and c.from_on <= night < c.until_on
        ]
        in_service = place.is_open_on(night) and not closed
        sleeper = StayNight.objects.filter(bed=bed, date=night).select_related("stay").first()
        offered += in_service
        taken += sleeper is not None
        slept += sleeper is not None and sleeper.stay.checked_in_at is not None and night <= today()
        stranded += sleeper is not None and not in_service
    return figures.Night(night, offered, taken, slept, stranded)


@pytest.mark.parametrize("which", ["one", "all", "none"])
def test_beds_by_night_are_what_a_walk_through_the_house_finds(lived_in, station, other, far, which):
    ids = {"one": [station.pk], "all": [station.pk, other.pk, far.pk], "none": []}[which]
    start, end = span()

    counted = figures.occupancy(ids, start, end, today())

    assert [night.date for night in counted] == [start + n * DAY for n in range(14)]
    assert counted == [recounted(ids, night.date) for night in counted]
    if which == "all":
        assert max(night.taken for night in counted) >= 3
        assert any(night.stranded for night in counted)
        assert any(night.slept for night in counted)
        assert len({night.offered for night in counted}) >= 3


def test_a_bed_out_of_service_is_not_offered_and_no_part_of_the_share(station):
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert (night.offered, night.share) == (7, Ratio(0, 7))

    room = Room.objects.get(station=station, gender_mode="male")
    Closure.objects.create(station=station, room=room, from_on=today(), until_on=today() + DAY, reason="维修")
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert night.offered == 4

    Closure.objects.create(station=station, from_on=today(), until_on=today() + DAY, reason="全站")
    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())
    assert (night.offered, str(night.share)) == (0, "–")


def test_a_taken_bed_that_was_closed_afterwards_is_told_apart(station):
    rule(lead_days=0)
    book(people.applicant(), station, today(), nights=1)
    Closure.objects.create(station=station, from_on=today(), until_on=today() + DAY, reason="停水")

    [night] = figures.occupancy([station.pk], today(), today() + DAY, today())

    assert (night.offered, night.taken, night.stranded, night.share) == (0, 1, 1, Ratio(0, 0))


def test_nights_by_gender_and_purpose_are_the_rows_in_piles(lived_in, station, other):
    start, end = span()
    ids = [station.pk, other.pk]

    counted = figures.nights_by_purpose(ids, start, end)

    piles = Counter(
        (night.stay.purpose, night.guest.gender)
        for night in StayNight.objects.select_related("stay", "guest")
        if night.stay.station_id in ids and start <= night.date < end
    )
    assert [line.purpose for line in counted] == Stay.Purpose.values
    for line in counted:
        assert (line.men, line.women) == (piles[line.purpose, 1], piles[line.purpose, 2])
    assert sum(line.total for line in counted) == sum(piles.values()) > 0
    assert all(line.total for line in counted)


# --- ages of reviews ----------------------------------------------------------------------------

FRIDAY = date(2026, 6, 5)  # a plain week: no holiday, no shifted day


def hours_of_work(start, end):
    """Hour by hour: how many of them lie on working days."""
    count, moment = 0, start
    while moment < end:
        count += is_workday(moment.astimezone(start.tzinfo).date())
        moment += timedelta(hours=1)
    return count


@pytest.mark.parametrize("hours", [0, 1, 5, 24, 30, 48, 72, 200])
@pytest.mark.parametrize(
    "start", [at(FRIDAY, time(17, 0)), at(FRIDAY + DAY, time(9, 0)), at(FRIDAY + 3 * DAY, time(0, 0))]
)
def test_the_way_back_over_working_days_is_the_way_there(start, hours):
    end = after_workdays(start, hours) if hours else start
    back = before_workdays(end, hours)

    assert hours_of_work(back, end) == hours
    assert back >= start
    if hours:
        assert hours_of_work(back + timedelta(hours=1), end) < hours, "no later instant does"


def test_full_working_days_do_not_grow_over_a_weekend():
    friday = at(FRIDAY, time(12, 0))
    ages = [workdays_between(friday, friday + timedelta(days=n)) for n in range(6)]
    assert ages == [0, 0, 0, 1, 2, 3]
    assert workdays_between(friday, friday) == 0
    assert workdays_between(friday, friday - DAY) == 0


def handed_in(station, moments):
    """Stays that wait, handed in at these instants; the deadline is the policy's."""
    stays = [book(people.applicant(), station, nights=1) for _ in moments]
    for stay, moment in zip(stays, moments, strict=True):
        due = after_workdays(moment, 24)
        Stay.objects.filter(pk=stay.pk).update(submitted_at=moment, review_due_at=due)
    return stays


def test_reviews_by_age_are_each_request_asked_for_its_age(other):
    moment, big = now(), house("male:5")
    moments = [before_workdays(moment, hours) for hours in (1, 23, 24, 25, 47, 48, 71, 72, 100)]
    handed_in(other, moments[:4])
    handed_in(big, moments[4:])

    counted = figures.review_ages(Stay.objects.all(), moment)

    rows = list(Stay.objects.waiting())
    ages = Counter(min(workdays_between(stay.submitted_at, moment), 3) for stay in rows)
    late = Counter(
        min(workdays_between(stay.submitted_at, moment), 3) for stay in rows if stay.review_due_at < moment
    )
    assert [line.waiting for line in counted] == [ages[n] for n in range(4)] == [2, 3, 2, 2]
    assert [line.overdue for line in counted] == [late[n] for n in range(4)]
    for line in counted:
        assert line.age.of(Stay.objects.all(), moment).count() == line.waiting


def test_the_oldest_request_comes_first(station):
    moment = now()
    stays = handed_in(station, [before_workdays(moment, hours) for hours in (2, 60, 30)])

    oldest = figures.oldest_waiting(Stay.objects.all(), moment, most=2)

    assert [one.stay for one in oldest] == [stays[1], stays[2]]
    assert [(one.workdays, one.is_overdue) for one in oldest] == [(2, True), (1, True)]


# --- the page -----------------------------------------------------------------------------------


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


# --- files --------------------------------------------------------------------------------------


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
