"""Hours of a rolling week: what no seven days in a row may exceed, for a person and for groups."""

import importlib
from collections import Counter
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from stations import services
from stations.lounge_errors import GroupHoursUsedUp, LongerThanTheWeek, TwoPlacesAtOnce, WeeklyHoursUsedUp
from stations.lounge_hours import RollingWeek, deal
from stations.lounge_rules import own_of
from stations.models import LoungeCoupon, LoungeVisit
from tests import people
from tests.houses import rule
from tests.lounges import book, lounge, monday, wish, zone
from tests.stations.lounge_breaks import drop
from zibo_youth.core.calendar import today

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SUNDAY = date(2026, 11, 29)


@pytest.fixture
def user():
    return people.applicant("陈一帆")


@pytest.fixture
def room():
    return zone(longest=24)


def fullest(counts, days=7):
    """Half hours of the fullest days in a row: the rule, in the plainest words."""
    return max(
        sum(n for day, n in counts.items() if first <= day < first + timedelta(days=days)) for first in counts
    )


def half_hours(user):
    return Counter(LoungeCoupon.objects.filter(person=user.person).values_list("date", flat=True))


def length_of(visit):
    return (visit.ends_at - visit.starts_at) // timedelta(minutes=30)


def numbers(visit):
    return sorted(visit.coupons.values_list("number", flat=True))


# --- the rule --------------------------------------------------------------------------------------


def test_six_hours_in_any_seven_days_over_all_lounges(user):
    here, there = zone(longest=8), zone(longest=8)
    book(user, here, monday(), 10, 4)
    book(user, there, monday() + 2 * DAY, 10, 1.5)
    with pytest.raises(WeeklyHoursUsedUp, match="还可预约 30 分钟"):
        book(user, there, monday() + 6 * DAY, 10, 1)
    book(user, there, monday() + 6 * DAY, 10, 0.5)


def test_a_sunday_and_the_monday_after_it_are_one_week(user, room):
    """Calendar weeks allowed twelve hours in two days."""
    book(user, room, monday(2) - DAY, 10, 6)
    with pytest.raises(WeeklyHoursUsedUp):
        book(user, room, monday(2), 10, 0.5)
    with pytest.raises(WeeklyHoursUsedUp):
        book(user, room, monday(2) + 5 * DAY, 10, 0.5)
    book(user, room, monday(2) + 6 * DAY, 10, 6)


def test_a_day_between_two_full_ones_is_counted_with_each_of_them(user, room):
    book(user, room, monday(), 10, 4)
    book(user, room, monday() + 8 * DAY, 10, 5)
    assert own_of(user.person, [monday() + 4 * DAY]).hours.left(monday() + 4 * DAY) == 2
    with pytest.raises(WeeklyHoursUsedUp, match="还可预约 60 分钟"):
        book(user, room, monday() + 4 * DAY, 10, 1.5)
    book(user, room, monday() + 4 * DAY, 10, 1)


def test_the_refusal_names_the_first_day_that_has_room_again(user, room):
    book(user, room, monday(), 10, 5)
    book(user, room, monday() + 3 * DAY, 10, 1)
    with pytest.raises(WeeklyHoursUsedUp) as refused:
        book(user, room, monday() + 4 * DAY, 10, 2)
    free = monday() + 7 * DAY
    assert refused.value.values == {"cap": 6, "left": 0, "first": free}
    assert str(free) in str(refused.value)
    book(user, room, free, 10, 2)


def test_a_visit_longer_than_the_week_is_told_so(user, room):
    rule(lounge_hours_per_week=1)
    with pytest.raises(LongerThanTheWeek, match="最多 1 小时"):
        book(user, room, monday(), 10, 1.5)


def test_a_cancelled_visit_gives_its_half_hours_back(user, room):
    visit = book(user, room, monday(), 10, 6)
    services.cancel_visit(actor=user, visit=visit)
    assert book(user, room, monday(), 10, 6).coupons.count() == 12


def test_hours_booked_under_a_higher_limit_count_under_the_lower(user, room):
    book(user, room, monday(), 10, 4)
    rule(lounge_hours_per_week=4)
    with pytest.raises(WeeklyHoursUsedUp):
        book(user, room, monday(), 15, 0.5)


