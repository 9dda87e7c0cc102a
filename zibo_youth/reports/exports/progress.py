"""进度 (progress): whoever writes a long file says how far it is; who hears it is decided elsewhere."""

from __future__ import annotations

from typing import Protocol


class Told(Protocol):
    """Hears of ``done`` rows out of ``total``, never fewer than before."""

    def __call__(self, done: int, total: int) -> None: ...


def untold(done: int, total: int) -> None:
    """Nobody waits."""
