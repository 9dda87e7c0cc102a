"""停用 (close a lounge or a zone for some time): whom it hits is listed before, and told after."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from stations.lounge_alternatives import Alternatives
from stations.lounge_errors import ClosureDates, ZoneElsewhere
from stations.models import Lounge, LoungeClosure, LoungeVisit, LoungeZone
from zibo_youth.accounts import policy
from zibo_youth.core.calendar import now
from zibo_youth.core.errors import DomainError, explaining
from zibo_youth.notifications.outbox import notify

from .lounge_moves import give_up
from .pool import lock_lounge

CLOSE = "stations.close_lounge"
WALLS: dict[str, DomainError | type[DomainError]] = {
    "lounge_closure_ends_after_it_begins": ClosureDates,
    "lounge_closure_zone_lies_in_its_lounge": ZoneElsewhere,
}


def visits_hit(
    *, lounge: Lounge, zone: LoungeZone | None, from_at: datetime, until_at: datetime
) -> list[LoungeVisit]:
    """Awaited visits that a closure would take the place from: of the zone, its hall, or a part of it."""
    days = (timezone.localtime(from_at).date(), timezone.localtime(until_at).date())
    visits = LoungeVisit.objects.awaited().filter(lounge=lounge, date__range=days)
    if zone is not None:
        touched = {zone.pk, zone.hall_id, *zone.parts.values_list("pk", flat=True)}
        visits = visits.filter(zone__in=[number for number in touched if number])
    found = visits.select_related("person", "zone", "lounge").order_by("date", "start", "pk")
    return [visit for visit in found if visit.starts_at < until_at and visit.ends_at > from_at]


def close_lounge(
    *,
    actor: policy.Actor,
    lounge: Lounge,
    zone: LoungeZone | None,
    from_at: datetime,
    until_at: datetime,
    reason: str,
) -> tuple[LoungeClosure, list[LoungeVisit]]:
    """
    停用 (close), cancel the visits that it hits, and propose another zone to each.

    The lounge's lock is held: a booking of this moment either is hit, or finds it closed.
    Raises `ClosureDates`, `ZoneElsewhere`.
    """
    closure = LoungeClosure(lounge=lounge, zone=zone, from_at=from_at, until_at=until_at, reason=reason)
    policy.require(actor, CLOSE, closure)
    if until_at <= now():
        raise ClosureDates
    with explaining(**WALLS), transaction.atomic():
        lock_lounge(lounge.pk)
        closure.save()
        hit = visits_hit(lounge=lounge, zone=zone, from_at=from_at, until_at=until_at)
        for visit in hit:
            give_up(actor, visit, note=reason)
        alternatives = Alternatives()
        for visit in hit:
            _propose(visit, alternatives)
            notify("stations.lounge_closed", to=visit.person, about=visit)
    return closure, hit


def end_closure(*, actor: policy.Actor, closure: LoungeClosure) -> None:
    """恢复 (open again) from now on; what was cancelled stays cancelled."""
    policy.require(actor, CLOSE, closure)
    if closure.from_at > now():
        closure.delete()
        return
    closure.until_at = min(closure.until_at, now())
    closure.save(update_fields=["until_at"])


def _propose(visit: LoungeVisit, alternatives: Alternatives) -> None:
    proposed = alternatives.of(visit)
    if proposed is not None:
        LoungeVisit.objects.filter(pk=visit.pk).update(proposed_zone=proposed)
        visit.proposed_zone = proposed
