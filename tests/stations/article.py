"""
The press day of 2021-06-04 as an oracle: every row of the article is reproduced, recorded by hand, or waits.

``article_figures.csv`` holds its 82 figures (facts, no sentence). A row that
waits names the programme whose facts will reproduce it; the list shrinks with
each programme until none waits.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import QuerySet
from django.utils.timezone import localdate

from events.models import Event, Session, Wedding
from stations.facts import policy_on
from stations.models import Station
from volunteers.demo import fair
from volunteers.models import Signup
from zibo_youth.accounts.models import Area
from zibo_youth.reports.kpis import Action, kpi
from zibo_youth.reports.models import Target
from zibo_youth.reports.periods import Month, Period

PRESS_DAY = date(2021, 6, 4)
BEGUN = date(2020, 11, 1)
EARLY_MAY, MID_JUNE, END_OF_JUNE = date(2021, 5, 10), date(2021, 6, 11), date(2021, 6, 30)
FAIR, ONE_IN = date(2021, 6, 8), 10
TO_PRESS_DAY = Period(BEGUN, date(2021, 6, 5))


def target(code: str) -> Callable[[], Decimal]:
    return lambda: Target.objects.get(year=2021, organisation__kind="city", code=code).value


def counted(code: str) -> Callable[[], Decimal | None]:
    return lambda: kpi(code).total(TO_PRESS_DAY).value


def invested_in(company: str) -> Callable[[], Decimal]:
    """Of the equity that counts by the press day, in 万元."""
    return lambda: (
        kpi("BU03").rows(TO_PRESS_DAY).filter(investee__name__contains=company).get().amount / 10_000
    )


def credit(kind: str) -> Callable[[], Decimal]:
    """Of the credit that counts by the press day, in 万元."""
    return lambda: (
        sum(row.amount for row in kpi("BU01").rows(TO_PRESS_DAY).filter(kind=kind)) / Decimal(10_000)
    )


def districts_with_a_station() -> tuple[int, int]:
    open_ = Station.objects.open_on(PRESS_DAY)
    districts = Area.objects.filter(kind="district")
    return sum(open_.in_area(area.code).exists() for area in districts), districts.count()


def first_township_station() -> str:
    return Station.objects.filter(is_township=True).order_by("opened_on")[0].reporting_org.code


def free_nights() -> int:
    return policy_on(PRESS_DAY).max_free_nights


def first_month() -> Month:
    return Month.of(Station.objects.order_by("opened_on")[0].opened_on)


@contextmanager
def some_of_the_fair() -> Iterator[None]:
    """The 200 of the article cost minutes among tests; twenty go the same way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fair, "STUDENTS", tuple((code, many // ONE_IN) for code, many in fair.STUDENTS))
        patch.setattr(fair, "QUOTAS", tuple((code, quota // ONE_IN) for code, quota in fair.QUOTAS))
        yield


def on_duty_at_the_fair() -> Decimal:
    """The report's own figure of June, of so many as the tests load: one in `ONE_IN` of the 200."""
    return (kpi("IN06").total(Month.of(FAIR).period).value or Decimal(0)) * ONE_IN


def days_of_the_fair() -> tuple[date, date]:
    duty = Signup.objects.filter(shift__post__project__kind="large_event", shift__post__kind="duty")
    days = sorted(
        localdate(start) for start in duty.filter(starts_at__year=2021).values_list("starts_at", flat=True)
    )
    return days[0], days[-1]


def _held_in_2021(kind: str) -> QuerySet[Session]:
    return Session.objects.filter(event__kind=kind, state="held", starts_at__year=2021)


def days_of(kind: str) -> list[date]:
    return sorted(localdate(start) for start in _held_in_2021(kind).values_list("starts_at", flat=True))


def early_may_to_late_june(kind: str) -> bool:
    """From the first ten days of May to the second or third ten of June."""
    days = days_of(kind)
    return days[0] <= EARLY_MAY and MID_JUNE <= days[-1] <= END_OF_JUNE


def came_to(kind: str) -> int:
    return sum(_held_in_2021(kind).values_list("attendance", flat=True))


def wedding_of_2021() -> Wedding:
    found: Wedding = Wedding.objects.held_between(date(2021, 1, 1), date(2022, 1, 1)).get()
    return found


# What the portal says, and what the article says, in the article's own unit.
REPRODUCED: dict[int, tuple[Callable[[], object], object]] = {
    2: (lambda: len(Action) - 1, 6),  # volunteers serve all six
    3: (target("ST01"), 30),
    4: (target("ST07"), 7),
    5: (target("DV01"), 100),
    6: (target("DV02"), 20_000),
    7: (target("IN01"), 20),
    8: (target("IN02"), 30),
    10: (target("IN04"), 300),
    12: (target("BU01"), 20_000),
    13: (target("BU04"), 100),
    15: (target("BU05"), 30),
    16: (target("BU06"), 30_000),
    17: (target("HR01"), 200),
    18: (target("HR03"), 2_000),
    19: (counted("ST01"), 31),
    20: (districts_with_a_station, (8, 8)),
    21: (counted("ST02"), 305),
    22: (first_township_station, "huantai"),
    47: (target("HR01"), 200),
    51: (target("HR01"), 200),
    59: (free_nights, 6),
    62: (counted("ST03"), 305),
    63: (first_month, Month(2020, 11)),
    64: (counted("ST01"), 31),
    65: (counted("ST06"), 32),
}
# Counted from the rows of the volunteers' demonstration, which tests/volunteers/test_volunteer_demo.py loads.
REPRODUCED_BY_VOLUNTEERS: dict[int, tuple[Callable[[], object], object]] = {
    31: (counted("IN05-1"), 10),
    32: (counted("IN05-2"), 6_060),  # the article: more than 6,000
    55: (on_duty_at_the_fair, 200),
    56: (days_of_the_fair, (date(2021, 6, 8), date(2021, 6, 12))),
}
# Counted from the rows of the loans' demonstration, which tests/loans/test_loans_demo.py loads.
REPRODUCED_BY_LOANS: dict[int, tuple[Callable[[], object], object]] = {
    33: (counted("BU02-2"), 75),
    34: (counted("BU02-1"), 8_314),
    35: (invested_in("新农基作物科学"), 2_150),
    36: (invested_in("美林电子"), 3_000),
    37: (credit("pre_approved"), 10_000),
    38: (credit("signed"), 10_000),
}
# Rows 35 and 36 together, 37 and 38 together: what the target of row 12 is met by, and no loan in it.
SUMS_OF_LOANS: dict[str, int] = {"BU01": 20_000, "BU03": 5_150}
# Told by the events' demonstration, which tests/events/test_events_demo.py loads.
REPRODUCED_BY_EVENTS: dict[int, tuple[Callable[[], object], object]] = {
    25: (lambda: days_of("art_season")[0], date(2021, 5, 9)),
    26: (lambda: MID_JUNE <= days_of("art_season")[-1] <= END_OF_JUNE, True),
    27: (lambda: came_to("art_season") > 100_000, True),
    28: (lambda: days_of("matchmaking"), [date(2021, 5, day) for day in range(1, 6)]),
    29: (lambda: came_to("matchmaking"), 2_314),  # the article: more than 2,300
    75: (lambda: days_of("art_season")[0], date(2021, 5, 9)),
    76: (lambda: Event.objects.get(kind="art_season").invested > 1_000_000, True),
    77: (lambda: early_may_to_late_june("art_season"), True),
    78: (lambda: came_to("art_season") > 100_000, True),
    9: (lambda: wedding_of_2021().number, 16),
    30: (lambda: wedding_of_2021().held_on, date(2021, 5, 30)),
    79: (counted("IN03-2"), 22),
    80: (lambda: (wedding_of_2021().number, wedding_of_2021().held_on), (16, date(2021, 5, 30))),
}
# Names, dates of publication and words that no fact of the portal will ever count.
RECORDED_BY_HAND = {1, 11, 14, 48, 52, 57, 58, 60, 61, 74, 81, 82}
WAITS_FOR = {
    "careers": {39, 40, 41, 42, 43},
    "benefits": {66, 67, 68, 69, 70, 71},
    "rural": {23, 24},
    "safety": {44, 72, 73},
    "hope_rooms": {45, 46, 49, 50, 53, 54},
}


def rows() -> list[dict[str, str]]:
    path = Path(__file__).with_name("article_figures.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
