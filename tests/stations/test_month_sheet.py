"""驿站运行月表: each number counted again another way, its rows behind it, its file, and whose it is."""

import csv
import io
from collections import Counter
from datetime import time, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from stations import month_figures, month_sheet, services
from stations.errors import BedTaken, NotEligible
from stations.models import Bed, Closure, Station, Stay, StayNight
from tests import people
from tests.houses import book, house, rule, soon
from tests.people import signed_in
from tests.stations import after
from tests.stations.test_queue import draft
from zibo_youth.accounts.models import ExportRecord
from zibo_youth.core.calendar import at, standing_at, today
from zibo_youth.core.errors import DomainError
from zibo_youth.reports.periods import Month, Period

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOON = time(12)
SPAN = 10
NIGHT_KEYS = ("offered", "used", "closed", "kept", "held", "free")


def lines_of(period, stations, by="station"):
    loaded = Station.objects.filter(pk__in=[s.pk for s in stations]).select_related("reporting_org__area")
    return month_sheet.sheet_of(period, list(loaded.order_by("reporting_org__area__position", "code")), by)


# --- bed-nights: every bed of every night is walked through in Python --------------------------


def recounted(station, period):
    found = Counter(dict.fromkeys(NIGHT_KEYS, 0))
    closures = list(Closure.objects.filter(station=station))
    sleepers = {
        (night.bed_id, night.date): night.stay
        for night in StayNight.objects.filter(room__station=station).select_related("stay")
    }
    nights = [period.start + n * DAY for n in range((period.end - period.start).days)]
    for bed in Bed.objects.filter(room__station=station):
        for night in (night for night in nights if night <= today()):
            closed = any(
                c.room_id in (None, bed.room_id) and c.from_on <= night < c.until_on for c in closures
            )
            is_open = station.is_open_on(night) and not closed
            stay = sleepers.get((bed.pk, night))
            found["offered"] += is_open
            if stay is None:
                found["free"] += is_open
            elif stay.checked_in_at is not None:
                found["used"] += 1
                found["closed"] += not is_open
            elif is_open:
                found["held" if stay.state == "draft" else "kept"] += 1
    return dict(found)


FATES = st.sampled_from(["submitted", "approved", "checked_in", "no_show", "held"])
STAYS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 6), st.integers(1, 3), FATES), min_size=1, max_size=7
)
CLOSED = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 7), st.integers(1, 3)), max_size=2)


def goes(officer, station, arrival, nights, fate):
    """One guest of this fate; a full house has one guest less."""
    guest = people.applicant()
    if fate == "held":
        return services.hold_bed(actor=guest, stay=draft(guest, station, arrival, nights))
    stay = book(guest, station, arrival, nights)
    if fate != "submitted":
        services.approve_stay(actor=officer, stay=stay)
    if fate == "checked_in":
        with standing_at(at(arrival, NOON)):
            services.admit_guest(actor=officer, stay=stay, is_seen=True)
    if fate == "no_show":
        with standing_at(at(arrival + DAY, NOON)):
            services.mark_no_show(actor=officer, stay=stay)
    return stay


@settings(max_examples=25)
@given(stays=STAYS, closed=CLOSED, tonight=st.integers(0, SPAN))
def test_bed_nights_are_what_a_walk_through_the_houses_finds_and_they_reconcile(stays, closed, tonight):
    period = Period(today(), today() + SPAN * DAY)
    with transaction.atomic():
        rule(lead_days=0, max_stays_per_window=20)
        houses = [house("male:2 flexible:1"), house("male:1")]
        officer = people.officer("zhangdian")
        for place, offset, nights, fate in stays:
            try:
                goes(officer, houses[place], today() + offset * DAY, nights, fate)
            except (BedTaken, NotEligible):
                continue
        for place, offset, nights in closed:
            Closure.objects.create(
                station=houses[place],
                room=houses[place].rooms.first() if nights == 1 else None,
                from_on=today() + offset * DAY,
                until_on=today() + (offset + nights) * DAY,
                reason="检修",
            )
        with standing_at(at(today() + tonight * DAY, NOON)):
            sheet = lines_of(period, houses)
            for station, line in zip(houses, sheet.lines, strict=False):
                assert {key: line.counts[key] for key in NIGHT_KEYS} == recounted(station, period)
                assert line.difference == 0
            assert sheet.mismatched == []
        transaction.set_rollback(True)