def test_a_coupon_that_gets_a_number_beyond_its_policy_is_held_to_the_new_one(user, room):
    rule(lounge_hours_per_week=2, effective_from=today() - 2 * DAY)
    later = book(user, room, monday() + DAY, 10, 2)
    rule(lounge_hours_per_week=6)
    book(user, room, monday(), 10, 4)
    assert numbers(later) == [9, 10, 11, 12]
    assert set(later.coupons.values_list("cap", flat=True)) == {6}


def test_a_series_has_its_hours_each_week(user, room):
    series, _answers = services.book_series(
        actor=user, person=user.person, wish=wish(room, monday(), 10, 6), weeks=4, only_free=False
    )
    assert [numbers(visit) for visit in series.visits.order_by("date")] == [list(range(1, 13))] * 4


def test_hours_booked_out_of_the_order_of_days_are_dealt_anew(user, room):
    """The later day had the low numbers first; the earlier one takes them, nobody is refused."""
    last = book(user, room, monday() + 10 * DAY, 10, 6)
    first = book(user, room, monday(), 10, 6)
    between = [book(user, room, monday() + n * DAY, 10, 0.5) for n in (20, 27, 34)]
    services.cancel_visit(actor=user, visit=first)
    book(user, room, monday() + 3 * DAY, 10, 6)
    assert numbers(last) == list(range(1, 13))
    assert [numbers(visit) for visit in between] == [[1], [1], [1]]


# --- groups ----------------------------------------------------------------------------------------


def test_of_six_hours_four_may_be_for_a_group(user, room):
    book(user, room, monday(), 10, 3, group=5)
    with pytest.raises(GroupHoursUsedUp, match="最多 4 小时，这一天还可预约 60 分钟") as refused:
        book(user, room, monday() + DAY, 10, 1.5, group=2)
    assert refused.value.values["first"] == monday() + 7 * DAY
    book(user, room, monday() + DAY, 10, 1, group=2)
    alone = book(user, room, monday() + 2 * DAY, 10, 2)
    assert set(alone.coupons.values_list("group_number", flat=True)) == {None}
    with pytest.raises(WeeklyHoursUsedUp):
        book(user, room, monday() + 3 * DAY, 10, 0.5)


def test_another_of_the_team_has_hours_of_their_own(user, room):
    book(user, room, monday(), 10, 4, group=5)
    assert book(people.applicant(), room, monday() + DAY, 10, 4, group=5).state == "booked"


# --- the walls -------------------------------------------------------------------------------------


def another(coupon, **changes):
    kept = ("visit", "person", "date", "number", "group_size", "group_number", "policy", "cap", "group_cap")
    values = {name: getattr(coupon, name) for name in kept} | {"slot": 40} | changes
    with transaction.atomic():
        LoungeCoupon.objects.create(**values)


@pytest.mark.parametrize(
    ("changes", "wall"),
    [
        ({"number": 13}, "lounge_coupon_within_weekly_hours"),
        ({"number": 13, "cap": 7}, "lounge_coupon_cap_is_the_policys"),
        ({"number": 2, "group_number": 5}, "lounge_coupon_number_once_in_seven_days"),
        (
            {"number": 2, "group_number": 5, "date": monday() + 6 * DAY},
            "lounge_coupon_number_once_in_seven_days",
        ),
        (
            {"number": 2, "group_number": 5, "date": monday() - 6 * DAY},
            "lounge_coupon_number_once_in_seven_days",
        ),
        ({"number": 5, "group_number": None}, "lounge_coupon_within_group_hours"),
        ({"number": 5, "group_number": 9}, "lounge_coupon_within_group_hours"),
        ({"number": 5, "group_number": 9, "group_cap": 6}, "lounge_coupon_group_cap_is_the_policys"),
        ({"number": 5, "group_number": 2}, "lounge_coupon_group_number_once_in_seven_days"),
        ({"number": 5, "group_number": None, "group_size": 1}, "lounge_coupon_group_is_the_visits"),
    ],
)
def test_the_database_itself_refuses(user, room, changes, wall):
    coupon = book(user, room, monday(), 10, 2, group=3).coupons.last()
    with pytest.raises(IntegrityError, match=wall):
        another(coupon, **changes)


def test_the_same_number_seven_days_later_is_none_too_many(user, room):
    coupon = book(user, room, monday(), 10, 2, group=3).coupons.last()
    another(coupon, date=monday() + 7 * DAY)
    another(coupon, date=monday() - 7 * DAY)


# --- against a plain count -------------------------------------------------------------------------

ASKED = st.lists(
    st.tuples(st.integers(0, 24), st.integers(1, 6), st.booleans(), st.integers(0, 3)), max_size=14
)


