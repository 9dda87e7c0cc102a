"""
通知 (telling): the offices, whoever must mend it, and the reporters, whose notice names no report.

A reporter's notice is about the person and not about the hazard: whoever reads the table of notices, or of
what was sent, learns that somebody follows reports, and not which (decision 0084).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.views.decorators.debug import sensitive_variables

from safety.hazard_sight import unsealed
from safety.models import HazardReport, HazardReporter
from zibo_youth.accounts.models import Membership, Person
from zibo_youth.accounts.staff import city_staff, holders_of, officers_of, staff_of
from zibo_youth.core import crypto
from zibo_youth.notifications.outbox import notify

OPEN = "SELECT safety_open_reporter(%s, %s, %s, %s)"
PORTAL = "portal"


def tell(kind: str, people: Iterable[Person], about: Model, *, dedup: str = "") -> int:
    """Each of them once; how many heard it now."""
    return sum(notify(f"safety.{kind}", to=person, about=about, dedup=dedup) for person in people)


def step_of(hazard: HazardReport) -> str:
    """Which step of its way this is: a notice of one kind is told once of each."""
    return str(hazard.transitions.count())


def officers(hazard: HazardReport) -> list[Person]:
    """Whoever looks after the district; where nobody does, the city."""
    return list(officers_of(hazard.reporting_org)) or list(city_staff())


def bureau() -> list[Person]:
    return list(holders_of(Membership.Role.EMERGENCY_OFFICER))


def menders(hazard: HazardReport) -> list[Person]:
    """Whoever is responsible, and every other safety officer of the enterprise."""
    found = {hazard.assigned_to_id: hazard.assigned_to} if hazard.assigned_to else {}
    if hazard.enterprise:
        staff = staff_of(hazard.enterprise.organisation, Membership.Role.SAFETY_OFFICER)
        found |= {person.pk: person for person in staff}
    return list(found.values())


@sensitive_variables()
def tell_reporters(hazard: HazardReport, occasion: str) -> None:
    """What became of it, to whoever reported or joined; inside the caller's transaction."""
    people = Person.objects.filter(pk__in=reporters_of(hazard).values())
    dedup = crypto.blind_index("safety.hazard_news", f"{hazard.pk}:{occasion}:{step_of(hazard)}")[:32]
    for person in people:
        notify("safety.hazard_news", to=person, about=person, dedup=dedup)


@sensitive_variables()
def reporters_of(hazard: HazardReport) -> dict[Any, int]:
    """Row → person, opened by the portal itself, which is written down as well."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OPEN, [None, False, hazard.pk, PORTAL])
    rows = HazardReporter.objects.filter(hazard=hazard).order_by("part", "pk")
    return {row.pk: unsealed(row) for row in rows}
