"""在岗人员 (staff): who holds which office today; whom a notice about an organisation's work is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from zibo_youth.core.calendar import today

from .models import Membership, Organisation, Person, User


def staff_of(organisation: Organisation, role: str) -> QuerySet[Person]:
    """Who holds this role in this organisation today."""
    return _holding(Membership.objects.filter(organisation=organisation, role=role))


def officers_of(organisation: Organisation) -> QuerySet[Person]:
    """Who works for a district or zone."""
    return staff_of(organisation, Membership.Role.DISTRICT_OFFICER)


def city_staff() -> QuerySet[Person]:
    """Who works for the city, in whatever department."""
    return holders_of(Membership.Role.CITY_STAFF)


def holders_of(role: str) -> QuerySet[Person]:
    """Who holds a role of the whole city today, in whatever organisation."""
    return _holding(Membership.objects.filter(role=role))


def _holding(offices: QuerySet[Membership]) -> QuerySet[Person]:
    held = Membership.objects.filter(pk__in=offices.values("pk")).current(today())
    return Person.objects.filter(pk__in=held.values("person_id")).order_by("pk")


def read_offices(users: Collection[User]) -> None:
    """Read the offices of many users at once: to ask for their rights then costs no statement each."""
    offices = Membership.objects.filter(person__in={user.person_id for user in users if user.person_id})
    held: dict[int | None, list[tuple[str, int]]] = defaultdict(list)
    for person, role, organisation in offices.current(today()).values_list("person", "role", "organisation"):
        held[person].append((role, organisation))
    for user in users:
        user.offices = held[user.person_id] if user.may_hold_offices else []
