"""A whole portal of the storm's own: PostgreSQL, Redis, web server, worker and beat, each by its process id."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from zibo_youth.embedded import throwaway
from zibo_youth.embedded.errors import EmbeddedError
from zibo_youth.embedded.programs import find_programs, is_root
from zibo_youth.embedded.servers import CLONE, Servers

PATIENCE = 120.0  # seconds for a server to come back on a crowded machine
DISK = "768m"  # twenty storms and their history fit with room to spare
CLONE_NEWNS = 0x00020000
# The log of transactions may not outgrow the small disk.
SMALL = ("max_wal_size = '64MB'", "min_wal_size = '32MB'", "checkpoint_timeout = '30s'")


@dataclass(slots=True)
class Process:
    """One process of the portal. Signals reach it and its children only."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.leash", str(os.getpid()), *self.command],
                cwd=CLONE,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self.running is not None
        return self.running.pid

    @property
    def is_alive(self) -> bool:
        return self.running is not None and self.running.poll() is None

    def children(self) -> list[psutil.Process]:
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children()
        return []

    def kill(self) -> None:
        """kill -9, children too: they would otherwise linger until they notice."""
        children = self.children()
        if self.running:
            self.running.kill()
            self.running.wait()
        signal_all(children, signal.SIGKILL)


@dataclass(slots=True)
class City:
    """The servers and the portal's three processes."""

    base: Path
    servers: Servers
    has_own_disk: bool
    port: int
    web: Process
    worker: Process
    beat: Process
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def processes(self) -> list[Process]:
        return [self.web, self.worker, self.beat]

    @property
    def disk(self) -> Path:
        return self.servers.cluster.data

    def postgres(self) -> list[psutil.Process]:
        """The postmaster and every process of it, or nothing while it is away."""
        pid = self.servers.cluster.pid()
        if pid is None:
            return []
        with suppress(psutil.NoSuchProcess):
            postmaster = psutil.Process(pid)
            return [postmaster, *postmaster.children(recursive=True)]
        return []

    def postgres_up(self) -> None:
        """As a service manager would: start it again until it answers."""
        _until(self._postgres_answers, "PostgreSQL", self.servers)

    def _postgres_answers(self) -> bool:
        cluster = self.servers.cluster
        try:
            if cluster.pid() is None:
                cluster.start()
            return cluster.sql("-Atc", "SELECT 1").strip() == "1"
        except EmbeddedError:
            return False

    def redis_up(self) -> None:
        _until(self._redis_answers, "Redis", self.servers)

    def _redis_answers(self) -> bool:
        with suppress(EmbeddedError):
            if self.servers.broker.pid() is None:
                self.servers.broker.start()
        return self.servers.broker.ready()

    def all_well(self) -> None:
        """Everything runs and answers."""
        self.postgres_up()
        self.redis_up()
        self.processes_up()
        _until(self.answers, "the web server", self.servers)

    def processes_up(self) -> list[str]:
        """As a service manager would (``restart: unless-stopped``); gives which had ended by themselves."""
        ended = [process for process in self.processes if not process.is_alive]
        for process in ended:
            process.start()
        return [process.name for process in ended]

    def answers(self) -> bool:
        try:
            wire = HTTPConnection("127.0.0.1", self.port, timeout=5)
            wire.request("GET", "/healthz", headers={"Host": "localhost"})
            return wire.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def stop(self) -> None:
        for process in self.processes:
            process.kill()


def signal_all(processes: list[psutil.Process], number: int) -> None:
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)


@contextmanager
def city(settings: str = "tests.faults.settings") -> Iterator[City]:
    """Everything started but the portal's own processes; at the end nothing is left of it."""
    own_disk = is_root() and _own_mounts()
    with throwaway.folder() as base:
        servers = Servers(base, base / "s", base / "log", find_programs(), {}, durable=True)
        if own_disk:
            own_disk = _mount(servers.cluster.data)
        servers.up()
        for setting in SMALL:
            servers.cluster.sql("-c", f"ALTER SYSTEM SET {setting}")
        servers.cluster.sql("-c", "SELECT pg_reload_conf()")
        made = _city(base, servers, own_disk, settings)
        try:
            yield made
        finally:
            made.stop()
            servers.down()
            if own_disk:
                subprocess.run(["umount", str(servers.cluster.data)], check=False)


def _city(base: Path, servers: Servers, own_disk: bool, settings: str) -> City:
    for folder in ("var", "media/private", "media/public"):
        (base / folder).mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    outside = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    environment = outside | {
        "DATABASE_URL": servers.cluster.url("zibo_app"),
        "REDIS_URL": servers.broker.url,
        "DJANGO_SETTINGS_MODULE": settings,
        "VAR_DIR": str(base / "var"),
        "MEDIA_ROOT": str(base / "media"),
        "C_FORCE_ROOT": "1",
        "LOG_LEVEL": "ERROR",
    }
    celery = ["celery", "--quiet", "-A", "zibo_youth"]
    web = ["gunicorn", "zibo_youth.wsgi:application", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "ERROR", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "ERROR", "--pidfile=", "-s", str(base / "var" / "beat-schedule")]
    made = {
        name: Process(name, command, environment, base / "log" / f"{name}.log")
        for name, command in (("web", web), ("worker", worker), ("beat", beat))
    }
    return City(base, servers, own_disk, port, **made, environment=environment)


def _until(what: Callable[[], bool], name: str, servers: Servers) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        if time.monotonic() > deadline:
            shutil.copytree(servers.logs, CLONE / "var" / "faults" / "log", dirs_exist_ok=True)
            raise SystemExit(f"faults: {name} did not come back; its log is in var/faults/log")
        time.sleep(0.1)


def _own_mounts() -> bool:
    """From here on this process and its children mount for themselves alone."""
    if ctypes.CDLL(None).unshare(CLONE_NEWNS) != 0:
        return False
    return subprocess.run(["mount", "--make-rprivate", "/"], check=False, capture_output=True).returncode == 0


def _mount(folder: Path) -> bool:
    """A small disk of its own for the database: one that can be filled."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "none", str(folder)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
