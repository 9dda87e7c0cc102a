"""The demonstration of the Hope Rooms: built through the services, as the portal's own role, once."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from hope_rooms import demo
from hope_rooms.demo.building import STAGES
from hope_rooms.models import Access, AccessGrant, ChildRecord, Concern, HopeRoom
from tests import people
from tests.once import for_a_module
from zibo_youth.core.calendar import today
from zibo_youth.reports.kpis import kpi
from zibo_youth.reports.periods import Month, Period

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def own_files():
    """The files belong to the demonstration, not to one test."""


@pytest.fixture(autouse=True)
def as_the_portal():
    """The demonstration is loaded once, as the portal's own role."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Once for all tests of this file, and undone after them."""
    with for_a_module(django_db_blocker, tmp_path_factory.mktemp("files")), connection.cursor() as cursor:
        people.city_staff()
        for district in ("zhangdian", "huantai"):
            people.officer(district)
        cursor.execute("SET ROLE zibo_app")
        said = []
        demo.load(said.append)
        yield said
        cursor.execute("RESET ROLE")


def test_cases_stand_from_nomination_to_the_survey(loaded):
    states = Counter(HopeRoom.objects.of_the_portal().values_list("state", flat=True))

    assert states == {"nominated": 3, "screening": 3, "ineligible": 1, "surveying": 4} | dict.fromkeys(
        STAGES, 1
    )
    assert demo.is_loaded()
    assert loaded[1:] == ["希望小屋：20 份档案", "希望小屋：原台账 195 间", "希望小屋：9 间在建"]


def test_the_article_is_told_by_the_figures(loaded):
    """195 rooms and none of them new, 2.4 million, 2.84 million beside it (article, rows 47 to 51)."""
    may = Month.of(date(2021, 5, 31)).year_to_date
    told = {code: kpi(code).total(may).part for code in ("HR01", "HR05-3")}
    assert told == {"HR01": 0, "HR05-3": Decimal(284)}
    ever = Period(date(2020, 6, 1), date(2021, 6, 1))
    assert kpi("HR05-1").total(ever).part + kpi("HR05-2").total(ever).part == Decimal(240)
    assert HopeRoom.objects.filter(is_pre_system=True).count() == 195
    closed = HopeRoom.objects.filter(is_pre_system=True, state="closed").count()
    assert kpi("HR02").total(Month.of(today()).period).part == 195 - closed + 1


def test_one_request_waits_and_one_emergency_is_to_be_reviewed(loaded):
    assert AccessGrant.objects.to_decide().count() == 1
    assert AccessGrant.objects.to_review().count() == 1
    assert Access.objects.filter(basis="grant", is_writing=False).count() == 2


def test_nothing_of_a_child_stands_in_plain_words(loaded):
    assert "孩示" not in str(list(HopeRoom.objects.values())) + str(list(Access.objects.values()))
    assert not [row for row in ChildRecord.objects.all() if "孩示" in row.sealed]


def test_one_concern_was_reported_and_closed(loaded):
    concern = Concern.objects.get()
    assert (concern.state, concern.subject) == ("closed", None)
    assert concern.calls.count() == 1
