"""What is due of weddings at some moment: free places looked at again, reminders before the deadline."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from events.models import Couple, Wedding

from .moves import lock_wedding
from .places import settle
from .telling import tell_both


def settle_weddings(*, at: datetime) -> int:
    """Released editions with a free place and a reserve: what a crash left undone. Safe to run twice."""
    waiting = Couple.objects.reserves().filter(wedding=OuterRef("pk")).order_by()
    due = Wedding.objects.filter(
        Exists(waiting),
        state=Wedding.State.RELEASED,
        taken__lt=F("places"),
        held_on__gt=timezone.localdate(at),
    )
    return sum(_settle(number, at) for number in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _settle(number: int, at: datetime) -> int:
    return len(settle(lock_wedding(number), at=at))


def remind_couples(*, at: datetime) -> int:
    """Before the deadline: drafts, and what was sent back. Safe to run twice: told once."""
    soon = at + timedelta(days=int(settings.EVENTS["wedding_reminder_days"]))
    unfinished = Couple.objects.filter(
        state__in=[Couple.State.DRAFT, Couple.State.RETURNED],
        wedding__state=Wedding.State.OPEN,
        wedding__closes_at__gt=at,
        wedding__closes_at__lte=soon,
    )
    return sum(_remind(each) for each in unfinished.order_by("pk"))


@transaction.atomic
def _remind(couple: Couple) -> bool:
    tell_both("couple_reminder", couple)
    return True
