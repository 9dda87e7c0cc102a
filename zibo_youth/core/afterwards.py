"""
事后 (afterwards): what is written when an act is over, whichever way it ended.

A refusal takes its transaction with it, and the page around it may hold another one. What is to be
remembered of it waits until the outermost block is left, every lock let go. It is remembered on the side:
a database that takes it not is logged, and changes nothing of the answer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import Error

logger = logging.getLogger(__name__)

_acts: ContextVar[list[Callable[[], None]] | None] = ContextVar("acts_for_afterwards", default=None)


@contextmanager
def afterwards() -> Iterator[None]:
    """What is said `later` inside is done when the outermost of such blocks is left."""
    if _acts.get() is not None:
        yield
        return
    acts: list[Callable[[], None]] = []
    token = _acts.set(acts)
    try:
        yield
    finally:
        _acts.reset(token)
        for act in acts:
            _do(act)


def later(act: Callable[[], None]) -> None:
    """Do this afterwards; outside of every block, now."""
    acts = _acts.get()
    if acts is None:
        _do(act)
    else:
        acts.append(act)


def _do(act: Callable[[], None]) -> None:
    try:
        act()
    except Error:
        logger.exception("not remembered")