@settings(max_examples=40)
@given(asked=ASKED)
def test_whatever_is_asked_in_whatever_order_a_plain_count_agrees(asked):
    """A booking is refused exactly when some seven days would hold more than the cap."""
    with transaction.atomic():
        user, here = people.applicant(), lounge()
        alone, grouped, taken = Counter(), Counter(), []
        for offset, length, in_group, start in asked:
            day, added = monday() + offset * DAY, Counter({monday() + offset * DAY: length})
            fits = fullest(alone + added) <= 12 and (not in_group or fullest(grouped + added) <= 8)
            room = zone(here, longest=6)
            try:
                visit = book(user, room, day, 9 + 3 * start, length / 2, group=1 + in_group)
            except (WeeklyHoursUsedUp, GroupHoursUsedUp):
                assert not fits
            except TwoPlacesAtOnce:
                if taken:  # instead, the oldest visit is given up
                    gone = taken.pop(0)
                    services.cancel_visit(actor=user, visit=gone)
                    alone[gone.date] -= length_of(gone)
                    grouped[gone.date] -= length_of(gone) * (gone.group_size > 1)
            else:
                assert fits
                taken.append(visit)
                alone += added
                grouped += added if in_group else Counter()
            assert +alone == half_hours(user)
        transaction.set_rollback(True)


@given(st.lists(st.integers(0, 30), max_size=60), st.integers(0, 30))
def test_numbers_lie_seven_days_apart_and_reach_no_further_than_the_fullest_week(offsets, start):
    days = sorted(SUNDAY + n * DAY for n in offsets)
    first = deal((day, None) for day in days)
    again = deal(
        sorted([*zip(days, first, strict=True), (SUNDAY + start * DAY, None)], key=lambda each: each[0])
    )
    for dealt, when in ((first, days), (again, sorted([*days, SUNDAY + start * DAY]))):
        pairs = list(zip(when, dealt, strict=True))
        assert len({(n, day) for day, n in pairs}) == len(pairs)
        for day, n in pairs:
            assert not any(m == n and day < other < day + 7 * DAY for other, m in pairs)
        assert max(dealt, default=0) <= max(fullest(Counter(when)) if when else 0, max(first, default=0))


@given(st.dictionaries(st.integers(0, 20), st.integers(1, 6)), st.integers(0, 20), st.integers(1, 12))
def test_what_is_left_and_the_first_free_day_are_what_a_plain_count_says(used, offset, asked):
    counts = Counter({SUNDAY + n * DAY: half for n, half in used.items()})
    week, day = RollingWeek(12, counts), SUNDAY + offset * DAY

    def fits(when, n):
        windows = [when - k * DAY for k in range(7)]
        return all(sum(counts[w + k * DAY] for k in range(7)) + n <= 12 for w in windows)

    assert [n for n in range(1, 13) if fits(day, n)] == list(range(1, week.left(day) + 1))
    free = week.first_free(day, asked)
    assert fits(free, asked)
    assert not any(fits(day + n * DAY, asked) for n in range((free - day).days))


# --- coupons of calendar weeks ---------------------------------------------------------------------


def test_coupons_of_calendar_weeks_are_dealt_anew_and_the_excess_says_so(user, room):
    """Six hours on a Sunday and six on the Monday were right by calendar weeks; they stay, and no more come."""
    drop("lounge_coupon_number_once_in_seven_days")
    sunday = book(user, room, monday(2) - DAY, 10, 6)
    late = book(user, room, monday(2) + 6 * DAY, 10, 3, group=2)
    LoungeVisit.objects.filter(pk=late.pk).update(date=monday(2))
    late.coupons.update(date=monday(2))
    migration = importlib.import_module("stations.migrations.0028_hours_and_walls_of_a_rolling_week")
    migration.deal_anew(apps, None)

    assert numbers(sunday) == list(range(1, 13))
    assert numbers(late) == list(range(13, 19))
    assert set(late.coupons.values_list("by_calendar_week", "group_number")) == {
        (True, n) for n in range(1, 7)
    }
    assert not sunday.coupons.filter(by_calendar_week=True).exists()
    with pytest.raises(WeeklyHoursUsedUp):
        book(user, room, monday(2) + 2 * DAY, 10, 0.5)
    book(user, room, monday(2) + 8 * DAY, 10, 3)
    with pytest.raises(IntegrityError, match="lounge_coupon_within_weekly_hours"):
        late.coupons.update(by_calendar_week=False)
