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
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from zibo_youth.core import crypto

from .hazard_times import day_of, moves_of
from .models import HazardReport, HazardReporter

ACT = "SELECT set_config('safety.acting_reporter', %s, true)"
Part = HazardReporter.Part


def token_of(person: int) -> uuid.UUID:
    """本人标记: without the key nobody computes it from a number."""
    return uuid.UUID(hex=crypto.blind_index("safety.hazard_reporter", str(person))[:32])


def address_of(row: uuid.UUID) -> uuid.UUID:
    """
    Under what one's own report is found by its page and its calls: a keyed digest of the sealed row.

    The row's own number would lead from a line of a log, which has the account beside the path, to the row,
    and from there to the report in whatever copy of the database.
    """
    return uuid.UUID(hex=crypto.blind_index("safety.hazard_page", str(row))[:32])


@contextmanager
def acting_as(person: int) -> Iterator[uuid.UUID]:
    """Until the block ends, PostgreSQL shows what is sealed of this person."""
    token = token_of(person)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ACT, [str(token)])
        yield token
        cursor.execute(ACT, [""])


@sensitive_variables()
def unsealed(row: HazardReporter) -> int:
    """The person's number; whoever calls this holds an opening, or is that person."""
    return int(crypto.unseal(row.sealed, context=context_of(row)))


def context_of(row: HazardReporter) -> str:
    """What the seal is bound to."""
    return f"safety_hazardreporter.sealed.{row.pk}"


@dataclass(frozen=True, slots=True)
class Own:
    """One of one's own reports; ``row`` is the sealed row, whose number is shown to nobody."""

    row: uuid.UUID
    hazard: HazardReport
    is_first: bool

    @property
    def points(self) -> int:
        return self.hazard.points if self.is_first else self.hazard.follow_points

    @property
    def reported_at(self) -> datetime | None:
        """Whoever only joined reads the day of the first report."""
        return self.hazard.reported_at if self.is_first else day_of(self.hazard.reported_at)

    @property
    def moves(self) -> list[Any]:
        return moves_of(self.hazard, minutes=self.is_first)

    @property
    def is_follower(self) -> bool:
        return not self.is_first

    @property
    def is_asked(self) -> bool:
        """Whether this reporter may still say whether it is mended."""
        fix = self.hazard.fix if self.hazard.state == HazardReport.State.FIX_CLAIMED else None
        return self.is_first and fix is not None and not fix.reporter_answer

    @property
    def address(self) -> uuid.UUID:
        """What its page, its pictures and its calls are found by."""
        return address_of(self.row)

    def get_absolute_url(self) -> str:
        """The page of the reporter: its address names neither the report nor the sealed row."""
        return reverse("my_hazard", args=[self.address])


def own_reports(person: int | None, **only: Any) -> list[Own]:
    """Everything one reported or joined, the newest first."""
    if person is None:
        return []
    with acting_as(person) as token:
        found = HazardReporter.objects.filter(token=token, **only)
        parts = {row.hazard_id: row for row in found}
    rows = HazardReport.objects.filter(pk__in=parts).whole().select_related("fix", "duplicate_of")
    return [Own(parts[row.pk].pk, row, parts[row.pk].part == Part.FIRST) for row in rows]


def own_report(person: int | None, address: uuid.UUID) -> Own | None:
    """One of them, by its `address_of`."""
    return next((own for own in own_reports(person) if own.address == address), None)


def part_in(person: int | None, hazard: HazardReport) -> str:
    """One's own part in a report; empty for everybody else."""
    if person is None:
        return ""
    with acting_as(person) as token:
        rows = HazardReporter.objects.filter(token=token, hazard=hazard)
        return rows.values_list("part", flat=True).first() or ""
