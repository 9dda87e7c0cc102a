"""留痕 (audit): PostgreSQL triggers keep every change, by whatever path it came (ecosystem.md §5)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pghistory
from django.db import models
from pghistory import runtime

# pghistory tells PostgreSQL who acts, in front of each writing statement. These
# write nothing that is audited and stand on hot paths, so they go without.
UNAUDITED = (
    "savepoint",
    "release savepoint",
    "execute facts_of_request",
    "execute book_at_once",
    "execute named_in_booking",
    "execute lock_guest_and_station",
    "execute facts_of_press",
    "insert into notifications_notice",
    "insert into accounts_onetimekey",
    "update accounts_onetimekey",
)
listening: Any = runtime  # typed as a tuple of exactly the library's own prefixes
listening.IGNORED_SQL_PREFIXES += tuple(
    prefix for prefix in UNAUDITED if prefix not in listening.IGNORED_SQL_PREFIXES
)


@contextmanager
def nobody_named() -> Iterator[None]:
    """
    不署名 (unnamed): inside, no statement tells PostgreSQL whose request it is.

    Otherwise the account stands in one line with what is written, in the log of slow and refused statements.
    For what is audited nowhere and whose author is a secret.
    """
    told = getattr(listening._tracker, "value", None)
    if told is None:
        yield
        return
    listening._tracker.value = runtime.Context(id=uuid.uuid4(), metadata={})
    try:
        yield
    finally:
        listening._tracker.value = told


M = TypeVar("M", bound=type[models.Model])


def audited(
    *, inserts: bool = True, updates: bool = True, exclude: list[str] | None = None
) -> Callable[[M], M]:
    """
    Keep each insert, update and delete of a model in an append-only event table.

    Secrets and ciphertexts are named in ``exclude``: an audit row must not
    outlive what it copied. Deletes are always kept.
    """
    trackers: list[pghistory.RowEvent] = [pghistory.DeleteEvent()]
    if inserts:
        trackers.append(pghistory.InsertEvent())
    if updates:
        trackers.append(pghistory.UpdateEvent())
    return pghistory.track(*trackers, append_only=True, exclude=exclude)
