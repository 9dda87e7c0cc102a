"""One Redis: Celery's broker. A socket only; an append-only file where it must last."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from .errors import EmbeddedError
from .postgres import runs
from .programs import Programs, give_to_server_user, server_user

START_SECONDS = 10


@dataclass(frozen=True)
class Broker:
    """A data folder, the folder of its socket, and its log."""

    programs: Programs
    data: Path
    sockets: Path
    log: Path
    durable: bool = True

    @property
    def socket(self) -> Path:
        return self.sockets / "redis.sock"

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket), safe='/')}?db=0"

    def start(self) -> int:
        """Start it and wait for its first answer. Returns the process id."""
        give_to_server_user(self.data)
        self.socket.unlink(missing_ok=True)
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--save", ""]
        options += ["--dir", str(self.data), "--appendonly", "yes" if self.durable else "no"]
        options += ["--appendfsync", "everysec", "--daemonize", "no"]
        options += ["--pidfile", str(self.data / "redis.pid")]
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                [str(self.programs.redis), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **server_user(),
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and server.poll() is None:
            if self.ready():
                return server.pid
            time.sleep(0.02)
        server.kill()
        raise EmbeddedError(f"Redis did not start; read {self.log}")

    def stop(self) -> None:
        """Ask it to save and stop; by force when it is frozen."""
        for how, seconds in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            pid = self.pid()
            if pid is None:
                return
            os.kill(pid, signal.SIGCONT)
            os.kill(pid, how)
            deadline = time.monotonic() + seconds
            while runs(pid, "redis") and time.monotonic() < deadline:
                time.sleep(0.02)

    def pid(self) -> int | None:
        try:
            pid = int((self.data / "redis.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None
        return pid if runs(pid, "redis") else None

    def ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(1)
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
