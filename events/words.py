"""Days and hours as pages and refusals say them."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format

from zibo_youth.core.brief_days import in_english


def moment_words(moment: datetime) -> str:
    """2026年11月29日 09:00; in English 29 Nov 2026 09:00."""
    local = timezone.localtime(moment)
    day = date_format(local, "j M Y") if in_english() else f"{local.year}年{local.month}月{local.day}日"
    return f"{day} {local:%H:%M}"


def day_said(day: date) -> str:
    """2021年5月30日; in English 30 May 2021."""
    return date_format(day, "j M Y") if in_english() else f"{day.year}年{day.month}月{day.day}日"
