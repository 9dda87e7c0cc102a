"""Months and spans: half-open, in Shanghai, whatever the clock of the server says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from zibo_youth.reports.periods import Month, Period, months_of


@pytest.mark.parametrize(
    ("code", "first", "end"),
    [
        ("202105", date(2021, 5, 1), date(2021, 6, 1)),
        ("202112", date(2021, 12, 1), date(2022, 1, 1)),
        ("202402", date(2024, 2, 1), date(2024, 3, 1)),
    ],
)
def test_a_month_ends_where_the_next_begins(code, first, end):
    month = Month.from_code(code)
    assert month.period == Period(first, end)
    assert month.code == code
    assert month.plus(1).first == end


def test_a_month_begins_at_midnight_in_shanghai():
    assert Month(2021, 5).period.from_at == datetime(2021, 4, 30, 16, tzinfo=UTC)
    assert Month(2021, 5).period.until_at == datetime(2021, 5, 31, 16, tzinfo=UTC)


def test_the_year_to_date_ends_with_the_month():
    assert Month(2021, 5).year_to_date == Period(date(2021, 1, 1), date(2021, 6, 1))


def test_what_it_is_compared_with():
    assert Month(2021, 1).previous == Month(2020, 12)
    assert Month(2021, 5).same_last_year == Month(2020, 5)


def test_five_twelfths_of_the_year_are_41_7_per_cent():
    assert Month(2021, 5).schedule == Decimal("41.7")
    assert [str(month.schedule) for month in months_of(2021)][-1] == "100.0"


@pytest.mark.parametrize(
    "code", ["", "2021", "202113", "202100", "20210a", "２０２１０５", "2021055", "-20215"]
)
def test_a_wrong_code_is_refused(code):
    with pytest.raises(ValueError, match=""):
        Month.from_code(code)


def test_a_period_that_has_not_begun_is_empty():
    june = Month(2021, 6).period
    assert june.up_to(date(2021, 5, 20)) == Period(date(2021, 6, 1), date(2021, 6, 1))
    assert june.up_to(date(2021, 6, 4)) == Period(date(2021, 6, 1), date(2021, 6, 5))
    assert june.up_to(date(2021, 9, 1)) == june
