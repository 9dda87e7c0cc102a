"""What an officer is told beside the own figures: the mean of the units, and that a narrative is asked for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from tests import people
from tests.people import signed_in
from tests.reports import filled
from tests.reports.figures_api import locked_with
from zibo_youth.reports import services
from zibo_youth.reports.means import means_of
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db

APRIL = Month(2021, 4)
WORDS = "还没有写情况说明"


@pytest.fixture
def officer():
    return people.officer("zhangdian")


def address(page, report):
    return reverse(f"district_{page}", args=[report.organisation.code, report.of.code])


def test_beside_an_earlier_month_stands_the_mean_of_the_units(officer):
    locked_with(people.city_staff(), {"BU05": {"zhangdian": 4, "huantai": 9}, "BU04": {"huantai": 7}}, APRIL)
    report = filled.sent(officer, filled.opened())

    answer = signed_in(officer).get(address("compare", report), {"other": "202104"})

    means = {line["figure"].code: line["mean"] for line in answer.context["lines"]}
    assert means["BU05"] == Decimal("1.2")
    assert means["BU04"] is None, "people are no sum of the units"
    assert means["RU02"] is None, "the mean of rates is no rate"
    assert "2021年4月各单位平均" in answer.content.decode()


def test_before_the_month_is_locked_there_is_no_mean(officer):
    filled.sent(officer, filled.opened(month=APRIL))
    report = filled.sent(officer, filled.opened())
    answer = signed_in(officer).get(address("compare", report), {"other": "202104"})
    assert means_of(APRIL) == {}
    assert "各单位平均" not in answer.content.decode()


def test_a_report_without_a_narrative_asks_for_one_and_is_sent_all_the_same(officer):
    report = filled.filled(officer, filled.opened())
    desk = signed_in(officer)

    shown = desk.get(address("send", report)).content.decode()
    assert WORDS in shown
    assert address("explain", report) in shown

    sent = services.submit_report(actor=officer, report=report, **filled.NAMES)
    assert sent.state == "submitted"
    assert WORDS not in desk.get(address("send", report)).content.decode()


def test_the_control_with_a_narrative_nothing_is_asked(officer):
    report = filled.filled(officer, filled.opened())
    report = services.write_narrative(actor=officer, report=report, narrative="本月工作平稳。")
    assert WORDS not in signed_in(officer).get(address("send", report)).content.decode()


def test_before_the_checks_are_answered_they_come_first(officer):
    report = services.take_figures(actor=officer, report=filled.opened())
    assert WORDS not in signed_in(officer).get(address("send", report)).content.decode()
