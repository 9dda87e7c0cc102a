"""未到岗的后果 (what no-shows lead to): so many within so many days stop new sign-ups for a while."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.conf import settings

from .models import NoShow, Volunteer


def block_end(days: Iterable[date]) -> date | None:
    """
    The last day on which nothing new may be taken on, from the days of the no-shows that count.

    Each no-show that completes the limit within the window stops sign-ups from its own
    day on; a later one may prolong that.
    """
    rules = settings.VOLUNTEERS
    limit, window = rules["no_show_limit"], timedelta(days=rules["no_show_window_days"])
    ordered = sorted(days)
    completing = [
        last for first, last in zip(ordered, ordered[limit - 1 :], strict=False) if last - first < window
    ]
    return completing[-1] + timedelta(days=rules["no_show_block_days"]) if completing else None


def blocked_until(volunteer: Volunteer, on: date) -> date | None:
    """Until when this volunteer may take on nothing new, or None."""
    days = NoShow.objects.counting().filter(volunteer=volunteer).values_list("happened_on", flat=True)
    end = block_end(days)
    return end if end and end >= on else None


def last_day_of_appeal(no_show: NoShow) -> date:
    """Until when the volunteer may say why it should not count."""
    days: int = settings.VOLUNTEERS["no_show_appeal_days"]
    return no_show.happened_on + timedelta(days=days)
