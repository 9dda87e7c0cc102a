"""What in the package leads to something that opens a child's record: read from the sources, so that a new way is seen."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "hope_rooms"
# Here a row of access is written, and here a seal is broken.
OPENING = {
    "hope_rooms.services.guard._open",
    "hope_rooms.services.concerns.reading._open",
    "zibo_youth.core.crypto.unseal",
    "zibo_youth.core.crypto.unseal_bytes",
}


def _modules() -> Iterator[tuple[str, ast.Module, bool]]:
    for path in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        is_package = parts[-1] == "__init__"
        if "migrations" not in parts:
            name = ".".join(parts[:-1] if is_package else parts)
            yield name, ast.parse(path.read_text()), is_package


def _imported(name: str, tree: ast.Module, is_package: bool) -> dict[str, str]:
    """What each name of a module stands for, imports inside functions among them."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            up = node.level - is_package
            base = name.split(".")[: len(name.split(".")) - up] if node.level else []
            module = ".".join([*base, *filter(None, [node.module])])
            found |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
    return found


def _defined(name: str, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield f"{name}.{node.name}", node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    yield f"{name}.{target.id}", node


def _named_in(node: ast.AST, name: str, known: dict[str, str]) -> set[str]:
    """The full names of what is spoken of inside a definition."""
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            found.add(known.get(inner.id, f"{name}.{inner.id}"))
        elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
            found.add(f"{known.get(inner.value.id, f'{name}.{inner.value.id}')}.{inner.attr}")
    return found


def spoken_of() -> dict[str, set[str]]:
    """Of every definition of the package, what it speaks of."""
    speaks_of = {}
    for name, tree, is_package in _modules():
        known = _imported(name, tree, is_package)
        speaks_of |= {full: _named_in(node, name, known) for full, node in _defined(name, tree)}
    return speaks_of


def leading_there() -> set[str]:
    """Every definition of the package from which a record can be opened, over however many calls."""
    speaks_of, reached = spoken_of(), set(OPENING)
    while more := {full for full, named in speaks_of.items() if named & reached} - reached:
        reached |= more
    return reached - OPENING


def _callbacks(resolver: URLResolver | None = None) -> Iterator[Any]:
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLPattern):
            yield part.callback
        else:
            yield from _callbacks(part)


def doors() -> set[str]:
    """Views, calls, pages of the admin, tasks and commands of the package that may open a record."""
    there = leading_there()
    views = {getattr(one, "view_class", inspect.unwrap(one)) for one in _callbacks()}
    asked = {f"{view.__module__}.{getattr(view, '__qualname__', '')}" for view in views}
    others = tuple(f"{PACKAGE}.{part}" for part in ("admin", "tasks", "management"))
    return {full for full in there if full in asked or full.startswith(others)}
