"""查验 (verifying) of papers by anybody: wrong answers are counted, so that nobody guesses a number."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from . import limits
from .errors import TooOften

WRONG_PER_ADDRESS, WRONG_PER_NUMBER = 20, 10
V = TypeVar("V")


def asked_from(address: str, what: str, look: Callable[[], V | None]) -> V | None:
    """Wrong answers are counted, by address and by what was asked for. Raises `TooOften`."""
    keys = [
        (limits.named("certificate-address", address), limits.QUARTER, WRONG_PER_ADDRESS),
        (limits.named("certificate-number", what.strip().upper()), limits.DAY, WRONG_PER_NUMBER),
    ]
    if any(limits.counted(key, window) >= most for key, window, most in keys):
        raise TooOften
    verdict = look()
    if verdict is None:
        for key, window, _most in keys:
            limits.count(key, window)
    return verdict
