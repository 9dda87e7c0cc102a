"""
长期预约的确认 (standing bookings): a series is kept for about a month, then its person is asked.

Keeping and releasing are one UPDATE each on the same row, and each ends the
question: whichever comes second finds it answered.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from stations.lounge_errors import SeriesNotAsked
from stations.lounge_querysets import LoungeSeriesQuerySet
from stations.models import LoungeSeries
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import at as moment
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.outbox import notify

from .lounge_moves import give_up
from .pool import lock_lounge

KEEP = "stations.book_lounge"
ASKED_BEFORE = timedelta(days=7)
LEAST_TO_ANSWER = timedelta(days=3)
EVENING = time(20)


def ask_later(series: LoungeSeries) -> None:
    """Visits of the next weeks stand; where there are later ones, the person will be asked."""
    through = today() + timedelta(days=series.zone.kept_days)
    goes_on = series.visits.awaited().filter(date__gt=through).exists()
    series.kept_through = through if goes_on else None
    series.answer_by = None
    series.save(update_fields=["kept_through", "answer_by"])


@transaction.atomic
def keep_series(*, actor: User, series: LoungeSeries) -> LoungeSeries:
    """
    继续保留 (keep): the visits of the next weeks stand too.

    Raises `SeriesNotAsked` when it was kept already, or the time to answer is over.
    """
    policy.require(actor, KEEP, series)
    if not _answered(series, LoungeSeries.objects.filter(answer_by__gt=now())):
        raise SeriesNotAsked
    ask_later(series)
    return series


def ask_series(*, at: datetime) -> int:
    """询问 (ask) once, a week before the kept visits end; who is asked late still has some days to answer."""
    due = LoungeSeries.objects.to_ask(timezone.localtime(at + ASKED_BEFORE).date())
    return sum(_ask(series, at) for series in due.select_related("person"))


@transaction.atomic
def _ask(series: LoungeSeries, at: datetime) -> bool:
    through = series.kept_through or today()
    answer_by = max(moment(through, EVENING), at + LEAST_TO_ANSWER)
    unasked = LoungeSeries.objects.filter(pk=series.pk, kept_through=through, answer_by__isnull=True)
    if not unasked.filter(released_at__isnull=True).update(answer_by=answer_by):
        return False
    return notify("stations.lounge_series_to_keep", to=series.person, about=series, dedup=through.isoformat())


def release_series(*, at: datetime) -> int:
    """释放 (release): the later visits of series that nobody has kept in time. Safe to run twice."""
    due = LoungeSeries.objects.unanswered(at)
    return sum(_release(series, at) for series in due.select_related("person", "zone"))


@transaction.atomic
def _release(series: LoungeSeries, at: datetime) -> bool:
    if not _answered(series, LoungeSeries.objects.unanswered(at), released_at=Now()):
        return False
    lock_lounge(series.zone.lounge_id)
    awaited = series.visits.awaited().filter(date__gt=series.kept_through).order_by("date")
    later = [visit for visit in awaited.select_related("lounge", "person") if visit.starts_at > now()]
    for visit in later:
        give_up(SYSTEM, visit)
    if later:
        notify("stations.lounge_series_released", to=series.person, about=series)
    return True


def _answered(series: LoungeSeries, asked: LoungeSeriesQuerySet, **changes: Any) -> bool:
    """End the question, if it is still one of those that are ``asked``."""
    return bool(asked.filter(pk=series.pk).update(answer_by=None, **changes))
