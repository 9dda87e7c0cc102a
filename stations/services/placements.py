"""签约就业 (placements): claimed by the guest, confirmed by the district; only then they count."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.functions import Now

from stations.errors import (
    EvidenceOfSomebodyElse,
    NotYetAGuest,
    PlacementDecided,
    PlacementRecorded,
    ReasonMissing,
    SignedInFuture,
)
from stations.models import Evidence, Placement, Stay
from zibo_youth.accounts import policy
from zibo_youth.accounts.models import User
from zibo_youth.core.calendar import today
from zibo_youth.core.errors import explaining
from zibo_youth.core.moves import reach
from zibo_youth.notifications.outbox import notify

from .evidence import upload_evidence

State = Placement.State


def record_placement(
    *, actor: policy.Actor, stay: Stay, employer: str, signed_on: date, evidence: Evidence | None = None
) -> Placement:
    """
    登记签约 (record a placement): a guest who stayed signed with an employer of the city.

    Confirmed at once: who records it has seen it. Raises `NotYetAGuest`,
    `SignedInFuture`, `EvidenceOfSomebodyElse`, `PlacementRecorded`.
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
            stay=stay,
            employer=employer.strip(),
            signed_on=signed_on,
            evidence=evidence,
            state=State.CONFIRMED,
            decided_at=Now(),
            decided_by_id=actor.pk,
        )


@transaction.atomic
def confirm_placement(*, actor: User, placement: Placement, reason: str = "") -> Placement:
    """
    核实 (confirm) a claim: from now on it counts, and the guest is told.

    ``reason`` says how it was checked, and may be empty. Raises `PlacementDecided`.
    """
    return _decide(actor, placement, State.CONFIRMED, reason)


@transaction.atomic
def decline_placement(*, actor: User, placement: Placement, reason: str) -> Placement:
    """
    不予认定 (decline) a claim, or take back a confirmation that was wrong; the guest reads why.

    Raises `ReasonMissing`, `PlacementDecided`.
    """
    if not reason.strip():
        raise ReasonMissing
    return _decide(actor, placement, State.DECLINED, reason)


def _decide(actor: User, placement: Placement, to: str, reason: str) -> Placement:
    policy.require_for_another(actor, "stations.manage_placement", placement, placement.stay.guest_id)
    decided = {"decided_at": Now(), "decided_by_id": actor.pk, "decision": reason.strip()}
    reach(placement, to, PlacementDecided, **decided)
    notify(f"stations.placement_{to}", to=placement.stay.guest, about=placement)
    return placement


@transaction.atomic
def prove_placement(*, actor: User, placement: Placement, upload: UploadedFile) -> Placement:
    """
    上传签约证明 (hand in proof): the guest's own, while the claim waits for a decision.

    Raises `PlacementDecided` and what `upload_evidence` raises.
    """
    policy.require(actor, "stations.prove_placement", placement)
    evidence = upload_evidence(
        actor=actor, person=placement.stay.guest, kind=Evidence.Kind.CONTRACT, upload=upload
    )
    waiting = Placement.objects.filter(pk=placement.pk, state=State.CLAIMED)
    if not waiting.update(evidence=evidence):
        raise PlacementDecided(state=placement.get_state_display())
    placement.refresh_from_db()
    return placement
