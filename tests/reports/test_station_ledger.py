"""青年驿站明细: each house counted again from its rows, the total counted and not summed, no neighbour's house."""

from datetime import timedelta

import pytest

from stations import services
from stations.ledgers import COLUMNS, station_rows, total_row
from tests import people
from tests.houses import book, house, rule, soon
from tests.stations import after
from zibo_youth.core.calendar import today
from zibo_youth.core.ratios import Ratio
from zibo_youth.reports.periods import Period

pytestmark = pytest.mark.django_db

HEADINGS = [column.heading for column in COLUMNS]


@pytest.fixture
def period():
    """Ten days, told on the last of them."""
    return Period(today(), today() + timedelta(days=10))


@pytest.fixture
def lived_in(period):
    """One guest in two houses of 张店区, a second in one of them; a third house of 桓台县."""
    rule(max_stays_per_window=20)
    first, second = house("flexible:3 single:1"), house("flexible:2")
    far = house("flexible:2", "huantai")
    both, woman, other = people.applicant(), people.applicant(gender=people.FEMALE), people.applicant()
    for guest, station in ((both, first), (woman, first), (other, far)):
        after.stayed(guest, station, people.operator(station.operator))
    again = book(both, second, soon(6), nights=1)
    desk = people.operator(second.operator)
    services.approve_stay(actor=desk, stay=again)
    with after.standing(2):
        services.check_in(actor=desk, stay=again)
        services.check_out(actor=desk, stay=again)
    with after.standing(5):
        yield first, second, far


def told(row):
    return dict(zip(HEADINGS, row, strict=True))


def test_a_line_counts_what_the_rows_of_its_house_come_to(lived_in, period):
    first, second, _far = lived_in
    rows = {row[0]: told(row) for row in station_rows(period, first.reporting_org_id)}
    assert list(rows) == [first.name, second.name]
    line = rows[first.name]
    assert (line["镇街"], line["房间"], line["床位"]) == ("张店区", 2, 4)
    assert (line["可住间夜"], line["实住间夜"], line["入住率(%)"]) == (40, 2, Ratio(2, 40))
    assert (line["服务人次"], line["服务人数"], line["男"], line["女"]) == (2, 2, 1, 1)
    assert line["投诉"] is None


def test_the_total_counts_a_guest_of_two_houses_once(lived_in, period):
    organisation = lived_in[0].reporting_org_id
    rows = [told(row) for row in station_rows(period, organisation)]
    total = told(total_row(period, organisation))
    assert total["服务人次"] == sum(row["服务人次"] for row in rows) == 3
    assert total["服务人数"] == 2 < sum(row["服务人数"] for row in rows)
    assert total["床位"] == sum(row["床位"] for row in rows)


def test_the_city_sees_every_house_and_a_district_none_of_its_neighbours(lived_in, period):
    assert len(list(station_rows(period, None))) == 3
    [line] = station_rows(period, lived_in[2].reporting_org_id)
    assert line[0] == lived_in[2].name


def test_a_house_that_was_closed_before_is_not_listed(lived_in, period):
    first = lived_in[0]
    type(first).objects.filter(pk=first.pk).update(closed_on=period.start)
    assert first.name not in [row[0] for row in station_rows(period, None)]


def test_a_month_without_guests_has_lines_of_zero(lived_in, period):
    past = Period(period.start - timedelta(days=40), period.start - timedelta(days=10))
    for row in station_rows(past, None):
        assert told(row)["服务人次"] == told(row)["实住间夜"] == 0


def test_the_number_of_queries_does_not_grow_with_the_houses(lived_in, period, django_assert_num_queries):
    with django_assert_num_queries(7):
        list(station_rows(period, None))
    house("flexible:2")
    with django_assert_num_queries(7):
        list(station_rows(period, None))
