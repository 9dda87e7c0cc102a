"""
Work queues: what waits for a member of staff, shown as tiles on the admin's first page.

Each app registers its own queues in ``AppConfig.ready``. The counts go through
``visible_to(user)``, so a district officer sees the district's work only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class WorkQueue:
    """
    待办队列 (work queue): how many rows wait for this user, and how many of them are late.

    ``url(user)`` is the admin list that shows exactly the counted rows;
    ``may_see(user)`` hides a queue from those who have no part in it.
    """

    key: str
    label: str | Promise
    count: Callable[[Any], int]
    url: Callable[[Any], str]
    overdue: Callable[[Any], int] | None = None
    may_see: Callable[[Any], bool] | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One queue as this user sees it now."""

    label: str | Promise
    count: int
    overdue: int
    url: str


_queues: dict[str, WorkQueue] = {}


def register(queue: WorkQueue) -> WorkQueue:
    """Show this queue on the dashboard; a second one of the same key is a mistake in the code."""
    if queue.key in _queues:
        raise ValueError(f"work queue {queue.key!r} is registered twice")
    _queues[queue.key] = queue
    return queue


def tiles_for(user: Any) -> list[Tile]:
    """The dashboard of this user, in the order of registration."""
    return [
        Tile(
            label=queue.label,
            count=queue.count(user),
            overdue=queue.overdue(user) if queue.overdue else 0,
            url=queue.url(user),
        )
        for queue in _queues.values()
        if queue.may_see is None or queue.may_see(user)
    ]
