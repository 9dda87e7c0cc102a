"""
名额 (places of a session): who gets what comes free, in the transaction that frees it.

The queue is one, in the order of coming. A group is all or nothing. Where the first in the queue is a
group that is larger than what is free, smaller ones behind it may go ahead, at most so many times
(`EVENTS["group_skips"]`, published with the event); after that the free places are kept until the group
fits. Where only a quota is full, its own people wait, and the others go on. Nothing is kept for a group
that has become larger than all places there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F

from events.models import Quota, Registration, Session, SessionDraw
from zibo_youth.accounts.policy import SYSTEM
from zibo_youth.core.calendar import now
from zibo_youth.notifications.outbox import notify

from .moves import move_registration

State = Registration.State


@dataclass(slots=True)
class Free:
    """What is free while a queue is gone through, and who was left behind on the way."""

    total: int
    of_quota: dict[int, int]
    # How many a part holds with nobody else there.
    most: dict[int, int]
    # Groups that did not fit: whoever goes ahead of them is counted.
    behind: list[Registration] = field(default_factory=list)

    def fits(self, one: Registration) -> bool:
        return one.seats <= min(self.total, self.of_quota.get(one.quota_id, 0))

    def take(self, one: Registration) -> None:
        self.total -= one.seats
        self.of_quota[one.quota_id] -= one.seats

    def leave_behind(self, one: Registration) -> None:
        """A group that was passed often enough keeps what there is, if it may ever be enough."""
        if one.seats > self.most[one.quota_id]:
            return
        self.behind.append(one)
        self.keep_for(one)

    def pass_over(self, one: Registration) -> list[Registration]:
        """The groups that this one goes ahead of: those it takes a place from."""
        passed = [each for each in self.behind if one.quota_id == each.quota_id or each.seats > self.total]
        for each in passed:
            each.skipped += 1
            self.keep_for(each)
        return passed

    def keep_for(self, one: Registration) -> None:
        if one.skipped < settings.EVENTS["group_skips"]:
            return
        if one.seats > self.total:
            self.total = 0
        self.of_quota[one.quota_id] = 0


def settle(session: Session, *, at: datetime | None = None) -> list[Registration]:
    """
    Offer what is free to the queue; the caller holds the session's lock.

    Returns those who were asked, in the order of the queue.
    """
    at = at or now()
    session.refresh_from_db(fields=["taken", "capacity", "state"])
    if session.state != Session.State.PLANNED or session.starts_at <= at or session.left <= 0:
        return []
    if awaits_draw(session):
        return []
    quotas = Quota.objects.filter(session=session, taken__lt=F("capacity"))
    free = Free(
        session.left,
        of_quota={each.pk: each.left for each in quotas},
        most={each.pk: min(session.capacity, each.capacity) for each in quotas},
    )
    asked = []
    for one in Registration.objects.queue().filter(session=session, quota__in=list(free.of_quota)):
        if free.total <= 0 or not any(free.of_quota.values()):
            break
        if not free.of_quota.get(one.quota_id):
            continue
        if not free.fits(one):
            free.leave_behind(one)
            continue
        _count_passed(free.pass_over(one))
        free.take(one)
        asked.append(_offer(one, session, at))
    return asked


def awaits_draw(session: Session) -> bool:
    """Whether the places of the session are drawn, and have not been yet."""
    return bool(SessionDraw.objects.filter(session=session, drawn_at__isnull=True).exists())


def _count_passed(passed: list[Registration]) -> None:
    Registration.objects.filter(pk__in=[each.pk for each in passed]).update(skipped=F("skipped") + 1)


def _offer(one: Registration, session: Session, at: datetime) -> Registration:
    until = offer_end(session, at)
    moved = move_registration(SYSTEM, one, State.OFFERED, offer_until=until)
    notify("events.offer", to=moved.person, about=moved, dedup=str(until))
    return moved


def offer_end(session: Session, at: datetime) -> datetime:
    """When an offer made now lapses: sooner on the last day, and never after the start."""
    is_last_day = session.starts_at - at <= timedelta(hours=24)
    hours = settings.EVENTS["offer_hours_last_day" if is_last_day else "offer_hours"]
    return min(at + timedelta(hours=hours), session.starts_at)
