"""到期 (what is due): a warning at half of the time, an escalation when it is over, the stuck list."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, OuterRef, Q
from django.utils import timezone

from safety.hazard_querysets import ELSEWHERE, TO_MEND, HazardReportQuerySet
from safety.models import HazardAlert, HazardReport, HazardStuckList, HazardTransition
from zibo_youth.accounts.models import Organisation
from zibo_youth.accounts.staff import city_staff, officers_of

from .moves import lock_hazard
from .telling import menders, officers, tell

Level = HazardAlert.Level


def watch_hazards(*, at: datetime) -> int:
    """整改守望 (beat, every five minutes): how many levels were told now. Run twice, it tells no more."""
    rows = HazardReport.objects.to_warn(at).in_terms().values_list("pk", "due_at", "terms")
    told = set(HazardAlert.objects.filter(hazard__state__in=TO_MEND).values_list("hazard", "level", "number"))
    due = [number for number, due_at, term in rows if (number, _level(due_at, at), term) not in told]
    return sum(_tell_one(number, at) for number in due)


def _level(due_at: datetime, at: datetime) -> str:
    return Level.OVER if due_at <= at else Level.HALF


@transaction.atomic
def _tell_one(number: int, at: datetime) -> int:
    """A warning that was missed is not told after the escalation."""
    held = lock_hazard(number)
    if held.state not in TO_MEND or held.warn_at is None or held.due_at is None or held.warn_at > at:
        return 0
    level = _level(held.due_at, at)
    term = HazardReport.objects.filter(pk=number).in_terms().values_list("terms", flat=True).get()
    _row, is_new = held.alerts.get_or_create(level=level, number=term)
    if is_new and level == Level.HALF:
        tell("hazard_half", menders(held), held, dedup=str(term))
    elif is_new:
        heard = {each.pk: each for each in (*menders(held), *officers(held))}
        tell("hazard_over", heard.values(), held, dedup=str(term))
    return int(is_new)


def watched(rows: HazardReportQuerySet) -> HazardReportQuerySet:
    """With ``heard_at``: since when each report stands as it does, or its holder last told of it."""
    moves = HazardTransition.objects.heard().filter(hazard=OuterRef("pk")).order_by("-pk")
    return rows.annotate(heard_at=moves.values("at")[:1])


def stuck(at: datetime) -> dict[str, Q]:
    """卡住: what nobody moved in time, or told of, by kind; of rows that are `watched`."""
    silent = at - timedelta(days=settings.SAFETY["hazard_unheard_days"])
    waited = at - timedelta(hours=settings.SAFETY["hazard_waits_hours"])
    return {
        "waiting": Q(state="submitted", reported_at__lte=waited)
        | Q(state="accepted", accepted_at__lte=waited),
        "overdue": Q(state__in=TO_MEND, due_at__lte=at),
        "unconfirmed": Q(state="fixed_claimed", fix__answer_by__lte=at)
        | Q(state="verified", verified_at__lte=waited),
        "unheard": Q(state__in=ELSEWHERE, heard_at__lte=silent),
    }


def list_stuck(*, at: datetime) -> int:
    """卡住清单 (beat, every morning): one list for each district that has any; how many were told now."""
    kinds = {name: Count("pk", filter=rule) for name, rule in stuck(at).items()}
    rows = watched(HazardReport.objects.open()).order_by().values("reporting_org").annotate(**kinds)
    return sum(_list_one(row, at) for row in rows if any(row[name] for name in kinds))


@transaction.atomic
def _list_one(row: dict[str, int], at: datetime) -> int:
    counts = {name: row[name] for name in ("waiting", "overdue", "unconfirmed", "unheard")}
    made, is_new = HazardStuckList.objects.get_or_create(
        reporting_org_id=row["reporting_org"], on=timezone.localdate(at), defaults=counts
    )
    if is_new:
        org = Organisation.objects.get(pk=row["reporting_org"])
        tell("hazard_stuck", list(officers_of(org)) or list(city_staff()), made)
    return int(is_new)
