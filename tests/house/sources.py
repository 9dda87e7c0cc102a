"""The portal's own sources, as the tests of the house read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PORTAL = ("zibo_youth/", "stations/", "volunteers/", "hope_rooms/", "loans/", "events/", "safety/")


@cache
def files() -> tuple[str, ...]:
    """Every file that belongs to the repository: tracked, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted(name for name in set(listed.stdout.split("\0")) if name and (ROOT / name).is_file()))


def modules(*folders: str) -> list[str]:
    """Python files below some folders, migrations apart: those are written once and by a machine."""
    return [
        name
        for name in files()
        if name.endswith(".py") and name.startswith(folders) and "/migrations/" not in name
    ]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def nodes(name: str) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(text(name)))
