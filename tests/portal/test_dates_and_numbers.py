"""Dates, money and numbers as both languages write them."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation

from zibo_youth.core.calendar import standing_at
from zibo_youth.core.templatetags import portal

DAY = date(2021, 6, 4)
# Still the third of June in Greenwich, already the fourth in Zibo.
LATE = datetime(2021, 6, 3, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "long", "short", "month"),
    [
        ("zh-hans", "2021年6月4日", "6月4日 周五", "2021年6月"),
        ("en", "4 June 2021", "Fri 4 June", "June 2021"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, long, short, month):
    with translation.override(language):
        assert (portal.cn_date(DAY), portal.cn_date_short(DAY), portal.cn_month(DAY)) == (long, short, month)


@pytest.mark.parametrize(
    ("language", "spelled"),
    [("zh-hans", "4月27日、4月30日至5月2日"), ("en", "27 April, 30 April to 2 May")],
)
def test_days_in_a_row_are_told_by_their_ends(language, spelled):
    days = [date(2021, 4, 27), date(2021, 4, 30), date(2021, 5, 1), date(2021, 5, 2)]
    with translation.override(language):
        assert portal.cn_days(days) == spelled


def test_an_instant_is_shown_on_the_wall_clock_of_shanghai():
    assert portal.iso(LATE) == "2021-06-04 07:30"
    assert portal.cn_date(LATE) == "2021年6月4日"
    assert portal.clock(LATE) == "07:30"
    assert portal.clock(time(14, 0)) == "14:00"


@pytest.mark.parametrize(
    ("language", "near", "far"),
    [("zh-hans", "6月4日 周五 07:30", "2021年6月4日 07:30"), ("en", "Fri 4 June 07:30", "4 June 2021 07:30")],
)
def test_a_moment_names_its_year_when_that_is_not_this_one(language, near, far):
    with translation.override(language):
        assert portal.cn_moment(LATE) == far
        with standing_at(LATE):
            assert portal.cn_moment(LATE) == near


def test_nothing_is_shown_for_a_missing_day():
    shown = (portal.cn_date, portal.cn_date_short, portal.cn_moment, portal.cn_month, portal.iso)
    assert {f(None) for f in shown} == {""}


@pytest.mark.parametrize(
    ("yuan", "chinese", "english"),
    [
        (Decimal("83140000.00"), "8,314 万元", "83.14 million yuan"),
        (Decimal("5000"), "0.5 万元", "5,000 yuan"),
        (0, "0 万元", "0 yuan"),
    ],
)
def test_money_is_told_in_ten_thousands(yuan, chinese, english):
    assert portal.wan(yuan) == chinese
    with translation.override("en"):
        assert portal.wan(yuan) == english


@pytest.mark.parametrize(
    ("mobile", "shown"),
    [
        ("13800138000", "138****8000"),
        ("+8613800138000", "138****8000"),
        ("12345", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_mobile_number_is_shown_masked(mobile, shown):
    assert portal.mask_mobile(mobile) == shown


def test_two_forms_never_share_a_key():
    assert portal.one_time_key() != portal.one_time_key()
