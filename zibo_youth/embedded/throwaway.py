"""``run``: a command with servers of its own, which are gone when it ends, however it ends."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from .errors import EmbeddedError
from .servers import CLONE, Servers, make_throwaway_folder, throwaway_servers


def run(command: list[str], *, durable: bool) -> int:
    """Run ``command`` beside fresh servers and give back its exit code."""
    with folder() as base:
        servers = throwaway_servers(base, durable=durable)
        servers.up()
        return _run_child(command, _environment(servers, base))


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for servers; at its end they are stopped and it is gone, however this process ends."""
    base = make_throwaway_folder()
    watcher = _guard(base)
    try:
        yield base
    finally:
        if watcher.stdin:
            watcher.stdin.close()
        with suppress(KeyboardInterrupt):
            watcher.wait()
        clear(base)
        reap()


def guard(base: Path) -> None:
    """Wait for the end of the process that started us (its pipe closes), then clear up."""
    sys.stdin.buffer.read()
    clear(base)


def clear(base: Path) -> None:
    """Stop the servers under ``base`` and remove it. Safe to run twice."""
    if not base.exists():
        return
    servers = throwaway_servers(base, durable=False)
    with suppress(EmbeddedError):
        servers.down()
    shutil.rmtree(base, ignore_errors=True)


def reap() -> None:
    """Collect the stopped servers: in a container nobody else may do it after us."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _guard(base: Path) -> "subprocess.Popen[bytes]":
    """A watcher in its own session: even ``kill -9`` of this process leaves nothing behind."""
    command = [sys.executable, "-m", "zibo_youth.embedded", "_guard", str(base)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd=CLONE, start_new_session=True)


def _environment(servers: Servers, base: Path) -> dict[str, str]:
    var, media = base / "var", base / "media"
    for folder in (var, media):
        folder.mkdir()
    own = {"VAR_DIR": str(var), "MEDIA_ROOT": str(media)}
    return {**os.environ, **servers.environment(), **own}


def _run_child(command: list[str], environment: dict[str, str]) -> int:
    """The child gets the terminal's Ctrl-C itself; SIGTERM is passed on. Then we wait for it."""
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise EmbeddedError(f"cannot run {command[0]}: {error.strerror}") from error

    def pass_on(number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            child.send_signal(number)

    signal.signal(signal.SIGTERM, pass_on)
    signal.signal(signal.SIGHUP, pass_on)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = child.wait()
    return code if code >= 0 else 128 - code
