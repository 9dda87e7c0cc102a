"""
演示数据的各部分 (parts of the demonstration): each app names its own in ``AppConfig.ready``.

The house imports no programme, and the demonstration has both: ``load_demo``
loads what is named, in the order of INSTALLED_APPS. A part is a module with
``is_loaded()`` and ``load(say)``, imported by that command alone; it is loaded
where it is missing, all of it or nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol, cast

Say = Callable[[str], None]


class DemoPart(Protocol):
    """``load`` writes through services and says how far it is; ``is_loaded`` looks for its rows."""

    def is_loaded(self) -> bool: ...

    def load(self, say: Say) -> None: ...


_modules: list[str] = []


def register(module: str) -> None:
    """Name a part of the demonstration by its module; twice is a mistake in the code."""
    if module in _modules:
        raise ValueError(f"demonstration part {module!r} is registered twice")
    _modules.append(module)


def parts() -> list[DemoPart]:
    """Every named part, in the order of INSTALLED_APPS."""
    return [cast(DemoPart, import_module(module)) for module in _modules]
