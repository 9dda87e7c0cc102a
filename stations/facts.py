"""
What must be known to decide on a stay, read in one query.

Called inside the booking transaction after the guest's row is locked, so the
numbers cannot change before the nights are written; called without a lock to
tell a guest beforehand.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date

from zibo_youth.accounts.models import Person
from zibo_youth.core.calendar import age_on, nights
from zibo_youth.core.prepared import Prepared

from .models import Station, Stay, StayPolicy

# A stay beyond this is a slip of the pen: more nights than any policy could grant.
LONGEST_STAY = 60


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: the applicant's own statements, before anybody has checked them."""

    arrival: date
    departure: date
    purpose: str
    declared_non_native: bool
    has_evidence: bool

    @property
    def nights(self) -> list[date]:
        return nights(self.arrival, self.departure)


@dataclass(frozen=True, slots=True)
class Extra:
    """额外晚数 granted to the guest for the nights of one year that are asked for."""

    pk: int
    nights: int
    until_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """One request, beside everything the rules compare it with. Years are calendar years."""

    request: Request
    policy: StayPolicy
    today: date
    age: int | None
    station: Station | None = None
    education: str = ""
    used_numbers: dict[int, set[int]] = field(default_factory=dict)
    stays_made: dict[int, int] = field(default_factory=dict)
    overlap_on: date | None = None
    suspended_until: date | None = None
    extras: dict[int, Extra] = field(default_factory=dict)

    def cap_of(self, year: int) -> int:
        """The policy's free nights, and what was granted to this guest beyond them."""
        extra = self.extras.get(year)
        return self.policy.max_free_nights + (extra.nights if extra else 0)

    def unused_numbers(self, year: int) -> list[int]:
        """
        Numbers of free nights that the guest may still use in a year, smallest first.

        Never more than the cap leaves: nights granted under a higher cap may carry
        numbers beyond this one and count all the same.
        """
        used, cap = self.used_numbers.get(year, set()), self.cap_of(year)
        unused = [number for number in range(1, cap + 1) if number not in used]
        return unused[: max(cap - len(used), 0)]


POLICY_COLUMNS = [f.attname for f in StayPolicy._meta.concrete_fields]

# Stays that count as a use of the year: those that hold a bed, were slept, or were thrown away.
# The rest of a stay that a closure has moved to another house is no second use.
COUNTED_STATES = ("offered", "submitted", "returned", "approved", "checked_in", "checked_out", "no_show")

QUESTION = f"""
SELECT {", ".join(f"policy.{column}" for column in POLICY_COLUMNS)},
    (SELECT array_agg(ARRAY[allowance_year, number::int]) FROM stations_staynight
      WHERE guest_id = %(guest)s AND allowance_year BETWEEN %(first_year)s AND %(last_year)s),
    (SELECT array_agg(extract(year FROM arrival)::int) FROM stations_stay
      WHERE guest_id = %(guest)s AND state = ANY(%(counted)s) AND id <> %(besides)s
        AND NOT EXISTS (SELECT FROM stations_rehousing AS moved
            WHERE moved.held_id = stations_stay.id AND moved.stay_id <> moved.held_id)
        AND arrival BETWEEN make_date(%(first_year)s, 1, 1) AND make_date(%(last_year)s, 12, 31)),
    (SELECT min(date) FROM stations_staynight
      WHERE guest_id = %(guest)s AND date >= %(arrival)s AND date < %(departure)s),
    (SELECT max(until_on) FROM stations_suspension
      WHERE person_id = %(guest)s AND lifted_at IS NULL
        AND from_on <= %(today)s AND until_on > %(today)s),
    (SELECT jsonb_agg(jsonb_build_array(year, id, granted_nights, until_on)) FROM stations_extranights
      WHERE person_id = %(guest)s AND state = 'granted'
        AND year BETWEEN %(first_year)s AND %(last_year)s
        AND until_on >= least(%(departure)s - 1, make_date(year, 12, 31)))
FROM stations_staypolicy AS policy
WHERE policy.effective_from <= %(arrival)s
ORDER BY policy.effective_from DESC LIMIT 1
"""
FACTS = Prepared(
    "facts_of_request",
    QUESTION,
    {
        **dict.fromkeys(["guest", "besides"], "bigint"),
        **dict.fromkeys(["first_year", "last_year"], "int"),
        **dict.fromkeys(["arrival", "departure", "today"], "date"),
        "counted": "varchar[]",
    },
)


def policy_on(day: date) -> StayPolicy:
    """
    The policy that admits stays arriving on a day.

    Raises ``StayPolicy.DoesNotExist`` before the first policy's day.
    """
    policy = StayPolicy.objects.in_force(day).first() or StayPolicy.objects.order_by("effective_from").first()
    if policy is None:
        raise StayPolicy.DoesNotExist
    return policy


def facts_of(
    *,
    guest: Person | None,
    station: Station | None,
    request: Request,
    today: date,
    age: int | None = None,
    education: str = "",
    besides: Stay | None = None,
) -> Facts:
    """
    Read everything the rules need; for a visitor without an identity only the policy and what was typed.

    ``besides``: the stay that is to change, and so no further use of the year.
    """
    if guest is None:
        return Facts(request, policy_on(request.arrival), today, age, station, education)
    row = FACTS.one(_asked(guest, request, today) | {"besides": besides.pk if besides else 0})
    if row is None:
        return Facts(request, policy_on(request.arrival), today, age, station, guest.education)
    numbers, years, overlap_on, suspended_until, extras = row[-5:]
    return Facts(
        request=request,
        policy=StayPolicy.from_db("default", POLICY_COLUMNS, row[:-5]),
        today=today,
        age=age_on(guest.birth_date, request.arrival) if guest.birth_date else age,
        station=station,
        education=guest.education or education,
        used_numbers=_by_year(numbers or []),
        stays_made={year: (years or []).count(year) for year in set(years or [])},
        overlap_on=overlap_on,
        suspended_until=suspended_until,
        extras={
            year: Extra(pk, granted, date.fromisoformat(until))
            for year, pk, granted, until in json.loads(extras or "[]")
        },
    )


def _asked(guest: Person, request: Request, today: date) -> dict[str, object]:
    return {
        "guest": guest.pk,
        "first_year": request.arrival.year,
        "last_year": request.departure.year,
        "arrival": request.arrival,
        "departure": request.departure,
        "today": today,
        "counted": list(COUNTED_STATES),
    }


def _by_year(pairs: list[list[int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for year, number in pairs:
        found.setdefault(year, set()).add(number)
    return found
