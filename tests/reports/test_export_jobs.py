"""导出任务: asked for in a moment, written by a worker, fetched by whom it is for, and gone when its time is over."""

from __future__ import annotations

import io
from datetime import timedelta
from unittest import mock

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.urls import reverse

from tests import people
from tests.people import signed_in
from tests.reports.exporting import made, ordered, worked
from tests.reports.filled import opened, sent
from zibo_youth.accounts.errors import ReasonMissing
from zibo_youth.accounts.models import ExportRecord, Membership
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import NotAllowed
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.errors import ExportNotFailed, ExportNotReady, ExportUnderWay
from zibo_youth.reports.exports import fonts
from zibo_youth.reports.exports.giving import LONG, PAPERS
from zibo_youth.reports.forms import PaperForm
from zibo_youth.reports.models import ExportJob
from zibo_youth.reports.services import making

pytestmark = pytest.mark.django_db
State = ExportJob.State


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def report(officer):
    return sent(officer, opened())


def files():
    folder = storages["private"]
    return folder.listdir("exports")[1] if folder.exists("exports") else []


def page(job, name="export_job"):
    return reverse(name, args=[job.public_id])


def asked(user, report, kind="xlsx", **more):
    address = reverse("district_files", args=[report.organisation.code, report.of.code])
    return signed_in(user).post(address, {"kind": kind, "reason": "上报存档", **more})


# --- asking --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("paper", "kind"), LONG.items())
def test_a_long_export_is_queued_and_nothing_is_written_in_the_request(officer, report, paper, kind):
    answer = asked(officer, report, paper)
    job = ExportJob.objects.get()
    assert (answer.status_code, answer.url) == (302, page(job))
    assert (job.state, job.kind, job.requested_by, job.reason) == ("queued", kind, officer, "上报存档")
    assert (files(), job.file, ExportRecord.objects.count()) == ([], "", 0)


def test_every_paper_of_the_form_is_either_short_or_long():
    offered = {value for value, _label in PaperForm().fields["kind"].choices}
    assert offered == set(PAPERS) | set(LONG)
    assert not set(PAPERS) & set(LONG)


def test_the_same_key_gives_the_same_job_again(officer, report):
    job = made(officer, report)
    first = asked(officer, report, one_time_key="once").url
    assert first != page(job)
    worked(ExportJob.objects.get(state="queued"))
    assert asked(officer, report, one_time_key="once").url == first
    assert ExportJob.objects.count() == 2


def test_what_is_still_being_written_is_shown_instead_of_a_second_one(officer, report):
    first = ordered(officer, report)
    assert ordered(officer, report) == first
    colleague = people.officer("zhangdian", name="吴越")
    assert ordered(colleague, report) != first
    assert ordered(officer, report, "archive") != first
    worked(first)
    assert ordered(officer, report) != first


def test_the_database_itself_refuses_a_second_one(officer, report):
    first = ordered(officer, report)
    first.pk = None
    first._state.adding = True
    first.public_id = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError, match="export_job_asked_for_once_at_a_time"):
        first.save()


def test_without_a_purpose_or_a_right_nothing_is_queued(officer, report):
    with pytest.raises(ReasonMissing):
        services.order_export(actor=officer, report=report, kind="workbook", reason=" ")
    for stranger in (people.officer("huantai"), people.administrator()):
        with pytest.raises(NotAllowed):
            ordered(stranger, report)
    assert not ExportJob.objects.exists()


# --- making --------------------------------------------------------------------------------------


def test_a_worker_writes_the_file_and_tells_who_asked(officer, report):
    job = made(officer, report)
    assert (job.state, job.attempts, job.lease_until) == ("ready", 1, None)
    assert job.done == job.total > len(report.figures.all())
    assert job.filename == "张店区_共青团重点工作月报_2021年05月_v1.xlsx"
    assert job.expires_at - job.ready_at == timedelta(days=7)
    book = openpyxl.load_workbook(storages["private"].open(job.file))
    assert book["综合月报"]["A1"].value == "张店区共青团重点工作月报表"
    notice = Notice.objects.get(kind="reports.export_ready")
    assert (notice.to, notice.about_pk) == (officer.person, str(job.pk))


def test_a_second_message_about_the_same_job_makes_nothing(officer, report):
    job = made(officer, report)
    assert services.make_exports(job_ids=[job.pk, job.pk]) == 0
    assert services.sweep_exports() == 0
    assert len(files()) == 1


def test_what_no_message_reached_the_sweep_makes(officer, report):
    ordered(officer, report)
    assert services.sweep_exports() == 1
    assert ExportJob.objects.get().state == "ready"


