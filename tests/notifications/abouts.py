"""What each kind of notice is about, where it is not a stay: with the longest values that the model can hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from stations.models import FollowUp, Placement, Stay, Strike, Suspension

LONG_AGO, FAR = date(2026, 11, 28), date(2026, 12, 28)


def strike(stay: Stay) -> Strike:
    return Strike(
        person=stay.guest,
        kind="late_cancel",
        happened_on=LONG_AGO,
        operator=stay.station.operator,
        reporting_org=stay.station.reporting_org,
        decision="核" * 300,
    )


def suspension(stay: Stay) -> Suspension:
    return Suspension(person=stay.guest, from_on=LONG_AGO, until_on=FAR, reason="缘" * 200)


def survey(stay: Stay) -> FollowUp:
    return FollowUp(stay=stay, kind="survey", due_on=LONG_AGO, closes_on=FAR)


def job_result(stay: Stay) -> FollowUp:
    return FollowUp(stay=stay, kind="d90", due_on=LONG_AGO, closes_on=FAR)


def placement(stay: Stay) -> Placement:
    return Placement(stay=stay, employer="业" * 80, signed_on=LONG_AGO, decision="证" * 200)


MAKERS: dict[str, Callable[[Stay], Any]] = {
    "stations.strike_recorded": strike,
    "stations.strike_upheld": strike,
    "stations.strike_lifted": strike,
    "stations.suspended": suspension,
    "stations.survey_asked": survey,
    "stations.result_asked": job_result,
    "stations.placement_confirmed": placement,
    "stations.placement_declined": placement,
}


def about(kind: str, stay: Stay) -> Any:
    """A record that this kind of notice may be about; a stay unless said otherwise."""
    return MAKERS.get(kind, lambda own: own)(stay)
