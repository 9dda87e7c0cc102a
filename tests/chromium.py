"""
Find a Chromium for the browser tests, or get one.

    ZIBO_CHROMIUM   path of the browser, set for the tests by tests/run.py
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests import debian

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
    debian.install(*_missing())
    if found := find():
        return found
    print("  no Chromium here: asking Playwright for its own (about 150 MB)", flush=True)
    debian.succeeds([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(FONT_QUERY, check=False, capture_output=True, text=True)
    return bool(found.stdout.strip())


def _missing() -> list[str]:
    """Debian's packages that are wanted here."""
    wanted = [] if find() else ["chromium"]
    return wanted if has_chinese_font() else [*wanted, "fonts-noto-cjk", "fontconfig"]


def _playwrights_own() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    found = sorted(home.glob("chromium-*/chrome-linux*/chrome"))
    return str(found[-1]) if found else None


def _starts(path: str) -> bool:
    """A browser without its libraries is there and of no use (Ubuntu's snap stub, a bare download)."""
    return debian.succeeds([path, "--version"])
