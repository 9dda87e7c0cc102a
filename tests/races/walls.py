"""Taking a wall away for a moment: what happens then is what the wall is there for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from types import ModuleType
from typing import Any

from django.db import connection

from stations.models import RoomNight, Stay, StayNight, StayTransition
from stations.services import booking, moves, taking
from stations.services.pool import lock_station
from zibo_youth.core.prepared import Prepared

CONSTRAINT = """
SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE conname = %s AND conrelid <> 0
"""
INDEX = "SELECT tablename, indexdef FROM pg_indexes WHERE indexname = %s"
TRIGGER = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname LIKE %s"


@contextmanager
def dropped(*names: str) -> Iterator[None]:
    """Without these constraints and unique indexes; whoever uses it takes what breaks them away before the end."""
    back = []
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(CONSTRAINT, [name])
            if found := cursor.fetchone():
                table, definition = found
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
                back.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
            else:
                cursor.execute(INDEX, [name])
                back.append(cursor.fetchone()[1])
                cursor.execute(f"DROP INDEX {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in reversed(back):
                cursor.execute(statement)


@contextmanager
def disabled(table: str, *triggers: str) -> Iterator[None]:
    """Without these triggers of a table, by the names that the model gives them."""
    with connection.cursor() as cursor:
        found = []
        for name in triggers:
            cursor.execute(TRIGGER, [table, f"pgtrigger_{name}%"])
            found.append(cursor.fetchone()[0])
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {found[-1]}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name in found:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")


def taking_away(clear: Callable[[], None]) -> Iterator[Callable[..., None]]:
    """
    The body of a fixture: a function that takes constraints, and triggers of a table, away until the test is over.

    ``clear`` deletes what came in meanwhile, before they come back.
    """
    with ExitStack() as back:

        def take(*constraints: str, triggers: tuple[str, ...] = ()) -> None:
            back.enter_context(dropped(*constraints))
            if triggers:
                back.enter_context(disabled(*triggers))

        yield take
        clear()


@contextmanager
def without(*constraints: str) -> Iterator[None]:
    """Drop named constraints; put them back when the nights written meanwhile are gone."""
    with dropped(*constraints):
        try:
            yield
        finally:
            StayNight.objects.all().delete()
            RoomNight.objects.all().delete()


def without_locks(monkeypatch) -> None:
    """Nobody waits for anybody, and everybody has looked before the first one writes."""
    monkeypatch.setattr(booking, "lock_guest_and_station", lambda *ids: None)
    sql = f"WITH {taking.CHOOSE_BED}, {taking.INSERT_STAY}, {taking.TAKE_NIGHTS}, pg_sleep(1)"
    sql = sql.replace("fit.gap, bed.id", "random()")
    monkeypatch.setattr(taking, "BOOK_AT_ONCE", Prepared("book_slowly", sql, taking.TYPES))


def without_lock_of_the_guest(monkeypatch, module: ModuleType) -> None:
    """As if a station's lock were enough: one person asks at many stations, and nobody waits."""
    monkeypatch.setattr(module, "lock_guest_and_station", lambda _guest, station: lock_station(station))


def all_look_first(monkeypatch, module: ModuleType, look: str, crowd: int | threading.Barrier) -> None:
    """What ``look`` says is told to a whole crowd, or to all of a barrier, before the first of it goes on."""
    together = crowd if isinstance(crowd, threading.Barrier) else threading.Barrier(crowd)
    ask = getattr(module, look)

    def look_and_wait(*asked: Any, **also: Any) -> Any:
        seen = ask(*asked, **also)
        with suppress(threading.BrokenBarrierError):
            together.wait(timeout=60)
        return seen

    monkeypatch.setattr(module, look, look_and_wait)


def careless_move(monkeypatch) -> None:
    """Whoever moves a stay no longer asks where it stands."""

    def move(actor, stay, to, *, only_from="", reason="", note="", **changes):
        Stay.objects.filter(pk=stay.pk).update(state=to, **changes)
        StayTransition.objects.create(
            stay=stay, actor_id=actor.pk, from_state=stay.state, to_state=to, reason=reason, note=note
        )
        return stay

    monkeypatch.setattr(moves, "move", move)
