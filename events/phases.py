"""
场次阶段 (phases): what the clock and the places say of a session, for every page alike.

One table, the first line that fits: pages, the list, the calendar and the API show the same word.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import models
from django.utils.translation import pgettext_lazy

from .models import Event, Session


class Phase(models.TextChoices):
    """What a session is at one moment."""

    DRAFT = "draft", pgettext_lazy("场次阶段", "未发布")
    CANCELLED = "cancelled", pgettext_lazy("场次阶段", "已取消")
    OVER = "over", pgettext_lazy("场次阶段", "已结束")
    RUNNING = "running", pgettext_lazy("场次阶段", "进行中")
    SOON = "soon", pgettext_lazy("场次阶段", "即将开放报名")
    CLOSED = "closed", pgettext_lazy("场次阶段", "报名截止")
    FULL = "full", pgettext_lazy("场次阶段", "已满，可候补")
    OPEN = "open", pgettext_lazy("场次阶段", "报名中")


Test = Callable[[Session, datetime], bool]


def _is_shown(session: Session) -> bool:
    """Of an event that is published and not closed."""
    return bool(session.event.state == Event.State.PUBLISHED)


TABLE: tuple[tuple[Phase, Test], ...] = (
    (Phase.DRAFT, lambda one, at: one.event.state == Event.State.DRAFT),
    (
        Phase.CANCELLED,
        lambda one, at: one.state == Session.State.CANCELLED or one.event.state == Event.State.CANCELLED,
    ),
    (Phase.OVER, lambda one, at: one.state == Session.State.HELD or one.ends_at <= at),
    (Phase.SOON, lambda one, at: _is_shown(one) and at < one.opens_at),
    (Phase.OPEN, lambda one, at: _is_shown(one) and at < one.closes_at and one.left > 0),
    (Phase.FULL, lambda one, at: _is_shown(one) and at < one.closes_at),
    (Phase.RUNNING, lambda one, at: one.starts_at <= at),
    (Phase.CLOSED, lambda one, at: True),
)
# Phases in which somebody may register or join the queue.
TAKES_REGISTRATIONS = (Phase.OPEN, Phase.FULL)


def phase_of(session: Session, at: datetime) -> Phase:
    """The first line of the table that fits."""
    return next(phase for phase, fits in TABLE if fits(session, at))