def test_the_progress_is_told_and_the_page_shows_it(officer, report):
    told = []
    job = ordered(officer, report)
    with mock.patch.object(
        making.Progress, "__call__", lambda _self, done, total: told.append((done, total))
    ):
        worked(job)
    assert told == sorted(told)
    assert told[-1] == (job.total, job.total)
    job = ordered(officer, report)
    ExportJob.objects.filter(pk=job.pk).update(state="running", lease_until=Now(), done=30, total=120)
    shown = signed_in(officer).get(page(job)).content.decode()
    assert '<progress id="export-progress" max="120" value="30">30/120</progress>' in shown
    assert "已写 30 行，共 120 行" in shown
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in shown
    assert "data-look-again" in shown


def test_a_page_of_what_has_ended_looks_no_more(officer, report):
    shown = signed_in(officer).get(page(made(officer, report))).content.decode()
    assert "data-look-again" not in shown
    assert "http-equiv" not in shown


def test_a_job_that_failed_says_why_and_is_started_again(officer, report, monkeypatch):
    monkeypatch.setattr(fonts, "SONG", "No Such Face")
    fonts.folders.cache_clear()
    job = made(officer, report, "archive")
    fonts.folders.cache_clear()
    monkeypatch.undo()
    assert (job.state, job.failure, files()) == ("failed", "no_chinese_font", [])
    assert Notice.objects.filter(kind="reports.export_failed", to=officer.person).count() == 1
    assert "服务器没有中文字体" in signed_in(officer).get(page(job)).content.decode()
    signed_in(officer).post(page(job, "export_again"))
    assert worked(job).state == "ready"


def test_an_unforeseen_failure_is_written_down_too(officer, report):
    with mock.patch.object(making, "make", side_effect=RuntimeError("disk")):
        job = made(officer, report)
    assert (job.state, job.failure) == ("failed", "other")


def test_only_what_failed_is_started_again(officer, report):
    job = made(officer, report)
    with pytest.raises(ExportNotFailed):
        services.start_again(actor=officer, job=job)


def test_what_failed_waits_while_the_same_is_written_for_another_call(officer, report):
    with mock.patch.object(making, "make", side_effect=RuntimeError):
        failed = made(officer, report)
    ordered(officer, report)
    with pytest.raises(ExportUnderWay):
        services.start_again(actor=officer, job=failed)


# --- workers die ---------------------------------------------------------------------------------


def claimed(job):
    """As a worker leaves it that was killed in the middle."""
    making._claim(job.pk)
    ExportJob.objects.filter(pk=job.pk).update(done=5, total=9)


def lease_is_over(job):
    ExportJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_job_in_work_is_left_alone_until_its_lease_is_over(officer, report):
    job = ordered(officer, report)
    claimed(job)
    assert services.sweep_exports() == 0
    lease_is_over(job)
    assert services.sweep_exports() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, len(files())) == ("ready", 2, 1)
    assert Notice.objects.filter(kind="reports.export_ready").count() == 1


def overtaken(job, *_arguments):
    """Another worker claims and ends the job while this one still writes."""
    lease_is_over(job)
    with mock.patch.object(making, "make", making_as_ever):
        services.sweep_exports()
    return making_as_ever(job, *_arguments)


making_as_ever = making.make


def test_whoever_was_only_slow_throws_its_own_file_away(officer, report):
    job = ordered(officer, report)
    with mock.patch.object(making, "make", overtaken):
        worked(job)
    assert (job.state, job.attempts) == ("ready", 2)
    assert files() == [job.file.removeprefix("exports/")]
    assert Notice.objects.filter(kind="reports.export_ready").count() == 1


def test_what_kills_every_worker_is_given_up(officer, report):
    job = ordered(officer, report)
    for _attempt in range(making.MAX_ATTEMPTS):
        making._claim(job.pk)
        lease_is_over(job)
    assert services.sweep_exports() == 0
    job.refresh_from_db()
    assert (job.state, job.failure) == ("failed", "worker_lost")
    assert Notice.objects.filter(kind="reports.export_failed").count() == 1
    assert worked(services.start_again(actor=officer, job=job)).state == "ready"


# --- fetching ------------------------------------------------------------------------------------


def test_the_file_is_given_and_each_time_written_down(officer, report):
    job = made(officer, report)
    for time in (1, 2):
        answer = signed_in(officer).post(page(job, "export_file"))
        content = b"".join(answer.streaming_content)
        assert "综合月报" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
        job.refresh_from_db()
        assert (job.fetched, ExportRecord.objects.count()) == (time, time)
    assert answer["Cache-Control"] == "private, no-store"
    assert 'filename="370303_202105_v1.xlsx"' in answer["Content-Disposition"]
    record = ExportRecord.objects.latest("pk")
    assert (record.by, record.format, record.rows, record.reason) == (officer, "xlsx", job.total, "上报存档")
    assert str(job.public_id) in record.conditions


