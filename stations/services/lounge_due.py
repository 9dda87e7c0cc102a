"""What falls due in the lounges: places nobody came for, requests nobody answered, time that is up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from stations.lounge_errors import StillKept, VisitMoved
from stations.models import LoungeVisit
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.notifications.outbox import notify

from .lounge_moves import complete_visit, release_visit
from .lounge_requests import lapse_visit

REMIND_BEFORE, MORNING = timedelta(hours=3), time(8)


def release_visits(*, at: datetime) -> int:
    """释放 (release): places kept long enough go back, each with one strike."""
    return _each(release_visit, LoungeVisit.objects.unclaimed(at))


def lapse_requests(*, at: datetime) -> int:
    """审核逾期 (lapse): requests that nobody has answered in time, a series with one message."""
    return _each(lapse_visit, LoungeVisit.objects.unanswered(at).select_related("series", "person"))


def complete_visits(*, at: datetime) -> int:
    """到时结束 (complete): visits in use whose time is up."""
    here = timezone.localtime(at)
    return _each(complete_visit, LoungeVisit.objects.over(here.date(), here.time()))


def remind_visits(*, at: datetime) -> int:
    """提醒 (remind) once, three hours before the start and not before eight; who booked later knows."""
    here = timezone.localtime(at)
    if here.time() < MORNING:
        return 0
    today = LoungeVisit.objects.booked().filter(date=here.date(), start__gt=here.time())
    due = [
        visit
        for visit in today.select_related("person")
        if visit.starts_at - REMIND_BEFORE <= at and visit.booked_at < visit.starts_at - REMIND_BEFORE
    ]
    return sum(_remind(visit) for visit in due)


@transaction.atomic
def _remind(visit: LoungeVisit) -> bool:
    return notify("stations.lounge_reminder", to=visit.person, about=visit)


def _each(act: Callable[..., object], visits: Iterable[LoungeVisit]) -> int:
    """Each visit by itself: whoever moved it first leaves nothing to do."""
    done = 0
    for visit in visits:
        try:
            act(actor=SYSTEM, visit=visit)
        except (VisitMoved, StillKept):
            continue
        done += 1
    return done
