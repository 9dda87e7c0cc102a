"""
Moves of a stay: each is one UPDATE that filters on the old state (design.md §3.3).

Moves that free nights take the station's lock first; moves that do not, need none.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from stations.closure_errors import StayRehoused
from stations.errors import NotArrivalDay, ReasonMissing, WrongState
from stations.models import Station, Stay, StayTransition, Strike
from stations.models.stay import LIVE
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import ConsentText, User
from zibo_youth.accounts.policy import System
from zibo_youth.accounts.services import refuse_withdrawn
from zibo_youth.core.calendar import at, now, today
from zibo_youth.notifications.outbox import notify

from .cases import refuse_anothers
from .displaced import end_open, goes_on, is_displaced, settle_when_out
from .follow_ups import plan_follow_ups
from .four_eyes import sign, signed_alone
from .pool import lock_guest_and_station, lock_person, lock_station
from .queue import give_back
from .referrals import give_code_back
from .strikes import add_strike, occasion_of

State = Stay.State


def move(
    actor: User | System,
    stay: Stay,
    to: str,
    *,
    only_from: str = "",
    reason: str = "",
    note: str = "",
    **changes: Any,
) -> Stay:
    """
    Move a stay along `Stay.NEXT`, once, and write down who did it.

    ``only_from`` names the start where several states lead to the same one.

    Raises `WrongState` when the stay is not, or no longer, where the move starts, and
    `StayRehoused` when a closure has moved it to another house meanwhile.
    """
    starts = [state for state, targets in Stay.NEXT.items() if to in targets and state == stay.state]
    starts = [state for state in starts if state == (only_from or state)]
    here = Stay.objects.filter(pk=stay.pk, station=stay.station_id)
    if not here.filter(state__in=starts).update(state=to, **changes):
        current = Stay.objects.select_related("station").get(pk=stay.pk)
        check_same_house(stay, current)
        raise WrongState(state=current.get_state_display())
    if to not in LIVE:
        end_open(actor, stay)
    StayTransition.objects.create(
        stay=stay, actor_id=actor.pk, from_state=stay.state, to_state=to, reason=reason, note=note
    )
    stay.refresh_from_db()
    give_code_back(stay)
    return stay


def check_same_house(seen: Stay, current: Stay) -> None:
    """Raise `StayRehoused` when the stay no longer belongs to the house whose lock is held."""
    if seen.station_id != current.station_id:
        raise StayRehoused(station=current.station.local_name)


@transaction.atomic
def approve_stay(*, actor: User, stay: Stay) -> Stay:
    """
    通过 (approve): the guest gets the code that opens the desk, or a second reviewer the case.

    The cap and the bed were taken at submission and are held by constraints, so
    an approval cannot overbook. Nobody approves the own request, and where the policy asks
    for two people nobody twice (`four_eyes`). Raises `WrongState`, `SecondReviewerNeeded`, and
    `CaseTaken` when somebody else has it in hand.
    """
    policy.require_for_another(actor, "stations.review_stay", stay, stay.guest_id)
    lock_station(stay.station_id)  # two approvals must not draw one code
    refuse_anothers(actor, stay)
    signed = sign(actor, stay)
    return stay if signed is None else _approve(actor, stay, signed)


@transaction.atomic
def approve_walk_in(*, actor: User, stay: Stay) -> Stay:
    """As `approve_stay`, of a guest who stands here: an operator alone at night is enough, by name."""
    policy.require_for_another(actor, "stations.review_stay", stay, stay.guest_id)
    lock_station(stay.station_id)
    return _approve(actor, stay, signed_alone(stay, Stay.ReviewException.WALK_IN))


def _approve(actor: User, stay: Stay, signed: dict[str, Any]) -> Stay:
    """The caller holds the station's lock."""
    code = unused_code(stay.station)
    decided = signed | {"decided_at": Now(), "release_at": None, "check_in_code": code}
    move(actor, stay, State.APPROVED, only_from=State.SUBMITTED, **decided)
    notify("stations.stay_approved", to=stay.guest, about=stay)
    return stay


def unused_code(station: Station) -> str:
    used = set(
        Stay.objects.filter(station=station, state=State.APPROVED).values_list("check_in_code", flat=True)
    )
    while True:
        code = f"{secrets.randbelow(1_000_000):06d}"
        if code not in used:
            return code


@transaction.atomic
def reject_stay(*, actor: User, stay: Stay, reason: str, note: str = "") -> Stay:
    """不予通过 (reject): with a reason code; bed and nights go back at once. Raises `CaseTaken`."""
    policy.require_for_another(actor, "stations.review_stay", stay, stay.guest_id)
    require_reason(reason)
    lock_station(stay.station_id)
    refuse_anothers(actor, stay)
    return end_stay(actor, stay, State.REJECTED, reason=reason, note=note, decided_at=Now())


