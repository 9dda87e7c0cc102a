"""计数 (counters): moved by one UPDATE, so that a crowd meets the CHECK and not a stale sum."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import F, Model

from zibo_youth.core.errors import DomainError


def add_to(row: Model, **changes: Any) -> None:
    """Add to counters of a row in one statement; the row's lock is held until the transaction ends."""
    terms = {name: F(name) + change for name, change in changes.items()}
    type(row)._base_manager.filter(pk=row.pk).update(**terms)


@contextmanager
def telling(error: type[DomainError], row: Model, *names: str, asked: object) -> Iterator[None]:
    """Whoever is refused reads what stands now, and not what the page showed: a crowd may have passed."""
    try:
        yield
    except error:
        row.refresh_from_db()
        raise error(asked=asked, **{name: getattr(row, name) for name in names}) from None
