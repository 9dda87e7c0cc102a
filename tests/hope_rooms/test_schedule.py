"""走访日程: two visits two weeks apart, then monthly; misses add up, pauses do not run."""

from datetime import date, timedelta

import pytest

from hope_rooms.schedule import Window, rungs

START = date(2026, 3, 2)


def after(days):
    return START + timedelta(days=days)


@pytest.mark.parametrize(("visits", "days"), [(0, 14), (1, 14), (2, 30), (9, 30)])
def test_the_first_two_visits_are_two_weeks_apart_and_later_ones_thirty_days(visits, days):
    assert Window(START, visits).due_on == after(days)


def test_a_pairing_may_have_its_own_interval_after_the_first_two():
    assert Window(START, 1, every_days=21).due_on == after(14)
    assert Window(START, 2, every_days=21).due_on == after(21)


def test_paused_days_do_not_run():
    assert Window(START, 2, timedelta(days=10)).due_on == after(40)


@pytest.mark.parametrize(
    ("day", "missed", "due"),
    [(14, 0, 14), (15, 1, 28), (28, 1, 28), (29, 2, 58), (59, 3, 88)],
)
def test_the_next_window_opens_at_the_missed_due_date_and_misses_add_up(day, missed, due):
    window = Window(START)
    assert (window.missed_on(after(day)), window.next_due_on(after(day))) == (missed, after(due))


def test_each_rung_is_reached_on_its_day():
    due = date(2026, 3, 16)
    found = {rung.step: rung for rung in rungs(due, due + timedelta(days=30))}
    assert [(step, rung.level) for step, rung in found.items()] == [
        (-7, 0),
        (-1, 0),
        (0, 1),
        (3, 2),
        (7, 3),
        (14, 4),
        (30, 5),
    ]
    assert all(rung.on == due + timedelta(days=step) for step, rung in found.items())
    assert rungs(due, due - timedelta(days=8)) == []


def test_staff_are_told_after_a_public_holiday_and_the_pair_on_the_day():
    """1 October 2025 is a public holiday, and so are the seven days after it."""
    due = date(2025, 10, 1)
    found = {rung.step: rung.on for rung in rungs(due, date(2025, 11, 30))}
    assert found[0] == due
    assert found[3] == found[7] == date(2025, 10, 9)


def test_what_comes_more_than_two_days_late_is_late():
    rung = rungs(START, START)[-1]
    assert not rung.is_late(after(2))
    assert rung.is_late(after(3))
