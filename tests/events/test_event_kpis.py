"""DV01, DV02, IN01, IN02, IN04: sessions that were held, by the day and district of the event; counted twice."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.kpis import LINES
from events.models import Event, Session
from tests import eventing
from zibo_youth.core.calendar import at
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db

MAY = Month.of(date(2021, 5, 1))
LINE_OF = {
    "forum": "DV01",
    "study_tour": "DV02",
    "life_festival": "IN01",
    "art_festival": "IN01",
    "art_season": "IN01",
    "sports": "IN01",
    "matchmaking": "IN02",
    "relations": "IN02",
    "law": "IN04",
    "relief": None,  # IN05 is counted by two people, in volunteers/
    "lecture": None,
    "contest": None,
    "safety": None,  # SA02 is counted in safety/
}


def turn(event: Event, starts_at: datetime, *, came: int | None = 10) -> Session:
    """A session of the past; without a number it was never told as held."""
    told = {} if came is None else {"state": "held", "attendance": came, "attendance_source": "签到表"}
    return Session.objects.create(
        event=event,
        place="市民中心",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        opens_at=starts_at - timedelta(days=9),
        closes_at=starts_at - timedelta(hours=1),
        cancel_until=starts_at - timedelta(hours=12),
        capacity=100,
        **told,
    )


def amount(code: str, month: Month = MAY, organisation: int | None = None) -> int:
    return int(kpi(code).total(month.period, organisation).part)


def test_every_kind_of_event_counts_on_one_line_or_on_none():
    assert set(LINE_OF) == set(Event.Kind.values)
    for kind, line in LINE_OF.items():
        before = Counter({one.code: amount(one.code) for one in LINES})
        turn(eventing.event(kind=kind), at(date(2021, 5, 9), time(19)), came=7)
        after = Counter({one.code: amount(one.code) for one in LINES})
        assert after - before == ({line: 7 if line == "DV02" else 1} if line else {}), kind


def test_a_month_begins_and_ends_at_midnight_in_zibo():
    forum = eventing.event(kind="forum")
    for moment in (
        (date(2021, 4, 30), time(23, 59)),
        (date(2021, 5, 1), time(0)),
        (date(2021, 5, 31), time(23, 59)),
    ):
        turn(forum, at(*moment))
    turn(forum, at(date(2021, 6, 1), time(0)))
    assert [amount("DV01", month) for month in (MAY.previous, MAY, MAY.plus(1))] == [1, 2, 1]


def test_what_was_not_told_as_held_or_was_called_off_does_not_count():
    forum = eventing.event(kind="forum")
    turn(forum, at(date(2021, 5, 9), time(19)), came=None)
    gone = turn(forum, at(date(2021, 5, 10), time(19)), came=None)
    Session.objects.filter(pk=gone.pk).update(state="cancelled", note="暴雨")
    assert amount("DV01") == 0


def test_a_session_to_which_nobody_came_was_held_all_the_same():
    forum, tour = eventing.event(kind="forum"), eventing.event(kind="study_tour")
    for event in (forum, tour):
        turn(event, at(date(2021, 5, 9), time(19)), came=0)
    assert (amount("DV01"), amount("DV02")) == (1, 0)


HELD = st.tuples(
    st.sampled_from(sorted(LINE_OF)),
    st.sampled_from(["zhangdian", "huantai"]),
    st.integers(-40, 60),
    st.integers(0, 99),
)


@settings(max_examples=12)
@given(told=st.lists(HELD, max_size=10))
def test_the_lines_equal_a_recount_in_plain_python(told):
    Session.objects.all().delete()
    made = {(kind, of): eventing.event(kind=kind, of=of) for kind, of in sorted({row[:2] for row in told})}
    for kind, of, offset, came in told:
        turn(made[kind, of], at(MAY.first + timedelta(days=offset), time(9)), came=came)

    for month in (MAY.previous, MAY, MAY.plus(1)):
        for line in LINES:
            wanted: Counter[int] = Counter()
            for kind, of, offset, came in told:
                if LINE_OF[kind] == line.code and Month.of(MAY.first + timedelta(days=offset)) == month:
                    wanted[made[kind, of].reporting_org_id] += came if line.code == "DV02" else 1
            assert amount(line.code, month) == sum(wanted.values())
            places = [made[one].reporting_org_id for one in made]
            found = line.by_organisation(month.period, places)
            assert {pk: found[pk].part for pk in places} == {pk: Decimal(wanted[pk]) for pk in places}


def test_the_rows_behind_a_figure_say_where_when_and_upon_what():
    found = turn(eventing.event(kind="forum", title="第十期微论坛"), at(date(2021, 5, 9), time(19)), came=42)
    [row] = kpi("DV01").rows(MAY.period)
    shown = [column.read(row) for column in kpi("DV01").facts.columns]
    assert shown == ["第十期微论坛", str(found.event.organiser), "市民中心", found.starts_at, 42, "签到表"]
