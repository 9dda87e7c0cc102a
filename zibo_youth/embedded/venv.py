"""The virtual environment of this clone, installed from a lock file with hashes."""

import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .errors import EmbeddedError
from .servers import CLONE

VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LOCKS = {
    "runtime": CLONE / "requirements" / "runtime.txt",
    "dev": CLONE / "requirements" / "dev.txt",  # holds all of runtime.txt
}


def install(kind: str) -> None:
    """Make ``.venv`` hold what ``requirements/<kind>.txt`` lists; nothing to do when it already does."""
    wanted = {name: hashlib.sha256(lock.read_bytes()).hexdigest() for name, lock in LOCKS.items()}
    with _one_at_a_time():
        if _installed().get(kind) == wanted[kind] and PYTHON.exists():
            return
        _make()
        _install(kind)
        kinds = LOCKS if kind == "dev" else [kind]
        STAMP.write_text(json.dumps({name: wanted[name] for name in kinds}))


def _installed() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found


def _make() -> None:
    """A half-made environment (an interrupted start) has no working pip and is made again."""
    if _quiet(str(PYTHON), "-m", "pip", "--version") or _quiet(str(PYTHON), "-m", "ensurepip"):
        return
    print("▸ Python environment 创建 Python 环境 (.venv)", flush=True)
    if not _quiet(sys.executable, "-m", "venv", "--clear", str(VENV)):
        raise EmbeddedError(
            "Python cannot make a virtual environment; on Debian: apt-get install python3-venv"
        )


def _install(kind: str) -> None:
    print(f"▸ Packages 安装依赖 (requirements/{kind}.txt; the first time takes a minute or two)", flush=True)
    STAMP.unlink(missing_ok=True)
    options = [
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--require-hashes",
        "--only-binary=:all:",
    ]
    command = [str(PYTHON), "-m", "pip", "install", *options, "-r", str(LOCKS[kind])]
    if subprocess.run(command, check=False, cwd=CLONE).returncode:
        raise EmbeddedError("pip could not install the packages (its reason stands above); check the network")


def _quiet(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:  # not there yet
        return False


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    var = CLONE / "var"
    var.mkdir(exist_ok=True)
    with (var / "venv.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
