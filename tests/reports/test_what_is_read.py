"""What filling in and sending a report read: what they need of the past, whatever its length."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import people
from tests.houses import house
from tests.reports import past
from tests.reports.filled import DAY, MAY, NAMES, filled, opened
from zibo_youth.accounts.models import Organisation
from zibo_youth.reports import services
from zibo_youth.reports.amounts import Amount
from zibo_youth.reports.errors import FiguresOutdated
from zibo_youth.reports.kpis import Kpi
from zibo_youth.reports.models import Figure, MonthlyReport
from zibo_youth.reports.periods import Month
from zibo_youth.reports.services import signing
from zibo_youth.reports.services.by_hand import histories_of, typed_before
from zibo_youth.reports.services.opening import due_on

pytestmark = pytest.mark.django_db

LINES = {"BU05": ("场次", "flow"), "SA01": ("个", "stock"), "BU04": ("人", "people")}


@pytest.fixture
def officer():
    return people.officer("zhangdian")


def typed_months(count):
    """So many months before May 2021, each with 2 more than the one before."""
    unit = Organisation.objects.get(code="zhangdian")
    for back in range(1, count + 1):
        month = MAY.plus(-back)
        report = MonthlyReport.objects.create(organisation=unit, month=month.first, due_on=due_on(month))
        for position, (code, (measure, kind)) in enumerate(LINES.items()):
            Figure.objects.create(
                report=report, code=code, label=code, action="development", unit=measure, kind=kind,
                position=position, is_manual=True, month_part=100 - 2 * back, to_date_part=500 - back,
            )  # fmt: skip


def test_of_years_of_typed_figures_only_what_is_compared_and_summed_is_read(
    officer, django_assert_num_queries
):
    typed_months(30)
    report = opened()

    with django_assert_num_queries(1):
        read = [(figure.code, figure.report.of, figure.month_part) for figure in typed_before(report)]

    this_year = {Month(2021, number) for number in (1, 2, 3, 4)}
    compared = {MAY.previous, MAY.same_last_year}
    assert {month for code, month, _part in read if code == "BU05"} == this_year | compared
    assert {month for code, month, _part in read if code != "BU05"} == compared
    assert len(read) == 5 + 2 + 2


def test_the_comparisons_are_those_of_the_whole_past(officer):
    typed_months(30)
    found = histories_of(opened())

    forums = found["BU05"]
    assert forums.to_date(Amount(Decimal(7))) == Amount(Decimal(98 + 96 + 94 + 92 + 7))
    assert forums.months[MAY.previous] == Amount(Decimal(98))
    assert forums.months[MAY.same_last_year] == Amount(Decimal(76))
    assert forums.cumulated[MAY.same_last_year] == Amount(Decimal(488))
    assert found["SA01"].months[MAY.previous] == Amount(Decimal(98))
    assert found["BU04"].to_date(Amount(Decimal(7))) == Amount(Decimal(7))


def test_sending_asks_what_the_months_figures_rest_on_and_counts_nothing_else(officer, monkeypatch):
    report = filled(officer, opened())

    def counted(*args):
        raise AssertionError("a span was counted again")

    monkeypatch.setattr(Kpi, "by_organisation", counted)
    assert services.submit_report(actor=officer, report=report, **NAMES).state == "submitted"


def one_more_guest():
    station = house("flexible:2")
    station.reporting_org = Organisation.objects.get(code="zhangdian")
    station.save()
    past.stayed(past.guests(1)[0], station, DAY)


def test_a_fact_that_came_between_is_still_seen(officer):
    report = filled(officer, opened())
    one_more_guest()
    with pytest.raises(FiguresOutdated):
        services.submit_report(actor=officer, report=report, **NAMES)


@pytest.mark.control
def test_the_control_without_the_proofs_it_is_sent_unseen(officer, monkeypatch):
    report = filled(officer, opened())
    one_more_guest()
    monkeypatch.setattr(signing, "_require_current", lambda report, figures: None)
    assert services.submit_report(actor=officer, report=report, **NAMES).state == "submitted"
