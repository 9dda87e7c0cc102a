"""The faults: each breaks one thing of a running city, waits a while, and lets it be mended."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from tests.faults.city import City, Process, signal_all

Fault = Callable[[City, random.Random], None]
STILL = (1.5, 4.0)  # seconds for which something is frozen or away
LONG = 20.0


def web_worker_killed(city: City, chance: random.Random) -> None:
    """In the middle of whatever it does; the parent starts another."""
    signal_all(_one(city.web, chance), signal.SIGKILL)


def web_worker_frozen(city: City, chance: random.Random) -> None:
    with _frozen(_one(city.web, chance)):
        _wait(chance)


def web_worker_frozen_for_long(city: City, chance: random.Random) -> None:
    """Longer than PostgreSQL lets a transaction idle: whose lock it held is cut, and others go on."""
    with _frozen(_one(city.web, chance)):
        time.sleep(LONG)


def web_server_killed(city: City, chance: random.Random) -> None:
    city.web.kill()
    _wait(chance, 0.2)
    city.web.start()


def web_server_reloaded(city: City, chance: random.Random) -> None:
    """As a deployment does it."""
    os.kill(city.web.pid, signal.SIGHUP)


def celery_worker_killed(city: City, chance: random.Random) -> None:
    city.worker.kill()
    _wait(chance, 0.2)
    city.worker.start()


def celery_child_killed(city: City, chance: random.Random) -> None:
    signal_all(_one(city.worker, chance), signal.SIGKILL)


def celery_worker_frozen(city: City, chance: random.Random) -> None:
    with _frozen([psutil.Process(city.worker.pid), *city.worker.children()]):
        _wait(chance)


def beat_killed(city: City, chance: random.Random) -> None:
    city.beat.kill()
    _wait(chance, 0.2)
    city.beat.start()


def beat_frozen(city: City, chance: random.Random) -> None:
    with _frozen([psutil.Process(city.beat.pid)]):
        _wait(chance)


def redis_killed(city: City, chance: random.Random) -> None:
    """It comes back with what it had written."""
    _kill_redis(city)
    _wait(chance, 0.2)
    city.redis_up()


def redis_lost(city: City, chance: random.Random) -> None:
    """It comes back empty."""
    _kill_redis(city)
    for entry in city.servers.broker.data.iterdir():
        shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    _wait(chance, 0.2)
    city.redis_up()


def redis_frozen(city: City, chance: random.Random) -> None:
    pid = city.servers.broker.pid()
    with _frozen([psutil.Process(pid)] if pid else []):
        _wait(chance)


def postgres_killed(city: City, chance: random.Random) -> None:
    """The postmaster, at once; its children find out by themselves."""
    signal_all(city.postgres()[:1], signal.SIGKILL)
    _wait(chance, 0.2)
    city.postgres_up()


def postgres_backend_ended(city: City, chance: random.Random) -> None:
    """One connection in the middle of its transaction, if there is such a one."""
    city.servers.cluster.sql(
        "-c",
        """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE usename = 'zibo_app' ORDER BY xact_start IS NULL, random() LIMIT 1""",
    )


def postgres_frozen(city: City, chance: random.Random) -> None:
    with _frozen(city.postgres()):
        _wait(chance)


def postgres_restarted(city: City, chance: random.Random) -> None:
    city.servers.cluster.stop()
    _wait(chance, 0.2)
    city.postgres_up()


def disk_full(city: City, chance: random.Random) -> None:
    """The disk of the database: its tables cannot grow, its log of transactions ends."""
    filler = city.disk / "filler"
    try:
        _fill(filler)
        _wait(chance)
    finally:
        filler.unlink(missing_ok=True)
    city.postgres_up()


FAULTS: dict[str, Fault] = {
    "web worker kill -9": web_worker_killed,
    "web worker frozen": web_worker_frozen,
    "web worker frozen for 20 s": web_worker_frozen_for_long,
    "web server kill -9": web_server_killed,
    "web server reloaded": web_server_reloaded,
    "Celery worker kill -9": celery_worker_killed,
    "Celery child kill -9": celery_child_killed,
    "Celery worker frozen": celery_worker_frozen,
    "beat kill -9": beat_killed,
    "beat frozen": beat_frozen,
    "Redis kill -9": redis_killed,
    "Redis lost, comes back empty": redis_lost,
    "Redis frozen": redis_frozen,
    "PostgreSQL kill -9": postgres_killed,
    "PostgreSQL backend ended": postgres_backend_ended,
    "PostgreSQL frozen": postgres_frozen,
    "PostgreSQL restarted": postgres_restarted,
    "disk full": disk_full,
}


def _one(process: Process, chance: random.Random) -> list[psutil.Process]:
    children = process.children()
    return [chance.choice(children)] if children else []


def _kill_redis(city: City) -> None:
    pid = city.servers.broker.pid()
    if pid:
        signal_all([psutil.Process(pid)], signal.SIGKILL)
    while city.servers.broker.pid():
        time.sleep(0.02)


@contextmanager
def _frozen(processes: list[psutil.Process]) -> Any:
    signal_all(processes, signal.SIGSTOP)
    try:
        yield
    finally:
        signal_all(processes, signal.SIGCONT)


def _fill(filler: Path) -> None:
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 65536)


def _wait(chance: random.Random, share: float = 1.0) -> None:
    time.sleep(chance.uniform(*STILL) * share)
