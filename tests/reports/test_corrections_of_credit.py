"""BU01 and BU03 after the lock: what is noted late is told as a correction, and no sealed figure moves."""

from datetime import date

import pytest

from loans.services.investing import equity, pre_approvals
from tests import investing, loaning, people
from tests.investing import MILLION
from tests.reports.filled import MAY, locked
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports import services
from zibo_youth.reports.models import Correction, Figure

pytestmark = pytest.mark.django_db
IN_MAY = date(2021, 5, 10)


@pytest.fixture
def city():
    return people.city_staff()


@pytest.fixture
def facts(city):
    """What May rests on: a pre-approval of the first days, a line that was signed afterwards, an investment."""
    Organisation.objects.reporting().exclude(code__in=["zhangdian", "huantai"]).update(is_reporting=False)
    early = {"agreed_on": date(2021, 5, 3), "valid_from": date(2021, 5, 3)}
    before = investing.counted_pre_approval(city, 30 * MILLION, **early)
    line = loaning.moves.propose_programme(
        actor=city, bank=loaning.bank(), name="总额度", amount=100 * MILLION, on=IN_MAY
    )
    loaning.moves.sign_programme(actor=city, line=line, on=IN_MAY, source="1号")
    invested = investing.counted_equity(city, amount=20 * MILLION)
    return {"before": before, "line": line, "equity": invested}


def sealed_of(code, city):
    report = locked(city)
    return report.figures.get(code=code).month_part, stored()


def stored():
    return sorted(Figure.objects.values_list("report", "code", "month_part", "to_date_part", "digest"))


def told(code):
    rows = Correction.objects.filter(figure__code=code).order_by("pk")
    return {(row.figure.report.organisation.kind, int(row.old_part), int(row.new_part)) for row in rows}


def test_a_conversion_that_is_noted_late_is_a_correction_of_the_month_of_the_line(city, facts):
    part, before = sealed_of("BU01", city)
    assert part == 13_000
    investing.converted(city, facts["before"], facts["line"], 30 * MILLION)
    services.record_corrections(actor=SYSTEM, month=MAY)
    assert stored() == before
    assert told("BU01") == {("city", 13_000, 10_000)}


def test_a_withdrawn_pre_approval_is_a_correction_of_its_district_and_the_city(city, facts):
    _part, before = sealed_of("BU01", city)
    pre_approvals.withdraw_pre_approval(actor=city, pre_approved=facts["before"], reason="误")
    services.record_corrections(actor=SYSTEM, month=MAY)
    assert stored() == before
    assert told("BU01") == {("district", 3_000, 0), ("city", 13_000, 10_000)}


def test_withdrawn_equity_is_a_correction_and_equity_that_waits_is_none(city, facts):
    part, before = sealed_of("BU03", city)
    assert part == 2_000
    investing.invested(city, amount=9 * MILLION)
    assert services.differences_of(MAY) == []
    equity.withdraw_equity(actor=city, equity=facts["equity"], reason="误")
    services.record_corrections(actor=SYSTEM, month=MAY)
    assert stored() == before
    assert told("BU03") == {("district", 2_000, 0), ("city", 2_000, 0)}
