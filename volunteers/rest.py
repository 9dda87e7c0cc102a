"""休息 (rest): how much somebody serves within any 24 hours. Pure: spans in, minutes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeAlias

Span: TypeAlias = tuple[datetime, datetime]
DAY = timedelta(hours=24)


def served_within(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """How much of these spans, which do not overlap, lies between two instants."""
    shares = (min(end, last) - max(start, first) for first, last in spans)
    return sum((share for share in shares if share > timedelta(0)), timedelta(0))


def near(spans: Iterable[Span], wanted: Span) -> list[Span]:
    """Spans that can lie in one window of 24 hours with the wanted one."""
    start, end = wanted
    return [(first, last) for first, last in spans if first < end + DAY and last > start - DAY]


def most_with(spans: Iterable[Span], wanted: Span) -> timedelta:
    """
    The most that would be served in 24 hours that hold some of the wanted span.

    A window slides without losing anything until it begins with a span or ends with
    one, so no other windows need to be looked at. What was too much before, far from
    the wanted span, is not its fault.
    """
    start, end = wanted
    held = [*near(spans, wanted), wanted]
    windows = [(first, first + DAY) for first, _last in held] + [(last - DAY, last) for _first, last in held]
    touching = [(first, last) for first, last in windows if first < end and last > start]
    return max(served_within(held, first, last) for first, last in touching)
