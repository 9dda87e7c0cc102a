"""计数 (counters): moved by one UPDATE, so that a crowd meets the CHECK and not a stale sum."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Model


def add_to(row: Model, **changes: Any) -> None:
    """Add to counters of a row in one statement; the row's lock is held until the transaction ends."""
    terms = {name: F(name) + change for name, change in changes.items()}
    type(row)._base_manager.filter(pk=row.pk).update(**terms)
