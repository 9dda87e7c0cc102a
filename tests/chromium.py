"""
Find a Chromium for the browser tests, or get one.

    ZIBO_CHROMIUM   path of the browser, set for the tests by tests/run.py
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET = (
    "apt-get install chromium fonts-noto-cjk (as root), or .venv/bin/python -m playwright install chromium"
)
# One character that every Chinese font has.
FONT_QUERY = ("fc-list", ":lang=zh-cn", "family")


def find() -> str | None:
    """The path of an installed browser that starts, the system's before Playwright's own."""
    named = os.environ.get("ZIBO_CHROMIUM")
    for candidate in (named, *map(shutil.which, NAMES), _playwrights_own()):
        if candidate and _starts(candidate):
            return candidate
    return None


def find_or_install() -> str | None:
    """Like find, and as a last resort install: Debian's package as root, else Playwright's download."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install_with_apt()
    if found := find():
        return found
    print("  no Chromium here: asking Playwright for its own (about 150 MB)", flush=True)
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(FONT_QUERY, check=False, capture_output=True, text=True)
    return bool(found.stdout.strip())


def _install_with_apt() -> None:
    wanted = [] if find() else ["chromium"]
    wanted += [] if has_chinese_font() else ["fonts-noto-cjk", "fontconfig"]
    if not wanted:
        return
    print(f"  installing {' '.join(wanted)} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *wanted]
    if not _try(install, environment):  # the package list may be missing or old
        _try(["apt-get", "update", "-qq"], environment)
        _try(install, environment)


def _playwrights_own() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(home.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def _starts(path: str) -> bool:
    """A browser without its libraries is there and of no use (Ubuntu's snap stub, a bare download)."""
    return _try([path, "--version"])


def _try(command: list[str], environment: dict[str, str] | None = None) -> bool:
    try:
        done = subprocess.run(command, check=False, capture_output=True, env=environment, timeout=900)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
