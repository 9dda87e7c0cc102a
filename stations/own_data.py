"""What the stations hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import (
    BedMove,
    Evidence,
    ExtraNights,
    FollowUp,
    LoungeVisit,
    LoungeVisitTransition,
    PartyMember,
    Placement,
    Refusal,
    Rehousing,
    Stay,
    StayNight,
    StayTransition,
    Strike,
    Suspension,
)

STAY = (
    *("reference", "station__name", "arrival", "departure", "state", "purpose", "purpose_detail"),
    *("declared_non_native", "referral_channel__name", "contact_mobile", "room_wish", "arrival_time"),
    *("referral_codes__partner__name", "referral_codes__used_at"),
    *("created_at", "submitted_at", "decided_at", "checked_in_at", "checked_out_at", "ended_at"),
    *("asked", "answer_due_at", "answered_at"),
    *("id_proof", "id_proof_reason", "card_seen_at"),
)


VISIT = (
    *("reference", "lounge__name", "zone__name", "date", "start", "end", "group_size", "purpose", "state"),
    *("series__weeks", "booked_at", "answer_by", "checked_in_at", "ended_at"),
)


def stations_hold(user: User) -> dict[str, Any]:
    """Stays with nights and moves, files by name, suspensions, strikes, visits, placements, follow-ups."""
    return {
        "stays": [_stay(row) for row in Stay.objects.filter(guest__users=user).values("pk", *STAY)],
        "evidence": list(
            Evidence.objects.filter(person__users=user).values("original_name", "kind", "size", "created_at")
        ),
        "suspensions": list(
            Suspension.objects.filter(person__users=user).values("from_on", "until_on", "reason", "lifted_at")
        ),
        "extra_nights": list(
            ExtraNights.objects.filter(person__users=user).values(
                *("nights", "until_on", "reason", "state", "asked_at", "decided_at", "decision"),
                *("granted_nights", "revoked_at", "revoke_reason"),
            )
        ),
        "refusals": _refusals(user),
        "parties": _parties(user),
        "strikes": list(
            Strike.objects.filter(person__users=user).values(
                *("kind", "happened_on", "state", "statement", "appealed_at", "decision", "decided_at")
            )
        ),
        "lounge_visits": [
            _visit(row) for row in LoungeVisit.objects.filter(person__users=user).values("pk", *VISIT)
        ],
        "placements": list(
            Placement.objects.filter(stay__guest__users=user).values(
                *("employer", "signed_on", "recorded_at", "state", "decision", "decided_at")
            )
        ),
        "follow_ups": list(
            FollowUp.objects.filter(stay__guest__users=user).values(
                *("stay__reference", "kind", "state", "due_on", "asked_at", "reminded_at", "closes_on"),
                *("answered_at", "via", "satisfaction", "comment", "result", "employer", "signed_on"),
            )
        ),
    }


def _refusals(user: User) -> list[dict[str, Any]]:
    told = ("station__name", "day", "code", "arrival", "nights", "way")
    return list(Refusal.objects.filter(person__users=user).values(*told))


def _parties(user: User) -> list[dict[str, Any]]:
    return list(
        PartyMember.objects.filter(person__users=user).values(
            *("party__station__name", "party__arrival", "party__departure", "party__relation"),
            *("party__state", "said_yes_at", "purpose", "purpose_detail", "declared_non_native"),
            *("contact_mobile", "arrival_time", "referral_channel__name", "stay__reference"),
        )
    )


def _stay(row: dict[str, Any]) -> dict[str, Any]:
    number = row.pop("pk")
    nights = StayNight.objects.filter(stay=number)
    moves = StayTransition.objects.filter(stay=number)
    beds = BedMove.objects.filter(stay=number)
    moved = Rehousing.objects.filter(stay=number)
    return row | {
        "nights": list(nights.values("date", "room__name", "bed__label", "number")),
        "bed_moves": list(beds.values("at", "from_on", "from_bed__label", "to_bed__label", "reason", "note")),
        "rehousings": list(
            moved.values(
                *(
                    "created_at",
                    "cause",
                    "from_on",
                    "from_bed__label",
                    "held__reference",
                    "held__station__name",
                ),
                *("state", "answer_by", "decided_at"),
            )
        ),
        "moves": list(moves.values("at", "from_state", "to_state", "reason", "note")),
    }


def _visit(row: dict[str, Any]) -> dict[str, Any]:
    moves = LoungeVisitTransition.objects.filter(visit=row.pop("pk"))
    return row | {"moves": list(moves.values("at", "from_state", "to_state", "note"))}
