"""
生成导出 (making exports): claimed, written, told, each once, whoever dies on the way.

A claim is one UPDATE and a lease: a worker that was killed is followed by the
sweeper once its lease has run out. Whoever was only slow finds with its next word
about the progress, and at its end, that another has claimed the job since, and
throws its own file away.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import uuid4

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.files import File
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from zibo_youth.accounts.models import Person
from zibo_youth.accounts.staff import city_staff, officers_of
from zibo_youth.core.errors import DomainError
from zibo_youth.core.private_files import forget, kept_file, sweep
from zibo_youth.notifications.outbox import notify
from zibo_youth.reports.exports.giving import WRITTEN_AS
from zibo_youth.reports.exports.making import REFUSALS, Made, make
from zibo_youth.reports.models import ExportJob
from zibo_youth.reports.models.job import Failure

log = structlog.get_logger(__name__)

State, Kind = ExportJob.State, ExportJob.Kind
FOLDER = "exports"
LEASE = timedelta(minutes=5)  # renewed with every word about the progress; a statement takes 2 at most
MAX_ATTEMPTS = 3
RUN_SECONDS = 60  # a run takes no further job after this time
TOLD_EVERY = 1.0  # seconds

TELL = """
UPDATE reports_exportjob SET done = %s, total = %s, lease_until = now() + make_interval(secs => %s)
WHERE id = %s AND state = 'running' AND claim = %s
"""


class Overtaken(Exception):
    """Another worker has claimed the job since."""


def make_exports(*, job_ids: Iterable[int]) -> int:
    """Make these jobs, where they are due. Safe to run twice at one moment. Gives how many were attempted."""
    until = time.monotonic() + RUN_SECONDS
    made = 0
    for job_id in job_ids:
        if time.monotonic() > until:
            break
        made += _make_one(job_id)
    return made


def sweep_exports() -> int:
    """Take up what no message reached, and what a dead worker left; what killed its workers is given up."""
    _give_up_on_what_kills_its_worker()
    return make_exports(job_ids=list(ExportJob.objects.due().order_by("pk").values_list("pk", flat=True)))


def _make_one(job_id: int) -> bool:
    job = _claim(job_id)
    if job is None:
        return False
    try:
        with TemporaryFile() as space:
            file = cast(BinaryIO, space)
            with closing(Progress(job)) as told:
                made = make(job, file, told)
            _keep(job, made, File(file))
    except Overtaken:
        log.warning("export_overtaken", job=job.pk)
    except Exception as failure:
        _fail(job, failure)
    return True


def _claim(job_id: int) -> ExportJob | None:
    """Whoever's UPDATE finds the job due has it until the lease ends."""
    claim = uuid4()
    due = ExportJob.objects.due().filter(pk=job_id, attempts__lt=MAX_ATTEMPTS)
    due.update(state=State.RUNNING, claim=claim, attempts=F("attempts") + 1, lease_until=Now() + LEASE)
    mine = ExportJob.objects.select_related("organisation__area", "requested_by__person")
    job: ExportJob | None = mine.filter(pk=job_id, claim=claim).first()
    return job


class Progress:
    """
    进度 (progress) of one claim: told at most once a second, on a connection of its own.

    The file is written inside a snapshot, from which nothing can be told; each
    word also renews the lease. Raises `Overtaken` where there is none any more.
    """

    def __init__(self, job: ExportJob) -> None:
        self.job = job
        self.line = connection.copy()
        self.told_at = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.told_at < TOLD_EVERY:
            return
        self.told_at = time.monotonic()
        with self.line.cursor() as cursor:
            cursor.execute(TELL, [done, total, LEASE.total_seconds(), self.job.pk, self.job.claim])
            if not cursor.rowcount:
                raise Overtaken

    def close(self) -> None:
        self.line.close()


def _keep(job: ExportJob, made: Made, file: File) -> None:
    """The file, the row that names it, and the notices: all of them, or none. Raises `Overtaken`."""
    file.seek(0)
    kept_for = settings.ARCHIVE_KEPT if job.kind == Kind.ARCHIVE else settings.EXPORT_KEPT
    ending = WRITTEN_AS[Kind(job.kind)][0]
    with kept_file(FOLDER, file, f".{ending}") as name, transaction.atomic():
        mine = ExportJob.objects.filter(pk=job.pk, state=State.RUNNING, claim=job.claim)
        if not mine.update(
            state=State.READY,
            lease_until=None,
            done=made.rows,
            total=made.rows,
            file=name,
            filename=made.name.shown,
            filename_ascii=made.name.ascii,
            ready_at=Now(),
            expires_at=Now() + kept_for,
        ):
            raise Overtaken
        _tell(job, "reports.export_ready")


def _fail(job: ExportJob, failure: Exception) -> None:
    """Write down why; a lease that another took since is left alone."""
    why = _why(failure)
    if why in {Failure.OTHER, Failure.SLOW}:
        log.error("export_failed", job=job.pk, reason=type(failure).__name__, exc_info=failure)
    with transaction.atomic():
        mine = ExportJob.objects.filter(pk=job.pk, state=State.RUNNING, claim=job.claim)
        if mine.update(state=State.FAILED, failure=why, lease_until=None):
            _tell(job, "reports.export_failed")


def _why(failure: Exception) -> Failure:
    if isinstance(failure, DomainError):
        return REFUSALS.get(type(failure), Failure.OTHER)
    return Failure.SLOW if isinstance(failure, SoftTimeLimitExceeded) else Failure.OTHER


def _give_up_on_what_kills_its_worker() -> None:
    """A lease that ran out on the last attempt: nobody was left alive to write down the failure."""
    killers = ExportJob.objects.due().filter(attempts__gte=MAX_ATTEMPTS)
    for job in killers.select_related("organisation", "requested_by__person"):
        with transaction.atomic():
            if killers.filter(pk=job.pk).update(state=State.FAILED, failure=Failure.LOST, lease_until=None):
                _tell(job, "reports.export_failed")


def _tell(job: ExportJob, kind: str) -> None:
    for person in _readers_of(job):
        notify(kind, to=person, about=job, dedup=str(job.claim))


def _readers_of(job: ExportJob) -> Iterable[Person]:
    """Who asked for it; what the portal made by itself is for the officers, of the city for its staff."""
    if job.requested_by is not None:
        return [job.requested_by.person] if job.requested_by.person else []
    return officers_of(job.organisation) if job.organisation.is_reporting else city_staff()


def expire_exports() -> int:
    """过期 (expire): the row lets go of its file first, then the file goes. Gives how many."""
    expired = 0
    for job in ExportJob.objects.out_of_date():
        with transaction.atomic():
            gone = ExportJob.objects.out_of_date().filter(pk=job.pk).update(state=State.EXPIRED, file="")
        if gone:
            forget(job.file)
            expired += 1
    return expired


def sweep_export_files() -> int:
    """清理无主文件: what a worker left that died between its file and its row."""
    return sweep(FOLDER, set(ExportJob.objects.ready().values_list("file", flat=True)))
