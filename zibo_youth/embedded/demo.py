"""``make demo``: every step from servers to web pages, and one Ctrl-C that undoes what it started."""

import argparse
import fcntl
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from .errors import EmbeddedError
from .ports import add_address, listen_addresses
from .programs import is_root
from .servers import CLONE, MARKER, Servers, demo_servers
from .supervisor import supervise
from .throwaway import reap
from .venv import PYTHON

READY_SECONDS = 90


def run(*, host: str, port: int) -> int:
    """Start the whole demonstration and stay until Ctrl-C, SIGTERM or the end of a process."""
    addresses = listen_addresses(host, port)
    var = Path(os.environ.get("VAR_DIR") or CLONE / "var")
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    with _only_one(var):
        servers = demo_servers(var)
        try:
            return _run(servers, var, addresses, f"http://{host}:{port}/")
        except KeyboardInterrupt:
            return 130
        finally:
            _stop(servers)


def _run(servers: Servers, var: Path, addresses: list[str], address: str) -> int:
    _say("Servers 启动 PostgreSQL 和 Redis")
    # Written first: a demonstration killed in between still knows the servers are its own.
    marker = _marker(servers)
    if not servers.cluster.ready() and not servers.broker.ready():
        marker.touch()
    started = servers.up()
    print(
        f"  {', '.join(started) or 'already there 已在运行'}; data in {servers.home}, logs in {servers.logs}",
        flush=True,
    )

    owner = {"SITE_URL": address.rstrip("/"), **_environment(servers, var)}
    _say("Database and files 更新数据库结构、译文与静态文件")
    _step([str(PYTHON), "-m", "zibo_youth.embedded.preparation"], _as_owner(owner), var)
    portal = {name: value for name, value in owner.items() if name != "DATABASE_OWNER_URL"}
    _say("Demonstration data 载入演示数据 (only the first time)")
    accounts = _step([str(PYTHON), "manage.py", "load_demo"], portal, var, keep=True)

    _say("Web server, worker and beat 启动网站与后台任务")
    banner = threading.Thread(target=_announce, args=(address, accounts), daemon=True)
    banner.start()
    return supervise(_commands(addresses, var), portal, var / "log" / "demo.log")


def _commands(addresses: list[str], var: Path) -> dict[str, str]:
    """
    The three processes. They run as the person who typed ``make demo``, root included:
    under root the clone is often closed to every other user, and only the servers
    may not run as root.
    """
    binds = [part for address in addresses for part in ("--bind", address)]
    celery = [
        str(PYTHON),
        "-W",
        "ignore:You're running the worker",
        "-m",
        "celery",
        "--quiet",
        "-A",
        "zibo_youth",
    ]
    web = [str(PYTHON), "-m", "gunicorn", "zibo_youth.wsgi:application", *binds, "--no-control-socket"]
    web += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "warning"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "WARNING", "--without-mingle"]
    beat = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "-s", str(var / "beat-schedule")]
    # exec: the supervisor's signal reaches the program, not a shell around it
    commands = {"web": web, "worker": worker, "beat": beat}
    return {name: "exec " + shlex.join(command) for name, command in commands.items()}


def _environment(servers: Servers, var: Path) -> dict[str, str]:
    own = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "zibo_youth.settings.dev", "PYTHONUNBUFFERED": "1"}
    own["LOG_LEVEL"] = os.environ.get("LOG_LEVEL", "WARNING")  # or the accounts scroll away
    if is_root():
        own["C_FORCE_ROOT"] = "1"
    return {**os.environ, **servers.environment(), **own}


def _as_owner(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, "DATABASE_URL": environment["DATABASE_OWNER_URL"]}


def _step(command: list[str], environment: Mapping[str, str], var: Path, *, keep: bool = False) -> str:
    """One preparing command: its text goes to a log, and to the terminal when it fails."""
    log = var / "log" / "prepare.log"
    with log.open("ab") as errors:
        output = subprocess.PIPE if keep else errors
        done = subprocess.run(
            command, check=False, cwd=CLONE, env=dict(environment), stdout=output, stderr=errors, text=True
        )
    if done.returncode:
        tail = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise EmbeddedError(f"{' '.join(command[1:])} failed ({''.join(tail)[:200]}); read {log}")
    return done.stdout or ""


def _announce(address: str, accounts: str) -> None:
    """Wait until the web server answers, then say where it is and who may log in."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if _answers(address):
            break
        time.sleep(0.2)
    else:
        return
    shown = address.replace("127.0.0.1", "localhost")
    lines = ["", f"  青春淄博 is ready 已就绪:  {address}   ({shown})", "", accounts.rstrip(), ""]
    print("\n".join([*lines, "  Ctrl-C stops everything 按 Ctrl-C 停止", ""]), flush=True)


def _answers(address: str) -> bool:
    web = HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=5)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, HTTPException):
        return False
    finally:
        web.close()


def _stop(servers: Servers) -> None:
    """Stop the servers this demonstration started; those of ``embedded up`` stay."""
    marker = _marker(servers)
    if not marker.exists():
        return
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # an impatient second Ctrl-C must not leave a server behind
    _say("Stopping 正在停止")
    servers.down()
    reap()
    marker.unlink(missing_ok=True)


def _marker(servers: Servers) -> Path:
    servers.home.mkdir(parents=True, exist_ok=True)
    return servers.home / MARKER


@contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Two demonstrations of one clone would share servers, and the first to end would stop both."""
    (var / "log").mkdir(parents=True, exist_ok=True)
    with (var / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedError(
                "the demonstration of this clone already runs in another terminal; stop it there with Ctrl-C"
            ) from None
        yield


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(f"▸ {text}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_address(parser)
    options = parser.parse_args()
    try:
        return run(host=options.host, port=options.port)
    except EmbeddedError as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
