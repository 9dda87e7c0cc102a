"""Taking a wall away for a moment: what happens then is what the wall is there for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from stations.models import RoomNight, StayNight
from stations.services import booking, taking
from zibo_youth.core.prepared import Prepared

DEFINITION = (
    "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s"
)


@contextmanager
def without(*constraints: str) -> Iterator[None]:
    """Drop named constraints; put them back when the nights written meanwhile are gone."""
    with connection.cursor() as cursor:
        found = []
        for name in constraints:
            cursor.execute(DEFINITION, [name])
            table, definition = cursor.fetchone()
            found.append((table, name, definition))
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    try:
        yield
    finally:
        StayNight.objects.all().delete()
        RoomNight.objects.all().delete()
        with connection.cursor() as cursor:
            for table, name, definition in reversed(found):
                cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")


def without_locks(monkeypatch) -> None:
    """Nobody waits for anybody, and everybody has looked before the first one writes."""
    monkeypatch.setattr(booking, "lock_guest_and_station", lambda *ids: None)
    sql = f"WITH {taking.CHOOSE_BED}, {taking.INSERT_STAY}, {taking.TAKE_NIGHTS}, pg_sleep(1)"
    sql = sql.replace("fit.gap, bed.id", "random()")
    monkeypatch.setattr(taking, "BOOK_AT_ONCE", Prepared("book_slowly", sql, taking.TYPES))
