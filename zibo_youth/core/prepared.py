"""
Statements that PostgreSQL plans once per session (docs/decisions/0007).

A booking's statement costs more to plan than to run. It is prepared the first
time a session needs it; PostgreSQL plans it anew when tables or statistics change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connection

# The plan is made at the first run. A table that is still empty then would be
# walked from end to end, and the plan kept when it is full: so plan by indexes.
INDEXES_ONLY, ANY_PLAN = "SET enable_seqscan = off", "SET enable_seqscan = on"

# Which statements a session has prepared; forgotten together with its connection.
_prepared: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """
    One SQL statement with ``%(name)s`` parameters and their PostgreSQL types.

    ``one`` runs it and returns its first row, or None. ``after`` is a statement that runs
    before it in the same round trip: a lock, so that this one sees what its holder left.
    """

    def __init__(
        self, name: str, sql: str, types: Mapping[str, str], *, after: Prepared | None = None
    ) -> None:
        self.name = name
        self.before = after
        self.order = list(dict.fromkeys(re.findall(r"%\((\w+)\)s", sql)))
        numbers = {parameter: f"${index}" for index, parameter in enumerate(self.order, 1)}
        body = re.sub(r"%\((\w+)\)s", lambda found: numbers[found[1]], sql)
        self.prepare = f"PREPARE {name} ({', '.join(types[p] for p in self.order)}) AS {body}"
        self.execute = f"EXECUTE {name} ({', '.join(f'%s::{types[p]}' for p in self.order)})"

    def one(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        steps = [step for step in (self.before, self) if step]
        with connection.cursor() as cursor:
            known = _prepared.setdefault(connection.connection, set())
            new = [step for step in steps if step.name not in known]
            for step in new:
                cursor.execute(f"{INDEXES_ONLY}; {step.prepare}")
                known.add(step.name)
            sent = [values[parameter] for step in steps for parameter in step.order]
            cursor.execute("; ".join(step.execute for step in steps), sent)
            row: tuple[Any, ...] | None = cursor.fetchone()
            if new:
                cursor.execute(ANY_PLAN)
            return row
