"""Days, nights and working hours of Zibo."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from zibo_youth.core import calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_nights_are_counted_from_arrival_up_to_departure():
    assert calendar.nights(date(2026, 12, 30), date(2027, 1, 2)) == [
        date(2026, 12, 30),
        date(2026, 12, 31),
        date(2027, 1, 1),
    ]
    assert calendar.nights(date(2026, 1, 1), date(2026, 1, 1)) == []


@pytest.mark.parametrize(
    ("utc", "day"), [("2026-05-10 15:59:59", date(2026, 5, 10)), ("2026-05-10 16:00:00", date(2026, 5, 11))]
)
def test_a_day_begins_at_midnight_in_zibo(time_machine, utc, day):
    time_machine.move_to(f"{utc} +0000", tick=False)
    assert calendar.today() == day


def test_a_clock_strikes_in_zibo():
    assert calendar.at(date(2026, 5, 11), time(18)).isoformat() == "2026-05-11T18:00:00+08:00"


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 5, 11), True),  # a Monday
        (date(2026, 5, 10), False),  # a Sunday
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday that is worked for it
        (date(2049, 10, 1), True),  # a Friday of a year whose notice is not out: plain weekdays
        (date(2049, 10, 2), False),
    ],
)
def test_working_days_follow_the_notice_of_the_state_council(day, works):
    assert calendar.is_workday(day) is works


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-05-11T10:00:00", 24, "2026-05-12T10:00:00"),
        ("2026-05-15T17:00:00", 24, "2026-05-18T17:00:00"),  # Friday evening to Monday evening
        ("2026-05-16T12:00:00", 24, "2026-05-19T00:00:00"),  # handed in on a Saturday: Monday is its day
        ("2026-09-30T12:00:00", 24, "2026-10-08T12:00:00"),  # over the National Day week
        ("2026-05-11T10:00:00", 0, "2026-05-11T10:00:00"),
        ("2026-05-11T10:00:00", 48, "2026-05-13T10:00:00"),
    ],
)
def test_a_deadline_counts_hours_of_working_days_only(start, hours, due):
    assert calendar.after_workdays(moment(start), hours) == moment(due)


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 5, 11), date(2026, 5, 10), 17),
        (date(2008, 5, 11), date(2026, 5, 11), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(1990, 12, 31), date(2026, 1, 1), 35),
    ],
)
def test_a_year_of_age_is_complete_on_the_birthday(born, day, age):
    assert calendar.age_on(born, day) == age
