"""Moments in words, the same on every page and in every refusal."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def clock_words(at: datetime) -> str:
    """11-29 09:00, on the clock of the city."""
    return f"{timezone.localtime(at):%m-%d %H:%M}"
