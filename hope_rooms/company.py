"""
同时在场 (company): whether the two adults of a visit were there together; no child is alone with one of them.

A difference of ten minutes is allowed when they come and when they leave (reference/welfare.md §6 S1, §9.16).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stay:
    """When one adult came and left."""

    came: datetime | None = None
    left: datetime | None = None


def apart_since(one: Stay, other: Stay, at: datetime, allowed: timedelta) -> datetime | None:
    """
    The first instant at which one of them had been there alone for longer than allowed; None: together.

    ``at`` is now: a span that still runs ends with it.
    """
    spans = [*_alone(one, other, at), *_alone(other, one, at)]
    red = [start + allowed for start, end in spans if end - start > allowed]
    return min(red, default=None)


def apart_from(guest: Stay, hosts: Iterable[Stay], at: datetime, allowed: timedelta) -> datetime | None:
    """
    The first instant at which a third had been there without one of the two for longer than allowed.

    The two may be there without the third: no child is alone with anybody then.
    """
    spans = [span for host in hosts for span in _alone(guest, host, at)]
    return min((start + allowed for start, end in spans if end - start > allowed), default=None)


def _alone(one: Stay, other: Stay, at: datetime) -> list[tuple[datetime, datetime]]:
    """The spans in which ``one`` was there and ``other`` was not."""
    if one.came is None:
        return []
    end = one.left or at
    if other.came is None:
        return [(one.came, end)]
    before = (one.came, min(other.came, end))
    after = (max(other.left, one.came), end) if other.left else (end, end)
    return [span for span in (before, after) if span[1] > span[0]]
