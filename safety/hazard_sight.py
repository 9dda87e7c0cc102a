"""
上报人视角 (a reporter's own sight): the only place where who reported is sealed, and read by that person.

`acting_as` tells PostgreSQL for one transaction who acts; row-level security shows the portal's role that
person's rows and no others (decision 0084). Every read here filters by the token as well, so that tests and
tools that run as the tables' owner read no more.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from zibo_youth.core import crypto

from .models import HazardReport, HazardReporter

ACT = "SELECT set_config('safety.acting_reporter', %s, true)"
# One length for every number, so that a seal does not tell how large it is.
DIGITS = 19
Part = HazardReporter.Part


def token_of(person: int) -> uuid.UUID:
    """本人标记: without the key nobody computes it from a number."""
    return uuid.UUID(hex=crypto.blind_index("safety.hazard_reporter", str(person))[:32])


@contextmanager
def acting_as(person: int) -> Iterator[uuid.UUID]:
    """Until the block ends, PostgreSQL shows what is sealed of this person."""
    token = token_of(person)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT, [str(token)])
        yield token
        cursor.execute(ACT, [""])


@sensitive_variables()
def seal_reporter(person: int, hazard: HazardReport, part: str) -> None:
    """Written down for this row alone; nothing is read back, so writing needs no right to read."""
    row = HazardReporter(hazard=hazard, part=part, token=token_of(person))
    row.sealed = crypto.seal(f"{person:0{DIGITS}d}", context=_context(row))
    HazardReporter.objects.bulk_create([row])


@sensitive_variables()
def unsealed(row: HazardReporter) -> int:
    """The person's number; whoever calls this holds an opening, or is that person."""
    return int(crypto.unseal(row.sealed, context=_context(row)))


def _context(row: HazardReporter) -> str:
    return f"safety_hazardreporter.sealed.{row.pk}"


@dataclass(frozen=True, slots=True)
class Own:
    """One of one's own reports, and whether one was the first."""

    hazard: HazardReport
    is_first: bool

    @property
    def points(self) -> int:
        return self.hazard.points if self.is_first else self.hazard.follow_points


def own_reports(person: int | None) -> list[Own]:
    """Everything one reported or joined, the newest first."""
    if person is None:
        return []
    with acting_as(person) as token:
        parts = dict(HazardReporter.objects.filter(token=token).values_list("hazard", "part"))
    rows = HazardReport.objects.filter(pk__in=parts).whole().select_related("fix", "duplicate_of")
    return [Own(row, parts[row.pk] == Part.FIRST) for row in rows]


def part_in(person: int | None, hazard: HazardReport) -> str:
    """One's own part in a report; empty for everybody else."""
    if person is None:
        return ""
    with acting_as(person) as token:
        rows = HazardReporter.objects.filter(token=token, hazard=hazard)
        return rows.values_list("part", flat=True).first() or ""
