"""
Backdating: the one place where a timestamp is written that is not the clock's.

The demonstration runs every service under `calendar.standing_at`, so all
decisions are those of the told day; what PostgreSQL stamped meanwhile is then
set to the same story. The audit tables are left alone: they say when a row was
really written. Nothing outside the demonstration calls this.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from stations.models import (
    Evidence,
    FollowUp,
    LoungeVisit,
    LoungeVisitTransition,
    Party,
    PartyMember,
    Placement,
    Stay,
    StayTransition,
)
from zibo_youth.notifications.models import Notice

State = Stay.State
DECISIONS = (State.RETURNED, State.APPROVED, State.REJECTED)
ENDS = (State.REJECTED, State.WITHDRAWN, State.CANCELLED, State.NO_SHOW, State.EXPIRED)
VISIT_ENDS = (LoungeVisit.State.COMPLETED, LoungeVisit.State.CANCELLED, LoungeVisit.State.NO_SHOW)
# What was told longer ago than this was read long since.
READ_AFTER = timedelta(days=2)
# What PostgreSQL stamped in the step that is told; an earlier step was told and stands in its own past.
JUST_NOW = timedelta(hours=1)
KIND_OF_STATE = {
    State.SUBMITTED: "stations.stay_submitted",
    State.CHECKED_IN: "stations.checked_in",
    State.CHECKED_OUT: "stations.checked_out",
}
Step = tuple[str, datetime]


def backdate_stay(stay: Stay, steps: Sequence[Step]) -> None:
    """A stay, its moves and what was told of them, each at the moment of its step."""
    first = steps[0][1]
    day = timezone.localtime(first)
    Stay.objects.filter(pk=stay.pk).update(
        created_at=first,
        reference=Concat(Value(f"YZ{day:%Y%m%d}"), Substr(F("reference"), 11)),
        **_times(steps),
    )
    moves = list(stay.transitions.order_by("id"))
    for move, (_state, moment) in zip(moves, steps, strict=True):
        move.at = moment
    StayTransition.objects.bulk_update(moves, ["at"])
    files = list(stay.evidence.values_list("pk", flat=True))
    Evidence.objects.filter(pk__in=files).update(created_at=first - timedelta(minutes=6))
    _backdate_notices(stay, steps)


def _times(steps: Sequence[Step]) -> dict[str, Any]:
    """Which field of the stay each step fills; a later step of a kind wins, as in the services."""
    times: dict[str, Any] = {"submitted_at": steps[0][1]}
    for state, moment in steps:
        if state in DECISIONS:
            times["decided_at"] = moment
        if state in ENDS:
            times["ended_at"] = moment
        if state in (State.CHECKED_IN, State.CHECKED_OUT):
            times[f"{state}_at"] = moment
    return times


def _backdate_notices(stay: Stay, steps: Sequence[Step]) -> None:
    """Told then: in the inbox since then, and no telephone rings for it today."""
    moments = {KIND_OF_STATE.get(State(state), f"stations.stay_{state}"): moment for state, moment in steps}
    mine = Notice.objects.filter(to=stay.guest_id, about_model=stay._meta.label_lower, about_pk=str(stay.pk))
    told = list(mine.filter(kind__in=moments))
    for notice in told:
        moment = moments[notice.kind]
        notice.created_at = notice.planned_at = moment
        if moment < timezone.now() - READ_AFTER:
            notice.read_at = moment + timedelta(hours=1)
    Notice.objects.bulk_update(told, ["created_at", "planned_at", "read_at"])


def backdate_asked(moment: datetime) -> list[FollowUp]:
    """What the jobs have asked and reminded just now, at the told moment; the newly asked are returned."""
    asked = FollowUp.objects.filter(asked_at__gt=timezone.now() - JUST_NOW)
    new = list(asked.select_related("stay"))
    asked.update(asked_at=moment)
    FollowUp.objects.filter(reminded_at__gt=timezone.now() - JUST_NOW).update(reminded_at=moment)
    told = Notice.objects.unplanned().filter(about_model="stations.followup")
    told.update(created_at=moment, planned_at=moment)
    return new


def backdate_answer(follow_up: FollowUp, moment: datetime) -> None:
    FollowUp.objects.filter(pk=follow_up.pk).update(answered_at=moment)
    Placement.objects.filter(follow_up=follow_up).update(recorded_at=moment)


def backdate_placement(placement: Placement, at: datetime) -> None:
    """Recorded and decided at the told moment; a claim was recorded when it was made."""
    if placement.follow_up_id is None:
        Placement.objects.filter(pk=placement.pk).update(recorded_at=at)
    Placement.objects.filter(pk=placement.pk).update(decided_at=at)


def backdate_party(party: Party, at: datetime) -> None:
    """Begun and booked at the told moment."""
    PartyMember.objects.filter(party=party).update(said_yes_at=at)
    Party.objects.filter(pk=party.pk).update(began_at=at, closed_at=at)


def backdate_visit(visit: LoungeVisit, steps: Sequence[Step]) -> None:
    """A visit to a lounge, its moves and what was told of it, each at the moment of its step."""
    moments = dict(steps)
    booked_at = steps[0][1]
    ends = [moment for state, moment in steps if state in VISIT_ENDS]
    day = timezone.localtime(booked_at)
    LoungeVisit.objects.filter(pk=visit.pk).update(
        booked_at=booked_at,
        reference=Concat(Value(f"HK{day:%Y%m%d}"), Substr(F("reference"), 11)),
        checked_in_at=moments.get(LoungeVisit.State.CHECKED_IN),
        ended_at=ends[0] if ends else None,
    )
    moves = list(visit.transitions.order_by("id"))
    for move, (_state, moment) in zip(moves, steps, strict=True):
        move.at = moment
    LoungeVisitTransition.objects.bulk_update(moves, ["at"])
    about = Notice.objects.filter(about_model=visit._meta.label_lower, about_pk=str(visit.pk))
    told = {
        "stations.lounge_requested": booked_at,
        "stations.lounge_booked": moments.get(LoungeVisit.State.BOOKED, booked_at),
        "stations.lounge_cancelled": steps[-1][1],
    }
    for kind, moment in told.items():
        is_read = moment + timedelta(hours=1) if moment < timezone.now() - READ_AFTER else None
        about.filter(kind=kind).update(created_at=moment, planned_at=moment, read_at=is_read)
