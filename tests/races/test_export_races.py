"""Races of exports: one order, one worker, one delivery; a worker that is killed is followed; each with its control."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from datetime import date, timedelta
from unittest import mock
from uuid import uuid4

import pgtrigger
import pytest
from django.core.files.storage import storages
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from tests import people
from tests.racing import at_once
from tests.reports import past
from tests.reports.exporting import ordered
from tests.reports.filled import opened, sent
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.notifications.models import Notice
from zibo_youth.reports import services
from zibo_youth.reports.models import ExportJob
from zibo_youth.reports.querysets import ExportJobQuerySet
from zibo_youth.reports.services import making

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WORKERS = 8
FIRST = date(2021, 6, 1)


@contextmanager
def without(name):
    """A unique index of the jobs taken away, and put back when the rows that it forbids are gone."""
    [wall] = [each for each in ExportJob._meta.constraints if each.name == name]
    with connection.schema_editor() as editor:
        editor.remove_constraint(ExportJob, wall)
    try:
        yield
    finally:
        ExportJob.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(ExportJob, wall)


@pytest.fixture
def officer():
    return people.officer("zhangdian")


@pytest.fixture
def report(officer):
    return sent(officer, opened())


def files():
    folder = storages["private"]
    return folder.listdir("exports")[1] if folder.exists("exports") else []


# --- ordering --------------------------------------------------------------------------------------


def test_64_orders_of_one_file_are_one_job(officer, report):
    answers = at_once(lambda _n: ordered(officer, report))
    assert {answer.pk for answer in answers} == {ExportJob.objects.get().pk}


@pytest.mark.control
def test_the_control_without_the_constraint_they_are_many(officer, report):
    with without("export_job_asked_for_once_at_a_time"):
        at_once(lambda _n: ordered(officer, report), crowd=WORKERS)
        assert ExportJob.objects.count() > 1


def test_the_first_of_the_month_looked_at_by_many_delivers_each_workbook_once():
    opened()
    answers = at_once(lambda _n: services.deliver_workbooks(on=FIRST), crowd=WORKERS)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert ExportJob.objects.count() == len(past.units())


def ordered_by_itself(report):
    about = {"organisation": report.organisation, "month": report.of, "kind": "workbook"}
    return services.order_by_itself(
        actor=SYSTEM, **about, occasion="workbook-202105-zhangdian", reason="每月"
    )


def test_of_many_orders_for_one_occasion_one_is_the_first(report):
    answers = at_once(lambda _n: ordered_by_itself(report))
    assert sorted(answers) == [False] * (len(answers) - 1) + [True]
    assert ExportJob.objects.count() == 1


@pytest.mark.control
def test_the_control_without_the_occasion_there_are_several(report):
    with without("export_job_once_per_occasion"):
        at_once(lambda _n: ordered_by_itself(report))
        assert ExportJob.objects.count() > 1


# --- making ----------------------------------------------------------------------------------------


def test_of_many_workers_one_makes_it_and_one_notice_goes_out(officer, report):
    job = ordered(officer, report)
    answers = at_once(lambda _n: services.make_exports(job_ids=[job.pk]), crowd=WORKERS)
    assert sum(answers) == 1
    assert len(files()) == 1
    assert Notice.objects.filter(kind="reports.export_ready").count() == 1


@pytest.mark.control
def test_the_control_without_the_claim_each_of_them_tells_that_it_is_ready(officer, report):
    """Everybody takes the job as it is, and nobody asks whose it is."""
    job = ordered(officer, report)

    def taken(_pk):
        mine = ExportJob.objects.select_related("organisation__area", "requested_by__person").get(pk=job.pk)
        mine.claim = uuid4()
        return mine

    silent = mock.patch.object(making, "TOLD_EVERY", 3600)  # a word about the progress would ask whose it is
    with silent, mock.patch.object(making, "_claim", taken), nobody_asks_whose_it_is():
        at_once(lambda _n: services.make_exports(job_ids=[job.pk]), crowd=WORKERS)
    assert Notice.objects.filter(kind="reports.export_ready").count() > 1


@contextmanager
def nobody_asks_whose_it_is():
    """The last statement of a worker without the claim in it: it ends whatever is there."""

    def ended(self, **changes):
        if "expires_at" not in changes:
            return QuerySet.update(self, **changes)
        rows = ExportJob._base_manager.filter(pk__in=ExportJob._base_manager.values("pk"))
        with pgtrigger.ignore("reports.ExportJob:export_job_moves_as_allowed"):
            return QuerySet.update(rows, **changes)

    with mock.patch.object(ExportJobQuerySet, "update", ended):
        yield


# --- a worker dies ---------------------------------------------------------------------------------


def killed_in_the_middle(job):
    """A process of its own that claims the job, writes its first sheet, and is killed."""
    connection.close()
    child = os.fork()
    if not child:
        try:
            with mock.patch.object(making.Progress, "__call__", die):
                services.make_exports(job_ids=[job.pk])
        finally:
            os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL


def die(_told, done, _total):
    assert done
    os.kill(os.getpid(), signal.SIGKILL)


def lease_is_over(job):
    ExportJob.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_worker_killed_in_the_middle_is_followed_when_its_lease_is_over(officer, report):
    job = ordered(officer, report)
    killed_in_the_middle(job)
    job.refresh_from_db()
    assert (job.state, files(), services.sweep_exports()) == ("running", [], 0)
    lease_is_over(job)
    assert services.sweep_exports() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts, len(files())) == ("ready", 2, 1)
    assert Notice.objects.filter(kind="reports.export_ready").count() == 1


@pytest.mark.control
def test_the_control_without_the_lease_it_is_never_written(officer, report):
    job = ordered(officer, report)
    killed_in_the_middle(job)
    lease_is_over(job)
    with mock.patch.object(ExportJobQuerySet, "due", lambda self: self.filter(state="queued")):
        assert services.sweep_exports() == 0
    job.refresh_from_db()
    assert job.state == "running"


def test_a_worker_that_was_overtaken_stops_with_its_next_word(officer, report):
    job = ordered(officer, report)
    slow = making.Progress(making._claim(job.pk))
    slow.told_at -= making.TOLD_EVERY
    slow(3, 10)
    job.refresh_from_db()
    assert (job.done, job.total) == (3, 10)
    lease_is_over(job)
    successor = making._claim(job.pk)
    slow.told_at -= making.TOLD_EVERY
    with pytest.raises(making.Overtaken):
        slow(5, 10)
    job.refresh_from_db()
    assert (job.done, job.claim) == (3, successor.claim)
    slow.close()


def overtaken_at_its_end(officer, report):
    """A worker that writes while another claims the job and ends it: how many files and notices come of it."""
    job = ordered(officer, report)
    slow = making._claim(job.pk)
    lease_is_over(job)
    services.sweep_exports()
    with mock.patch.object(making, "_claim", return_value=slow):
        services.make_exports(job_ids=[job.pk])
    return len(files()), Notice.objects.filter(kind="reports.export_ready").count()


def test_a_worker_that_was_overtaken_publishes_nothing(officer, report):
    assert overtaken_at_its_end(officer, report) == (1, 1)


@pytest.mark.control
def test_the_control_without_the_claim_in_its_last_statement_it_publishes_too(officer, report):
    with nobody_asks_whose_it_is():
        assert overtaken_at_its_end(officer, report) == (2, 2)


def test_a_second_life_of_a_job_never_has_the_claim_of_its_first(officer, report):
    job = ordered(officer, report)
    first = making._claim(job.pk)
    making._fail(first, RuntimeError())
    services.start_again(actor=officer, job=job)
    second = making._claim(job.pk)
    assert (second.attempts, first.attempts) == (1, 1)
    assert second.claim != first.claim
    making._fail(first, RuntimeError())  # the worker of the first life wakes up late
    job.refresh_from_db()
    assert job.state == "running"
    making._fail(second, RuntimeError())
    assert Notice.objects.filter(kind="reports.export_failed").count() == 2
