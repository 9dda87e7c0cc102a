"""已生效时长 (certified hours), as the election and the awards read them: final entries, nothing else."""

from __future__ import annotations

from django.db.models import Sum

from volunteers.models import HourEntry, Volunteer


def final_minutes(volunteer: Volunteer) -> int:
    """Minutes that are final and not reversed; provisional and disputed ones give no standing."""
    final = HourEntry.objects.filter(
        volunteer=volunteer, kind="credit", state="final", reversed_at__isnull=True
    )
    return int(final.aggregate(total=Sum("minutes"))["total"] or 0)