def test_neither_another_district_nor_a_colleague_nor_a_guess_finds_it(officer, report):
    job = made(officer, report)
    strangers = [people.officer("huantai"), people.officer("zhangdian", name="吴越"), people.city_staff()]
    for stranger in strangers:
        client = signed_in(stranger)
        assert client.get(page(job)).status_code == 404
        assert client.post(page(job, "export_file")).status_code == 404
        assert client.post(page(job, "export_again")).status_code == 404
        assert str(job.public_id) not in client.get(reverse("export_jobs")).content.decode()
        assert services_refuse(stranger, job)
    assert not ExportRecord.objects.exists()
    assert str(job.public_id) in signed_in(officer).get(reverse("export_jobs")).content.decode()


def services_refuse(stranger, job):
    """The service by itself, past every page."""
    for act in (services.fetch_export, services.start_again):
        with pytest.raises((NotAllowed, ExportNotReady, ExportNotFailed)):
            act(actor=stranger, job=job)
    return True


def test_a_right_that_is_lost_closes_the_link(officer, report):
    job = made(officer, report)
    day = today()
    held = Membership.objects.filter(person=officer.person)
    held.update(from_on=day - timedelta(days=9), until_on=day - timedelta(days=1))
    client = signed_in(type(officer).objects.get(pk=officer.pk))
    assert client.get(page(job)).status_code == 404
    assert client.post(page(job, "export_file")).status_code == 404


def test_an_officer_who_has_moved_to_another_district_leaves_the_files_behind(officer, report):
    job = made(officer, report)
    there = people.officer("huantai").person.memberships.get().organisation
    Membership.objects.filter(person=officer.person).update(organisation=there)
    assert signed_in(type(officer).objects.get(pk=officer.pk)).get(page(job)).status_code == 404


def test_the_admin_shows_a_district_its_own_jobs_and_no_file(officer, report):
    job = made(officer, report)
    listed = "/admin/reports/exportjob/"
    shown = signed_in(officer).get(listed)
    assert [row.pk for row in shown.context["cl"].result_list] == [job.pk]
    one = signed_in(officer).get(f"{listed}{job.pk}/change/").content.decode()
    assert job.file not in one
    foreign = signed_in(people.officer("huantai"))
    assert list(foreign.get(listed).context["cl"].result_list) == []
    assert (
        list(
            foreign.get(f"{listed}?organisation__id__exact={job.organisation_id}").context["cl"].result_list
            or []
        )
        == []
    )
    assert foreign.get(f"{listed}{job.pk}/change/").status_code in (302, 404)


# --- the end of its time -------------------------------------------------------------------------


def time_is_over(job):
    ExportJob.objects.filter(pk=job.pk).update(expires_at=Now() - timedelta(seconds=1))


def test_an_expired_link_gives_nothing_even_before_the_sweep(officer, report):
    job = made(officer, report)
    time_is_over(job)
    with pytest.raises(ExportNotReady, match="已过期"):
        services.fetch_export(actor=officer, job=job)
    assert signed_in(officer).post(page(job, "export_file")).url == page(job)
    assert not ExportRecord.objects.exists()


def test_files_past_their_time_are_deleted_and_no_others(officer, report):
    job, other = made(officer, report), made(officer, report, "archive")
    time_is_over(job)
    assert services.expire_exports() == 1
    assert services.expire_exports() == 0
    job.refresh_from_db()
    assert (job.state, job.file) == ("expired", "")
    assert files() == [other.file.removeprefix("exports/")]
    assert "已过期" in signed_in(officer).get(page(job)).content.decode()


def test_a_file_whose_worker_died_before_its_row_is_swept(officer, report):
    job = made(officer, report)
    lost = storages["private"].save("exports/lost.xlsx", ContentFile(b"half"))
    assert services.sweep_export_files() == 0  # it may still be on its way
    later = mock.patch("zibo_youth.core.private_files.SETTLED_AFTER", timedelta(seconds=-5))
    with later:
        assert services.sweep_export_files() == 1
    assert not storages["private"].exists(lost)
    assert storages["private"].exists(job.file)


# --- the walls behind ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "wall"),
    [
        ({"state": "ready", "lease_until": None}, "export_job_has_a_file_while_ready"),
        ({"file": "exports/x"}, "export_job_has_a_file_while_ready"),
        ({"lease_until": None}, "export_job_has_a_lease_while_running"),
        ({"state": "failed", "lease_until": None}, "export_job_failed_says_why"),
        ({"failure": "other"}, "export_job_failed_says_why"),
        ({"done": 2, "total": 1}, "export_job_writes_no_more_than_all"),
        ({"reason": ""}, "export_job_says_what_for"),
        ({"occasion": "x"}, "export_job_is_of_a_person_or_an_occasion"),
        ({"requested_by": None}, "export_job_is_of_a_person_or_an_occasion"),
        ({"month": "2021-05-02"}, "export_job_month_is_its_first_day"),
        ({"state": "expired", "lease_until": None}, "Invalid transition"),
    ],
)
def test_the_database_itself_keeps_a_running_job_whole(officer, report, changes, wall):
    job = ordered(officer, report)
    making._claim(job.pk)
    with pytest.raises(Exception, match=wall), transaction.atomic():
        ExportJob.objects.filter(pk=job.pk).update(**changes)
