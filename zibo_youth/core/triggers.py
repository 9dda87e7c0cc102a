"""
触发器 (triggers): what pgtrigger asks about each new trigger is answered from an index.

It asks whether the name is taken, and lists all names for that, 570 times: most of a second of each start.
"""

from __future__ import annotations

from typing import Any

from pgtrigger import registry


class Indexed(registry._Registry):
    """The same two answers; a trigger is found by its table and name, a function by its name."""

    _by_table: dict[tuple[str, str], Any] | None = None
    _functions: set[str] | None = None

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        if self._by_table is None:
            self._by_table = super().by_db_table
        return self._by_table

    @property
    def pg_function_names(self) -> set[str]:
        if self._functions is None:
            self._functions = super().pg_function_names
        return self._functions

    def __setitem__(self, key: str, value: Any) -> None:
        super().__setitem__(key, value)
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key)
        self._by_table = self._functions = None


def index_triggers() -> None:
    """Before the first model that has one; what is registered already stays."""
    registry._registry.__class__ = Indexed
