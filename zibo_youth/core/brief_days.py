"""Days and clocks in as few signs as a text message allows: no year, no weekday, in the active language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader's language is English, of whichever country."""
    return (get_language() or "").startswith("en")


def day_words(day: date | None) -> str:
    """6月4日; in English 4 Jun; nothing for no day. Of a moment, its day as it stands: give it local."""
    if day is None:
        return ""
    return date_format(day, "j M") if in_english() else f"{day.month}月{day.day}日"


def moment_words(moment: datetime) -> str:
    """11月29日 09:00; in English 29 Nov 09:00; the 24-hour clock in Shanghai."""
    local = timezone.localtime(moment)
    return f"{day_words(local)} {local:%H:%M}"
