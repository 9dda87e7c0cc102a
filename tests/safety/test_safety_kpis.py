"""SA02 to SA04: sessions, people entered for training, and hazards, by the day and the unit that reports them."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from events.services import sessions
from safety.campaign_kpis import entered
from safety.services.hazards import confirming, reviewing
from tests import campaigning, eventing, guarding, hazarding, people
from zibo_youth.accounts.models import Organisation
from zibo_youth.core.calendar import standing_at, today
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db


MONTH = Month.of(today())


def told(code):
    return int(kpi(code).total(MONTH.period).part)


def test_entries_count_each_on_a_list_and_who_comes_alone_and_nobody_who_left():
    enterprise = guarding.enterprise()
    turn = campaigning.training()
    campaigning.part(turn, enterprise)
    turn.refresh_from_db()
    campaigning.send(guarding.safety_officer(enterprise), turn, *campaigning.trainees(3))
    alone = eventing.register(people.applicant("陈一帆"), turn, "个人报名")
    assert told("SA03") == 4
    eventing.cancel(alone)
    assert told("SA03") == 3
    units = set(entered(MONTH.period).values_list("session__event__reporting_org", flat=True))
    assert units == {Organisation.objects.get(code="zhangdian").pk}


def test_who_waits_and_who_comes_to_something_else_is_not_entered():
    turn = campaigning.training(alone=1)
    for user in people.crowd(2):
        eventing.wait(user, turn, "个人报名")
    eventing.register(
        people.applicant("陈一帆"),
        campaigning.activity(kind="film", for_engineers=False).event.sessions.get(),
        "个人报名",
    )
    assert told("SA03") == 1


def test_sessions_count_once_held_on_the_day_they_began():
    turn = campaigning.activity(kind="drill", for_engineers=False).event.sessions.get()
    assert told("SA02") == 0
    with standing_at(turn.starts_at + timedelta(hours=1)):
        sessions.record_held(actor=people.officer(), session=turn, attendance=30, source="签到表")
    assert int(kpi("SA02").total(Month.of(localdate(turn.starts_at)).period).part) == 1


def test_hazards_count_as_reported_once_and_as_mended_when_both_sides_said_so():
    plant = hazarding.Plant()
    first = plant.reported()
    reviewing.link_hazard(actor=plant.officer, hazard=plant.reported(people.applicant()), original=first)
    refused = plant.reported(people.applicant(), category="gear")
    reviewing.refuse_hazard(actor=plant.officer, hazard=refused, rejection="unclear", words="看不清")
    assert told("SA04-1") == 1
    mended = plant.verified(category="machine")
    confirming.close_hazard(actor=plant.officer, hazard=mended, words="归档")
    unfixed = hazarding.agrees(plant.claimed(category="order"), plant.officer, False)
    unfixed = hazarding.agrees(plant.again(unfixed), plant.officer, False)
    # Closed without a fix is no fix, and the report that goes on from it is counted beside it.
    assert (unfixed.state, told("SA04-1"), told("SA04-2")) == ("closed", 4, 1)
    share = kpi("SA04-2").total(MONTH.period)
    assert (int(share.part), int(share.whole)) == (1, 4)
