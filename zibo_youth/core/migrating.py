"""
Migrating in less time: a trigger draws no model anew.

pgtrigger draws every model that is related to the changed one after each such operation, two hundred
here, although nothing in them has changed but a list of options.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pgtrigger.migrations import AddTrigger, RemoveTrigger


def draw_models_less_often() -> None:
    """Called once, when the apps are ready."""
    for operation in (AddTrigger, RemoveTrigger):
        operation.state_forwards = _undrawn(operation.state_forwards)


def _undrawn(forwards: Any) -> Any:
    def state_forwards(self: Any, app_label: str, state: Any) -> None:
        with _no_drawing(state):
            forwards(self, app_label, state)

    return state_forwards


@contextmanager
def _no_drawing(state: Any) -> Iterator[None]:
    """While it lasts, the state reloads nothing."""
    state.reload_model = lambda *_args, **_kwargs: None
    try:
        yield
    finally:
        del state.reload_model
