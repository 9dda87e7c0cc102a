"""One PostgreSQL 18 cluster: made, started, stopped. Sockets only; no port is opened."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .errors import EmbeddedError
from .programs import Programs, give_to_server_user, server_user

ROLES = Path(__file__).with_name("roles.sql")
SUPERUSER = "postgres"  # makes the roles, and is never used by the portal
START_SECONDS = 30
# After kill -9 the old postmaster's children live on for about a second and hold its memory.
RECOVERY_SECONDS = 8

# A crash of throwaway servers loses nothing that anybody wants. Tests ask many tables of a few rows in one
# statement: starting two more processes for it takes twenty times as long as the answer.
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
FAST += ["-c", "max_parallel_workers_per_gather=0"]


@dataclass(frozen=True)
class Cluster:
    """A data folder, the folder of its socket, and its log."""

    programs: Programs
    data: Path
    sockets: Path
    log: Path
    durable: bool = True

    def url(self, role: str) -> str:
        return f"postgresql://{role}@/zibo?host={quote(str(self.sockets), safe='/')}"

    def start(self) -> int:
        """Start the cluster, made first when it is new. Returns the process id."""
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self._initialise()
        deadline = time.monotonic() + RECOVERY_SECONDS
        while not (pid := self._launch()):
            if time.monotonic() > deadline:
                raise EmbeddedError(f"PostgreSQL did not start; read {self.log}")
            time.sleep(0.3)
        if not self._has_roles():
            self.sql("-f", str(ROLES))
        return pid

    def stop(self) -> None:
        """Stop it in order (fast shutdown); by force when it does not answer."""
        for how, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, signal.SIGCONT)
            os.kill(pid, how)
            if _gone(pid, seconds):
                return
        raise EmbeddedError(f"PostgreSQL does not stop; read {self.log}")

    def pid(self) -> int | None:
        """The postmaster of this data folder, or None when it is not running."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if runs(pid, "postgres") else None

    def ready(self) -> bool:
        """The postmaster writes its state into the eighth line of its pid file."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and self.pid() is not None

    def _initialise(self) -> None:
        give_to_server_user(self.data)
        options = ["--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += ["--locale=C.UTF-8", f"--username={SUPERUSER}", *([] if self.durable else ["--no-sync"])]
        command = [str(self.programs.initdb), "-D", str(self.data), *options]
        with self.log.open("ab") as log:
            made = subprocess.run(command, check=False, cwd="/", stdout=log, stderr=log, **server_user())
        if made.returncode:
            raise EmbeddedError(f"PostgreSQL could not make its data folder; read {self.log}")

    def _launch(self) -> int | None:
        settings = [
            f"unix_socket_directories={self.sockets}",
            "listen_addresses=",
            "max_connections=200",
            "log_lock_waits=on",
            # Which database a line is about: tests of two databases share one log.
            "log_line_prefix=%m [%p] %d ",
            # Four times a page in turn is what the arm of a disk would cost; there is none any more.
            "random_page_cost=2",
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        options += [] if self.durable else FAST
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [str(self.programs.postgres), "-D", str(self.data), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C belongs to the person's command, not to the server
                **server_user(),
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if server.poll() is not None:
                return None
            if self.ready():
                return server.pid
            time.sleep(0.03)
        server.kill()
        return None

    def _has_roles(self) -> bool:
        found = self.sql("-Atc", "SELECT count(*) FROM pg_database WHERE datname = 'zibo'")
        return found.strip() == "1"

    def sql(self, *arguments: str) -> str:
        """Run psql as the superuser: for the roles, and for tests of what they may do."""
        command = [str(self.programs.psql), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets)]
        command += ["-U", SUPERUSER, "-d", "postgres", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL refused its first commands: {done.stderr.strip()}")
        return done.stdout


def runs(pid: int, program: str) -> bool:
    """Whether ``pid`` is alive and is ``program``: a stale pid file may name a stranger."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    proc = Path(f"/proc/{pid}")
    if not proc.exists():  # no /proc on this system: believe the pid
        return not Path("/proc/self").exists()
    try:
        state = (proc / "stat").read_text().rpartition(")")[2].split()[0]
        name = (proc / "comm").read_text().strip()
    except OSError:
        return False
    return state != "Z" and name.startswith(program)


def _gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not runs(pid, "postgres"):
            return True
        time.sleep(0.03)
    return False
