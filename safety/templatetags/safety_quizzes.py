"""How pages of quizzes say a span of time."""

from __future__ import annotations

from datetime import timedelta

from django import template

register = template.Library()


@register.filter
def minutes_seconds(span: timedelta) -> tuple[int, str]:
    """用时: full minutes, and seconds; parts of a second where there are some."""
    minutes, left = divmod(span, timedelta(minutes=1))
    seconds = left.total_seconds()
    return minutes, f"{seconds:.0f}" if seconds == int(seconds) else f"{seconds:.1f}"
