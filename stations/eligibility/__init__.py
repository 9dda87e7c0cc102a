"""
入住资格 (eligibility): one small object per rule, each with its source.

A rule answers four questions about a request: is it met, what is this person's
value, what is asked, and what would change the answer. Booking asks only the
first; the refusal page shows all four for every rule, met or not.
Numbers come from the dated `StayPolicy`; sources are those of
reference/domain.md §1.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stations.facts import Facts, Request, facts_of
from stations.models import Station
from zibo_youth.accounts.models import Person

from .of_dates import (
    FreeNights,
    Horizon,
    LeadTime,
    NightsPerStay,
    NoOverlap,
    StationOpen,
    StaysPerYear,
    earliest_arrival,
)
from .of_guest import AgeOnArrival, EducationReached, EvidenceGiven, NotNative, NotSuspended, PurposeAllowed
from .verdicts import Assessment, Rule, Verdict

__all__ = ["RULES", "Assessment", "Verdict", "all_met", "assess", "earliest_arrival", "judge"]

# In the order in which the refusal page tells them.
RULES: tuple[Rule, ...] = (
    AgeOnArrival(),
    NotNative(),
    PurposeAllowed(),
    EducationReached(),
    EvidenceGiven(),
    LeadTime(),
    Horizon(),
    StationOpen(),
    NightsPerStay(),
    StaysPerYear(),
    FreeNights(),
    NotSuspended(),
    NoOverlap(),
)


def all_met(facts: Facts, *, except_for: Iterable[str] = ()) -> bool:
    """Whether every rule is met; the quick question that booking asks."""
    skipped = frozenset(except_for)
    return all(rule.passes(facts) for rule in RULES if rule.rule_id not in skipped)


def judge(facts: Facts, *, except_for: Iterable[str] = ()) -> Assessment:
    """Every rule's verdict, in words."""
    skipped = frozenset(except_for)
    return Assessment([rule.verdict(facts) for rule in RULES if rule.rule_id not in skipped])


def assess(
    *,
    guest: Person | None,
    station: Station | None,
    arrival: date,
    departure: date,
    purpose: str,
    declared_non_native: bool,
    has_evidence: bool,
    today: date,
    age: int | None = None,
    education: str = "",
) -> Assessment:
    """
    Tell somebody beforehand what the rules say.

    ``age`` and ``education`` serve visitors who have told nothing of themselves yet.
    """
    request = Request(arrival, departure, purpose, declared_non_native, has_evidence)
    return judge(
        facts_of(guest=guest, station=station, request=request, today=today, age=age, education=education)
    )
