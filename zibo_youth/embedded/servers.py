"""Both servers of one place: their folders, one lock, and the environment that points at them."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .broker import Broker
from .errors import EmbeddedError
from .postgres import Cluster
from .programs import (
    Programs,
    find_programs,
    give_to_server_user,
    is_root,
    open_folder,
    reachable,
    server_user,
)

CLONE = Path(__file__).resolve().parent.parent.parent
# AF_UNIX paths end at 107 bytes, and "/.s.PGSQL.5432.lock" comes after the folder.
LONGEST_FOLDER = 60
# Lies beside the data while a demonstration is the one that started the servers.
MARKER = "started-by-demo"


@dataclass(frozen=True)
class Servers:
    """PostgreSQL and Redis over one ``home`` folder, speaking through ``sockets``."""

    home: Path
    sockets: Path
    logs: Path
    programs: Programs
    given: Mapping[str, str]
    durable: bool = True

    @property
    def cluster(self) -> Cluster:
        log = self.logs / "postgres.log"
        return Cluster(self.programs, self.home / "postgres", self.sockets, log, self.durable)

    @property
    def broker(self) -> Broker:
        return Broker(self.programs, self.home / "redis", self.sockets, self.logs / "redis.log", self.durable)

    def environment(self) -> dict[str, str]:
        """What a child process must know; servers that were given from outside stay as given."""
        found: dict[str, str] = {}
        if not self.given.get("DATABASE_URL"):
            found["DATABASE_URL"] = self.cluster.url("zibo_app")
            found["DATABASE_OWNER_URL"] = self.cluster.url("zibo_owner")
            found["ZIBO_POSTGRES_LOG"] = str(self.cluster.log)
        elif not self.given.get("DATABASE_OWNER_URL"):
            found["DATABASE_OWNER_URL"] = self.given["DATABASE_URL"]
        if not self.given.get("REDIS_URL"):
            found["REDIS_URL"] = self.broker.url
        return found

    def up(self) -> list[str]:
        """Start what is not given and not running. Returns the names of what it started."""
        with self._locked():
            self._make_folders()
            started = []
            if not self.given.get("DATABASE_URL") and not self.cluster.ready():
                self.cluster.start()
                started.append("PostgreSQL")
            if not self.given.get("REDIS_URL") and not self.broker.ready():
                self.broker.start()
                started.append("Redis")
            return started

    def down(self) -> None:
        """Stop both; what is not running is left alone."""
        with self._locked():
            self.broker.stop()
            self.cluster.stop()
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _make_folders(self) -> None:
        self.logs.mkdir(parents=True, exist_ok=True)
        give_to_server_user(self.sockets)
        if self.sockets.is_symlink() or self.sockets.stat().st_uid != _server_uid():
            raise EmbeddedError(f"{self.sockets} belongs to somebody else; remove it and start again")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Two starts at one moment: the second waits instead of failing in initdb."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def demo_servers(var: Path) -> Servers:
    """The lasting servers of this clone: data under ``var/``, or outside when nobody may not enter it."""
    var.mkdir(parents=True, exist_ok=True)
    mark = hashlib.sha256(f"{CLONE} {os.geteuid()}".encode()).hexdigest()[:10]
    home = var / "embedded" if reachable(var) else open_folder() / f"clone-{mark}"
    return Servers(home, _short_temporary() / f"zibo-{mark}", var / "log", find_programs(), os.environ)


def running_demo() -> dict[str, str]:
    """
    The way to the servers of this clone's demonstration while it runs, else nothing.

    ``manage.py demo_token`` is typed in a second terminal, which knows of no DATABASE_URL.
    """
    try:
        servers = demo_servers(Path(os.environ.get("VAR_DIR") or CLONE / "var"))
    except EmbeddedError:  # an image without the wheels
        return {}
    return servers.environment() if servers.cluster.ready() else {}


def throwaway_servers(base: Path, *, durable: bool, given: Mapping[str, str] = os.environ) -> Servers:
    """Fresh servers in a temporary folder that is removed after use; ``given`` may name others instead."""
    return Servers(base, base / "s", base / "log", find_programs(), given, durable)


def make_throwaway_folder() -> Path:
    base = Path(tempfile.mkdtemp(prefix="zibo-run-", dir=_short_temporary()))
    if is_root():
        base.chmod(0o711)  # nobody passes through to its own folders, and lists nothing
    return base


def _short_temporary() -> Path:
    """The temporary folder, unless its name is too long for a socket or closed to the servers."""
    usual = Path(tempfile.gettempdir()).resolve()
    fits = len(os.fsencode(usual)) <= LONGEST_FOLDER - len("/zibo-run-12345678")
    return usual if fits and reachable(usual) else Path("/", "tmp")


def _server_uid() -> int:
    uid: int = server_user().get("user", os.geteuid())
    return uid
