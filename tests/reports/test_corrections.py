"""After the lock: late, changed and deleted facts move no locked figure, and are told as corrections."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from stations.models import Stay
from tests import people
from tests.houses import house
from tests.reports import past
from tests.reports.filled import DAY, MAY, locked, opened, sent
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.reports import services
from zibo_youth.reports.models import Correction, Figure
from zibo_youth.reports.sheet import sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return people.city_staff()


@pytest.fixture
def station():
    return house("flexible:3", opened_on=date(2020, 11, 1))


@pytest.fixture
def stay(station):
    return past.stayed(past.guests(1)[0], station, DAY)


@pytest.fixture
def sealed(city, stay):
    """May is locked with one visit in 张店; two units report, which is enough and quick."""
    Organisation.objects.reporting().exclude(code__in=["zhangdian", "huantai"]).update(is_reporting=False)
    return locked(city)


def printed():
    out = StringIO()
    code = 0
    try:
        call_command("verify_reports", "202105", stdout=out)
    except SystemExit as end:
        code = end.code
    return code, out.getvalue()


def stored():
    return sorted(Figure.objects.values_list("report", "code", "month_part", "to_date_part", "digest"))


def told():
    rows = Correction.objects.filter(figure__code="ST02").order_by("pk")
    return [
        (row.figure.report.organisation.code, int(row.old_part), int(row.new_part), row.cause) for row in rows
    ]


def test_a_month_that_nothing_happened_to_has_no_difference(sealed):
    assert services.differences_of(MAY) == []
    assert printed() == (0, "1 个月，0 处差异\n")


def test_a_late_entry_changes_nothing_but_a_correction(sealed, station):
    before = stored()
    past.stayed(past.guests(1)[0], station, DAY)
    assert services.record_corrections(actor=SYSTEM, month=MAY) == 4  # 人次 and 人数, district and city
    assert stored() == before
    assert set(told()) == {("zhangdian", 1, 2, "late"), (sealed.organisation.code, 1, 2, "late")}
    assert services.record_corrections(actor=SYSTEM, month=MAY) == 0


def test_a_deleted_fact_changes_nothing_but_a_correction(sealed, stay):
    before = stored()
    Stay.objects.filter(pk=stay.pk).delete()
    services.record_corrections(actor=SYSTEM, month=MAY)
    assert stored() == before
    assert ("zhangdian", 1, 0, "deleted") in told()


def test_a_changed_fact_is_told_even_where_the_number_stays(sealed, stay):
    Stay.objects.filter(pk=stay.pk).update(guest=past.guests(1)[0])
    causes = {str(one.figure.code): one.cause for one in services.differences_of(MAY)}
    assert causes == {"ST03": "corrected"}


def test_each_difference_is_printed_with_its_cause(sealed, station):
    past.stayed(past.guests(1)[0], station, DAY)
    code, words = printed()
    assert code == 1
    assert "张店区团委 2021年5月 ST02 驿站服务人次: 1 → 2 (补录, 1 → 2)" in words
    assert words.endswith("1 个月，4 处差异\n")


def test_a_second_change_is_told_beside_the_first(sealed, station, stay):
    late = past.stayed(past.guests(1)[0], station, DAY)
    services.record_corrections(actor=SYSTEM, month=MAY)
    Stay.objects.filter(pk=late.pk).delete()
    services.record_corrections(actor=SYSTEM, month=MAY)
    assert [row[1:] for row in told() if row[0] == "zhangdian"] == [(1, 2, "late"), (1, 1, "deleted")]


def test_the_next_report_shows_the_mark(sealed, station):
    past.stayed(past.guests(1)[0], station, DAY)
    services.record_corrections(actor=SYSTEM, month=MAY)
    june = sent(people.officer("zhangdian"), opened(month=MAY.plus(1)))
    sheet = sheet_of(june)
    assert {one.figure.code for one in sheet.corrections} == {"ST02", "ST03"}
    assert [line.code for line in sheet.lines if line.note.startswith("*")] == ["ST02", "ST03"]
    assert Correction.objects.to_show().filter(figure__report__organisation=june.organisation).count() == 0


def test_the_nightly_job_looks_at_this_year_and_the_last(sealed, station):
    past.stayed(past.guests(1)[0], station, DAY)
    assert services.recount_locked_months(on=date(2023, 1, 2)) == 0
    assert services.recount_locked_months(on=date(2022, 12, 31)) == 4


@pytest.mark.control
def test_the_control_a_recount_by_the_number_alone_would_miss_a_changed_fact(sealed, stay):
    """The same number rests on another person: only the digest tells."""
    before = Figure.objects.get(report__organisation__code="zhangdian", code="ST03")
    Stay.objects.filter(pk=stay.pk).update(guest=past.guests(1)[0])
    found = services.differences_of(MAY)
    assert [(one.old.value, one.new.value, one.known.rows) for one in found][:1] == [(1, 1, before.rows)]


def test_a_fact_of_the_last_second_belongs_to_the_month(sealed, station):
    end = MAY.period.until_at
    Stay.objects.filter(pk=past.stayed(past.guests(1)[0], station, DAY).pk).update(
        checked_in_at=end - timedelta(microseconds=1), checked_out_at=end
    )
    assert services.record_corrections(actor=SYSTEM, month=MAY) == 4
