"""脉搏 (pulse): how late the messages are, and whether beat, broker and worker still turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from .models import Delivery, Heartbeat, Notice

# The sweep runs every ten seconds; its queue may be busy for a while.
HEALTHY_BEAT = timedelta(minutes=2)
# reference/security.md R77: an outbox later than this wants somebody to look.
HEALTHY_LAG = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pulse:
    """``beat_age`` is None while no sweep has ever run; ``lag`` is zero when nothing waits."""

    beat_age: timedelta | None
    lag: timedelta

    @property
    def is_healthy(self) -> bool:
        return self.beat_age is not None and self.beat_age < HEALTHY_BEAT and self.lag < HEALTHY_LAG


def pulse() -> Pulse:
    """Three small reads of indexed columns."""
    now = timezone.now()
    last = Heartbeat.objects.filter(name="sweep").values_list("beat_at", flat=True).first()
    unplanned = Notice.objects.unplanned().aggregate(oldest=Min("created_at"))["oldest"]
    due = Delivery.objects.open().aggregate(oldest=Min("next_try_at"))["oldest"]
    return Pulse(
        beat_age=now - last if last else None,
        lag=max(_late(unplanned, now), _late(due, now)),
    )


def _late(oldest: datetime | None, now: datetime) -> timedelta:
    return max(now - oldest, timedelta()) if oldest else timedelta()