# --- a month that somebody lived through ------------------------------------------------------


class Lived:
    """Two districts: who came, who did not, who was refused, who waits."""

    def __init__(self):
        rule(lead_days=0, max_stays_per_window=20)
        self.here, self.there, self.far = house("male:2"), house("male:1"), house("male:2", "huantai")
        self.officer, self.other = people.officer("zhangdian"), people.officer("huantai")
        guest = people.applicant()
        for station in (self.here, self.far):
            stay = book(guest, station, today() + (3 * DAY if station == self.far else 0 * DAY), 1)
            officer = self.officer if station == self.here else self.other
            services.approve_stay(actor=officer, stay=stay)
            with standing_at(at(stay.arrival, NOON)):
                services.admit_guest(actor=officer, stay=stay, is_seen=True)
        book(people.applicant(), self.there, today(), 2)
        waiting = people.applicant()
        services.submit_or_wait(actor=waiting, stay=draft(waiting, self.there, today(), 2))
        self.refused = people.applicant()
        for _ in range(3):
            self.refuse(self.refused, self.here, arrival=soon(300), purpose="tourism")
        self.refuse(people.applicant(), self.there, arrival=today())
        self.refuse(people.applicant(), self.far, arrival=soon(300))

    @staticmethod
    def refuse(user, station, **asked):
        with pytest.raises(DomainError):
            book(user, station, **asked)

    @property
    def stations(self):
        return [self.here, self.there, self.far]

    @property
    def period(self):
        return Period(today(), today() + SPAN * DAY)


@pytest.fixture
def lived(db):
    return Lived()


def test_refusals_by_code_and_house_and_a_total_that_adds_up(lived):
    sheet = lines_of(lived.period, lived.stations)

    codes = [figure.key for figure in sheet.parts[2].figures]
    assert codes == ["refused", "refused-purpose", "refused-too_far", "refused-bed_gone"]
    found = {line.station: [line.counts[key] for key in codes] for line in sheet.lines if line.station}
    assert found == {
        lived.here.code: [2, 1, 1, 0],
        lived.there.code: [1, 0, 0, 1],
        lived.far.code: [1, 0, 1, 0],
    }
    for line in sheet.lines:
        assert line.counts["refused"] == sum(line.counts[key] for key in codes[1:])


def test_what_was_said_to_who_waits_is_a_place_in_the_queue(lived):
    line = next(
        line for line in lines_of(lived.period, lived.stations).lines if line.station == lived.there.code
    )
    assert (line.counts["requests"], line.counts["queued"], line.counts["kept"]) == (2, 1, 1)


def test_people_are_counted_again_and_never_summed(lived):
    with standing_at(at(today() + 5 * DAY, NOON)):
        sheet = lines_of(Period(today() - 5 * DAY, today() + DAY), lived.stations)
    by_house = [line.counts["people"] for line in sheet.lines if line.station]
    assert sum(by_house) == 2
    assert sheet.total.counts["people"] == 1
    assert sheet.total.counts["visits"] == 2


def test_lines_of_districts_are_the_sums_of_their_houses(lived):
    houses = lines_of(lived.period, lived.stations)
    districts = lines_of(lived.period, lived.stations, by="district")
    subtotals = [line for line in houses.lines if line.district and not line.station]
    assert [line.counts for line in subtotals] == [line.counts for line in districts.lines[:-1]]
    assert houses.total.counts == districts.total.counts
    for figure in houses.figures:
        if figure.adds:
            assert houses.total.counts[figure.key] == sum(line.counts[figure.key] for line in subtotals)


