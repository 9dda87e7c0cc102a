"""政策影响 (who would be affected): what a version of the policy changes, counted before it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from .models import Stay, StayNight, StayPolicy


@dataclass(frozen=True, slots=True)
class Affected:
    """
    ``keeping``: live stays from its first day on that keep the older terms.
    ``drafts``: requests being written that will be judged by it.
    ``used_up``: people whose nights of that year already reach its cap.
    """

    keeping: int
    drafts: int
    used_up: int


def affected_by(policy: StayPolicy) -> Affected:
    """Count whom the version touches; three counts, nothing is changed."""
    first = policy.effective_from
    year = (date(first.year, 1, 1), date(first.year + 1, 1, 1))
    slept = StayNight.objects.between(*year).values("guest").annotate(nights=Count("pk"))
    from_then = Stay.objects.filter(arrival__gte=first)
    return Affected(
        keeping=from_then.live().exclude(policy=policy).count(),
        drafts=from_then.filter(state=Stay.State.DRAFT).count(),
        used_up=slept.filter(nights__gte=policy.max_free_nights).count(),
    )
