"""The demonstration of campaigns: the article's 1,151 trainees, and what is open now."""

from datetime import date, time

import pytest
from django.db import connection

from events.models import Registration, RosterPerson, Session
from safety import demo
from safety.models import SafetyActivity, SafetyCampaign
from tests.once import for_a_module
from zibo_youth.accounts.demo.accounts import accounts_of
from zibo_youth.accounts.demo.log_ins import log_in
from zibo_youth.core.calendar import at, now
from zibo_youth.core.invariants import verify
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month

LONG_AGO = at(date(2020, 11, 1), time(9))
pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the demonstration, not to one test."""


@pytest.fixture(autouse=True)
def as_the_portal():
    """The demonstration is loaded once, as the portal's own role."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file; the offices of the house come with the stations' part."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")), connection.cursor() as cursor:
        for account in accounts_of("stations"):
            if account.role in ("city_staff", "district_officer"):
                log_in(account, LONG_AGO)
        cursor.execute("SET ROLE zibo_app")
        demo.load(lambda words: None)
        cursor.execute("RESET ROLE")
        yield


def test_the_article_says_1151_entered(loaded):
    course = Registration.objects.filter(session__starts_at__year=2021)
    assert sum(course.values_list("seats", flat=True)) == 1_151
    people = RosterPerson.objects.filter(session__starts_at__year=2021)
    assert people.values("mark").distinct().count() == 1_151
    assert int(kpi("SA03").total(Month.from_code("202105").period).part) == 1_151
    assert int(kpi("SA02").total(Month.from_code("202106").period).part) == 1


def test_names_are_invented(loaded):
    assert not RosterPerson.objects.exclude(full_name__startswith="示").exists()


def test_something_is_to_come_of_each_kind(loaded):
    assert SafetyCampaign.objects.shown().count() == 2
    coming = SafetyActivity.objects.shown().to_come(now())
    assert {each.kind for each in coming} == {"training", "story", "film", "drill"}
    assert Session.objects.filter(
        event__safety_activity__in=coming, quotas__organisation__isnull=False
    ).exists()


def test_what_always_holds_holds(loaded):
    assert {name: broken for name, broken in verify().items() if broken} == {}