@transaction.atomic
def withdraw_stay(*, actor: User, stay: Stay, reason: str = "") -> Stay:
    """撤回申请 (withdraw): the guest's own, while nothing is decided."""
    policy.require(actor, "stations.withdraw_stay", stay)
    return end_stay(actor, stay, State.WITHDRAWN, reason=reason)


@transaction.atomic
def cancel_stay(*, actor: User, stay: Stay, reason: str = "", note: str = "") -> Stay:
    """取消 (cancel): an approved stay is given up; every night goes back. A guest's late one is noted."""
    policy.require(actor, "stations.cancel_stay", stay)
    lock_person(stay.guest_id)
    is_noted = actor.person_id == stay.guest_id and is_late_to_cancel(stay)
    ended = end_stay(actor, stay, State.CANCELLED, reason=reason, note=note)
    if is_noted:
        _strike(stay, Strike.Kind.LATE_CANCEL)
    return ended


def is_late_to_cancel(stay: Stay) -> bool:
    """
    Whether giving up now is noted: after the policy's hour of the day before arrival (domain.md §1.3).

    Never for a guest whom we have moved and who has not said yes.
    """
    if stay.policy is None or is_displaced(stay):
        return False
    return now() > at(stay.arrival - timedelta(days=1), stay.policy.cancel_free_until)


def _strike(stay: Stay, kind: str) -> None:
    add_strike(
        person=stay.guest,
        kind=kind,
        occasion=occasion_of("stay", stay.pk),
        operator=stay.station.operator,
        reporting_org=stay.station.reporting_org,
        on=today(),
    )


def end_stay(
    actor: User | System,
    stay: Stay,
    to: str,
    *,
    reason: str = "",
    note: str = "",
    told: str = "",
    **changes: Any,
) -> Stay:
    """
    Move to an end and free the nights. Locks in the house's order: station, stay, nights.

    ``told`` is another notice than the end's own.
    """
    lock_station(stay.station_id)
    move(actor, stay, to, reason=reason, note=note, ended_at=Now(), **changes)
    give_back(list(stay.nights.all()), stay.station)
    notify(told or f"stations.stay_{to}", to=stay.guest, about=stay)
    return stay


@transaction.atomic
def check_in(*, actor: User, stay: Stay) -> Stay:
    """
    办理入住 (check in), from the arrival day to the last night.

    Whoever took back the consent to be registered is not let in, as its words say.
    Raises `NotArrivalDay` before or after, `ConsentWithdrawn`, `WrongState` when not approved.
    """
    policy.require(actor, "stations.check_in_stay", stay)
    refuse_withdrawn(stay.guest_id, ConsentText.Scope.LODGING)
    if not stay.arrival <= today() < stay.departure:
        raise NotArrivalDay(arrival=stay.arrival)
    move(actor, stay, State.CHECKED_IN, checked_in_at=Now())
    settle_when_out(actor, stay)  # whoever comes to the proposed bed has said yes to it
    notify("stations.checked_in", to=stay.guest, about=stay)
    return stay


@transaction.atomic
def check_out(*, actor: User, stay: Stay) -> Stay:
    """退房 (check out): nights not slept go back, what was slept stays counted; follow-ups are planned."""
    policy.require(actor, "stations.check_in_stay", stay)
    lock_station(stay.station_id)
    return leave(actor, stay)


def leave(actor: User | System, stay: Stay) -> Stay:
    """The guest leaves today. The caller has asked for permission and holds the station's lock."""
    move(actor, stay, State.CHECKED_OUT, checked_out_at=Now())
    unused = stay.nights.filter(date__gte=max(today(), stay.arrival + timedelta(days=1)))
    give_back(list(unused), stay.station)
    if not goes_on(stay):
        plan_follow_ups(stay)
    notify("stations.checked_out", to=stay.guest, about=stay)
    return stay


@transaction.atomic
def mark_no_show(*, actor: User | System, stay: Stay) -> Stay:
    """
    未入住 (no-show): the first night counts as used, the later ones go back at once.

    No strike for a guest whom we have moved and who has not said yes.

    Raises `NotArrivalDay` before the arrival day is over.
    """
    policy.require(actor, "stations.check_in_stay", stay)
    if today() <= stay.arrival:
        raise NotArrivalDay(arrival=stay.arrival)
    lock_guest_and_station(stay.guest_id, stay.station_id)
    is_noted = not is_displaced(stay)
    move(actor, stay, State.NO_SHOW, ended_at=Now())
    give_back(list(stay.nights.filter(date__gt=stay.arrival)), stay.station)
    notify("stations.stay_no_show", to=stay.guest, about=stay)
    if is_noted:
        _strike(stay, Strike.Kind.NO_SHOW)
    return stay


def require_reason(reason: str) -> None:
    if reason not in Stay.Reason.values:
        raise ReasonMissing
