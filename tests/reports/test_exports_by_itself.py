"""自动导出: the workbook of the 1st, the city's summary after the lock, the archive of a year; each once."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.storage import storages

from tests import people
from tests.houses import house
from tests.people import signed_in
from tests.reports import past
from tests.reports.exporting import worked
from tests.reports.filled import DAY, MAY, locked, opened, sent
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.models import ExportJob, MonthlyReport
from zibo_youth.reports.periods import Month

pytestmark = pytest.mark.django_db

FIRST = date(2021, 6, 1)


def job_of(occasion):
    return ExportJob.objects.select_related("organisation").get(occasion=occasion)


def book_of(job):
    return openpyxl.load_workbook(storages["private"].open(job.file))


# --- the 1st of the month --------------------------------------------------------------------------


def test_each_unit_gets_its_workbook_once_however_often_the_day_is_looked_at():
    opened()
    assert services.deliver_workbooks(on=FIRST) == len(past.units())
    assert services.deliver_workbooks(on=FIRST) == 0
    assert services.deliver_workbooks(on=date(2021, 6, 9)) == 0
    assert ExportJob.objects.filter(requested_by=None).count() == len(past.units())


def test_its_officers_are_told_and_fetch_it_and_nobody_elses_do():
    officer, other = people.officer("zhangdian"), people.officer("huantai")
    opened()
    services.deliver_workbooks(on=FIRST)
    job = worked(job_of("workbook-202105-zhangdian"))
    told = Notice.objects.filter(kind="reports.export_ready")
    assert [notice.to for notice in told] == [officer.person]
    assert job.get_absolute_url() in signed_in(officer).get("/exports/").content.decode()
    assert signed_in(officer).get(job.get_absolute_url()).status_code == 200
    assert signed_in(other).get(job.get_absolute_url()).status_code == 404
    assert job.get_absolute_url() not in signed_in(other).get("/exports/").content.decode()


def test_the_sheet_of_a_report_that_nobody_has_begun_is_filled_from_the_facts():
    opened()
    past.stayed(past.guests(1)[0], house("flexible:2", opened_on=date(2020, 11, 1)), DAY)
    services.deliver_workbooks(on=FIRST)
    report = MonthlyReport.objects.get(organisation__code="zhangdian", month=MAY.first)
    assert report.state == "draft"
    [row] = [
        row
        for row in book_of(worked(job_of("workbook-202105-zhangdian")))["综合月报"].iter_rows(min_row=5)
        if row[2].value == "驿站服务人次"
    ]
    assert row[5].value == 1


def test_what_an_officer_has_sent_already_is_left_as_it_is():
    report = sent(people.officer("zhangdian"), opened())
    before = report.digest
    services.deliver_workbooks(on=FIRST)
    report.refresh_from_db()
    assert (report.state, report.digest) == ("submitted", before)


def test_without_a_report_of_that_month_nothing_is_ordered():
    opened()
    assert services.deliver_workbooks(on=date(2021, 9, 1)) == 0
    assert not ExportJob.objects.exists()


# --- after the lock --------------------------------------------------------------------------------


def test_the_summary_of_a_locked_month_goes_to_the_city_once():
    city = people.city_staff()
    opened()
    on = locked(city).locked_at.date()
    assert services.sum_up_locked_months(on=on) == 1
    assert services.sum_up_locked_months(on=on) == 0
    job = worked(job_of("summary-202105"))
    assert {"汇总", "通报"} <= set(book_of(job).sheetnames)
    assert [notice.to for notice in Notice.objects.filter(kind="reports.export_ready")] == [city.person]
    assert signed_in(people.officer("huantai")).get(job.get_absolute_url()).status_code == 404


def test_before_the_lock_there_is_no_summary():
    opened()
    assert services.sum_up_locked_months(on=FIRST) == 0


# --- the year --------------------------------------------------------------------------------------


@pytest.fixture
def whole_year():
    """The December is locked, and the year had no other month."""
    locked(people.city_staff(), Month(2021, 12))


def test_a_locked_year_is_archived_once_for_each_unit_and_the_city(whole_year):
    assert services.archive_last_year(on=date(2022, 1, 10)) == len(past.units()) + 1
    assert services.archive_last_year(on=date(2022, 2, 10)) == 0


def test_every_paper_of_the_archive_is_what_its_list_says(whole_year):
    services.archive_last_year(on=date(2022, 1, 10))
    job = worked(job_of("archive-2021-zhangdian"))
    with zipfile.ZipFile(io.BytesIO(storages["private"].open(job.file).read())) as archive:
        listed = dict(
            reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines()
        )
        found = {
            name: hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name != "SHA256SUMS"
        }
    assert listed == found
    assert [name.rsplit(".", 1)[1] for name in sorted(found)] == ["pdf", "xlsx"]
    assert (job.done, job.total) == (2, 2)


def test_a_unit_with_an_open_month_waits_and_the_city_with_it(whole_year):
    services.open_month(actor=SYSTEM, month=Month(2021, 11))
    MonthlyReport.objects.of_month(Month(2021, 11)).exclude(organisation__code="huantai").delete()
    assert services.archive_last_year(on=date(2022, 1, 10)) == len(past.units()) - 1
    assert not ExportJob.objects.filter(occasion__in=["archive-2021-huantai", "archive-2021-city"]).exists()
