"""Many at one instant, on real connections: what a lock or a constraint promises shows here or nowhere."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

CROWD = 64


def at_once(act: Callable[[int], Any], crowd: int = CROWD) -> list[Any]:
    """Run ``act(n)`` in ``crowd`` threads that start together; an exception is its thread's answer."""
    start = threading.Barrier(crowd)

    def one(number: int) -> Any:
        try:
            connection.ensure_connection()
            start.wait(timeout=60)
            return act(number)
        except Exception as failure:
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(crowd) as threads:
        return list(threads.map(one, range(crowd)))


def outcome(answers: list[Any]) -> Counter[str]:
    """How often which kind of answer, or which refusal, came."""
    return Counter(type(answer).__name__ for answer in answers)


WAITED_FOR = """
SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
"""


def until_waited_for() -> None:
    """Until somebody waits for a lock that this connection holds."""
    for _ in range(600):
        with connection.cursor() as sql:
            sql.execute(WAITED_FOR)
            if sql.fetchone()[0]:
                return
            sql.execute("SELECT pg_sleep(0.05)")
    raise AssertionError("nobody waited")


def deadlocks(log: str, database: str) -> list[str]:
    """Lines of the server's log that tell of a deadlock in this database; others are no matter of its tests."""
    return [line for line in log.splitlines() if f" {database} ERROR:  deadlock detected" in line]
