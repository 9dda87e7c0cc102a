"""What falls due in the lounges: places that nobody came for, visits whose time is up. Safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from stations.lounge_errors import StillKept, VisitMoved
from stations.models import LoungeVisit
from zibo_youth.accounts.policy import SYSTEM

from .lounge_moves import complete_visit, release_visit


def release_visits(*, at: datetime) -> int:
    """释放 (release): places kept long enough go back, each with one strike."""
    return _each(release_visit, LoungeVisit.objects.unclaimed(at))


def complete_visits(*, at: datetime) -> int:
    """到时结束 (complete): visits in use whose time is up."""
    here = timezone.localtime(at)
    return _each(complete_visit, LoungeVisit.objects.over(here.date(), here.time()))


def _each(act: Callable[..., LoungeVisit], visits: Iterable[LoungeVisit]) -> int:
    """Each visit by itself: whoever moved it first leaves nothing to do."""
    done = 0
    for visit in visits:
        try:
            act(actor=SYSTEM, visit=visit)
        except (VisitMoved, StillKept):
            continue
        done += 1
    return done
