"""What weddings hold about a person, for the person's own copy (PIPL article 45)."""

from __future__ import annotations

from typing import Any

from zibo_youth.accounts.models import User

from .models import Couple, CoupleDocument, CoupleMember, CoupleTransition, SlotBooking

COUPLE = (
    *("public_id", "wedding__number", "number", "state", "created_at", "submitted_at", "married_on"),
    *("cert_last4", "guests", "transport", "refusal", "rank", "points", "offer_until", "table_number"),
)
MEMBER = (
    *("couple__public_id", "seat", "joined_at", "confirmed_at", "clothes_size", "shoe_size"),
    *("health_agreed_at", "portrait_agreed_at", "portrait_revoked_at"),
)


def weddings_hold(user: User) -> dict[str, Any]:
    """Couples with their moves, papers by name and slots; the own seat with the own health hint in clear."""
    of = {"couple__members__person__users": user}
    return {
        "couples": [
            dict(row) | {"certificate": couple.marriage_cert_no}
            for couple in Couple.objects.filter(members__person__users=user)
            for row in Couple.objects.filter(pk=couple.pk).values(*COUPLE)
        ],
        "own_seats": [
            dict(row) | {"health_hint": member.health_hint}
            for member in CoupleMember.objects.filter(person__users=user)
            for row in CoupleMember.objects.filter(pk=member.pk).values(*MEMBER)
        ],
        "moves": list(
            CoupleTransition.objects.filter(**of).values(
                "couple__public_id", "from_state", "to_state", "reason", "note", "at"
            )
        ),
        "papers": list(
            CoupleDocument.objects.filter(**of).values(
                "couple__public_id", "kind", "original_name", "size", "created_at"
            )
        ),
        "slots": list(
            SlotBooking.objects.filter(**of).values(
                "couple__public_id", "item__name", "item__place", "starts_at", "ends_at"
            )
        ),
    }
