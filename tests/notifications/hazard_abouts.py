"""What notices of the hazards are about: a report with the longest place and day that it can hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from safety.models import HazardReport, HazardStuckList
from stations.models import Stay
from tests import hazarding, people
from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import at, today

STATES = {
    "hazard_new": "submitted",
    "hazard_major": "mirrored",
    "hazard_assigned": "assigned",
    "hazard_half": "assigned",
    "hazard_over": "assigned",
    "hazard_claimed": "fixed_claimed",
    "hazard_unconfirmed": "fixed_claimed",
    "hazard_reopened": "reopened",
}


def _far() -> datetime:
    """The last evening of a year to come: days and clocks at their longest."""
    year = timezone.localdate().year + 1
    return at(timezone.localdate().replace(year=year, month=12, day=28), datetime.max.time())


def _of(name: str) -> Any:
    def make(_stay: Stay) -> HazardReport:
        hazard = hazarding.report(place="地" * 120)
        hazard.state, hazard.due_at = STATES[name], _far()
        return hazard

    return make


def stuck(_stay: Stay) -> HazardStuckList:
    org = people.officer().person.memberships.get().organisation
    made: HazardStuckList = HazardStuckList.objects.create(
        reporting_org=org, on=today(), waiting=99999, overdue=99999, unconfirmed=99999
    )
    return made


def reporter(stay: Stay) -> Person:
    return stay.guest


MAKERS = {f"safety.{name}": _of(name) for name in STATES} | {
    "safety.hazard_stuck": stuck,
    "safety.hazard_news": reporter,
}
