"""签约就业 (placements): what the stations are for, recorded as a fact."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from stations.errors import EvidenceOfSomebodyElse, NotYetAGuest, PlacementRecorded, SignedInFuture
from stations.models import Evidence, Placement, Stay
from zibo_youth.accounts import policy
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining


def record_placement(
    *, actor: policy.Actor, stay: Stay, employer: str, signed_on: date, evidence: Evidence | None = None
) -> Placement:
    """
    登记签约 (record a placement): a guest who stayed signed with an employer of the city.

    Raises `NotYetAGuest`, `SignedInFuture`, `EvidenceOfSomebodyElse`, `PlacementRecorded`.
    """
    policy.require(actor, "stations.manage_placement", stay)
    if stay.checked_in_at is None:
        raise NotYetAGuest
    if signed_on > today():
        raise SignedInFuture
    if evidence is not None and evidence.person_id != stay.guest_id:
        raise EvidenceOfSomebodyElse
    with (
        explaining(placement_once_per_stay_and_employer=PlacementRecorded),
        transaction.atomic(),
    ):
        return Placement.objects.create(
            stay=stay, employer=employer.strip(), signed_on=signed_on, evidence=evidence
        )