def test_behind_every_number_lie_the_rows_that_it_counts(lived):
    sheet = lines_of(lived.period, lived.stations)
    for figure in sheet.figures:
        for station in lived.stations:
            line = next(line for line in sheet.lines if line.station == station.code)
            rows = figure.of(lived.period, [station.pk])
            if figure.key == "people":
                assert len({stay.guest_id for stay in rows}) == line.counts["people"]
            elif figure.key in ("offered", "free"):
                assert sum(getattr(bed, f"{figure.key}_nights") for bed in rows) == line.counts[figure.key]
            else:
                assert rows.count() == line.counts[figure.key]


def test_outcomes_are_answers_and_confirmed_contracts():
    # What the database stamps is of this day, whatever day is told.
    station, month = house("male:2"), Period(today(), today() + DAY)
    stay = after.stayed(people.applicant(), station, people.operator(station.operator))
    after.ask(30)
    with after.standing(31):
        question = after.asked(stay, "d30")
        services.answer_by_link(
            token=after.token(question),
            answer=services.Answer(result="employed_here", employer="某机械厂", signed_on=today()),
        )

        def counts():
            line = lines_of(month, [station]).total
            return [line.counts[key] for key in ("answers", "signed-30", "signed-90")]

        assert counts() == [1, 0, 0]
        officer = people.officer("zhangdian")
        placement = (
            Stay.objects.get(pk=stay.pk).placements.select_related("stay__guest", "stay__station").get()
        )
        services.confirm_placement(actor=officer, placement=placement)
        assert counts() == [1, 1, 0]


def test_ended_stays_stand_under_how_they_ended(lived):
    guest, late = people.applicant(), people.applicant()
    stays = [book(user, lived.here, soon(4), 1) for user in (guest, late)]
    services.approve_stay(actor=lived.officer, stay=stays[0])
    services.cancel_stay(actor=guest, stay=stays[0])
    services.reject_stay(actor=lived.officer, stay=stays[1], reason="other")
    again = book(late, lived.here, soon(4), 1)
    services.approve_stay(actor=lived.officer, stay=again)
    with standing_at(at(again.arrival - DAY, time(23))):
        services.cancel_stay(actor=late, stay=again)
    missed = book(guest, lived.here, soon(7), 2)
    services.approve_stay(actor=lived.officer, stay=missed)
    with standing_at(at(missed.arrival + DAY, NOON)):
        services.mark_no_show(actor=lived.officer, stay=missed)

    line = lines_of(lived.period, [lived.here]).total
    keys = ("approved", "rejected", "cancelled", "cancelled-late", "no-shows")
    assert [line.counts[key] for key in keys] == [4, 1, 2, 1, 1]


# --- the page ---------------------------------------------------------------------------------


def page_of(user, **asked):
    return signed_in(user).get(reverse("station_month"), asked)


def test_an_officer_sees_the_own_district_and_the_city_sees_all(lived):
    mine = page_of(lived.officer)
    assert {line.district for line in mine.context["sheet"].lines[:-1]} == {"zhangdian"}
    assert not mine.context["form"].has_districts
    assert lived.far.name not in mine.content.decode()

    city = page_of(people.city_staff())
    assert [line.district for line in city.context["sheet"].lines] == ["zhangdian", "huantai", ""]
    houses = page_of(people.city_staff(), by="station").context["sheet"].lines
    assert len(houses) == len(lived.stations) + 2 + 1


def test_a_district_that_is_not_ones_own_cannot_be_asked_for(lived):
    asked = {"district": "huantai", "station": lived.far.code, "figure": "refused"}
    mine = signed_in(lived.officer)
    assert mine.get(reverse("station_month"), asked).context["form"].errors
    assert mine.get(reverse("station_month_rows"), asked).status_code == 302
    assert mine.get(reverse("station_month_rows"), asked | {"district": ""}).status_code == 404
    name = reverse("station_month_file", args=["csv"])
    assert mine.post(f"{name}?district=huantai", {"reason": "核对"}).status_code == 404


