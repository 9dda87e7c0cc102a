"""
发件箱 (outbox): a notice is one row of the caller's transaction; telling the worker comes after its commit.

This is the only module of the house that knows ``on_commit`` for notices and jobs. The
request never speaks to the broker: ``nudge`` hands the number to a thread, and
what that thread cannot publish the sweeper finds within seconds.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models, transaction

from zibo_youth.accounts.models import Person

from . import nudge

LONGEST_KEY = 160

# One statement: no look-up before it, no row read back but the new number.
INSERT = """
    INSERT INTO notifications_notice (kind, to_id, about_model, about_pk, dedup_key)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (dedup_key) DO NOTHING
    RETURNING id
"""

# The same as a part of a larger statement that writes what the notice is about; the names are SQL.
PART = """
    INSERT INTO notifications_notice (kind, to_id, about_model, about_pk, dedup_key)
    SELECT {kind}, {to}, '{model}', {about}::text, concat({kind}, ':', {about}, ':', {to}, ':') FROM {source}
    ON CONFLICT (dedup_key) DO NOTHING
    RETURNING id
"""


# All of one kind, held before their deliveries are looked at: a planner skips them meanwhile.
STANDING = "SELECT id FROM notifications_notice WHERE kind = %s ORDER BY id FOR UPDATE"
TAKEN_BACK = (
    "DELETE FROM notifications_delivery WHERE notice_id = ANY (%s)",
    "DELETE FROM notifications_notice WHERE id = ANY (%s)",
)


def part(source: str, *, kind: str, to: str, about: str, model: type[models.Model]) -> str:
    """
    `notify` for a hot path: one notice for each row of ``source``, written by the same statement.

    Whoever runs it calls `written` with the number that it returns.
    """
    return PART.format(source=source, kind=kind, to=to, about=about, model=model._meta.label_lower)


def notify(kind: str, *, to: Person, about: models.Model, dedup: str = "") -> bool:
    """
    Tell ``to`` about ``about``, once; commits and rolls back with the caller's transaction.

    The same kind about the same record is told to the same person once;
    ``dedup`` names the occasion where it can happen again (a second return of
    one stay). Returns whether this call was the first.
    """
    dedup_key = f"{kind}:{about.pk}:{to.pk}:{dedup}"[:LONGEST_KEY]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [kind, to.pk, about._meta.label_lower, str(about.pk), dedup_key])
        row = cursor.fetchone()
    if row is None:
        return False
    written(row[0])
    return True


def renew(kind: str, people: Iterable[Person]) -> int:
    """
    Tell these people, each about themselves, and leave nothing standing of this kind that was told before.

    In the order of ``people``; returns how many. For a kind whose history says more than its messages do.
    """
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [kind])
        before = [number for (number,) in cursor.fetchall()]
        for statement in TAKEN_BACK:
            cursor.execute(statement, [before])
    return sum(notify(kind, to=person, about=person) for person in people)


def written(notice_id: int) -> None:
    """A notice stands in the caller's transaction: its worker is told after the commit."""

    def tell_worker() -> None:
        nudge.about(notice_id)

    transaction.on_commit(tell_worker, robust=True)


def schedule_job(task: str, number: int) -> None:
    """
    Have a worker run this task for this row soon after the caller's commit.

    The row is what is relied on: whoever owns the task sweeps for rows that no message reached.
    """

    def tell_worker() -> None:
        nudge.job(task, number)

    transaction.on_commit(tell_worker, robust=True)
