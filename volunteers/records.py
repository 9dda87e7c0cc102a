"""
志愿服务记录 (records): the lines of the ledger in an open format (docs/reference/volunteer-records.md).

The names of the columns and the codes are a promise to programmes: what changes their
meaning changes ``SCHEMA``. A volunteer is told by number; no name leaves with the hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, User
from zibo_youth.core.exports import Table
from zibo_youth.reports.periods import Month

from .hour_errors import TooManyRecords
from .hour_querysets import HourEntryQuerySet
from .models import HourEntry

SCHEMA = "zibo-volunteer-records/1"
EXPORT = "volunteers.export_hours"
MOST_RECORDS = 100_000
State = HourEntry.State


def _moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


FIELDS: dict[str, Callable[[HourEntry], Any]] = {
    "schema": lambda entry: SCHEMA,
    "entry_id": lambda entry: entry.pk,
    "kind": lambda entry: entry.kind,
    "reverses_id": lambda entry: entry.reverses_id,
    "volunteer_no": lambda entry: entry.volunteer.volunteer_no,
    "project_code": lambda entry: entry.project.code,
    "project_title": lambda entry: entry.project.title,
    "post": lambda entry: entry.post.name,
    "organiser_code": lambda entry: entry.organiser.code,
    "organiser_name": lambda entry: entry.organiser.name,
    "reporting_code": lambda entry: entry.project.reporting_org.code,
    "service_start": lambda entry: _moment(entry.starts_at),
    "service_end": lambda entry: _moment(entry.ends_at),
    "minutes": lambda entry: entry.signed_minutes,
    "evidence": lambda entry: entry.evidence,
    "state": lambda entry: entry.state,
    "counted": lambda entry: int(entry.state == State.FINAL),
    "recorded_at": lambda entry: _moment(entry.recorded_at),
    "confirmed_at": lambda entry: _moment(entry.confirmed_at),
    "noticed_at": lambda entry: _moment(entry.noticed_at),
    "final_at": lambda entry: _moment(entry.final_at),
    "reversed_at": lambda entry: _moment(entry.reversed_at),
}


@dataclass(frozen=True, slots=True)
class Span:
    """
    导出范围 (span): whole months, of everything that somebody may export or of one organisation.

    ``whole`` are the reporting units of which no entry is left out: their figures can be compared.
    """

    months: tuple[Month, ...]
    entries: HourEntryQuerySet
    whole: tuple[Organisation, ...]

    @property
    def rows(self) -> HourEntryQuerySet:
        """Every line served in these months, in the order of service. Raises `TooManyRecords`."""
        rows = self.entries.served_between(
            self.months[0].period.from_at, self.months[-1].period.until_at
        ).order_by("starts_at", "pk")
        if rows[: MOST_RECORDS + 1].count() > MOST_RECORDS:
            raise TooManyRecords(most=MOST_RECORDS)
        return rows


def span_of(user: User, first: Month, last: Month, of: Organisation | None = None) -> Span:
    """What somebody may export of these months."""
    reach = policy.reach(user, EXPORT).office()
    entries = HourEntry.objects.within(reach)
    units = Organisation.objects.reporting()
    whole = tuple(units if reach.everything else units.filter(pk__in=reach.districts))
    if of is not None:
        whole = tuple(unit for unit in whole if unit == of)
        entries = entries.filter(project__reporting_org=of) if whole else entries.filter(organiser=of)
    months = [first]
    while months[-1] < last:
        months.append(months[-1].plus(1))
    return Span(tuple(months), entries, whole)


def table_of(span: Span) -> Table:
    """The file: one line of the ledger a row."""
    return Table("volunteer-records", list(FIELDS), _lines(span))


def _lines(span: Span) -> Iterator[list[Any]]:
    rows = span.rows.select_related("volunteer", "project__reporting_org", "post", "organiser")
    for entry in rows.iterator(chunk_size=2000):
        yield [read(entry) for read in FIELDS.values()]
