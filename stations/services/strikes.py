"""
失约记录 (strikes): recorded once an occasion, counted by the policy, appealed, lifted with a reason.

Whoever calls `add_strike` or `lift_strike` inside a larger act holds the person's
lock first (design.md §3.12): two strikes of one moment would else each count one.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from stations.errors import AppealTooLate, ReasonMissing, StatementMissing
from stations.facts import policy_on
from stations.models import Strike, Suspension
from stations.querysets import StrikeQuerySet
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import Organisation, Person
from zibo_youth.accounts.policy import Actor
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import StateChanged
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .pool import lock_person

State, Kind = Strike.State, Strike.Kind


def add_strike(
    *,
    person: Person,
    kind: str,
    occasion: str,
    operator: Organisation,
    reporting_org: Organisation,
    on: date,
) -> Strike | None:
    """
    记一次失约 (record a strike) for one occasion, and suspend when the policy's limit is reached.

    The caller has asked for permission and holds the person's lock. Returns None
    when the occasion was recorded before: nothing then happens a second time.
    """
    strike, is_new = Strike.objects.get_or_create(
        occasion=occasion,
        defaults={
            "person": person,
            "kind": kind,
            "operator": operator,
            "reporting_org": reporting_org,
            "happened_on": on,
        },
    )
    if not is_new:
        return None
    notify("stations.strike_recorded", to=person, about=strike)
    suspension = _suspend_when_due(strike)
    if suspension is not None:
        notify("stations.suspended", to=person, about=suspension)
    return strike


def occasion_of(kind: str, number: int) -> str:
    """The name of what a strike is about: ``stay-17``."""
    return f"{kind}-{number}"


def count_of(person: Person, *, on: date) -> int:
    """Strikes that count towards the next suspension; late cancellations by the policy's part."""
    return _weight(Strike.objects.counting().filter(person=person, pk__gt=_spent(person)), on)


def _spent(person: Person, **before: int) -> int:
    """The last strike that a suspension still in force, or served, was made of: it counts no second time."""
    made = Suspension.objects.filter(person=person, caused_by__isnull=False, lifted_at__isnull=True, **before)
    return made.order_by("-caused_by").values_list("caused_by", flat=True).first() or 0


def _weight(strikes: StrikeQuerySet, on: date) -> int:
    stay_policy = policy_on(on)
    since = on - timedelta(days=stay_policy.strike_window_days)
    kinds = list(strikes.filter(happened_on__gt=since, happened_on__lte=on).values_list("kind", flat=True))
    late = kinds.count(Kind.LATE_CANCEL)
    return len(kinds) - late + late // max(stay_policy.late_cancels_per_no_show, 1)


def _suspend_when_due(strike: Strike) -> Suspension | None:
    day = today()
    stay_policy = policy_on(day)
    if count_of(strike.person, on=day) < stay_policy.no_show_limit or not stay_policy.suspension_days:
        return None
    return Suspension.objects.create(
        person=strike.person,
        from_on=day,
        until_on=day + timedelta(days=stay_policy.suspension_days),
        reason=str(strike.get_kind_display()),
        caused_by=strike,
    )


@transaction.atomic
def appeal_strike(*, actor: Actor, strike: Strike, statement: str) -> Strike:
    """
    申诉 (appeal): the person says, once and within the policy's days, why it should not count.

    Raises `StatementMissing`, `AppealTooLate`, `StateChanged`.
    """
    policy.require(actor, "stations.appeal_strike", strike)
    if not statement.strip():
        raise StatementMissing
    last = strike.happened_on + timedelta(days=policy_on(today()).appeal_days)
    if today() > last:
        raise AppealTooLate(last=last)
    _move(strike, State.APPEALED, statement=statement.strip(), appealed_at=Now())
    return strike


@transaction.atomic
def uphold_strike(*, actor: Actor, strike: Strike, reason: str) -> Strike:
    """
    维持 (uphold): the appeal changes nothing, and the person is told why.

    Raises `ReasonMissing`, `StateChanged`.
    """
    policy.require_for_another(actor, "stations.decide_strike", strike, strike.person_id)
    _decide(actor, strike, State.UPHELD, reason)
    return strike


@transaction.atomic
def lift_strike(*, actor: Actor, strike: Strike, reason: str) -> Strike:
    """
    撤销 (lift): the strike counts no more, and a suspension that rested on it ends at once.

    Raises `ReasonMissing`, `StateChanged`.
    """
    policy.require_for_another(actor, "stations.decide_strike", strike, strike.person_id)
    lock_person(strike.person_id)
    _decide(actor, strike, State.LIFTED, reason)
    end_unfounded_suspensions(actor, strike.person)
    return strike


def forgive(actor: Actor, occasion: str, reason: str) -> None:
    """Lift what an occasion cost when the occasion itself is undone; the caller holds the person's lock."""
    for strike in Strike.objects.counting().filter(occasion=occasion).select_related("person"):
        _decide(actor, strike, State.LIFTED, reason)
        end_unfounded_suspensions(actor, strike.person)


def end_unfounded_suspensions(actor: Actor, person: Person) -> None:
    """Lift each suspension by strikes whose own count no longer reaches the limit."""
    resting = Suspension.objects.filter(person=person, caused_by__isnull=False, lifted_at__isnull=True)
    for suspension in resting.select_related("caused_by").order_by("caused_by"):
        if not _is_founded(suspension):
            Suspension.objects.filter(pk=suspension.pk, lifted_at__isnull=True).update(
                lifted_at=Now(), lifted_by_id=actor.pk, lift_reason=str(State.LIFTED.label)
            )


def _is_founded(suspension: Suspension) -> bool:
    """Whether enough strikes still stand among those that this suspension was made of."""
    cause = suspension.caused_by_id or 0
    made_of = Strike.objects.counting().filter(
        person=suspension.person,
        pk__gt=_spent(suspension.person, caused_by__lt=cause),
        pk__lte=cause,
    )
    return _weight(made_of, suspension.from_on) >= policy_on(suspension.from_on).no_show_limit


def _decide(actor: Actor, strike: Strike, to: str, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
    _move(strike, to, decision=reason.strip(), decided_at=Now(), decided_by_id=actor.pk)
    notify(f"stations.strike_{to}", to=strike.person, about=strike)


def _move(strike: Strike, to: str, **changes: object) -> None:
    reach(strike, to, StateChanged, **changes)
