"""Moves of a visit: each is one UPDATE that filters on the old state (design.md §3.3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from stations.lounge_door import EARLIEST
from stations.lounge_errors import NotVisitTime, StillKept, VisitBegun, VisitCodeUnknown, VisitMoved
from stations.models import (
    Lounge,
    LoungeCoupon,
    LoungeSeries,
    LoungeSlot,
    LoungeVisit,
    LoungeVisitTransition,
    Strike,
)
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.accounts.policy import System
from zibo_youth.core.calendar import now, today
from zibo_youth.notifications.outbox import notify

from .pool import lock_lounge, lock_person
from .strikes import add_strike, occasion_of

State = LoungeVisit.State
RECEIVE, CANCEL = "stations.receive_visit", "stations.cancel_visit"


def move_visit(
    actor: policy.Actor,
    visit: LoungeVisit,
    to: str,
    *,
    only_from: str = "",
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> LoungeVisit:
    """
    Move a visit along `LoungeVisit.NEXT`, once, and write down who did it.

    Where several states lead there, ``only_from`` names the one that is meant.

    Raises `VisitMoved` when the visit is not, or no longer, where the move starts.
    """
    starts = [only_from] if only_from else [old for old, new in LoungeVisit.NEXT.items() if to in new]
    moved = LoungeVisit.objects.filter(pk=visit.pk, state__in=starts).update(state=to, **changes)
    before = visit.state
    visit.refresh_from_db()
    if not moved:
        raise VisitMoved(state=visit.get_state_display())
    LoungeVisitTransition.objects.create(
        visit=visit, actor_id=actor.pk, from_state=before, to_state=to, reason=reason, note=note
    )
    return visit


@transaction.atomic
def cancel_visit(*, actor: User, visit: LoungeVisit) -> LoungeVisit:
    """
    取消 (cancel): half hours and coupons go back at once. The person may until the start.

    Raises `VisitBegun`, `VisitMoved`.
    """
    policy.require(actor, CANCEL, visit)
    lock_lounge(visit.lounge_id)
    _require_not_begun(actor, visit)
    give_up(actor, visit)
    notify("stations.lounge_cancelled", to=visit.person, about=visit)
    return visit


@transaction.atomic
def cancel_series(*, actor: User, series: LoungeSeries) -> int:
    """取消系列 (cancel a series): what has not begun yet, with one message. Returns how many."""
    visits = list(series.visits.awaited().select_related("lounge", "person", "zone").order_by("date"))
    for visit in visits:
        policy.require(actor, CANCEL, visit)
    lock_lounge(series.zone.lounge_id)
    to_come = [visit for visit in visits if now() < visit.starts_at]
    for visit in to_come:
        give_up(actor, visit)
    if to_come:
        notify("stations.lounge_series_cancelled", to=series.person, about=series, dedup=str(to_come[0].pk))
    return len(to_come)


def give_up(actor: policy.Actor, visit: LoungeVisit, note: str = "") -> None:
    """Cancel and give everything back; the caller holds the lounge's lock."""
    give_back(actor, visit, State.CANCELLED, note)


def give_back(actor: policy.Actor, visit: LoungeVisit, to: str, note: str = "") -> None:
    """Move to a state that holds nothing: half hours and coupons go; the caller holds the lounge's lock."""
    move_visit(actor, visit, to, note=note, ended_at=Now())
    LoungeSlot.objects.filter(visit=visit).delete()
    LoungeCoupon.objects.filter(visit=visit).delete()


def _require_not_begun(actor: User, visit: LoungeVisit) -> None:
    if actor.person_id == visit.person_id and now() >= visit.starts_at:
        raise VisitBegun


def find_visit(*, actor: User, lounge: Lounge, code: str) -> LoungeVisit:
    """The visit of today that a six-digit code names at this lounge. Raises `VisitCodeUnknown`."""
    policy.require(actor, RECEIVE, lounge)
    visits = LoungeVisit.objects.managed_by(actor).booked().select_related("person", "zone", "lounge")
    visit: LoungeVisit | None = visits.filter(lounge=lounge, date=today(), code=code or "-").first()
    if visit is None:
        raise VisitCodeUnknown
    return visit


@transaction.atomic
def receive_visit(*, actor: User, visit: LoungeVisit) -> LoungeVisit:
    """
    签到 (check in), from half an hour before the start to the end.

    Raises `NotVisitTime`, `VisitMoved` when somebody was faster or the place was given away.
    """
    policy.require_for_another(actor, RECEIVE, visit, visit.person_id)
    if not visit.starts_at - EARLIEST <= now() < visit.ends_at:
        raise NotVisitTime(when=f"{visit.date:%Y-%m-%d} {visit.start:%H:%M}–{visit.end:%H:%M}")
    return move_visit(actor, visit, State.CHECKED_IN, checked_in_at=Now())


@transaction.atomic
def complete_visit(*, actor: User | System, visit: LoungeVisit) -> LoungeVisit:
    """离开 (complete): the half hours that are left go back; the coupons stay used."""
    policy.require(actor, RECEIVE, visit)
    lock_lounge(visit.lounge_id)
    move_visit(actor, visit, State.COMPLETED, ended_at=Now())
    LoungeSlot.objects.filter(visit=visit).delete()
    return visit


@transaction.atomic
def release_visit(*, actor: User | System, visit: LoungeVisit) -> LoungeVisit:
    """
    未到场 (no-show): the place goes to whoever comes, the coupons stay used, one strike is noted.

    Raises `StillKept` before the policy's minutes are over, `VisitMoved`.
    """
    policy.require(actor, RECEIVE, visit)
    if now() < visit.kept_until:
        raise StillKept(until=f"{timezone.localtime(visit.kept_until):%H:%M}")
    lock_person(visit.person_id)
    lock_lounge(visit.lounge_id)
    move_visit(actor, visit, State.NO_SHOW, ended_at=Now())
    LoungeSlot.objects.filter(visit=visit).delete()
    add_strike(
        person=visit.person,
        kind=Strike.Kind.LOUNGE_NO_SHOW,
        occasion=occasion_of("visit", visit.pk),
        operator=visit.lounge.operator,
        reporting_org=visit.lounge.reporting_org,
        on=visit.date,
    )
    return visit