def test_every_number_of_the_page_opens_as_many_rows(lived):
    client = signed_in(people.city_staff())
    for by in ("district", "station"):
        page = client.get(reverse("station_month"), {"by": by})
        assert b"is-error" not in page.content
        for part in page.context["parts"]:
            for line in part["lines"]:
                for figure, (number, url) in zip(part["part"].figures, line["cells"], strict=True):
                    rows = client.get(url).context["page"].paginator.count if number else 0
                    if figure.adds and figure.key not in ("offered", "free"):
                        assert rows == number, (line["line"].label, figure.key)


def test_rows_are_masked(lived):
    page = signed_in(lived.officer).get(reverse("station_month_rows"), {"figure": "refused"}).content.decode()
    assert "陈**" in page
    assert "陈一帆" not in page


def test_bed_nights_that_do_not_add_up_are_a_warning_that_is_seen(lived, monkeypatch):
    assert "对不上" not in page_of(lived.officer).content.decode()
    monkeypatch.setattr(month_figures.FREE.__class__, "by_station", _without_free)
    page = page_of(lived.officer)
    assert page.context["sheet"].mismatched
    assert "床位夜次对不上" in page.content.decode()


def _without_free(figure, period, stations):
    return {} if figure.key == "free" else figure._grouped(period, stations, figure.station)


def queries(user, **asked):
    client = signed_in(user)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("station_month"), asked).status_code == 200
    return len(captured)


def test_the_page_costs_the_same_for_any_number_of_houses(lived):
    city = people.city_staff()
    queries(city)
    before = queries(city, by="station")
    for _ in range(3):
        book(people.applicant(), house("male:1"), soon())
    assert queries(city, by="station") == before
    assert before < 60


@pytest.mark.parametrize(
    "asked", [{"month": "190001"}, {"month": "x"}, {"by": "bed"}, {"district": "nowhere"}]
)
def test_a_question_that_there_is_not_is_said(lived, asked):
    page = page_of(people.city_staff(), **asked)
    assert page.context["form"].errors
    assert "sheet" not in page.context


def test_no_figure_that_there_is_not(lived):
    assert signed_in(lived.officer).get(reverse("station_month_rows"), {"figure": "x"}).status_code == 404


# --- the file ---------------------------------------------------------------------------------


def taken(user, kind, reason="核对十一月", **asked):
    return signed_in(user).post(
        f"{reverse('station_month_file', args=[kind])}?{'&'.join(f'{k}={v}' for k, v in asked.items())}",
        {"reason": reason},
    )


def test_the_files_hold_the_numbers_of_the_page_and_say_who_took_them(lived):
    sheet = page_of(lived.officer).context["sheet"]
    shown = [[str(line.label), *(line.counts[f.key] for f in sheet.figures)] for line in sheet.lines]

    book_ = load_workbook(io.BytesIO(b"".join(taken(lived.officer, "xlsx").streaming_content))).active
    rows = [[cell.value for cell in row] for row in book_.iter_rows()]
    text = b"".join(taken(lived.officer, "csv").streaming_content).decode("utf-8-sig")
    written = list(csv.reader(io.StringIO(text)))

    head = next(n for n, row in enumerate(rows) if row[0] == "驿站或区县")
    nights = len(month_figures.NIGHTS) + 1
    for n, line in enumerate(shown, 1):
        row = rows[head + n]
        assert row[:nights] + row[nights + 2 :] == line
        assert written[n][:nights] + written[n][nights + 2 :] == [str(cell) for cell in line]
    records = ExportRecord.objects.order_by("pk")
    assert [(r.by, r.format, r.reason, r.rows) for r in records] == [
        (lived.officer, kind, "核对十一月", len(shown)) for kind in ("xlsx", "csv")
    ]
    assert "month=" + Month.of(today()).code in records[0].conditions


def test_without_a_reason_there_is_no_file(lived):
    page = taken(lived.officer, "csv", reason=" ")
    assert page.context["why"].errors
    assert not ExportRecord.objects.exists()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_no_other_kind_of_file(lived, kind):
    assert taken(lived.officer, kind).status_code == 404
