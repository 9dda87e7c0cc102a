"""
通知 (telling): the offices and whoever must mend it, at once; the reporters, all of them together and later.

A step writes down on the report alone that there is news (`owe_news`). Once a day, where anything is owed,
everybody who has reports going on is told afresh, in one transaction that reads no report: neither a number,
nor a time, nor a transaction joins a notice to the step that it tells of (decision 0087).
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
from zibo_youth.notifications.outbox import notify, renew

OPEN = "SELECT safety_open_reporter(%s, %s, %s, %s)"
PORTAL = "portal"
GOING_ON = "SELECT seal, sealed FROM safety_reporters_with_reports_going_on()"


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


def owe_news(hazard: HazardReport) -> None:
    """There is news for whoever reported or joined it; who that is, nobody looks up now."""
    HazardReport.objects.filter(pk=hazard.pk).update(news_is_owed=True)


@transaction.atomic
def tell_reporters() -> int:
    """
    告知上报人 (tell the reporters): everybody with reports going on, where any owes news; how many.

    Whoever has none of the news is told as well: who is told says nothing of which report moved. What stood
    of an earlier telling goes, so that the table has no days to compare. A report that somebody is moving
    right now keeps its news for the next time. Run twice, it does nothing more.
    """
    owing = HazardReport.objects.owing_news().select_for_update(no_key=True, skip_locked=True)
    numbers = [hazard.pk for hazard in owing]
    if not numbers:
        return 0
    told = renew("safety.hazard_news", _reporters_with_reports_going_on())
    HazardReport.objects.filter(pk__in=numbers).update(news_is_owed=False)
    return told


@sensitive_variables()
def _reporters_with_reports_going_on() -> list[Person]:
    """By number, not in the order of the reports; the database does not say whose each of them is."""
    with connection.cursor() as cursor:
        cursor.execute(GOING_ON)
        seals = [HazardReporter(pk=seal, sealed=sealed) for seal, sealed in cursor.fetchall()]
    return list(Person.objects.filter(pk__in={unsealed(row) for row in seals}).order_by("pk"))


@sensitive_variables()
def reporters_of(hazard: HazardReport) -> dict[Any, int]:
    """Row → person, opened by the portal itself to seal them anew elsewhere; that is written down as well."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OPEN, [None, False, hazard.pk, PORTAL])
    rows = HazardReporter.objects.filter(hazard=hazard).order_by("part", "pk")
    return {row.pk: unsealed(row) for row in rows}
