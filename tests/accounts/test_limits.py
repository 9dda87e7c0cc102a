"""限次: of 64 callers as many pass as may, and not one more."""

from datetime import timedelta

import pytest
import time_machine

from tests.racing import CROWD, at_once
from zibo_youth.accounts import limits
from zibo_youth.accounts.errors import TooOften
from zibo_youth.accounts.models import Counter
from zibo_youth.accounts.services.keeping import let_go_of
from zibo_youth.accounts.terms import term


@pytest.fixture
def a_day():
    # Real time would turn a window in the middle of a race once in a long while.
    with time_machine.travel("2026-06-01 10:00:30 +0800", tick=False) as clock:
        yield clock


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_64_counts_at_once_are_64(a_day):
    assert sorted(at_once(lambda n: limits.count("race", limits.DAY))) == list(range(1, CROWD + 1))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_read_followed_by_a_write_would_let_more_through(a_day):
    """Negative control: the same race without the atomic statement loses counts."""

    def count_in_two_steps(number):
        row, _ = Counter.objects.get_or_create(key="race", window=limits.LAST_TIME)
        Counter.objects.filter(pk=row.pk).update(count=row.count + 1)
        return row.count + 1

    Counter.objects.create(key="race", window=limits.LAST_TIME)
    answers = at_once(count_in_two_steps)
    assert len(set(answers)) < CROWD


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_64_who_ask_for_one_numbers_code_one_gets_it(a_day):
    def ask(number):
        limits.allow_code("+8613900001234", f"203.0.113.{number}")
        return "sent"

    answers = at_once(ask)
    assert answers.count("sent") == 1
    assert sum(isinstance(answer, TooOften) for answer in answers) == CROWD - 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_64_numbers_at_one_address_ten_get_a_code(a_day, settings):
    settings.CODES_PER_ADDRESS = 10

    def ask(number):
        limits.allow_code(f"+8613900{number:06d}", "203.0.113.1")
        return "sent"

    assert at_once(ask).count("sent") == 10


@pytest.mark.django_db
def test_a_turn_comes_again_after_its_time_and_not_before(a_day):
    assert limits.take_turn("turn", timedelta(seconds=60))
    a_day.shift(59)
    assert not limits.take_turn("turn", timedelta(seconds=60))
    a_day.shift(1)
    assert limits.take_turn("turn", timedelta(seconds=60))


@pytest.mark.django_db
def test_a_days_window_turns_at_midnight_in_shanghai(a_day):
    assert limits.count("day", limits.DAY) == 1
    a_day.move_to("2026-06-01 23:59:59 +0800")
    assert limits.count("day", limits.DAY) == 2
    a_day.move_to("2026-06-02 00:00:00 +0800")
    assert limits.count("day", limits.DAY) == 1


@pytest.mark.django_db
def test_counters_name_no_number_and_no_address(a_day):
    limits.allow_code("+8613900001234", "203.0.113.7")
    keys = " ".join(Counter.objects.values_list("key", flat=True))
    assert "1390000" not in keys
    assert "203.0.113" not in keys


@pytest.mark.django_db
def test_old_counters_are_forgotten_and_the_present_ones_kept(a_day):
    limits.count("old", limits.DAY)
    limits.take_turn("old turn", limits.RESEND_AFTER)
    a_day.shift(3 * 86400)
    limits.count("new", limits.DAY)
    let_go_of(term("counters"))
    assert list(Counter.objects.values_list("key", flat=True)) == ["new"]
