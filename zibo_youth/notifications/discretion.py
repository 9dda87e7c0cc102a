"""谨慎通知 (discreet kinds): that one was told is seen by its addressee alone, and by no administrator."""

from __future__ import annotations

_keys: set[str] = set()


def keep_discreet(key: str) -> None:
    """Called by whoever registers a kind."""
    _keys.add(key)


def discreet_keys() -> list[str]:
    """Of all kinds, in an order that does not change."""
    return sorted(_keys)
