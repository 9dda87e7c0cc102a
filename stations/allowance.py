"""免费额度 (free-night allowance): how many nights and stays a person has left in a year."""

from __future__ import annotations

from dataclasses import dataclass

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import today

from .facts import COUNTED_STATES
from .models import ExtraNights, Stay, StayNight, StayPolicy


@dataclass(frozen=True, slots=True)
class Allowance:
    """Nights and stays of one person in one calendar year, held against one policy."""

    year: int
    cap: int
    used: int
    stays_cap: int
    stays_used: int

    @property
    def left(self) -> int:
        return max(self.cap - self.used, 0)

    @property
    def stays_left(self) -> int:
        return max(self.stays_cap - self.stays_used, 0)


def allowance_of(person: Person | None, year: int, policy: StayPolicy) -> Allowance:
    """Count the nights booked or slept in a year; a person without identity has used none."""
    nights = StayNight.objects.booked().filter(guest=person, allowance_year=year).count() if person else 0
    made = Stay.objects.filter(guest=person, arrival__year=year, state__in=COUNTED_STATES)
    stays = made.without_rests().count() if person else 0
    usable = ExtraNights.objects.usable_on(today()).filter(person=person, year=year)
    extra = usable.values_list("granted_nights", flat=True).first() if person else None
    return Allowance(year, policy.max_free_nights + (extra or 0), nights, policy.max_stays_per_window, stays)
