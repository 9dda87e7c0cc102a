"""``python -m zibo_youth.embedded up | down | status | run [--durable] [--] COMMAND… | venv``."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from . import throwaway, venv
from .errors import EmbeddedError
from .ports import add_address, listen_addresses
from .servers import CLONE, MARKER, Servers, demo_servers


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    try:
        code: int = options.act(options)
    except EmbeddedError as error:
        print(f"zibo_youth.embedded: {error}", file=sys.stderr)
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m zibo_youth.embedded", description=__doc__)
    acts = parser.add_subparsers(required=True, metavar="ACT")
    acts.add_parser("up", help="start the lasting servers of this clone").set_defaults(act=_up)
    acts.add_parser("down", help="stop them").set_defaults(act=_down)
    acts.add_parser("remove", help="stop them and delete their data").set_defaults(act=_remove)
    acts.add_parser("status", help="what runs, and where its log is").set_defaults(act=_status)
    run = acts.add_parser("run", help="run a command with throwaway servers of its own")
    run.add_argument("--durable", action="store_true", help="write to disk as a real server does (bench)")
    run.add_argument("command", nargs=argparse.REMAINDER)
    run.set_defaults(act=_run)
    free = acts.add_parser(
        "free-port", usage=argparse.SUPPRESS, help="fail with one line when the demo's port is taken"
    )
    free.set_defaults(act=_free_port)
    add_address(free)
    install = acts.add_parser("venv", help="install a lock file into .venv, when it is not there yet")
    install.add_argument("kind", choices=("runtime", "dev"))
    install.set_defaults(act=_venv)
    guard = acts.add_parser("_guard")
    guard.add_argument("base", type=Path)
    guard.set_defaults(act=_guard)
    return parser


def _demo() -> Servers:
    return demo_servers(Path(os.environ.get("VAR_DIR") or CLONE / "var"))


def _up(_options: argparse.Namespace) -> int:
    servers = _demo()
    started = servers.up()
    (servers.home / MARKER).unlink(missing_ok=True)  # from now on they are ours, not a demonstration's
    print(f"started: {', '.join(started) or 'nothing, all was running or given'}; logs: {servers.logs}")
    for name, value in servers.environment().items():
        print(f"export {name}='{value}'")
    return 0


def _down(_options: argparse.Namespace) -> int:
    servers = _demo()
    servers.down()
    (servers.home / MARKER).unlink(missing_ok=True)
    print("stopped")
    return 0


def _remove(options: argparse.Namespace) -> int:
    _down(options)
    shutil.rmtree(_demo().home)
    return 0


def _status(_options: argparse.Namespace) -> int:
    servers = _demo()
    for name, server in (("PostgreSQL", servers.cluster), ("Redis", servers.broker)):
        state = f"runs (pid {server.pid()})" if server.ready() else "does not run"
        print(f"{name} {state}; data: {server.data}; log: {server.log}")
    return 0


def _run(options: argparse.Namespace) -> int:
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    if not command:
        raise EmbeddedError("run what? Example: python -m zibo_youth.embedded run -- pytest")
    return throwaway.run(command, durable=options.durable)


def _free_port(options: argparse.Namespace) -> int:
    listen_addresses(options.host, options.port)
    return 0


def _venv(options: argparse.Namespace) -> int:
    venv.install(options.kind)
    return 0


def _guard(options: argparse.Namespace) -> int:
    throwaway.guard(options.base)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
