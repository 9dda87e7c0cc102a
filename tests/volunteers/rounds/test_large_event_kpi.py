"""IN06: people on duty at large events, each once, in the month and district of the event."""

from datetime import time, timedelta

import pytest

from tests import rounding, volunteering
from volunteers.admitted import is_admitted
from zibo_youth.core.calendar import at, today
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db


def came(post, day, *people, state="attended"):
    start = at(day, time(9))
    turn = volunteering.shift(post, starts_at=start, capacity=20)
    for one in people:
        times = {"checked_in_at": start, "checked_out_at": start + timedelta(hours=3)}
        none = {"seat": None, "cap": None}
        volunteering.signup(turn, one, state=state, **(times if state == "attended" else none))


def test_a_person_on_duty_for_five_days_counts_once_and_trainings_and_ordinary_projects_do_not():
    served = kpi("IN06")
    fair = rounding.event()
    duty = fair.posts.get()
    training = volunteering.post(fair, kind="training")
    one, two, three, four = (volunteering.volunteer() for _ in range(4))
    first = (today().replace(day=1) - timedelta(days=1)).replace(day=8)
    for offset in range(5):
        came(duty, first + timedelta(days=offset), one, two)
    came(duty, first + timedelta(days=9), three, state="no_show")
    came(training, first + timedelta(days=10), four)
    came(volunteering.post(), first + timedelta(days=11), four)
    month = Month.of(first)

    assert served.total(month.period).part == 2
    assert served.total(month.period, fair.reporting_org_id).part == 2
    assert served.rows(month.period).count() == 10
    assert not served.is_manual


def test_who_was_accepted_is_admitted_to_the_project_and_nobody_else():
    of = rounding.call(shared=1)
    one, two = rounding.apply(of, *rounding.students(None, 2))
    assert not is_admitted(one.volunteer, of.project)
    rounding.accept(one)

    assert is_admitted(one.volunteer, of.project)
    assert not is_admitted(two.volunteer, of.project)
    assert not is_admitted(one.volunteer, rounding.event())
