"""识别算法: a bank's table tells by which convention it was made, or where it leaves every one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from loans.convention import Cell, Told, conventions, detect
from loans.due_dates import Calendar
from loans.schedule import Convention, DayCount, Method, Rounding, Terms, schedule

YUAN, CENT = Decimal(1), Decimal("0.01")
P6 = [("306.38", "15.62"), ("310.20", "11.80"), ("314.08", "7.92"), ("319.34", "3.99")]


def terms(amount, percent, count, start="2021-01-01", grace=0):
    return Terms(
        Decimal(amount), Decimal(str(percent)) / 100, Calendar(date.fromisoformat(start), count), grace=grace
    )


def table(*rows):
    return [Told(Decimal(principal), Decimal(interest)) for principal, interest in rows]


def told_by(made):
    return [Told(row.principal, row.interest) for row in schedule(made)]


def test_p6_has_one_explanation():
    """Four rows do not tell whether what rounding takes is carried on: both are named, the plain one first."""
    found = detect(terms(1250, 15, 4), table(*P6))
    way = Convention(Method.ANNUITY, DayCount.MONTHS, Rounding.HALF_EVEN, YUAN, Rounding.HALF_UP)
    assert found.conventions == [way, replace(way, is_cumulative=True)]
    assert found.cell is None


def test_one_cent_more_is_found_where_it_stands():
    changed = table(*P6)
    changed[2] = replace(changed[2], interest=Decimal("7.93"))
    found = detect(terms(1250, 15, 4), changed)
    assert found.conventions == []
    assert found.cell == Cell(3, "interest", Decimal("7.93"), Decimal("7.92"))
    assert found.closest.rounding == Rounding.HALF_EVEN


@pytest.mark.parametrize("day_count", [DayCount.MONTHS, DayCount.ACT_365])
def test_p1_and_p2_tell_the_day_count_and_name_what_does_not_differ(day_count):
    made = terms(5000, 12, 18, "2022-11-01")
    way = Convention(day_count=day_count, unit=YUAN)
    found = detect(made, told_by(replace(made, convention=way)))
    assert way in found.conventions
    assert {(one.method, one.day_count, one.unit) for one in found.conventions} == {
        (Method.ANNUITY, day_count, YUAN)
    }


@pytest.mark.parametrize(
    "way",
    list(conventions()),
    ids=lambda way: "-".join(
        str(part) for part in (way.method, way.day_count, way.rounding, way.unit, way.is_cumulative)
    ),
)
def test_every_convention_explains_its_own_table(way):
    made = replace(terms(300_000, "4.35", 12, "2021-06-30"), convention=way)
    assert way in detect(made, told_by(made)).conventions


@pytest.mark.parametrize("rows", [3, 5])
def test_a_row_too_few_or_too_many_is_the_cell(rows):
    short_or_long = table(*[*P6, ("1.00", "0.01")][:rows])
    found = detect(terms(1250, 15, 4), short_or_long)
    assert found.conventions == []
    assert found.cell.number == min(rows, 4) + 1
    assert None in (found.cell.told, found.cell.expected)
