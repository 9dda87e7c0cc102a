"""
参训情况 (take-up): how many each enterprise sent, how many came, and for how long; for pages and model posts.

Pure reads of what the events hold: places given to rosters, and seats that came in. A person alone is of no
enterprise. Hours are those inside within the hours of the session, as the door recorded them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, F, Sum

from events.models import Attendance, Quota, Registration, Session
from events.models.registration import HOLDING
from zibo_youth.accounts.models import Organisation

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class TakeUp:
    """One enterprise, or one district: places kept, people entered, who came, and hours inside together."""

    organisation: Organisation
    places: int = 0
    entered: int = 0
    came: int = 0
    minutes: int = 0

    @property
    def hours(self) -> Decimal:
        return (Decimal(self.minutes) / 60).quantize(TENTH)


def by_enterprise(sessions: Iterable[Session]) -> list[TakeUp]:
    """Of these sessions, every organisation that has a part of one or sent somebody, by district and code."""
    numbers = [each.pk for each in sessions]
    groups = Registration.objects.groups().filter(session__in=numbers, state__in=HOLDING)
    entered = _sums(groups, "organisation", Sum("seats"))
    kept = Quota.objects.filter(session__in=numbers, organisation__isnull=False)
    places = _sums(kept, "organisation", Sum("capacity"))
    there = Attendance.objects.filter(registration__in=groups)
    came = _sums(there.attended(), "registration__organisation", Count("pk"))
    minutes = _sums(there, "registration__organisation", Sum("minutes"))
    rows = Organisation.objects.filter(pk__in={*entered, *places}).select_related("reporting_org")
    return [
        TakeUp(
            each,
            places.get(each.pk, 0),
            entered.get(each.pk, 0),
            came.get(each.pk, 0),
            minutes.get(each.pk, 0),
        )
        for each in rows.order_by("reporting_org__code", "code")
    ]


def _sums(rows: object, by: str, what: object) -> dict[int, int]:
    told = rows.order_by().values(of=F(by)).annotate(n=what)  # type: ignore[attr-defined]
    return {each["of"]: each["n"] for each in told}


def by_district(rows: Iterable[TakeUp]) -> list[TakeUp]:
    """The same, summed by the unit that reports each enterprise."""
    found: dict[int, TakeUp] = {}
    for each in rows:
        district = each.organisation.reporting_org or each.organisation
        so_far = found.get(district.pk, TakeUp(district))
        found[district.pk] = TakeUp(
            district,
            so_far.places + each.places,
            so_far.entered + each.entered,
            so_far.came + each.came,
            so_far.minutes + each.minutes,
        )
    return list(found.values())


def people_entered(sessions: Iterable[Session]) -> int:
    """Everybody with a place: who came alone, and all on rosters."""
    rows = Registration.objects.filter(session__in=[each.pk for each in sessions], state__in=HOLDING)
    told = rows.aggregate(n=Sum("seats"))
    return int(told["n"] or 0)


def training_of(company: Organisation, start: datetime, end: datetime) -> TakeUp:
    """
    What a company did in trainings that began in a time, the end not included: facts beside its model posts.

    ``entered`` and ``came`` count seats (人次); who is sent twice counts twice.
    """
    held = Session.objects.filter(
        starts_at__gte=start, starts_at__lt=end, event__safety_activity__kind="training"
    ).exclude(state="cancelled")
    found = [each for each in by_enterprise(held) if each.organisation.pk == company.pk]
    return found[0] if found else TakeUp(company)
